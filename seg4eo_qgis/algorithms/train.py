"""The algorithm ``seg4eo:train``."""

from .base import JobAlgorithm


class Train(JobAlgorithm):
    """A dataset becomes a model."""

    job_id = "train"
    search_words = ("train", "deep learning", "segmentation", "neural network", "unet", "machine learning")
