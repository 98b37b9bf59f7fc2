"""Blocks of neighbouring cells, and which split each block gets."""

import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MANY_BLOCKS = 30  # enough that three splits get several places each
MOST_FOLDS = 20
SHARE_TOLERANCE = 0.01  # of a share that is made of whole folds
STRATIFIED_SAMPLES = 10_000  # that stand for all labelled pixels
ON_THE_LINE = 1e-6  # of a block: positions that were computed may fall short of a whole number


def number_blocks(planes: NDArray[np.intp], positions: NDArray[np.float64], block_cells: int) -> NDArray[np.intp]:
    """The number of the square of ``block_cells`` by ``block_cells`` cells that each position ``(n, 2)`` lies in."""
    squares = np.floor(positions / block_cells + ON_THE_LINE).astype(np.intp)
    _, numbers = np.unique(np.column_stack([planes, squares]), axis=0, return_inverse=True)
    return numbers.reshape(-1)


def choose_block_cells(planes: NDArray[np.intp], positions: NDArray[np.float64], blocks: int = MANY_BLOCKS) -> int:
    """The size of blocks that makes about so many of them; 1 where there are fewer cells.

    Where there are more planes than that, every plane is one block.
    """

    def count(size: int) -> int:
        return int(number_blocks(planes, positions, size).max()) + 1

    too_small, enough = 0, int(np.ptp(positions, axis=0).max()) + 1
    while enough - too_small > 1:
        middle = (too_small + enough) // 2
        too_small, enough = (too_small, middle) if count(middle) <= blocks else (middle, enough)
    if too_small and count(too_small) / blocks < blocks / count(enough):
        return too_small
    return enough


def assign_by_weight(
    weights: NDArray[np.int64], wanted: dict[int, float], rng: np.random.Generator
) -> NDArray[np.int8]:
    """A split for every block, so that the weight of each comes near to what is ``wanted``.

    Every wanted split gets a block, in the order of ``wanted``, while there are blocks; then each block goes to the
    split that lacks most. No split ends more than its first or one block above what it wants.

    Args:
        weights: cells in each block.
        wanted: cells of each split, above 0.
        rng: draws the order of the blocks.
    """
    splits = np.zeros(len(weights), np.int8)
    lacking = dict(wanted)
    for position, block in enumerate(rng.permutation(len(weights))):
        split = list(wanted)[position] if position < len(wanted) else max(lacking, key=lambda split: lacking[split])
        splits[block] = split
        lacking[split] -= float(weights[block])
    return splits


def deal_folds(
    weights: NDArray[np.int64], class_counts: NDArray[np.int64], shares: Sequence[float], seed: int
) -> NDArray[np.intp]:
    """The number of the fold of every block, so that all folds have every class in nearly the same proportion.

    scikit-learn's ``StratifiedGroupKFold`` deals the blocks out so that the folds differ least in their shares of each
    class, a rare class counting as much as a frequent one. Pixels without label count as one more class, so that the
    folds have nearly the same weight too. There are as few folds as make up the ``shares``, since large ones are more
    alike. Where there are too few blocks or no labels, every block is a fold.

    Args:
        weights: cells in each block.
        class_counts: labelled pixels ``(blocks, classes)``.
        shares: of the splits that the folds are to be put together to.
        seed: decides between equals.
    """
    from sklearn.model_selection import StratifiedGroupKFold  # late: it takes a second, and few need it

    number = _count_folds(shares, len(weights))
    folds = np.arange(len(weights))
    if len(weights) <= len(shares) or not class_counts.any():
        return folds
    pixels = class_counts.sum(axis=1)
    unlabelled = np.maximum(0, np.rint(weights * (pixels / weights).max()) - pixels)
    counts = np.column_stack([class_counts, unlabelled])
    # a few pixels stand for many, but at least one where there were any
    samples = np.ceil(counts * (STRATIFIED_SAMPLES / counts.sum())).astype(np.int64)
    blocks, classes = np.divmod(np.repeat(np.arange(samples.size), samples.ravel()), samples.shape[1])
    with warnings.catch_warnings():
        # a class in fewer blocks than there are folds cannot be in each of them
        warnings.filterwarnings("ignore", message="The least populated class")
        splitter = StratifiedGroupKFold(number, shuffle=True, random_state=seed)
        for fold, (_, members) in enumerate(splitter.split(blocks, classes, groups=blocks)):
            folds[blocks[members]] = fold
    return folds


def _count_folds(shares: Sequence[float], most: int) -> int:
    """The fewest folds of which whole numbers make up the shares, nearly; not more than there are blocks."""
    numbers = np.arange(len(shares), max(len(shares), min(MOST_FOLDS, most)) + 1)
    parts = numbers[:, None] * np.array(shares)
    off = (abs(np.maximum(1, np.rint(parts)) - parts) / numbers[:, None]).max(axis=1)
    return int(numbers[np.argmax(off <= max(SHARE_TOLERANCE, off.min()))])
