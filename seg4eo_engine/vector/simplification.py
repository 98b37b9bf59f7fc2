"""Fewer points for lines that must not cross one another."""

import numpy as np
import shapely
from numpy.typing import NDArray

from seg4eo_engine.vector.lines import Lines, Numbers

Flags = NDArray[np.bool_]
FINEST_PX = 0.5  # corners of pixel outlines are 0.7 px away from a line at least, so this keeps all


def simplify(lines: Lines, is_free: Flags, tolerance_px: float, fixed: Lines) -> Lines:
    """Leave out points of ``lines`` so that no point of theirs is farther than ``tolerance_px`` from what is left.

    The algorithm is that of Douglas & Peucker (1973). First and last points stay. Lines that would then cross or touch
    another one where they did not before, or jump over it, are simplified less, at last not at all.

    Args:
        lines: outlines of pixels that meet in their first and last points only.
        is_free: the lines that may become simpler; the others stay as they are.
        tolerance_px: how far a line may move.
        fixed: further lines that stay as they are and must not be crossed; they may meet the others in their first and
            last points.
    """
    geometries = lines.to_shapely()
    tolerances = np.where(is_free & ~_are_too_small(geometries, tolerance_px), tolerance_px, 0.0)
    simplified, outcome = geometries.copy(), lines
    changed = tolerances > 0
    while changed.any():
        simplified[changed] = shapely.simplify(geometries[changed], tolerances[changed], preserve_topology=False)
        outcome = Lines.from_shapely(simplified)
        is_shorter = changed & (np.diff(outcome.starts) < np.diff(lines.starts))
        # one that went back to where it was may be in the way of another that is shorter
        conflicting = _crossing(outcome, fixed, is_shorter | (changed & (tolerances < tolerance_px)))
        if tolerance_px > 1:  # by less, no pixel can be jumped over
            conflicting |= _jumping(lines, outcome, fixed, is_shorter)
        changed = conflicting & (tolerances > 0)
        tolerances[changed] /= 2
        tolerances[tolerances < FINEST_PX] = 0.0
    return outcome


def _are_too_small(geometries: NDArray[np.object_], tolerance_px: float) -> Flags:
    """Whether lines are islands so narrow that little would be left of them; pixels would become triangles."""
    left, top, right, bottom = shapely.bounds(geometries).T
    is_narrow = np.minimum(right - left, bottom - top) <= 2 * tolerance_px
    flags: Flags = is_narrow & shapely.is_closed(geometries)
    return flags


def _crossing(lines: Lines, fixed: Lines, changed: Flags) -> Flags:
    """Which of the lines meet another one, or themselves, elsewhere than in common points.

    Only ``changed`` lines are looked at, and those of ``lines`` that they meet.
    """
    segments, of_segment = lines.join(fixed).segments()
    is_asked = np.concatenate([changed, np.zeros(len(fixed), np.bool_)])
    asked = np.flatnonzero(is_asked[of_segment])
    geometries = shapely.linestrings(segments.reshape(-1, 2, 2).astype(np.float64))
    found, other = shapely.STRtree(geometries).query(geometries[asked])
    one = asked[found]
    meets = (one != other) & _meet(segments[one], segments[other])
    conflicting = np.zeros(len(lines) + len(fixed), np.bool_)
    conflicting[of_segment[one[meets]]] = conflicting[of_segment[other[meets]]] = True
    return conflicting[: len(lines)]


def _meet(one: Numbers, other: Numbers) -> Flags:
    """Whether segments ``(n, 4)`` cross, overlap, or touch elsewhere than in an end that both have."""
    a, b, c, d = one[:, :2], one[:, 2:], other[:, :2], other[:, 2:]
    c_turn, d_turn, a_turn, b_turn = _turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)
    flags: Flags = (np.sign(c_turn) * np.sign(d_turn) < 0) & (np.sign(a_turn) * np.sign(b_turn) < 0)
    for turn, start, end, point in ((c_turn, a, b, c), (d_turn, a, b, d), (a_turn, c, d, a), (b_turn, c, d, b)):
        flags |= (turn == 0) & (((point - start) * (point - end)).sum(axis=1) < 0)
    is_same = ((a == c) & (b == d)).all(axis=1) | ((a == d) & (b == c)).all(axis=1)
    return flags | is_same


def _turn(start: Numbers, end: Numbers, point: Numbers) -> Numbers:
    along, aside = end - start, point - start
    return along[:, 0] * aside[:, 1] - along[:, 1] * aside[:, 0]


def _jumping(before: Lines, after: Lines, fixed: Lines, changed: Flags) -> Flags:
    """Which of the ``changed`` lines have got past an end of another line.

    What was jumped over without being crossed has its ends between the old way and the new one.
    """
    asked = np.flatnonzero(changed)
    ends = np.unique(np.concatenate([*before.ends(), *fixed.ends()]), axis=0)
    there_and_back = np.stack([asked, asked + len(before)], axis=1).ravel()
    is_back = np.tile([False, True], asked.size)
    swept = before.join(after).chains(there_and_back, is_back, ~is_back)
    # These rings may meet themselves. A point counts as inside where a way out of it crosses the ring an odd number of
    # times, which is how GEOS sees it, too.
    polygons = shapely.from_ragged_array(
        shapely.GeometryType.POLYGON, swept.points.astype(np.float64), (swept.starts, np.arange(asked.size + 1))
    )
    jumping, _ = shapely.STRtree(shapely.points(ends)).query(polygons, predicate="contains_properly")
    conflicting = np.zeros(len(before), np.bool_)
    conflicting[asked[jumping]] = True
    return conflicting
