"""What will be predicted, before anything is read: windows, and the blocks of the map that they are worked off in."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from rasterio.windows import Window

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.prediction.blending import Blending
from seg4eo_engine.raster.windows import window_starts

DEFAULT_BLOCK_PX = 4096**2  # what is lost when a run is killed, and what a cluster hands out


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
        return int(np.searchsorted(starts, pixel - self.answer_px, side="right"))


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


@dataclass(frozen=True)
class Strip:
    """Blocks below one another, and the first columns of the answers that touch them, from left to right."""

    blocks: tuple[Block, ...]
    window_cols: tuple[int, ...]

    @property
    def col_off(self) -> int:
        """First column of the map in this strip."""
        return int(self.blocks[0].window.col_off)

    @property
    def width(self) -> int:
        """Columns of the map in this strip."""
        return int(self.blocks[0].window.width)


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

    @cached_property
    def window_count(self) -> int:
        """Windows that will be predicted at most; those on the border of two strips count twice."""
        return self.windows_of({block.index for block in self.blocks})

    def windows_of(self, indexes: Container[int]) -> int:
        """Windows that finish the blocks of these indexes."""
        return sum(
            len(strip.window_cols) * (block.end_row - block.first_row)
            for strip in self.strips
            for block in strip.blocks
            if block.index in indexes
        )


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
    count = 0
    for col_off, width, window_cols in _cut_columns(layout, area, columns_px):
        blocks = tuple(_cut_rows(layout, area, col_off, width, block_px, count))
        strips.append(Strip(blocks, window_cols))
        count += len(blocks)
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
        following = int(np.searchsorted(cols, col_off, side="right"))
        fitting = int(np.searchsorted(cols, cols[leftmost] + columns_px - layout.window_px, side="right"))
        behind = max(fitting, following)
        col_end = min(cols[behind], end) if behind < len(cols) else end
        yield col_off, col_end - col_off, cols[leftmost : int(np.searchsorted(cols, col_end))]
        col_off = col_end


def _cut_rows(
    layout: WindowLayout, area: Window, col_off: int, width: int, block_px: int, first_index: int
) -> Iterator[Block]:
    """Blocks of a strip, which end where a row of windows begins."""
    rows, end = layout.rows, int(area.row_off + area.height)
    row_off, index = int(area.row_off), first_index
    while row_off < end:
        first_row = int(np.searchsorted(rows, row_off, side="right")) - 1
        end_row = max(first_row + 1, int(np.searchsorted(rows, row_off + block_px // width, side="right")) - 1)
        row_end = min(rows[end_row], end) if end_row < len(rows) else end
        if row_end == end:
            end_row = int(np.searchsorted(rows, end))
        yield Block(index, Window(col_off, row_off, width, row_end - row_off), first_row, end_row)
        row_off, index = row_end, index + 1
