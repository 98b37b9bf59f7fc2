"""The algorithm ``seg4eo:adoptdataset``."""

from ..compat import translatable
from .base import JobAlgorithm


class AdoptDataset(JobAlgorithm):
    """Patches that were cut elsewhere become a dataset."""

    job_id = "adoptdataset"
    search_words = translatable("adopt, import, patches, chips, dataset, masks, png, training data")
    in_folder = (("outlines", True),)
