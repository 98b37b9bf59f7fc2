"""The algorithm ``seg4eo:evaluate``."""

from ..compat import translatable
from .base import JobAlgorithm


class Evaluate(JobAlgorithm):
    """A map or a model and what is true become scores."""

    job_id = "evaluate"
    search_words = translatable("accuracy, evaluate, confusion matrix, IoU, F1, kappa, validation, report, area")
