"""Figures as a plain table."""

import textwrap
from collections.abc import Iterable

from prediction.figures import Figure

NOTE_WIDTH = 76
MARKS = {True: "met", False: "MISSED", None: ""}


def print_header() -> None:
    print(f"{'figure':<26}{'value':>9}  {'target':<9}{'':<8}of what")


def print_figures(figures: Iterable[Figure], *, judged: bool) -> None:
    """One line for each, with its note wrapped; ``judged`` by the targets, or not."""
    for figure in figures:
        value = "–" if figure.value is None else _short(figure.value)
        first, *others = textwrap.wrap(figure.note, NOTE_WIDTH) or [""]
        print(f"{figure.name:<26}{value:>9}  {figure.target:<9}{MARKS[figure.is_met] if judged else '':<8}{first}")
        for line in others:
            print(f"{'':<54}{line}")
    print(end="", flush=True)


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.4f}" if value < 0.1 else f"{value:.3f}"
