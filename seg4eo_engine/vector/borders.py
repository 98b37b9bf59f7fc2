"""The borders between regions in one strip: straight segments along pixel sides, between corners. Pure arrays.

Corners are counted in the whole raster: the corner (x, y) lies left of pixel column x and above pixel row y.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.vector.lines import Numbers

OUTSIDE = -1

Regions = NDArray[np.integer]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Borders:
    """Segments of one strip, and what their corners are like.

    The line between two strips belongs to the lower one. Segments that reach it from above end there, open.

    Attributes:
        corners: ``(n, 2)`` x and y of the corners where segments end.
        is_passed: ``(n,)`` whether exactly two segments meet there, so that a border passes through.
        is_open: ``(n,)`` whether the corner lies on the strip's lower edge, and the next strip has to tell.
        pinches: ``(n,)`` 1 where the regions upper left and lower right of a corner of four borders are the same, 2
            where those upper right and lower left are; there, a region touches itself.
        segments: ``(m, 2)`` the corners of each segment, from left to right or from top to bottom.
        sides: ``(m, 2)`` the regions on its right-hand and on its left-hand side, as seen when walking along it.
    """

    corners: Numbers
    is_passed: Flags
    is_open: Flags
    pinches: Numbers
    segments: Numbers
    sides: Numbers


def find_borders(regions: Regions, above: Regions | None, row_off: int, *, is_last: bool) -> Borders:
    """The borders of a strip.

    Args:
        regions: ``(height, width)`` region of each pixel.
        above: the row of pixels over it, None at the top of the raster.
        row_off: row of its first pixels.
        is_last: whether the raster ends below it.
    """
    height, width = regions.shape
    around = np.full((height + 1 + is_last, width + 2), OUTSIDE, regions.dtype)
    around[1 : height + 1, 1:-1] = regions
    if above is not None:
        around[0, 1:-1] = above
    horizontal = around[:-1] != around[1:]  # side (y, x) is the upper one of pixel (y, x − 1)
    vertical = around[:, :-1] != around[:, 1:]  # side (y, x) is the left one of pixel (y − 1, x)
    left, right, up, down = horizontal[:, :-1], horizontal[:, 1:], vertical[:-1], vertical[1:]
    is_straight = (left & right & ~up & ~down) | (up & down & ~left & ~right)
    is_corner = (left | right | up | down) & ~is_straight
    is_corner[0] |= up[0]  # where borders of the strip above go on
    if not is_last:  # the line below belongs to the next strip: it has only ends
        is_corner = np.concatenate([is_corner, vertical[-1:]])
    ys, xs = np.nonzero(is_corner)
    inner = ys < len(left)
    meeting, pinches = np.zeros(len(ys), np.int64), np.zeros(len(ys), np.int64)
    at = ys[inner], xs[inner]
    meeting[inner] = sum(side[at].astype(np.int64) for side in (left, right, up, down))
    pinches[inner] = np.where(meeting[inner] == 4, _pinches(around, *at), 0)
    segments, sides = _segments(around, is_corner, right, down, ys, xs)
    return Borders(
        corners=np.stack([xs, ys + row_off], axis=1),
        is_passed=meeting == 2,
        is_open=~inner,
        pinches=pinches,
        segments=segments,
        sides=sides,
    )


def _pinches(around: Regions, ys: Numbers, xs: Numbers) -> Numbers:
    falling = around[ys, xs] == around[ys + 1, xs + 1]
    rising = around[ys, xs + 1] == around[ys + 1, xs]
    return falling + 2 * rising.astype(np.int64)


def _segments(
    around: Regions, is_corner: Flags, right: Flags, down: Flags, ys: Numbers, xs: Numbers
) -> tuple[Numbers, Numbers]:
    """Segments from each corner to the next one, in reading order for horizontal ones, by columns for vertical ones."""
    number = np.arange(len(ys))
    inner = ys < len(right)
    starts = number[inner][right[ys[inner], xs[inner]]]
    y, x = ys[starts], xs[starts]
    horizontal = np.stack([starts, starts + 1], axis=1)
    horizontal_sides = np.stack([around[y + 1, x + 1], around[y, x + 1]], axis=1)
    by_column = np.argsort(xs, kind="stable")  # the corners of a column stay in order of their rows
    position = np.flatnonzero((inner & _at(down, ys, xs))[by_column])
    vertical = np.stack([by_column[position], by_column[position + 1]], axis=1)
    y, x = ys[vertical[:, 0]], xs[vertical[:, 0]]
    vertical_sides = np.stack([around[y + 1, x], around[y + 1, x + 1]], axis=1)
    sides = np.concatenate([horizontal_sides, vertical_sides]).astype(np.int64)
    return np.concatenate([horizontal, vertical]), sides


def _at(flags: Flags, ys: Numbers, xs: Numbers) -> Flags:
    return flags[np.minimum(ys, len(flags) - 1), xs]
