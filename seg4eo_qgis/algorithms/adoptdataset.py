"""The algorithm ``seg4eo:adoptdataset``."""

from .base import JobAlgorithm


class AdoptDataset(JobAlgorithm):
    """Patches that were cut elsewhere become a dataset."""

    job_id = "adoptdataset"
    search_words = ("adopt", "import", "patches", "chips", "dataset", "masks", "png", "training data")
    in_folder = (("outlines", True),)
