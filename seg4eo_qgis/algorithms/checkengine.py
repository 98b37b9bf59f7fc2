"""The algorithm ``seg4eo:checkengine``."""

from ..compat import translatable
from .base import JobAlgorithm


class CheckEngine(JobAlgorithm):
    """Whether the engine works here, and why it does not use the graphics card."""

    job_id = "checkengine"
    search_words = translatable("check, engine, diagnose, gpu, cuda, graphics card, version, problem")

    def canExecute(self) -> tuple:
        return True, ""  # where there is no engine, that is what it has to say, once it is asked
