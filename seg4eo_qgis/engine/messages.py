"""What the engine says, line by line, and how it is told to the user."""

import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Optional

from ..compat import tr
from .epochs import describe_epoch, is_epoch
from .numbers import format_count, format_duration, format_number
from .pace import Pace

# Above the progress bar stands what the log was told last, and QGIS has no way to say something there alone. So between
# two lines on a stage's progress passes twice as much time as before, up to five minutes.
FIRST_LINE_AFTER_S, LONGEST_PAUSE_S = 5.0, 300.0
NEAR_S = 120.0
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


def describe_left(left_s: float, now: datetime) -> str:
    """The time that is left, and when it is over where that is far enough away: it stays right as time goes by."""
    duration, end = format_duration(left_s), now + timedelta(seconds=left_s)
    if left_s < NEAR_S:
        return tr("about {duration} left").format(duration=duration)
    clock = end.strftime("%H:%M" if end.date() == now.date() else "%Y-%m-%d %H:%M")
    return tr("about {duration} left (until {clock})").format(duration=duration, clock=clock)


def describe_speed(per_second: float, unit: str) -> str:
    """A speed such as ``3.1 Mpx/s``, or ``0.6 Mpx/min`` where a second brings little."""
    number, shown_unit = format_count(per_second, unit)
    if float(number) >= 0.1:
        return f"{number} {shown_unit}/s"
    return tr("{count}/min").format(count=" ".join(format_count(60 * per_second, unit)))


def describe_progress(event: dict[str, Any], pace: Pace) -> str:
    """A line such as ``Mapping: 35 %, 210 of 600 Mpx, 3.1 Mpx/s, about 2 min left (until 14:35)``.

    What cannot be told yet is left out.
    """
    parts = [tr("{percent} %").format(percent=int(100 * event["fraction"]))]
    done, total, unit = event.get("done"), event.get("total"), event.get("unit", "")
    speed, left_s = pace.per_second(), pace.left_s()
    if total and unit == "epochs":  # they are numbered, and each says by itself what it took
        parts.append(tr("epoch {done} of {total}").format(done=done, total=total))
    elif total and done is not None:
        parts.append(
            tr("{done} of {total}").format(done=format_count(done, unit)[0], total=" ".join(format_count(total, unit)))
        )
        if speed is not None:
            parts.append(describe_speed(speed, unit))
    if left_s is not None:
        parts.append(describe_left(left_s, datetime.now()))
    return f"{event['stage']}: {', '.join(parts)}"


class EventTeller:
    """Tells the events of a running job to a Processing feedback (anything with its methods).

    Args:
        feedback: is told.
        clock: seconds.
    """

    def __init__(self, feedback, clock: Callable[[], float] = time.monotonic) -> None:
        self._feedback = feedback
        self._clock = clock
        self._stage = ""
        self._pace = Pace()
        self._pause_s = FIRST_LINE_AFTER_S
        self._last_line_s = clock()

    def tell_start(self) -> None:
        """Say that the engine is on its way: its libraries take seconds to load."""
        self._say(tr("Starting the engine"))

    def tell(self, event: dict[str, Any]) -> None:
        """Pass on an event of the kinds ``progress``, ``message`` and ``metrics``; others say nothing to the user."""
        kind = event["event"]
        if kind == "progress":
            self._tell_progress({**event, "stage": tr(event["stage"])})
        elif kind == "metrics":
            self._tell_metrics(event["step"], event["values"])
        elif kind == "message" and event["level"] == "warning":
            self._feedback.pushWarning(event["text"])
        elif kind == "message":
            self._feedback.pushInfo(event["text"])

    def _tell_progress(self, event: dict[str, Any]) -> None:
        self._feedback.setProgress(100 * event["fraction"])
        if event["stage"] != self._stage:
            self._stage, self._pace, self._pause_s = event["stage"], Pace(), FIRST_LINE_AFTER_S
            self._say(self._stage)
        self._pace.note(self._clock(), event)
        if self._clock() - self._last_line_s >= self._pause_s:
            self._pause_s = min(2 * self._pause_s, LONGEST_PAUSE_S)
            self._say(describe_progress(event, self._pace))

    def _tell_metrics(self, step: int, values: dict[str, Optional[float]]) -> None:
        if is_epoch(values):
            self._say(describe_epoch(step, values))
        else:
            self._feedback.pushInfo(describe_metrics(step, values))

    def _say(self, text: str) -> None:
        # a line in the log, which also stays above the progress bar until the next one comes
        self._feedback.setProgressText(text)
        self._last_line_s = self._clock()
