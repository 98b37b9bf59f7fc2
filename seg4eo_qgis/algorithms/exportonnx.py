"""The algorithm ``seg4eo:exportonnx``."""

from ..compat import translatable
from .base import JobAlgorithm


class ExportOnnx(JobAlgorithm):
    """A model becomes an ONNX file."""

    job_id = "exportonnx"
    search_words = translatable("onnx, export, deepness, model, neural network")
