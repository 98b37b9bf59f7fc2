"""What the engine says, line by line, and how it is told to the user."""

import json
from typing import Any, Optional

from ..compat import tr
from .epochs import describe_epoch, is_epoch
from .numbers import format_number

EVENTS = ("started", "progress", "message", "metrics", "finished", "failed", "cancelled")


def parse_line(line: str) -> Optional[dict[str, Any]]:
    """The event in a line of the engine's standard output; None when a library printed something of its own."""
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) and event.get("event") in EVENTS else None


def describe_metrics(step: int, values: dict[str, Optional[float]]) -> str:
    """A line for the log, such as ``Step 12: loss 0.431, validation mIoU 0.710``."""
    scores = ", ".join(f"{_label(name)} {format_number(values[name])}" for name in values)
    return tr("Step {step}: {scores}").format(step=step, scores=scores)


def _label(name: str) -> str:
    return name.replace("_", " ").replace("miou", "mIoU")


class EventTeller:
    """Tells the events of a running job to a Processing feedback (anything with its methods)."""

    def __init__(self, feedback) -> None:
        self._feedback = feedback
        self._stage = ""

    def tell(self, event: dict[str, Any]) -> None:
        """Pass on an event of the kinds ``progress``, ``message`` and ``metrics``; others say nothing to the user."""
        kind = event["event"]
        if kind == "progress":
            self._tell_progress(event)
        elif kind == "metrics":
            self._tell_metrics(event["step"], event["values"])
        elif kind == "message" and event["level"] == "warning":
            self._feedback.pushWarning(event["text"])
        elif kind == "message":
            self._feedback.pushInfo(event["text"])

    def _tell_progress(self, event: dict[str, Any]) -> None:
        self._feedback.setProgress(100 * event["fraction"])
        if event["stage"] != self._stage:  # each call is a line in the log
            self._stage = event["stage"]
            self._feedback.setProgressText(self._stage)

    def _tell_metrics(self, step: int, values: dict[str, Optional[float]]) -> None:
        if is_epoch(values):
            # a line in the log, which also stays above the progress bar until the next one comes
            self._feedback.setProgressText(describe_epoch(step, values))
        else:
            self._feedback.pushInfo(describe_metrics(step, values))
