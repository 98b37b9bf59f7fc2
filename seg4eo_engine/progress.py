"""What a running job tells about itself, and how it learns that it should stop."""

from typing import Literal, Protocol, runtime_checkable

# What a job is doing, as people read it, and what it counts; capabilities.json hands both to translators.
Stage = Literal[
    "Calibrating",
    "Checking",
    "Comparing",
    "Cutting patches",
    "Done",
    "Drawing",
    "Exporting",
    "Finding connected areas",
    "Finding the batch size",
    "Finding the learning rate",
    "Labels",
    "Laying the grid",
    "Looking into the cells",
    "Mapping",
    "Mapping scenes",
    "Measuring patches",
    "Outlining",
    "Predicting patches",
    "Reading labels",
    "Reading patches",
    "Reading the dataset",
    "Reading the patches",
    "Shaping fields and forests",
    "Shaping rivers and lakes",
    "Shaping surfaces",
    "Shaping terrain",
    "Shaping towns and roads",
    "Sieving",
    "Training",
    "Trying",
    "Writing bands",
    "Writing labels",
    "Writing overviews",
    "Writing the mosaic",
]
Unit = Literal["", "bands", "cells", "epochs", "patches", "px", "scenes", "steps", "strips", "windows"]


@runtime_checkable
class Reporter(Protocol):
    """Receives the progress of a job. Every method may be called from the job's main thread only."""

    def progress(
        self,
        fraction: float,
        stage: Stage,
        *,
        done: int | None = None,
        total: int | None = None,
        unit: Unit = "",
        detail: str = "",
    ) -> None:
        """Report ``fraction`` (0 to 1, of the whole job), the stage, and a count within the stage.

        ``detail`` is a few words that change all the time, for who watches: they are shown beside a bar and not kept.
        """

    def info(self, text: str) -> None:
        """Say something worth a line in the log."""

    def warning(self, text: str) -> None:
        """Say something that the user should look at."""

    def metrics(self, step: int, values: dict[str, float]) -> None:
        """Report measured values at a step (an epoch, in training)."""

    def check_cancelled(self) -> None:
        """Raise :class:`~seg4eo_engine.errors.Cancelled` when the user asked to stop."""


class SilentReporter:
    """Says nothing and is never cancelled: the default in Python."""

    def progress(
        self,
        fraction: float,
        stage: Stage,
        *,
        done: int | None = None,
        total: int | None = None,
        unit: Unit = "",
        detail: str = "",
    ) -> None:
        pass

    def info(self, text: str) -> None:
        pass

    def warning(self, text: str) -> None:
        pass

    def metrics(self, step: int, values: dict[str, float]) -> None:
        pass

    def check_cancelled(self) -> None:
        pass


class PartialReporter:
    """Hands everything on, with ``fraction`` mapped to a part of the whole: ``start`` to ``end``.

    A job of several stages gives each stage one of these, so that the bar runs through once.
    """

    def __init__(self, reporter: Reporter, start: float, end: float) -> None:
        self._reporter = reporter
        self._start = start
        self._span = end - start
        self.info = reporter.info
        self.warning = reporter.warning
        self.metrics = reporter.metrics
        self.check_cancelled = reporter.check_cancelled

    def progress(
        self,
        fraction: float,
        stage: Stage,
        *,
        done: int | None = None,
        total: int | None = None,
        unit: Unit = "",
        detail: str = "",
    ) -> None:
        whole = self._start + self._span * fraction
        self._reporter.progress(whole, stage, done=done, total=total, unit=unit, detail=detail)


def duration(seconds: float) -> str:
    """A time as people say it: ``0.4 s``, ``8 s``, ``5 min``, ``3 h 20 min``."""
    if seconds < 90:
        return f"{seconds:.1f} s" if seconds < 2 else f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"
