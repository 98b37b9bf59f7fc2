"""The algorithm ``seg4eo:extractpatches``."""

from .base import JobAlgorithm


class ExtractPatches(JobAlgorithm):
    """Grid cells, images and labels become a dataset."""

    job_id = "extractpatches"
    search_words = ("patches", "chips", "tiles", "dataset", "labels", "training data", "deep learning")
