"""The algorithm ``seg4eo:evaluate``."""

from .base import JobAlgorithm


class Evaluate(JobAlgorithm):
    """Map and reference become scores."""

    job_id = "evaluate"
    search_words = ("accuracy", "evaluate", "confusion matrix", "IoU", "F1", "validation")
