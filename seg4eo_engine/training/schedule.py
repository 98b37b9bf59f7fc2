"""The learning rate over the course of a training."""

import math
import time
from collections.abc import Callable

WARMUP_SHARE = 0.05


def cosine_with_warmup(progress: float) -> float:
    """Factor of the learning rate at ``progress`` (0 to 1): a linear warm-up, then half a cosine down to zero.

    Cosine annealing after Loshchilov & Hutter (2017), https://arxiv.org/abs/1608.03983.
    """
    progress = min(max(progress, 0.0), 1.0)
    if progress < WARMUP_SHARE:
        return max(progress / WARMUP_SHARE, 0.02)
    return 0.5 * (1 + math.cos(math.pi * (progress - WARMUP_SHARE) / (1 - WARMUP_SHARE)))


class TrainingProgress:
    """How much of a training is over, by steps or by time, whichever is further.

    A time limit then ends with a learning rate of zero, as the last epoch would, and not in the middle of the course.
    """

    def __init__(
        self, total_steps: int, max_minutes: float | None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._total_steps = total_steps
        self._max_s = None if max_minutes is None else max_minutes * 60
        self._clock = clock
        self._start_s = clock()

    def at(self, step: int) -> float:
        """Progress from 0 to 1 when ``step`` steps are done."""
        by_steps = step / self._total_steps
        by_time = 0.0 if self._max_s is None else (self._clock() - self._start_s) / self._max_s
        return min(max(by_steps, by_time), 1.0)
