"""The algorithm ``seg4eo:sampledata``."""

from ..compat import translatable
from .base import JobAlgorithm


class SampleData(JobAlgorithm):
    """A landscape to try everything else on."""

    job_id = "sampledata"
    search_words = translatable("sample, example, demo, test data, synthetic, landscape")
    # what would hide the scene is loaded, but not shown
    in_folder = (("grid", True), ("polygons", False), ("labels", False), ("scene", True))
