"""What will be predicted, before anything is read: windows, and strips of the scene that fit into memory."""

from dataclasses import dataclass

import numpy as np

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.raster.windows import window_starts
from seg4eo_engine.raster.writer import TILE_PX


@dataclass(frozen=True)
class Strip:
    """A vertical strip of the scene: output columns ``col_off … col_off + width``, and the windows that touch them.

    ``window_cols`` are the first columns of these windows, from left to right; the leftmost may begin before the strip
    and the rightmost end behind it.
    """

    col_off: int
    width: int
    window_cols: tuple[int, ...]


@dataclass(frozen=True)
class PredictionPlan:
    """Windows on a scene and the strips they are worked off in.

    The windows lie on one global grid whatever the strips, so a pixel is always the sum of the same windows, in the
    same order, and the map does not depend on how the scene was cut.
    """

    width: int
    height: int
    window_px: int
    window_rows: tuple[int, ...]
    window_cols: tuple[int, ...]
    strips: tuple[Strip, ...]

    @property
    def window_count(self) -> int:
        """Windows that will be predicted; those on the border of two strips count twice."""
        return len(self.window_rows) * sum(len(strip.window_cols) for strip in self.strips)


@dataclass(frozen=True)
class PixelCost:
    """Bytes that a column of pixels costs while a strip is worked off."""

    bands: int
    itemsize: int
    num_classes: int
    block_height_px: int

    def bytes_per_column(self, window_px: int) -> int:
        """Bytes of one column: source rows (held and read ahead), probabilities (two sums, fp32), rows to write."""
        source = self.bands * self.itemsize * (2 * window_px + 2 * self.block_height_px)
        sums = 2 * self.num_classes * 4 * window_px
        return source + sums + 2 * TILE_PX


def plan_prediction(
    width: int, height: int, window_px: int, overlap_px: int, cost: PixelCost, memory_bytes: int
) -> PredictionPlan:
    """Lay windows over a scene of ``width`` × ``height`` pixels and cut it into strips.

    Args:
        width: columns of the scene.
        height: rows of the scene.
        window_px: width and height of a window.
        overlap_px: least overlap of neighbouring windows, smaller than the window.
        cost: what a column of pixels costs.
        memory_bytes: most memory for a strip; a strip is at least one window wide all the same.

    Raises:
        InvalidJob: the overlap is not smaller than the window.
    """
    if not 0 <= overlap_px < window_px:
        raise InvalidJob(
            f"Expected an overlap smaller than the window of {window_px} px, found {overlap_px} px: make it smaller."
        )
    cols = window_starts(width, window_px, overlap_px)
    rows = window_starts(height, window_px, overlap_px)
    columns_px = memory_bytes // cost.bytes_per_column(window_px)
    return PredictionPlan(
        width=width,
        height=height,
        window_px=window_px,
        window_rows=tuple(rows),
        window_cols=tuple(cols),
        strips=tuple(_cut(cols, width, window_px, columns_px)),
    )


def _cut(cols: list[int], width: int, window_px: int, columns_px: int) -> list[Strip]:
    """Strips whose windows span at most ``columns_px`` columns, cut where a window begins."""
    strips: list[Strip] = []
    starts = np.array(cols)
    first = 0  # first window that begins inside the strip
    while first < len(cols):
        col_off = cols[first] if strips else 0
        # windows that began in the strip before and reach into this one
        leftmost = int(np.searchsorted(starts, col_off - window_px, side="right"))
        fitting = int(np.searchsorted(starts, cols[leftmost] + columns_px - window_px, side="right"))
        end = min(max(fitting, first + 1), len(cols))
        col_end = cols[end] if end < len(cols) else width
        strips.append(Strip(col_off, col_end - col_off, tuple(cols[leftmost:end])))
        first = end
    return strips
