"""The algorithm ``seg4eo:rasterizelabels``."""

from ..compat import translatable
from .base import JobAlgorithm


class RasterizeLabels(JobAlgorithm):
    """Training polygons become a label raster."""

    job_id = "rasterizelabels"
    search_words = translatable("rasterize, burn, labels, training polygons, annotation, ground truth, classes")
