"""Ways to split cells, drawn from a seed, of which the one is taken that costs least."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.patches.manifest import SPLITS
from seg4eo_engine.patches.splits.blocks import assign_by_weight, choose_block_cells, deal_folds, number_blocks
from seg4eo_engine.patches.splits.buffer import find_too_near
from seg4eo_engine.patches.splits.rule import Cells, SplitRule

MOST_LEFT_OUT = 0.25  # of the cells, for a buffer that nobody asked for
LITTLE_LEFT_OUT = 0.05  # of the cells: no draw needs to be better
DRAWS = 20
GROWTH = 1.2  # of blocks, from one size that is tried to the next
FEWEST_BLOCKS = 9  # with larger blocks than that, a test would be a single place
UNSET = -1


class Blocks(NamedTuple):
    """Blocks of ``block_cells`` by ``block_cells`` cells, and the number of the block that each cell is in."""

    block_cells: int
    numbers: NDArray[np.intp]


@dataclass(frozen=True)
class Draw:
    """A way to split the cells: the code of the split of each, and whether it is left out.

    ``cost`` is in shares of the cells: of those that the buffer leaves out, of those that a split falls short of what
    was asked for and, where splits shall be alike, of those that would have to be exchanged for that.
    """

    blocks: Blocks
    splits: NDArray[np.int8]
    left_out: NDArray[np.bool_]
    cost: float

    @property
    def left_out_share(self) -> float:
        """The share of the cells that the buffer leaves out."""
        return float(self.left_out.sum() / len(self.left_out))

    @property
    def empties_a_split(self) -> bool:
        """Whether the buffer leaves a split with nothing."""
        return set(self.splits[~self.left_out].tolist()) != set(self.splits.tolist())

    @property
    def is_cheap(self) -> bool:
        """Whether the buffer leaves enough of the cells to be used without being asked for."""
        return not self.empties_a_split and self.left_out_share <= MOST_LEFT_OUT


def best_draw(cells: Cells, rule: SplitRule, buffer_cells: float) -> Draw:
    """The draw that costs least, with the smallest blocks of which one is cheap."""
    rng = np.random.default_rng(rule.seed)
    _, first, polygons = np.unique(cells.polygons, return_index=True, return_inverse=True)
    polygons = polygons.reshape(-1)
    best = []
    for block_cells, of_polygons in _sizes_of_blocks(cells.planes[first], cells.positions[first], rule):
        draws = _draws(cells, rule, polygons, Blocks(block_cells, of_polygons[polygons]), buffer_cells, rng)
        best.append(min(draws, key=_rank))
        if best[-1].is_cheap:
            return best[-1]
    return min(best, key=_rank)


def _rank(draw: Draw) -> tuple[bool, float]:
    return draw.empties_a_split, draw.cost


def _sizes_of_blocks(planes: NDArray[np.intp], positions: NDArray[np.float64], rule: SplitRule) -> Iterator[Blocks]:
    """Blocks of polygons, the smallest first."""
    if rule.method == "random":
        yield Blocks(1, np.arange(len(planes)))
        return
    block_cells = rule.block_cells or choose_block_cells(planes, positions)
    numbers = number_blocks(planes, positions, block_cells)
    yield Blocks(block_cells, numbers)
    while rule.block_cells is None and block_cells <= np.ptp(positions, axis=0).max():
        block_cells = max(block_cells + 1, round(block_cells * GROWTH))
        numbers = number_blocks(planes, positions, block_cells)
        if numbers.max() + 1 < FEWEST_BLOCKS:
            return
        yield Blocks(block_cells, numbers)


def _draws(
    cells: Cells,
    rule: SplitRule,
    polygons: NDArray[np.intp],
    blocks: Blocks,
    buffer_cells: float,
    rng: np.random.Generator,
) -> Iterator[Draw]:
    """Ways to split these blocks. Each foresees that the buffer leaves out what it did in the draw before."""
    told = _spread(cells, polygons, blocks.numbers)
    free = told == UNSET
    units, of_cell, weights = np.unique(
        _units(cells, rule, blocks.numbers, free), return_inverse=True, return_counts=True
    )
    lost = 0.0
    for _ in range(DRAWS):
        splits = told.copy()
        if len(units):
            wanted = _wanted(rule, told, 1 - lost, least=weights.mean() / 2)
            splits[free] = assign_by_weight(weights, wanted, rng)[of_cell.reshape(-1)]
        left_out = find_too_near(cells.outlines, cells.planes, cells.sizes, splits, cells.is_fixed, buffer_cells)
        draw = Draw(blocks, splits, left_out, _cost(cells, rule, splits, left_out))
        yield draw
        if draw.left_out_share <= LITTLE_LEFT_OUT and rule.method != "stratified":
            return
        lost = min(draw.left_out_share, MOST_LEFT_OUT)


def _spread(cells: Cells, polygons: NDArray[np.intp], blocks: NDArray[np.intp]) -> NDArray[np.int8]:
    """The code of each split that was told, spread over its polygon and over its block; else :data:`UNSET`."""
    splits = np.array([UNSET if split is None else SPLITS.index(split) for split in cells.fixed], np.int8)
    for groups in (polygons, blocks):
        told = np.zeros((groups.max() + 1, len(SPLITS)), np.intp)
        np.add.at(told, (groups[splits != UNSET], splits[splits != UNSET]), 1)
        follows = (splits == UNSET) & (told.sum(axis=1) > 0)[groups]
        splits[follows] = told.argmax(axis=1)[groups[follows]]
    return splits


def _units(cells: Cells, rule: SplitRule, blocks: NDArray[np.intp], free: NDArray[np.bool_]) -> NDArray[np.intp]:
    """What gets a split as a whole, by number for each free cell: its block, or its fold of blocks."""
    numbers: NDArray[np.intp] = blocks[free]
    if rule.method != "stratified" or cells.class_counts is None or not len(numbers):
        return numbers
    _, numbers, weights = np.unique(numbers, return_inverse=True, return_counts=True)
    counts = np.zeros((len(weights), cells.class_counts.shape[1]), np.int64)
    np.add.at(counts, numbers, cells.class_counts[free])
    shares = [share for share in rule.shares.values() if share > 0]
    return deal_folds(weights, counts, shares, rule.seed)[numbers]


def _cost(cells: Cells, rule: SplitRule, splits: NDArray[np.int8], left_out: NDArray[np.bool_]) -> float:
    in_split = (splits == np.arange(len(SPLITS))[:, None]) & ~left_out
    counts = in_split.sum(axis=1)
    shares = np.array(list(rule.shares.values()))
    cost = left_out.sum() / len(left_out) + (shares - counts / max(1, counts.sum())).max()
    if rule.method == "stratified" and cells.class_counts is not None:
        pixels = in_split @ cells.class_counts
        labelled = pixels.sum(axis=1, keepdims=True)
        whole = cells.class_counts.sum(axis=0) / max(1, cells.class_counts.sum())
        differences = abs(pixels / np.maximum(1, labelled) - whole).sum(axis=1) / 2
        cost += differences[labelled[:, 0] > 0].max(initial=0)
    return float(cost)


def _wanted(rule: SplitRule, splits: NDArray[np.int8], left: float, least: float) -> dict[int, float]:
    """How many cells each split still wants; one that has some wants no more for less than the ``least`` number."""
    held_out = rule.validation_share + rule.test_share
    wanted = {}
    for code, share in enumerate((1 - held_out * left, rule.validation_share * left, rule.test_share * left)):
        has = int((splits == code).sum())
        lacking = share * len(splits) - has
        if lacking > (least if has else 0):
            wanted[code] = lacking
    return wanted
