"""Cells are split in whole blocks, as near to the shares as blocks allow, with a buffer between the splits."""

from collections import Counter, defaultdict

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.patches.manifest import SPLITS
from seg4eo_engine.patches.splits import Cells, SplitRule, split_cells, warn_of_missing
from seg4eo_engine.progress import SilentReporter

SHARES = {"validation_share": st.sampled_from([0.0, 0.1, 0.15, 0.3]), "test_share": st.sampled_from([0.0, 0.15, 0.4])}


def lattice(cols, rows, *, stride=1.0, dates=1, planes=1, class_counts=None, fixed=None):
    """Unit cells at every ``stride``; every place several times where there are several ``dates``."""
    row, col = (np.tile(part.ravel(), dates * planes) for part in np.mgrid[:rows, :cols])
    plane = np.repeat(np.arange(planes), cols * rows * dates)
    left, bottom = col * stride, row * stride
    return Cells(
        outlines=shapely.box(left, bottom, left + 1, bottom + 1),
        planes=plane,
        positions=np.column_stack([col, row]).astype(float),
        polygons=plane * cols * rows + row * cols + col,
        sizes=np.ones(len(row)),
        class_counts=class_counts,
        fixed=fixed or [None] * len(row),
    )


def _split(cells, rule, reporter=None):
    return split_cells(cells, rule, reporter or SilentReporter())


def _gaps(cells, splits):
    """The smallest distance between cells of each two splits, and the largest area that they share."""
    members = {split: cells.outlines[[item == split for item in splits]] for split in SPLITS}
    gaps, shared = {}, 0.0
    for one, other in (("train", "validation"), ("train", "test"), ("validation", "test")):
        if len(members[one]) and len(members[other]):
            pairs = members[one][:, None], members[other][None, :]
            gaps[one, other] = shapely.distance(*pairs).min()
            shared = max(shared, shapely.area(shapely.intersection(*pairs)).max())
    return gaps, shared


@settings(max_examples=40)
@given(
    cols=st.integers(1, 12),
    rows=st.integers(1, 12),
    stride=st.sampled_from([0.5, 0.8, 1.0, 1.4]),
    rule=st.builds(
        SplitRule,
        **SHARES,
        block_cells=st.sampled_from([None, 1, 3]),
        seed=st.integers(0, 1000),
        method=st.sampled_from(["blocks", "random"]),
        buffer_cells=st.sampled_from([0.25, 1.0, 2.0]),
    ),
)
def test_splits_keep_the_distance_that_was_asked_for(cols, rows, stride, rule):
    cells = lattice(cols, rows, stride=stride)
    gaps, _ = _gaps(cells, _split(cells, rule)[0])
    assert all(gap >= 0.999 * rule.buffer_cells for gap in gaps.values())


@settings(max_examples=40)
@given(
    cols=st.integers(2, 12),
    rows=st.integers(1, 12),
    stride=st.sampled_from([0.3, 0.5, 0.9]),
    method=st.sampled_from(["blocks", "random"]),
    seed=st.integers(0, 1000),
)
def test_overlapping_cells_of_different_splits_never_share_pixels(cols, rows, stride, method, seed):
    cells = lattice(cols, rows, stride=stride)
    splits, _ = _split(cells, SplitRule(method=method, seed=seed, buffer_cells=0))
    assert _gaps(cells, splits)[1] < 1e-9


@settings(max_examples=40)
@given(
    size=st.integers(1, 8),
    dates=st.integers(1, 3),
    method=st.sampled_from(["blocks", "random", "stratified"]),
    buffer_cells=st.sampled_from([None, 0, 1]),
    seed=st.integers(0, 1000),
)
def test_a_place_has_one_split_on_all_dates(size, dates, method, buffer_cells, seed):
    counts = np.random.default_rng(seed).integers(0, 100, (size * size * dates, 3))
    cells = lattice(size, size, dates=dates, class_counts=counts)
    splits, _ = _split(cells, SplitRule(method=method, seed=seed, buffer_cells=buffer_cells))
    of_place = defaultdict(set)
    for place, split in zip(cells.polygons, splits, strict=True):
        of_place[place].add(split)
    assert all(len(found) == 1 for found in of_place.values())


def test_a_place_has_one_split_where_its_images_have_no_distance():
    cells = lattice(6, 6, planes=3)
    shared = Cells(**{**vars(cells), "polygons": cells.polygons % 36})
    splits = np.array(_split(shared, SplitRule(buffer_cells=0))[0]).reshape(3, 36)
    assert (splits == splits[0]).all()
    assert len(set(splits[0])) == 3


@given(
    size=st.integers(2, 14),
    block_cells=st.integers(1, 5),
    seed=st.integers(0, 1000),
    shares=st.fixed_dictionaries(SHARES),
)
def test_blocks_are_whole_and_shares_are_met_within_a_block(size, block_cells, seed, shares):
    cells, rule = lattice(size, size), SplitRule(**shares, block_cells=block_cells, seed=seed, buffer_cells=0)
    splits, blocks = _split(cells, rule)
    squares = [tuple(square) for square in (cells.positions // block_cells).astype(int).tolist()]
    assert len(set(zip(squares, splits, strict=True))) == len(set(squares)) == len(set(blocks))
    assert len(set(zip(blocks, splits, strict=True))) == len(set(squares))
    counts, largest = Counter(splits), max(Counter(squares).values())
    wanted = [split for split, share in rule.shares.items() if share > 0]
    assert set(splits) == set(wanted[: len(set(squares))])
    for split, share in rule.shares.items():
        assert counts[split] < share * len(cells) + largest + 1e-9


@pytest.mark.parametrize("method", ["blocks", "random"])
def test_shares_are_met_when_blocks_are_small(method):
    splits, _ = _split(lattice(40, 25), SplitRule(0.15, 0.25, block_cells=1, method=method, buffer_cells=0))
    assert Counter(splits) == {"train": 600, "validation": 150, "test": 250}


def test_shares_are_those_of_the_cells_that_the_buffer_leaves():
    splits, _ = _split(lattice(30, 30), SplitRule(0.15, 0.15, block_cells=3, buffer_cells=1))
    counts = Counter(splits)
    kept = len(splits) - counts[None]
    assert kept < 0.8 * len(splits)
    # a split may lose a few cells more than foreseen, which are the validation's
    assert counts["test"] / kept == pytest.approx(0.15, abs=0.02)
    assert 0.08 < counts["validation"] / kept < 0.17


@pytest.mark.parametrize("method", ["blocks", "random", "stratified"])
def test_seed_decides_and_zero_is_a_seed_like_any_other(method):
    counts = np.random.default_rng(5).integers(0, 1000, (400, 4))
    cells = lattice(20, 20, class_counts=counts)
    by_seed = [_split(cells, SplitRule(seed=seed, method=method)) for seed in (0, 0, 1)]
    assert by_seed[0][0] == by_seed[1][0] != by_seed[2][0]
    assert np.array_equal(by_seed[0][1], by_seed[1][1])


def test_block_size_is_chosen_for_about_thirty_blocks(reporter):
    for cols, rows in ((24, 20), (100, 100), (6, 5), (64, 3)):
        _, blocks = _split(lattice(cols, rows), SplitRule(buffer_cells=0), reporter)
        assert 20 <= len(set(blocks)) <= 45
    assert reporter.texts[0] == "Neighbouring cells are split together, in 30 blocks of 4 × 4 cells."


def test_blocks_chosen_for_many_separate_images_are_the_images():
    cells = lattice(4, 4, planes=50)
    splits, blocks = _split(cells, SplitRule())
    assert len(set(blocks)) == 50
    assert len(set(zip(cells.planes, splits, strict=True))) == 50
    assert None not in splits


def test_buffer_is_one_cell_where_it_costs_little(reporter):
    cells = lattice(30, 30)
    splits, _ = _split(cells, SplitRule(), reporter)
    gaps, _ = _gaps(cells, splits)
    assert len(gaps) == 3
    assert min(gaps.values()) == 1
    assert 0 < splits.count(None) <= 0.25 * len(cells)
    assert reporter.texts[1] == f"Cells left out, too near to cells of another split: {splits.count(None)} of 900."


def test_blocks_grow_where_that_makes_the_buffer_cheap(reporter):
    splits, blocks = _split(lattice(12, 12), SplitRule(), reporter)
    assert reporter.texts[0] == "Neighbouring cells are split together, in 16 blocks of 3 × 3 cells."
    assert len(set(blocks)) == 16
    assert 0 < splits.count(None) <= 36
    assert min(Counter(splits)[split] for split in SPLITS) >= 9


def test_there_is_no_buffer_where_it_would_cost_a_lot_and_a_warning_says_so(reporter):
    splits, _ = _split(lattice(6, 5), SplitRule(block_cells=1), reporter)
    assert None not in splits
    [warning] = reporter.texts
    assert warning.startswith("There is no buffer between the splits, because one of a cell would leave only ")
    reporter.texts.clear()
    assert None in _split(lattice(6, 5), SplitRule(block_cells=1, buffer_cells=1), reporter)[0]
    assert len(reporter.texts) == 1


def test_single_cells_drawn_at_random_have_no_buffer_unless_asked_for(reporter):
    assert None not in _split(lattice(20, 20), SplitRule(method="random"), reporter)[0]
    assert reporter.texts == []
    assert None in _split(lattice(20, 20), SplitRule(method="random", buffer_cells=1), reporter)[0]


def _planted(seed):
    """Cells of class 0, a tenth of them of class 1, and a rare class 2 in the corner of a few blocks."""
    rng = np.random.default_rng(seed)
    counts = np.zeros((1600, 3), int)
    counts[:, 0] = 1000
    for block in rng.permutation(100)[:20]:
        cells = [(block // 10 * 4 + row) * 40 + block % 10 * 4 + col for row in range(4) for col in range(4)]
        counts[cells[:12]] = [100, 900, 0]
        counts[cells[12:]] = [200, 0, 800]
    return lattice(40, 40, class_counts=counts)


def _imbalance(cells, splits):
    """The largest difference of a class's share in a split and in the whole, relative to the latter."""
    whole = cells.class_counts.sum(axis=0) / cells.class_counts.sum()
    found = [cells.class_counts[[item == split for item in splits]].sum(axis=0) for split in SPLITS]
    return max(abs(counts / counts.sum() / whole - 1).max() for counts in found)


def test_stratified_splits_are_more_alike_than_random_blocks():
    by_method = {}
    for method in ("blocks", "stratified"):
        rules = [SplitRule(method=method, block_cells=4, seed=seed, buffer_cells=0) for seed in range(5)]
        by_method[method] = [
            _imbalance(_planted(seed), _split(_planted(seed), rule)[0]) for seed, rule in enumerate(rules)
        ]
    assert max(by_method["stratified"]) < 0.4
    assert np.mean(by_method["blocks"]) > 2 * np.mean(by_method["stratified"])


@settings(max_examples=25)
@given(
    size=st.integers(1, 12), block_cells=st.integers(1, 4), seed=st.integers(0, 100), empty=st.sampled_from([0, 0.5, 1])
)
def test_stratified_gives_every_split_something_while_there_are_blocks(size, block_cells, seed, empty):
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, 1000, (size * size, 3)) * (rng.random((size * size, 1)) >= empty)
    cells = lattice(size, size, class_counts=counts)
    splits, _ = _split(cells, SplitRule(method="stratified", block_cells=block_cells, seed=seed, buffer_cells=0))
    squares = len({tuple(square) for square in (cells.positions // block_cells).tolist()})
    assert set(splits) == set(SPLITS[:squares])


def test_stratified_shares_are_near_to_those_asked_for():
    cells = _planted(0)
    counts = Counter(_split(cells, SplitRule(0.15, 0.25, method="stratified", block_cells=4, buffer_cells=0))[0])
    assert [counts[split] / 1600 for split in SPLITS] == pytest.approx([0.6, 0.15, 0.25], abs=0.03)


def test_stratified_without_labels_is_refused():
    with pytest.raises(InvalidJob, match="found none: give labels, or choose blocks"):
        _split(lattice(4, 4), SplitRule(method="stratified"))


@settings(max_examples=40)
@given(
    told=st.lists(st.sampled_from([None, None, *SPLITS]), min_size=64, max_size=64),
    method=st.sampled_from(["blocks", "random", "stratified"]),
    buffer_cells=st.sampled_from([None, 0, 1]),
)
def test_a_split_that_was_told_stays_whatever_is_near(told, method, buffer_cells):
    cells = lattice(8, 8, fixed=told, class_counts=np.ones((64, 2), int))
    splits, blocks = _split(cells, SplitRule(method=method, buffer_cells=buffer_cells))
    assert all(split == given for split, given in zip(splits, told, strict=True) if given)
    of_block = defaultdict(set)
    for block, split in zip(blocks, splits, strict=True):
        of_block[block].add(split)
    assert all(len(found - {None}) <= 1 for found in of_block.values())


def test_a_split_that_was_told_spreads_over_its_place_and_its_block():
    told = [None] * 72
    told[0] = "test"  # the block at the lower left, first date
    cells = lattice(6, 6, dates=2, fixed=told)
    splits = np.array(_split(cells, SplitRule(block_cells=2, buffer_cells=0))[0]).reshape(2, 6, 6)
    assert (splits[:, :2, :2] == "test").all()


def test_cells_that_were_told_count_for_the_shares():
    told = [None] * 400
    told[:60] = ["test"] * 60
    splits, _ = _split(lattice(20, 20, fixed=told), SplitRule(0.15, 0.15, block_cells=1, buffer_cells=0))
    assert Counter(splits) == {"train": 280, "validation": 60, "test": 60}


def test_cells_that_were_told_and_share_pixels_are_pointed_out(reporter):
    cells = lattice(3, 1, stride=0.5, fixed=["train", "test", "test"])
    assert _split(cells, SplitRule(), reporter)[0] == ["train", "test", "test"]
    assert reporter.texts[-1] == (
        "Cells whose split was given share pixels with cells of another split: 2; scores will be too good."
    )


@pytest.mark.parametrize("method", ["blocks", "random", "stratified"])
def test_a_single_cell_is_learned_from(method):
    cells = lattice(1, 1, class_counts=np.ones((1, 1), int))
    assert _split(cells, SplitRule(method=method))[0] == ["train"]


def test_a_split_that_gets_nothing_is_pointed_out(reporter):
    warn_of_missing(["train", None, "validation"], SplitRule(), reporter)
    warn_of_missing(["train", None, "validation"], SplitRule(test_share=0), reporter)
    assert reporter.texts == [
        "Nothing is in the test split: use more or smaller cells, smaller blocks or a smaller buffer."
    ]


def test_shares_that_leave_nothing_to_learn_from_are_refused():
    with pytest.raises(InvalidJob, match="below 1 together, found 1"):
        SplitRule(validation_share=0.5, test_share=0.5)
