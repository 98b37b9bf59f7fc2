"""The algorithm ``seg4eo:modelinfo``."""

from ..compat import translatable
from .base import JobAlgorithm


class ModelInfo(JobAlgorithm):
    """What a model file holds."""

    job_id = "modelinfo"
    search_words = translatable("model, info, describe, bands, classes")
