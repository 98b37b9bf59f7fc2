"""The algorithm ``seg4eo:predictscenes``."""

from ..compat import translatable
from .base import JobAlgorithm


class PredictScenes(JobAlgorithm):
    """Model and many rasters become a map of each, and one of all."""

    job_id = "predictscenes"
    search_words = translatable("predict, map, many, folder, batch, catalogue, stac, mosaic, region, deep learning")
