"""The algorithm ``seg4eo:modelinfo``."""

from .base import JobAlgorithm


class ModelInfo(JobAlgorithm):
    """What a model file holds."""

    job_id = "modelinfo"
    search_words = ("model", "info", "describe", "bands", "classes")
