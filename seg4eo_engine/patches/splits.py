"""Which cells are learned from, and which measure. Neighbours stay together in blocks."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.patches.manifest import Split
from seg4eo_engine.progress import Reporter


@dataclass(frozen=True)
class SplitRule:
    """How cells are split: shares of the cells, blocks of ``block_cells`` by ``block_cells`` cells, and a seed."""

    validation_share: float = 0.15
    test_share: float = 0.15
    block_cells: int = 2
    seed: int = 0

    def __post_init__(self) -> None:
        held_out = self.validation_share + self.test_share
        if held_out >= 1:
            raise InvalidJob(
                f"Expected validation and test shares below 1 together, found {held_out:g}: leave cells to learn from."
            )

    @property
    def shares(self) -> dict[Split, float]:
        """The share of each split."""
        return {
            "train": 1 - self.validation_share - self.test_share,
            "validation": self.validation_share,
            "test": self.test_share,
        }


def warn_of_missing(splits: Sequence[Split], rule: SplitRule, reporter: Reporter) -> None:
    """Tell the user which splits have a share but got nothing."""
    for split, share in rule.shares.items():
        if share > 0 and split not in splits:
            reporter.warning(f"Nothing is in the {split} split: use more or smaller cells, or smaller blocks.")


def assign_splits(blocks: Sequence[Hashable], rule: SplitRule) -> list[Split]:
    """A split for every cell, given the block that each lies in; cells of a block share it.

    Every split with a share gets a block, training first, while there are blocks; then each block goes to the split
    that is furthest below its share. No split ends more than its first or one block above its share. The blocks are
    drawn in an order that depends on the seed and on the order of the cells alone.
    """
    sizes = Counter(blocks)
    names = list(sizes)
    order = [names[index] for index in np.random.default_rng(rule.seed).permutation(len(names))]
    wanted = {split: share * len(blocks) for split, share in rule.shares.items() if share > 0}
    assigned = dict.fromkeys(wanted, 0)
    split_of: dict[Hashable, Split] = {}
    for position, block in enumerate(order):
        if position < len(wanted):
            split = list(wanted)[position]
        else:
            split = min(wanted, key=lambda name: assigned[name] / wanted[name])
        split_of[block] = split
        assigned[split] += sizes[block]
    return [split_of[block] for block in blocks]
