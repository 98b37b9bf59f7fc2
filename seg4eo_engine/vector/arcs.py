"""Borders put together to arcs: from one corner where three or more regions meet to the next, or once around."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.vector.borders import Borders
from seg4eo_engine.vector.lines import NONE, Lines, Numbers, chain_labels, follow, ranges

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Arcs:
    """Pieces of borders that have one region on either side.

    Attributes:
        lines: the corners that each passes; the first and the last are the same where it runs once around.
        sides: ``(n, 2)`` region on its right-hand and on its left-hand side.
        pinches: ``(n, 2)`` of its first and last corner, as in :class:`~seg4eo_engine.vector.borders.Borders`.
        is_open: ``(n, 2)`` whether it goes on below the strip at its first and last corner.
    """

    lines: Lines
    sides: Numbers
    pinches: Numbers
    is_open: Flags

    @classmethod
    def empty(cls) -> Self:
        """No arcs."""
        pairs = np.zeros((0, 2), np.int64)
        return cls(Lines.empty(), pairs, pairs, pairs.astype(np.bool_))

    def take(self, chosen: Numbers) -> "Arcs":
        """Some of the arcs, in this order."""
        return Arcs(self.lines.take(chosen), self.sides[chosen], self.pinches[chosen], self.is_open[chosen])

    def part(self, chosen: Flags, first: Numbers, last: Numbers, is_cut: Flags) -> "Arcs":
        """Some of the arcs from the point ``first`` to the point ``last``.

        Points are numbered as in ``lines.points``; a cut end is neither pinched nor open.
        """
        first, last, is_cut = first[chosen], last[chosen], is_cut[chosen]
        lengths = last - first + 1
        lines = Lines(self.lines.points[ranges(first, lengths)], np.r_[0, np.cumsum(lengths)])
        return Arcs(lines, self.sides[chosen], self.pinches[chosen] * ~is_cut, self.is_open[chosen] & ~is_cut)

    def join(self, other: "Arcs") -> "Arcs":
        """These arcs, then the ``other`` ones."""
        return Arcs(
            self.lines.join(other.lines),
            np.concatenate([self.sides, other.sides]),
            np.concatenate([self.pinches, other.pinches]),
            np.concatenate([self.is_open, other.is_open]),
        )


def chain(borders: Borders, tails: Arcs, row_off: int) -> Arcs:
    """The arcs of a strip that begins at ``row_off``, with the ``tails`` that the strips above have left open."""
    segments = Lines(borders.corners[borders.segments].reshape(-1, 2), np.arange(0, 2 * len(borders.segments) + 1, 2))
    items = segments.join(tails.lines)
    sides = np.concatenate([borders.sides, tails.sides])
    corners = np.concatenate([borders.segments, _corners_of(tails, borders, row_off)]).ravel()
    is_attached = corners != NONE
    pinches = np.concatenate([np.zeros_like(borders.segments), tails.pinches]).ravel()
    pinches[is_attached] = borders.pinches[corners[is_attached]]
    is_open = is_attached & borders.is_open[corners]
    is_passed = is_attached & borders.is_passed[corners]

    # Item i can be walked forwards (2 i) and backwards (2 i + 1), and is entered at the end of the same number. So the
    # end that an end is joined to says which item comes next, and which way around.
    ends = np.flatnonzero(is_passed)
    pairs = ends[np.argsort(corners[ends], kind="stable")].reshape(-1, 2)
    partners = np.full(2 * len(items), NONE)
    partners[pairs], partners[pairs[:, ::-1]] = pairs[:, ::-1], pairs
    order, is_head = _walk_once(partners.reshape(-1, 2)[:, ::-1].ravel())
    heads, lasts = order[is_head], order[np.r_[is_head[1:], np.ones(min(1, len(order)), np.bool_)]]
    backwards = (heads % 2 == 1)[:, None]
    head_sides = sides[heads // 2]
    return Arcs(
        lines=items.chains(order // 2, order % 2 == 1, is_head).without_straight_points(),
        sides=np.where(backwards, head_sides[:, ::-1], head_sides),
        pinches=np.stack([pinches[heads], pinches[lasts ^ 1]], axis=1),
        is_open=np.stack([is_open[heads], is_open[lasts ^ 1]], axis=1),
    )


def _corners_of(tails: Arcs, borders: Borders, row_off: int) -> Numbers:
    """The corner of this strip that each end of the tails hangs on; NONE for those that end above."""
    on_seam = np.flatnonzero(borders.corners[:, 1] == row_off)
    number = np.full(int(borders.corners[:, 0].max(initial=0)) + 1, NONE)
    number[borders.corners[on_seam, 0]] = on_seam
    found = np.full((len(tails.lines), 2), NONE)
    for end, points in enumerate(tails.lines.ends()):
        is_open = tails.is_open[:, end]
        found[is_open, end] = number[points[is_open, 0]]
    return found


def _walk_once(successors: Numbers) -> tuple[Numbers, Flags]:
    """Every chain in one of its two directions: see :func:`~seg4eo_engine.vector.lines.follow`."""
    _, labels = chain_labels(successors)
    is_wanted = labels < labels.reshape(-1, 2)[:, ::-1].ravel()
    wanted = np.flatnonzero(is_wanted)
    renumbered = np.full(successors.size + 1, NONE)  # the last one is the successor NONE
    renumbered[wanted] = np.arange(wanted.size)
    kept, labels_of_wanted = np.unique(labels[wanted], return_inverse=True)
    order, is_head = follow(renumbered[successors[wanted]], labels_of_wanted, kept.size)
    return wanted[order], is_head


def in_standard_order(arcs: Arcs) -> Arcs:
    """The same arcs, each walked so that nothing depends on the strips that it was found in.

    What runs once around and meets no other arc begins at its upper left corner; all others at the upper one of their
    ends.
    """
    lines = _begun_at_upper_left(arcs)
    first, last = lines.starts[:-1], lines.starts[1:] - 1
    keys = _reading_order(lines.points)
    is_loop = keys[first] == keys[last]
    is_back = (keys[last] < keys[first]) | (is_loop & (keys[last - 1] < keys[first + 1]))
    flip = is_back[:, None]
    return Arcs(
        lines.chains(np.arange(len(lines)), is_back, np.ones(len(lines), np.bool_)),
        np.where(flip, arcs.sides[:, ::-1], arcs.sides),
        np.where(flip, arcs.pinches[:, ::-1], arcs.pinches),
        np.where(flip, arcs.is_open[:, ::-1], arcs.is_open),
    )


def _begun_at_upper_left(arcs: Arcs) -> Lines:
    points, starts = arcs.lines.points.copy(), arcs.lines.starts
    if not len(arcs.lines):
        return arcs.lines
    keys = _reading_order(points)
    # where arcs meet in the corner where a loop begins, a region touches itself
    is_free_loop = (keys[starts[:-1]] == keys[starts[1:] - 1]) & (arcs.pinches == 0).all(axis=1)
    for line in np.flatnonzero(is_free_loop & (np.minimum.reduceat(keys, starts[:-1]) < keys[starts[:-1]])):
        start, end = starts[line], starts[line + 1]
        points[start : end - 1] = np.roll(points[start : end - 1], -int(keys[start:end].argmin()), axis=0)
        points[end - 1] = points[start]
    return Lines(points, starts)


def _reading_order(points: Numbers) -> Numbers:
    return (points[:, 1] << 32) + points[:, 0]


def split_open(arcs: Arcs, limit_y: int) -> tuple[Arcs, Arcs]:
    """Part arcs that are whole from the tails that have to wait for the next strip.

    An open arc is cut at its last corner above the row ``limit_y``, so that what waits is short, however long the arc
    is. A border that winds about the seam waits as a whole.

    Returns:
        whole arcs, and tails.
    """
    is_waiting = arcs.is_open.any(axis=1)
    waiting = arcs.take(np.flatnonzero(is_waiting))
    begins, ends = waiting.lines.starts[:-1], waiting.lines.starts[1:] - 1
    first, last, has_above = _extent_above(waiting.lines, limit_y)
    is_cut = waiting.is_open & has_above[:, None]
    cut_from, cut_to = np.where(is_cut[:, 0], first, begins), np.where(is_cut[:, 1], last, ends)
    middle = waiting.part(has_above & (cut_from < cut_to), cut_from, cut_to, is_cut)
    never = np.zeros(len(begins), np.bool_)
    tails = waiting.part(~has_above, begins, ends, is_cut)
    # where the last corner above is an end itself, that end stays what it is
    after_begin = np.stack([never, is_cut[:, 0] & (cut_from < ends)], axis=1)
    before_end = np.stack([is_cut[:, 1] & (cut_to > begins), never], axis=1)
    tails = tails.join(waiting.part(is_cut[:, 0], begins, cut_from, after_begin))
    tails = tails.join(waiting.part(is_cut[:, 1], cut_to, ends, before_end))
    return arcs.take(np.flatnonzero(~is_waiting)).join(middle), tails


def _extent_above(lines: Lines, limit_y: int) -> tuple[Numbers, Numbers, Flags]:
    """The first and the last point above a row, by their place in ``lines.points``, and whether there are any."""
    is_above = lines.points[:, 1] < limit_y
    above = np.append(np.flatnonzero(is_above), NONE)
    counts = np.r_[0, np.cumsum(is_above)][lines.starts]
    return above[counts[:-1]], above[counts[1:] - 1], counts[1:] > counts[:-1]
