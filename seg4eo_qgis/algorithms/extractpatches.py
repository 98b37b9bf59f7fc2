"""The algorithm ``seg4eo:extractpatches``."""

from .base import JobAlgorithm


class ExtractPatches(JobAlgorithm):
    """Grid cells, images and labels become a dataset."""

    job_id = "extractpatches"
    search_words = (
        "patches",
        "chips",
        "tiles",
        "dataset",
        "labels",
        "polygons",
        "training data",
        "deep learning",
    )
    in_folder = (("outlines", True),)
