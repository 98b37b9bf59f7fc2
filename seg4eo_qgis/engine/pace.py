"""How fast a job is and how long it will still take, from what it says of its progress."""

from collections import deque
from typing import Any, NamedTuple, Optional

LOOK_BACK_S = 60.0  # scenes have empty corners, and machines other users: what was long ago says little
LEAST_S = 2.0  # before that, what is said is mostly start-up


class Moment(NamedTuple):
    """A progress event, and when it came."""

    time_s: float
    fraction: float
    done: Optional[int]


class Pace:
    """Follows the progress of one stage. The stages of a job go at speeds of their own, so each has its own pace."""

    def __init__(self) -> None:
        self._moments: deque = deque()

    def note(self, time_s: float, event: dict[str, Any]) -> None:
        """Take in a progress event of the stage."""
        now = Moment(time_s, event["fraction"], event.get("done"))
        # one moment a second is enough to look back on; the last one is always kept
        if len(self._moments) > 1 and now.time_s - self._moments[-2].time_s < 1:
            self._moments.pop()
        self._moments.append(now)
        while len(self._moments) > 2 and now.time_s - self._moments[1].time_s > LOOK_BACK_S:
            self._moments.popleft()

    def per_second(self) -> Optional[float]:
        """What is done in a second, in the unit of the events; None where that cannot be told."""
        first, last = self._ends()
        if first is None or first.done is None or last.done is None or last.done <= first.done:
            return None
        return (last.done - first.done) / (last.time_s - first.time_s)

    def left_s(self) -> Optional[float]:
        """Seconds until the whole job is done if it goes on like that; None where that cannot be told."""
        first, last = self._ends()
        if first is None or last.fraction <= first.fraction:
            return None
        return (1 - last.fraction) * (last.time_s - first.time_s) / (last.fraction - first.fraction)

    def _ends(self) -> tuple:
        first, last = (self._moments[0], self._moments[-1]) if self._moments else (None, None)
        return (first, last) if first is not None and last.time_s - first.time_s >= LEAST_S else (None, None)
