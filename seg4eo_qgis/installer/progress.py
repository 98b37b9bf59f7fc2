"""What uv and pip print while they install, as progress and as lines for the log."""

import re
from collections.abc import Callable
from typing import Any

from ..compat import tr

UNITS = {"k": 1000, "K": 1024, "M": 1024**2, "G": 1024**3}
STARTS = re.compile(r"^\s*Downloading (?P<name>\S+?)(?:-\d\S*)? \((?P<number>[\d.]+) ?(?P<unit>[kKMG])i?B\)")
ENDS = re.compile(r"^\s*Downloaded (?P<name>\S+)")
TAKES = re.compile(r"^\s*(?:Collecting|Processing) \S")
INSTALLS = re.compile(r"^\s*(?:Prepared \d|Installing collected)")
LISTS = re.compile(r"^\s*[+~-] \S|^\s*(?:Requirement already|Using cached|Looking in|Obtaining)")


class InstallProgress:
    """Listens to uv or pip, tells the log what is of interest, and says how far they are.

    uv names all its large downloads at the beginning and says when each is done; pip names packages as it comes to
    them.

    Args:
        feedback: a Processing feedback.
        expected: about as many packages as will be installed.
        tell_fraction: is told how far they are, from 0 to 1.
    """

    def __init__(self, feedback: Any, expected: int, tell_fraction: Callable[[float], None]) -> None:
        self._feedback = feedback
        self._expected = max(expected, 1)
        self._tell_fraction = tell_fraction
        self._sizes: dict[str, float] = {}
        self._done_bytes = 0.0
        self._taken = 0
        self._fraction_told = 0.0

    def hear(self, line: str) -> None:
        """Take in a line."""
        starts, ends = STARTS.match(line), ENDS.match(line)
        if starts:
            self._sizes[starts["name"]] = float(starts["number"]) * UNITS[starts["unit"]]
        elif ends:
            self._done_bytes += self._sizes.get(ends["name"], 0)
            line = self._done(ends["name"])
        elif TAKES.match(line):
            self._taken += 1
        if not LISTS.match(line) and not TAKES.match(line):
            self._feedback.pushInfo(line.strip())
        self._fraction_told = max(self._fraction_told, 0.95 if INSTALLS.match(line) else self._fraction())
        self._tell_fraction(self._fraction_told)

    def _fraction(self) -> float:
        if self._taken:  # pip
            return min(0.9, 0.9 * self._taken / self._expected)
        return 0.9 * self._done_bytes / sum(self._sizes.values()) if self._sizes else 0.0

    def _done(self, name: str) -> str:
        return tr("Downloaded {name}; {done:.0f} of {all:.0f} MB").format(
            name=name, done=self._done_bytes / 1e6, all=sum(self._sizes.values()) / 1e6
        )
