"""The algorithm ``seg4eo:predict``."""

from .base import JobAlgorithm


class Predict(JobAlgorithm):
    """Model and raster become a map."""

    job_id = "predict"
    search_words = ("predict", "map", "inference", "classification", "segmentation", "land cover", "deep learning")
