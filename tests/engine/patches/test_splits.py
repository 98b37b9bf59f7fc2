"""Cells are split in whole blocks, as near to the shares as blocks allow."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.patches.splits import SplitRule, assign_splits

BLOCKS = st.lists(st.integers(0, 40), min_size=1, max_size=300)
RULES = st.builds(
    SplitRule,
    validation_share=st.sampled_from([0.0, 0.1, 0.15, 0.4]),
    test_share=st.sampled_from([0.0, 0.15, 0.3, 0.5]),
    seed=st.integers(0, 1000),
)


@given(blocks=BLOCKS, rule=RULES)
def test_cells_of_a_block_share_their_split(blocks, rule):
    splits = assign_splits(blocks, rule)
    assert len(set(zip(blocks, splits, strict=True))) == len(set(blocks))


@given(blocks=BLOCKS, rule=RULES)
def test_every_split_with_a_share_gets_a_block_while_there_are_enough(blocks, rule):
    wanted = [split for split, share in rule.shares.items() if share > 0]
    found = set(assign_splits(blocks, rule))
    assert found == set(wanted[: len(set(blocks))])


@given(blocks=BLOCKS, rule=RULES)
def test_no_split_is_more_than_a_block_above_its_share(blocks, rule):
    largest = max(Counter(blocks).values())
    counts = Counter(assign_splits(blocks, rule))
    for split, share in rule.shares.items():
        assert counts[split] < share * len(blocks) + largest + 1e-9 or counts[split] == largest


def test_shares_are_met_when_blocks_are_small():
    counts = Counter(assign_splits(range(1000), SplitRule(0.15, 0.25)))
    assert counts == {"train": 600, "validation": 150, "test": 250}


def test_seed_decides_and_zero_is_a_seed_like_any_other():
    blocks = [number // 4 for number in range(200)]
    by_seed = [assign_splits(blocks, SplitRule(seed=seed)) for seed in (0, 0, 1)]
    assert by_seed[0] == by_seed[1] != by_seed[2]


def test_shares_that_leave_nothing_to_learn_from_are_refused():
    with pytest.raises(InvalidJob, match="below 1 together, found 1"):
        SplitRule(validation_share=0.5, test_share=0.5)
