"""Connected parts of an array of codes: pixels of the same code that share a side belong together."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

Labels = NDArray[np.int32]


def label_equal(codes: NDArray[np.integer]) -> tuple[Labels, int]:
    """Number the connected parts of ``codes`` (height, width) from 0 in reading order of their first pixels.

    All codes are labelled in one go: runs of equal pixels in a row are found first, and those that touch a run of the
    row above are united, so that the graph has as many nodes as there are runs, not pixels.

    Returns:
        labels ``(height, width)``, and how many there are.
    """
    begins = np.ones(codes.shape, np.bool_)
    np.not_equal(codes[:, 1:], codes[:, :-1], out=begins[:, 1:])
    runs = np.cumsum(begins, dtype=np.int32).reshape(codes.shape) - 1
    # where both rows go on as they were, the two runs are known to touch already
    touches = (codes[1:] == codes[:-1]) & (begins[1:] | begins[:-1])
    count, label_of_run = united(int(runs[-1, -1]) + 1, runs[:-1][touches], runs[1:][touches])
    return label_of_run[runs], count


def united(count: int, left: NDArray[np.integer], right: NDArray[np.integer]) -> tuple[int, Labels]:
    """Unite ``left[i]`` with ``right[i]`` among ``count`` things.

    Returns:
        how many sets are left, and the set of each thing, numbered in the order of their first things.
    """
    links = coo_matrix((np.ones(left.size, np.bool_), (left, right)), shape=(count, count))
    sets, set_of = connected_components(links, directed=False)
    return int(sets), set_of


def count_pairs(left: NDArray[np.integer], right: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How often each pair of different numbers occurs, whichever comes first.

    Returns:
        pairs ``(n, 2)`` in ascending order, the smaller number first, and their counts ``(n,)``.
    """
    return sum_pairs(left, right, np.ones(left.size, np.int64))


def sum_pairs(
    left: NDArray[np.integer], right: NDArray[np.integer], lengths: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Like :func:`count_pairs`, with ``lengths`` to be added up instead of ones."""
    if not left.size:
        return np.zeros((0, 2), np.int64), np.zeros(0, np.int64)
    smaller, larger = np.minimum(left, right).astype(np.int64), np.maximum(left, right).astype(np.int64)
    factor = int(larger.max()) + 1
    keys = smaller * factor + larger
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    firsts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    return np.stack([keys[firsts] // factor, keys[firsts] % factor], axis=1), np.add.reduceat(lengths[order], firsts)
