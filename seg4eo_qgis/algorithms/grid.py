"""The algorithm ``seg4eo:grid``."""

from ..compat import translatable
from .base import JobAlgorithm


class Grid(JobAlgorithm):
    """Patch-sized cells over a raster, with a split."""

    job_id = "grid"
    search_words = translatable("grid, sampling, cells, tiles, split, train, test, fishnet")
