"""Polygons of regions, from the arcs around them."""

import numpy as np
import shapely
from numpy.typing import NDArray

from seg4eo_engine.vector.arcs import Arcs
from seg4eo_engine.vector.lines import Lines, Numbers, chain_labels, follow

# By direction of the walk: to the right, down, to the left, up (y grows downwards). When an arc reaches a corner where
# its right-hand region touches itself, it goes on with the arc that has the same region across: then what is enclosed
# there becomes a hole that touches the outline in a point, as polygons may have it, and not an outline that meets
# itself. Which of the two arcs that is depends on where the arc comes from, and which of the pinches matters, too.
_PINCH_LEAVING, _WAY_LEAVING = np.array([1, 2, 1, 2]), np.array([1, 2, 2, 1])
_PINCH_ARRIVING, _WAY_ARRIVING = np.array([2, 1, 2, 1]), np.array([1, 1, 2, 2])


def corner_keys(arcs: Arcs, width_px: int) -> Numbers:
    """Numbers by which arcs around a region find one another: that of an arc's end is that of the next one's start.

    Args:
        arcs: before they are simplified.
        width_px: columns of the raster.

    Returns:
        ``(n, 2, 2)``: of the arc for the region on its right-hand side, then of the arc walked backwards for the one on
        its left-hand side; for each, at the start and at the end.
    """
    points, starts = arcs.lines.points, arcs.lines.starts
    first, last = points[starts[:-1]], points[starts[1:] - 1]
    leaving, arriving = _directions(points[starts[:-1] + 1] - first), _directions(last - points[starts[1:] - 2])
    at_first, at_last = ((corner[:, 1] * (width_px + 1) + corner[:, 0]) * 3 for corner in (first, last))
    pinch_first, pinch_last = arcs.pinches.T
    right = [at_first + _leave(pinch_first, leaving), at_last + _arrive(pinch_last, arriving)]
    back_leaving, back_arriving = (arriving + 2) % 4, (leaving + 2) % 4
    left = [at_last + _leave(pinch_last, back_leaving), at_first + _arrive(pinch_first, back_arriving)]
    return np.stack([np.stack(right, axis=1), np.stack(left, axis=1)], axis=1)


def _directions(steps: Numbers) -> Numbers:
    x, y = np.sign(steps).T
    return np.where(y == 0, 1 - x, 2 - y)


def _leave(pinches: Numbers, directions: Numbers) -> Numbers:
    return np.where(pinches & _PINCH_LEAVING[directions], _WAY_LEAVING[directions], 0)


def _arrive(pinches: Numbers, directions: Numbers) -> Numbers:
    return np.where(pinches & _PINCH_ARRIVING[directions], _WAY_ARRIVING[directions], 0)


def assemble_polygons(
    lines: Lines, sides: Numbers, keys: Numbers, is_wanted: NDArray[np.bool_]
) -> tuple[Numbers, NDArray[np.object_]]:
    """The polygons of wanted regions, all of whose arcs must be there.

    Args:
        lines: of the arcs, simplified or not.
        sides: ``(n, 2)`` as in :class:`~seg4eo_engine.vector.arcs.Arcs`.
        keys: ``(n, 2, 2)`` from :func:`corner_keys`.
        is_wanted: ``(n, 2)`` of each side.

    Returns:
        regions in ascending order, and their polygons, with outlines that run clockwise where y grows downwards.
    """
    arcs, side = np.nonzero(is_wanted)
    if not arcs.size:
        return np.zeros(0, np.int64), np.zeros(0, object)
    region, (starts, ends) = sides[arcs, side], keys[arcs, side].T
    by_start, by_end = np.lexsort((starts, region)), np.lexsort((ends, region))
    successors = np.empty(arcs.size, np.int64)
    successors[by_end] = by_start
    count, labels = chain_labels(successors)
    order, is_head = follow(successors, labels, count)
    rings = lines.chains(arcs[order], side[order] == 1, is_head)
    return _polygons(rings, region[order[is_head]])


def _polygons(rings: Lines, region: Numbers) -> tuple[Numbers, NDArray[np.object_]]:
    """Outline first, then the holes, of each region; it has one outline, since its pixels are connected."""
    x, y = rings.points.T
    twice_areas = np.zeros(len(x), np.int64)
    twice_areas[:-1] = x[:-1] * y[1:] - x[1:] * y[:-1]
    twice_areas[rings.starts[1:] - 1] = 0  # from a ring to the next
    is_hole = np.add.reduceat(twice_areas, rings.starts[:-1]) < 0
    order = np.lexsort((is_hole, region))
    rings, region = rings.take(order), region[order]
    firsts = np.flatnonzero(np.r_[True, region[1:] != region[:-1]])
    polygons: NDArray[np.object_] = shapely.from_ragged_array(
        shapely.GeometryType.POLYGON,
        rings.points.astype(np.float64),
        (rings.starts, np.append(firsts, len(region))),
    )
    return region[firsts], polygons
