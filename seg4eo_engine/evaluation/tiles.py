"""How single squares of a map did: to look at the best and the worst, and to know how sure the sum is."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from rasterio.windows import Window

Pairs = Counter[tuple[int, int]]
TILE_PX = 256
ENOUGH = 0.25  # of the pixels that the tile with most of them has
MOST_PARTS = 300  # so many tell how sure an area is, and they stay small with 255 classes too
BYTE_VALUES = 256


class Scored(Protocol):
    """Something of a map, or of a dataset, whose compared pixels were counted."""

    @property
    def pixels(self) -> int:
        """Pixels that were compared."""

    @property
    def right(self) -> float:
        """Share of them with the right class."""


Some = TypeVar("Some", bound=Scored)


@dataclass(frozen=True)
class TileScore:
    """A square of the map ``class_map``: its window, and its compared pixels by true and mapped class value."""

    class_map: Path
    window: Window
    pairs: Pairs

    @property
    def pixels(self) -> int:
        """Pixels that were compared."""
        return self.pairs.total()

    @property
    def right(self) -> float:
        """Share of them with the right class."""
        return sum(count for (truth, mapped), count in self.pairs.items() if truth == mapped) / self.pixels

    @property
    def is_varied(self) -> bool:
        """Whether several true classes are in it."""
        return len({truth for truth, _ in self.pairs}) > 1


def tile_windows_of(window: Window) -> Iterator[tuple[Window, tuple[slice, slice]]]:
    """The tiles of a window of the map, each with the slices of the window's arrays that it is."""
    for row in range(0, window.height, TILE_PX):
        for col in range(0, window.width, TILE_PX):
            height, width = min(TILE_PX, window.height - row), min(TILE_PX, window.width - col)
            tile = Window(window.col_off + col, window.row_off + row, width, height)
            yield tile, (slice(row, row + height), slice(col, col + width))


def count_pairs(truth: NDArray[np.integer], mapped: NDArray[np.integer]) -> Pairs:
    """How many pixels ``(n,)`` there are of each true and mapped class value."""
    truth, mapped = truth.astype(np.int64), mapped.astype(np.int64)
    if truth.size and min(truth.min(), mapped.min()) >= 0 and max(truth.max(), mapped.max()) < BYTE_VALUES:
        counts = np.bincount(truth * BYTE_VALUES + mapped)  # twenty times as fast as sorting
        return Counter({divmod(int(code), BYTE_VALUES): int(counts[code]) for code in np.flatnonzero(counts)})
    both, counts = np.unique(np.stack([truth, mapped]), axis=1, return_counts=True)
    return Counter({(int(t), int(m)): int(count) for (t, m), count in zip(both.T, counts, strict=True)})


def merged_parts(tiles: Iterable[TileScore], most: int = MOST_PARTS) -> list[Pairs]:
    """The pairs of tiles, of neighbours together where there are more than ``most``."""
    tiles = list(tiles)
    step = -(-len(tiles) // most) or 1
    return [
        sum((tile.pairs for tile in tiles[first : first + step]), Counter()) for first in range(0, len(tiles), step)
    ]


def best_and_worst(
    scores: Iterable[Some], is_varied: Callable[[Some], bool], most: int
) -> tuple[list[Some], list[Some]]:
    """Up to ``most`` that did best, best first, and as many others that did worst, worst first.

    Only those with enough pixels are looked at. What holds a single class is easy, so the best are taken from those
    with several (``is_varied``) where there are enough.
    """
    scores = list(scores)
    enough = max(1.0, ENOUGH * max((score.pixels for score in scores), default=0))
    ranked = sorted((score for score in scores if score.pixels >= enough), key=lambda score: score.right)
    worst = ranked[: min(most, len(ranked) // 2)]
    best = sorted(ranked[len(worst) :], key=lambda score: (is_varied(score), score.right), reverse=True)
    return sorted(best[:most], key=lambda score: score.right, reverse=True), worst
