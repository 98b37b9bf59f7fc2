"""The algorithm ``seg4eo:datasetreport``."""

from ..compat import translatable
from .base import JobAlgorithm


class DatasetReport(JobAlgorithm):
    """A dataset becomes a page that says what is in it and what is wrong."""

    job_id = "datasetreport"
    search_words = translatable("dataset, report, quality, leakage, duplicates, class balance, statistics, histogram")
