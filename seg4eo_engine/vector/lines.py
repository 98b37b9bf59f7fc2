"""Many lines in two arrays, and following chains of successors. Pure array arithmetic."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import breadth_first_order, connected_components

Numbers = NDArray[np.int64]
NONE = -1


@dataclass(frozen=True)
class Lines:
    """Lines of two or more points: line i has ``points[starts[i]:starts[i + 1]]``, columns x and y in pixels."""

    points: Numbers
    starts: Numbers

    @classmethod
    def empty(cls) -> Self:
        """No lines."""
        return cls(np.zeros((0, 2), np.int64), np.zeros(1, np.int64))

    @classmethod
    def from_shapely(cls, geometries: NDArray[np.object_]) -> Self:
        """Lines from linestrings whose coordinates are whole numbers."""
        points, (starts,) = shapely.to_ragged_array(geometries)[1:] if len(geometries) else ([], ([0],))
        return cls(np.rint(points).astype(np.int64).reshape(-1, 2), np.asarray(starts, np.int64))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, index: int) -> Numbers:
        return self.points[self.starts[index] : self.starts[index + 1]]

    def to_shapely(self) -> NDArray[np.object_]:
        """As linestrings."""
        if not len(self):
            return np.zeros(0, object)
        geometries: NDArray[np.object_] = shapely.from_ragged_array(
            shapely.GeometryType.LINESTRING, self.points.astype(np.float64), (self.starts,)
        )
        return geometries

    def take(self, indexes: Numbers) -> "Lines":
        """Some of the lines, in this order."""
        lengths = np.diff(self.starts)[indexes]
        return Lines(self.points[ranges(self.starts[indexes], lengths)], _starts(lengths))

    def join(self, other: "Lines") -> "Lines":
        """These lines, then the ``other`` ones."""
        starts = np.concatenate([self.starts, other.starts[1:] + self.starts[-1]])
        return Lines(np.concatenate([self.points, other.points]), starts)

    def segments(self) -> tuple[Numbers, Numbers]:
        """All segments ``(n, 4)`` as x, y of both ends, and the line of each ``(n,)``."""
        of_point = np.repeat(np.arange(len(self)), np.diff(self.starts))
        goes_on = of_point[1:] == of_point[:-1]
        segments = np.concatenate([self.points[:-1], self.points[1:]], axis=1)[goes_on]
        return segments, of_point[:-1][goes_on]

    def ends(self) -> tuple[Numbers, Numbers]:
        """The first and the last point of each line, ``(n, 2)`` each."""
        return self.points[self.starts[:-1]], self.points[self.starts[1:] - 1]

    def chains(self, order: Numbers, is_reversed: NDArray[np.bool_], is_head: NDArray[np.bool_]) -> "Lines":
        """Lines put together end to end.

        Args:
            order: the lines in the order in which they follow one another, chain after chain.
            is_reversed: whether each of ``order`` is run through backwards.
            is_head: whether each of ``order`` begins a chain.
        """
        counts = np.diff(self.starts)[order]
        is_last = np.r_[is_head[1:], np.True_]
        taken = counts - 1 + is_last  # the last point of a line is the first one of the next
        first = np.where(is_reversed, self.starts[order + 1] - 1, self.starts[order])
        step = np.where(is_reversed, -1, 1)
        within = ranges(np.zeros(len(order), np.int64), taken)
        points = self.points[np.repeat(first, taken) + np.repeat(step, taken) * within]
        return Lines(points, _starts(np.add.reduceat(taken, np.flatnonzero(is_head)) if len(order) else taken))

    def without_straight_points(self) -> "Lines":
        """The same lines without the points that lie on the straight way from the one before to the next."""
        before, here, after = self.points[:-2], self.points[1:-1], self.points[2:]
        ahead, behind = after - here, here - before
        is_needed = np.ones(len(self.points), np.bool_)
        is_needed[1:-1] = ahead[:, 0] * behind[:, 1] != ahead[:, 1] * behind[:, 0]
        is_needed[self.starts[:-1]] = is_needed[self.starts[1:] - 1] = True
        return Lines(self.points[is_needed], np.r_[0, np.cumsum(is_needed)][self.starts])


def ranges(firsts: Numbers, lengths: Numbers) -> Numbers:
    """``first … first + length − 1`` for each, one after the other."""
    starts = _starts(lengths)
    return np.arange(starts[-1]) + np.repeat(firsts - starts[:-1], lengths)


def _starts(lengths: Numbers) -> Numbers:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)]).astype(np.int64)


def chain_labels(successors: Numbers) -> tuple[int, NDArray[np.int32]]:
    """How many chains or cycles there are, and that of each item, numbered in the order of their first items."""
    items = np.flatnonzero(successors != NONE)
    count, labels = connected_components(_graph(items, successors[items], successors.size), directed=False)
    return int(count), labels


def follow(successors: Numbers, labels: NDArray[np.integer], count: int) -> tuple[Numbers, NDArray[np.bool_]]:
    """All items, chain after chain in the order of ``labels``, each after the one that it succeeds.

    A chain begins with the item that succeeds none, a cycle with its smallest item.

    Args:
        successors: the item after each, :data:`NONE` at the end of a chain; no item succeeds two.
        labels: the chain of each item, from :func:`chain_labels`.
        count: how many chains there are.

    Returns:
        items, and whether each begins a chain.
    """
    size = successors.size
    if not size:
        return np.zeros(0, np.int64), np.zeros(0, np.bool_)
    items = np.flatnonzero(successors != NONE)
    predecessors = np.full(size, NONE)
    predecessors[successors[items]] = items
    heads = np.unique(labels, return_index=True)[1]
    is_open = predecessors == NONE
    heads[labels[is_open]] = np.flatnonzero(is_open)
    lasts = predecessors[heads]
    ends = np.flatnonzero(successors == NONE)
    lasts[labels[ends]] = ends
    # one long chain of all: each chain's last item is followed by the next chain's head
    linked = successors.copy()
    linked[lasts[:-1]], linked[lasts[-1]] = heads[1:], NONE
    items = np.flatnonzero(linked != NONE)
    order = breadth_first_order(_graph(items, linked[items], size), heads[0], return_predecessors=False)
    is_head = np.zeros(size, np.bool_)
    is_head[heads] = True
    return order.astype(np.int64), is_head[order]


def _graph(items: Numbers, successors: Numbers, size: int) -> csr_matrix:
    return csr_matrix((np.ones(items.size, np.bool_), (items, successors)), shape=(size, size))
