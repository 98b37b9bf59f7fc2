"""The learning rate over the course of a training."""

import math
import time
from collections.abc import Callable
from typing import Literal

Schedule = Literal["cosine", "onecycle", "plateau", "constant"]
FIRST_FACTOR = 0.02  # of a warm-up: from nothing at all the first step would learn nothing
_RISE = 0.3  # share of onecycle's rise, and where it begins, as in torch's OneCycleLR
_RISE_FROM = 1 / 25


def learning_rate_factor(schedule: Schedule, progress: float, warmup: float) -> float:
    """Factor of the learning rate at ``progress`` (0 to 1) of a training whose warm-up takes the share ``warmup``.

    All but onecycle rise in a line during the warm-up. Then cosine falls along half a cosine to zero (Loshchilov &
    Hutter 2017, https://arxiv.org/abs/1608.03983); constant stays, and so does plateau, but for what
    :class:`~seg4eo_engine.training.optimization.HalveOnPlateau` makes of it. onecycle rises along half a cosine for
    three tenths of the training, or the warm-up where it is longer, and falls to zero along another (Smith & Topin
    2018, https://arxiv.org/abs/1708.07120).
    """
    progress = min(max(progress, 0.0), 1.0)
    if schedule == "onecycle":
        rise = max(_RISE, warmup)
        if progress < rise:
            return _RISE_FROM + (1 - _RISE_FROM) * (1 - _falling(progress / rise))
        return _falling((progress - rise) / (1 - rise))
    if progress < warmup:
        return max(progress / warmup, FIRST_FACTOR)
    if schedule == "cosine":
        return _falling((progress - warmup) / (1 - warmup))
    return 1.0


def _falling(share: float) -> float:
    """Half a cosine from 1 to 0."""
    return 0.5 * (1 + math.cos(math.pi * share))


class TrainingProgress:
    """How much of a training is over, by steps or by time, whichever is further.

    A time limit then ends with a learning rate of zero, as the last epoch would, and not in the middle of the course.

    Args:
        total_steps: steps of the optimiser in all epochs.
        max_minutes: the time limit; None is none.
        clock: tells the time in seconds.
        spent_s: seconds that were spent before, by the part of the training that is gone on from.
    """

    def __init__(
        self,
        total_steps: int,
        max_minutes: float | None,
        clock: Callable[[], float] = time.monotonic,
        spent_s: float = 0.0,
    ) -> None:
        self._total_steps = total_steps
        self._max_s = None if max_minutes is None else max_minutes * 60
        self._clock = clock
        self._start_s = clock() - spent_s

    @property
    def spent_s(self) -> float:
        """Seconds of training so far, those before a resume included."""
        return self._clock() - self._start_s

    @spent_s.setter
    def spent_s(self, seconds: float) -> None:
        self._start_s = self._clock() - seconds

    def at(self, step: int) -> float:
        """Progress from 0 to 1 when ``step`` steps are done."""
        by_steps = step / self._total_steps
        by_time = 0.0 if self._max_s is None else self.spent_s / self._max_s
        return min(max(by_steps, by_time), 1.0)
