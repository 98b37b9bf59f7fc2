"""What will be predicted, before anything is read: windows, and the blocks of the map that they are worked off in."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import overload

import numpy as np
from numpy.typing import NDArray
from rasterio.windows import Window

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.prediction.blending import Blending
from seg4eo_engine.raster.windows import window_starts

DEFAULT_BLOCK_PX = 4096**2  # what is lost when a run is killed


@dataclass(frozen=True)
class WindowLayout:
    """Windows over a whole scene of ``width`` × ``height`` pixels, whatever part of it is wanted.

    A network answers for the inner part of a window, without ``margin_px`` on each side. ``rows`` and ``cols`` are
    where these answers begin; they cover the scene.
    """

    width: int
    height: int
    window_px: int
    overlap_px: int
    margin_px: int = 0
    blending: Blending = "smooth"

    def __post_init__(self) -> None:
        if not 0 <= self.overlap_px < self.answer_px:
            raise InvalidJob(
                f"Expected an overlap smaller than the window of {self.answer_px} px, found {self.overlap_px} px: "
                "make it smaller."
            )

    @property
    def answer_px(self) -> int:
        """Width and height of what a window gives."""
        return self.window_px - 2 * self.margin_px

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """First rows of the answers, ascending."""
        return tuple(window_starts(self.height, self.answer_px, self.overlap_px))

    @cached_property
    def cols(self) -> tuple[int, ...]:
        """First columns of the answers, ascending."""
        return tuple(window_starts(self.width, self.answer_px, self.overlap_px))

    def first_touching(self, starts: Sequence[int], pixel: int) -> int:
        """Index of the first of the answers at ``starts`` that reaches ``pixel``."""
        return bisect_right(starts, pixel - self.answer_px)


@dataclass(frozen=True)
class Block:
    """A rectangle of the map that is computed, written and resumed as one, ``index`` counts through the plan.

    ``window`` is its place on the scene. Its rows are finished by the rows of windows ``first_row … end_row − 1``.
    """

    index: int
    window: Window
    first_row: int
    end_row: int

    @property
    def columns(self) -> slice:
        """Its columns on the scene."""
        return slice(int(self.window.col_off), int(self.window.col_off + self.window.width))


class StripBlocks(Sequence[Block]):
    """The blocks of a strip, each made when it is asked for: a plan may have millions.

    ``cuts`` (n, 4) are row_off, height, first_row and end_row of each.
    """

    def __init__(self, first_index: int, col_off: int, width: int, cuts: NDArray[np.int64]) -> None:
        self._first_index = first_index
        self._col_off = col_off
        self._width = width
        self._cuts = cuts

    def __len__(self) -> int:
        return len(self._cuts)

    @overload
    def __getitem__(self, position: int) -> Block: ...
    @overload
    def __getitem__(self, position: slice) -> list[Block]: ...
    def __getitem__(self, position: int | slice) -> Block | list[Block]:
        if isinstance(position, slice):
            return [self[each] for each in range(*position.indices(len(self)))]
        row_off, height, first_row, end_row = self._cuts[position].tolist()
        index = self._first_index + range(len(self))[position]
        return Block(index, Window(self._col_off, row_off, self._width, height), first_row, end_row)


@dataclass(frozen=True)
class Strip:
    """Columns of the map, and the first columns of the answers that touch them, from left to right.

    It is worked off in blocks below one another, the first of which has the index ``first_index``. ``cuts`` are those
    of :class:`StripBlocks`.
    """

    col_off: int
    width: int
    window_cols: tuple[int, ...]
    first_index: int
    cuts: NDArray[np.int64] = field(repr=False, compare=False)

    @property
    def blocks(self) -> StripBlocks:
        """Its blocks, from the top down."""
        return StripBlocks(self.first_index, self.col_off, self.width, self.cuts)

    def windows_of(self, positions: NDArray[np.intp] | slice) -> int:
        """Windows that finish the blocks at these positions in the strip."""
        rows = self.cuts[positions, 3] - self.cuts[positions, 2]
        return len(self.window_cols) * int(rows.sum())


@dataclass(frozen=True)
class PredictionPlan:
    """Windows on a scene, the part of the scene that is mapped, and the strips of blocks that it is worked off in.

    The windows lie on one grid over the whole scene, so a pixel is always the sum of the same windows, in the same
    order, and the map does not depend on how the scene was cut, nor on what part of it is mapped.
    """

    layout: WindowLayout
    area: Window
    strips: tuple[Strip, ...]

    @property
    def blocks(self) -> Iterator[Block]:
        """All blocks, in the order of their indexes."""
        return (block for strip in self.strips for block in strip.blocks)

    @property
    def block_count(self) -> int:
        """How many blocks there are."""
        last = self.strips[-1]
        return last.first_index + len(last.cuts)

    def strip_of(self, index: int) -> Strip:
        """The strip that the block of this index lies in."""
        return self.strips[bisect_right(self.strips, index, key=lambda strip: strip.first_index) - 1]

    def block(self, index: int) -> Block:
        """The block of this index."""
        strip = self.strip_of(index)
        return strip.blocks[index - strip.first_index]

    @cached_property
    def window_count(self) -> int:
        """Windows that will be predicted at most; those on the border of two strips count twice."""
        return sum(strip.windows_of(slice(None)) for strip in self.strips)

    def windows_of(self, indexes: Iterable[int]) -> int:
        """Windows that finish the blocks of these indexes; those that are none of the plan's do not count."""
        wanted = np.unique(np.fromiter(indexes, np.int64))
        total = 0
        for strip in self.strips:
            ends = np.searchsorted(wanted, (strip.first_index, strip.first_index + len(strip.cuts)))
            total += strip.windows_of(wanted[slice(*ends)] - strip.first_index)
        return total


@dataclass(frozen=True)
class PixelCost:
    """Bytes that a column of pixels costs while a strip is worked off.

    ``map_bytes`` are those of a pixel of all rasters that are written.
    """

    bands: int
    itemsize: int
    num_classes: int
    block_height_px: int
    map_bytes: int = 2

    def bytes_per_column(self, layout: WindowLayout) -> int:
        """Bytes of one column: source rows, probabilities (fp32), rows to write.

        Source rows are those of the file's blocks that a window may touch, and of two windows: the one that is seen,
        and the one that is read ahead.
        """
        step_px = layout.answer_px - layout.overlap_px
        blocks = -(-(layout.window_px - 1) // self.block_height_px) + 1
        source = self.bands * self.itemsize * (blocks * self.block_height_px + 2 * layout.window_px)
        sums = self.num_classes * 4 * (layout.answer_px + step_px)
        return source + sums + self.map_bytes * 2 * step_px


def plan_prediction(
    layout: WindowLayout,
    cost: PixelCost,
    memory_bytes: int,
    area: Window | None = None,
    block_px: int = DEFAULT_BLOCK_PX,
) -> PredictionPlan:
    """Cut the part of a scene that is wanted into strips that fit into memory, and these into blocks.

    Args:
        layout: windows over the scene.
        cost: what a column of pixels costs.
        memory_bytes: most memory for a strip; a strip is at least one window wide all the same.
        area: part of the scene that is mapped; None: all of it.
        block_px: pixels of a block, about.
    """
    area = area or Window(0, 0, layout.width, layout.height)
    columns_px = memory_bytes // cost.bytes_per_column(layout)
    strips: list[Strip] = []
    cuts: dict[int, NDArray[np.int64]] = {}  # strips of one width are cut alike
    count = 0
    for col_off, width, window_cols in _cut_columns(layout, area, columns_px):
        if width not in cuts:
            cuts[width] = np.array(list(_cut_rows(layout, area, block_px // width)), np.int64)
        strips.append(Strip(col_off, width, window_cols, count, cuts[width]))
        count += len(cuts[width])
    return PredictionPlan(layout, area, tuple(strips))


def _cut_columns(layout: WindowLayout, area: Window, columns_px: int) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Columns of the strips, and the windows that touch them, which span at most ``columns_px``.

    A strip ends where a window begins.
    """
    cols, end = layout.cols, int(area.col_off + area.width)
    col_off = int(area.col_off)
    while col_off < end:
        leftmost = layout.first_touching(cols, col_off)
        # the first window that begins behind the strip's first column, and the last one that still fits
        following = bisect_right(cols, col_off)
        fitting = bisect_right(cols, cols[leftmost] + columns_px - layout.window_px)
        behind = max(fitting, following)
        col_end = min(cols[behind], end) if behind < len(cols) else end
        yield col_off, col_end - col_off, cols[leftmost : bisect_left(cols, col_end)]
        col_off = col_end


def _cut_rows(layout: WindowLayout, area: Window, height_px: int) -> Iterator[tuple[int, int, int, int]]:
    """Blocks about ``height_px`` high, which end where a row of windows begins: see :class:`StripBlocks`."""
    rows, end = layout.rows, int(area.row_off + area.height)
    row_off = int(area.row_off)
    while row_off < end:
        first_row = bisect_right(rows, row_off) - 1
        end_row = max(first_row + 1, bisect_right(rows, row_off + height_px) - 1)
        row_end = min(rows[end_row], end) if end_row < len(rows) else end
        if row_end == end:
            end_row = bisect_left(rows, end)
        yield row_off, row_end - row_off, first_row, end_row
        row_off = row_end
