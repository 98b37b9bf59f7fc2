"""The stages of an installation, as text and percent."""

from typing import Any


class Stages:
    """Tells a Processing feedback which stage it is in, and how far it is.

    It is a feedback itself, for what runs within a stage: that runs from 0 to 100 percent of the stage.
    """

    def __init__(self, feedback: Any) -> None:
        self._feedback = feedback
        self._from = self._to = 0.0

    def begin(self, text: str, start: float, end: float) -> None:
        """A stage that lasts from one percentage to another."""
        self._from, self._to = start, end
        self._feedback.setProgressText(text)
        self._feedback.setProgress(start)

    def setProgress(self, percent: float) -> None:
        """How far the present stage is."""
        self._feedback.setProgress(self._from + (self._to - self._from) * percent / 100)

    def tell_fraction(self, fraction: float) -> None:
        """The same, from 0 to 1."""
        self.setProgress(100 * fraction)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._feedback, name)
