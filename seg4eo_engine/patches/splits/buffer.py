"""The buffer: cells that lie too near to cells of another split are left out."""

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

BY_IMPORTANCE = (2, 1, 0)  # of two cells that are too near: the test cell is kept, else the validation cell
NEAR_TOLERANCE = 0.001  # share of the distance: cells reprojected to and fro come back that close
OVERLAP_TOLERANCE = 1e-6  # share of the smaller cell's area; one pixel's column is more


def find_too_near(
    outlines: NDArray[np.object_],
    planes: NDArray[np.intp],
    sizes: NDArray[np.float64],
    splits: NDArray[np.int8],
    keep: NDArray[np.bool_],
    buffer_cells: float,
) -> NDArray[np.bool_]:
    """Which cells to leave out, so that cells of different splits keep their distance.

    Test cells are kept, then the validation cells that are far enough from them, then the training cells that are far
    enough from both; so no cell is left out because of one that is left out itself.

    Args:
        outlines: polygons; this and the others are parallel arrays, one entry a cell.
        planes: cells of different planes have no distance.
        sizes: side of each cell, in the units of its plane.
        splits: 0 train, 1 validation, 2 test.
        keep: cells that stay whatever is near; the others make way for them.
        buffer_cells: the least distance, edge to edge, as a multiple of the larger cell's side. With 0 cells may touch,
            but share no area.

    Returns:
        True for each cell to leave out.
    """
    left_out = np.zeros(len(splits), np.bool_)
    for members in _planes_with_several(splits, planes):
        kept = members[keep[members]]
        for split in BY_IMPORTANCE:
            free = members[(splits[members] == split) & ~keep[members]]
            others = kept[splits[kept] != split]
            near = free[_near(outlines[free], sizes[free], outlines[others], sizes[others], buffer_cells)]
            left_out[near] = True
            kept = np.concatenate([kept, np.setdiff1d(free, near)])
    return left_out


def count_overlapping(
    outlines: NDArray[np.object_], planes: NDArray[np.intp], splits: NDArray[np.int8], among: NDArray[np.bool_]
) -> int:
    """How many of the cells ``among`` share area with another one of them that has another split."""
    indexes = np.flatnonzero(among)
    found: set[int] = set()
    for positions in _planes_with_several(splits[indexes], planes[indexes]):
        members = indexes[positions]
        for split in BY_IMPORTANCE[:-1]:
            own, others = members[splits[members] == split], members[splits[members] < split]
            pairs = _overlapping(outlines[own], outlines[others])
            found.update(own[pairs[0]].tolist(), others[pairs[1]].tolist())
    return len(found)


def _planes_with_several(splits: NDArray[np.int8], planes: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
    """The indexes of the cells of each plane that has more than one split."""
    order = np.argsort(planes, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(planes[order])) + 1):
        if len(members) and np.ptp(splits[members]) > 0:
            yield members


def _near(
    outlines: NDArray[np.object_],
    sizes: NDArray[np.float64],
    others: NDArray[np.object_],
    other_sizes: NDArray[np.float64],
    buffer_cells: float,
) -> NDArray[np.intp]:
    """The indexes of ``outlines`` that are too near to one of the others."""
    if not len(outlines) or not len(others):
        return np.zeros(0, np.intp)
    if buffer_cells == 0:
        return np.unique(_overlapping(outlines, others)[0])
    reach = buffer_cells * max(sizes.max(), other_sizes.max())
    own, other = shapely.STRtree(others).query(outlines, predicate="dwithin", distance=reach)
    least = buffer_cells * np.maximum(sizes[own], other_sizes[other]) * (1 - NEAR_TOLERANCE)
    return np.unique(own[shapely.distance(outlines[own], others[other]) < least])


def _overlapping(outlines: NDArray[np.object_], others: NDArray[np.object_]) -> NDArray[np.intp]:
    """Pairs ``(2, n)`` of indexes into the two that share area."""
    own, other = shapely.STRtree(others).query(outlines, predicate="intersects")
    shared = shapely.area(shapely.intersection(outlines[own], others[other]))
    smaller = np.minimum(shapely.area(outlines[own]), shapely.area(others[other]))
    return np.stack([own, other])[:, shared > OVERLAP_TOLERANCE * smaller]
