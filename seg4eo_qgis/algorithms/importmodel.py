"""The algorithm ``seg4eo:importmodel``."""

from ..compat import translatable
from .base import JobAlgorithm


class ImportModel(JobAlgorithm):
    """A model of SemanticSeg4EO becomes one of ours."""

    job_id = "importmodel"
    search_words = translatable("import, convert, SemanticSeg4EO, pth, PyTorch, checkpoint, model")
