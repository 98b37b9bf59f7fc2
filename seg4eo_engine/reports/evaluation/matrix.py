"""The confusion matrix as cells of a table, each with the colour that its number has."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.evaluation.confusion import ConfusionMatrix, ratio
from seg4eo_engine.reports.words import percent

RIGHT_RGB, WRONG_RGB = (0, 114, 178), (213, 94, 0)
DARK = 0.55  # from this depth of colour on, the number is white


class Cell(NamedTuple):
    """A number and its colours."""

    text: str
    background: str
    ink: str


def matrix_tables(confusion: ConfusionMatrix) -> dict[str, list[list[Cell]]]:
    """Three tables with a row for each true class and a column for each mapped one.

    ``rows`` has shares of the true class (the diagonal is recall), ``columns`` shares of the mapped class (the diagonal
    is precision), ``counts`` pixels, coloured by the shares of the true class.
    """
    counts = confusion.counts
    by_row = ratio(counts, counts.sum(1, keepdims=True))
    by_column = ratio(counts, counts.sum(0, keepdims=True))
    return {
        "rows": _table(by_row, [[_share(share) for share in row] for row in by_row]),
        "columns": _table(by_column, [[_share(share) for share in row] for row in by_column]),
        "counts": _table(by_row, [[_count(int(count)) for count in row] for row in counts]),
    }


def _table(shares: NDArray[np.float64], texts: list[list[str]]) -> list[list[Cell]]:
    return [
        [
            _cell(text, 0.0 if np.isnan(share) else float(share), row == column)
            for column, (text, share) in enumerate(zip(line, values, strict=True))
        ]
        for row, (line, values) in enumerate(zip(texts, shares, strict=True))
    ]


def _cell(text: str, share: float, is_right: bool) -> Cell:
    depth = share**0.7  # so that small mistakes are seen
    full = RIGHT_RGB if is_right else WRONG_RGB
    mixed = (round(255 + (part - 255) * depth) for part in full)
    return Cell(text, "#{:02x}{:02x}{:02x}".format(*mixed), "#ffffff" if depth >= DARK else "#1f2933")


def _share(share: float) -> str:
    return "–" if np.isnan(share) else "0" if share == 0 else percent(share)


def _count(count: int) -> str:
    """Short enough for a cell: ``999``, ``12 k``, ``3.4 M``."""
    for unit, size in (("G", 10**9), ("M", 10**6), ("k", 10**3)):
        if count >= 10 * size or (unit != "k" and count >= size):
            value = count / size
            return f"{value:.1f} {unit}" if value < 10 else f"{value:,.0f} {unit}"
    return f"{count:,}"
