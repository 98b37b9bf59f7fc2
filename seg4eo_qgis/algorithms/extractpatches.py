"""The algorithm ``seg4eo:extractpatches``."""

from ..compat import translatable
from .base import JobAlgorithm


class ExtractPatches(JobAlgorithm):
    """Grid cells, images and labels become a dataset."""

    job_id = "extractpatches"
    search_words = translatable("patches, chips, tiles, dataset, labels, polygons, training data, deep learning")
    in_folder = (("outlines", True),)
