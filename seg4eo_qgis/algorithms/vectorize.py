"""The algorithm ``seg4eo:vectorize``."""

from ..compat import translatable
from .base import JobAlgorithm


class Vectorize(JobAlgorithm):
    """A map becomes polygons."""

    job_id = "vectorize"
    search_words = translatable("polygonize, vectorize, polygons, outlines, minimum mapping unit, sieve, simplify")
