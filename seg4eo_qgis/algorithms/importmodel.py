"""The algorithm ``seg4eo:importmodel``."""

from .base import JobAlgorithm


class ImportModel(JobAlgorithm):
    """A model of SemanticSeg4EO becomes one of ours."""

    job_id = "importmodel"
    search_words = ("import", "convert", "SemanticSeg4EO", "pth", "PyTorch", "checkpoint", "model")
