"""What of a run is still to be given out, and what has come of trying."""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

MOST_FAILURES = 3  # of an item, before its error ends the run


@dataclass(frozen=True)
class GivenUp:
    """What comes of an item that is given to nobody any more: so many ``workers`` ended while they were at it."""

    workers: int


class Backlog:
    """Items that wait: first those that come back, then new ones, which are asked for as they are needed.

    Args:
        items: all of the run; any number.
        most_ends: of workers that were at an item, after which it is given up; None for never.
    """

    def __init__(self, items: Iterable[int] = (), most_ends: int | None = None) -> None:
        self._items = iter(items)
        self._most_ends = most_ends
        self._again: deque[int] = deque()
        self._failures: Counter[int] = Counter()
        self._ends: Counter[int] = Counter()
        self._given_up: list[tuple[int, Any]] = []
        self._has_more = True

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits, as far as is known: that there are no more new ones shows when one is asked for."""
        return not (self._has_more or self._again or self._given_up)

    def take(self, number: int) -> list[int]:
        """The next items, as many as that or all."""
        taken = [self._again.popleft() for _ in range(min(number, len(self._again)))]
        if self._has_more and len(taken) < number:
            taken += islice(self._items, number - len(taken))
            self._has_more = len(taken) == number
        return taken

    def put_back(self, items: Iterable[int]) -> None:
        """Have these done again; those that are given up are not."""
        for item in dict.fromkeys(items):
            if self._most_ends is not None and self._ends[item] >= self._most_ends:
                self._given_up.append((item, GivenUp(self._ends[item])))
            else:
                self._again.append(item)

    def count_end(self, item: int) -> None:
        """A worker ended that was at this item."""
        self._ends[item] += 1

    def has_failed_for_good(self, item: int) -> bool:
        """Count a failure of this item, and tell whether that was the last one."""
        self._failures[item] += 1
        return self._failures[item] >= MOST_FAILURES

    def given_up(self) -> list[tuple[int, Any]]:
        """Items that were given up since the last call, each with its :class:`GivenUp`."""
        given_up, self._given_up = self._given_up, []
        return given_up
