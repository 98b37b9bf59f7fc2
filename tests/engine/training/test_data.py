"""Batches that follow from seed and epoch."""

from itertools import chain

import pytest

from seg4eo_engine.training.data import ShuffledBatches, derive_seed


def draw(epoch=0, count=23, batch_size=5, seed=0, **process):
    batches = ShuffledBatches(count, batch_size, seed, **process)
    batches.epoch = epoch
    return list(batches)


def test_an_epoch_has_each_patch_at_most_once_and_whole_batches_only():
    batches = draw()
    positions = [position for batch in batches for position in batch]
    assert [len(batch) for batch in batches] == [5, 5, 5, 5]
    assert len(set(positions)) == 20 and set(positions) <= set(range(23))


def test_another_epoch_or_seed_is_another_order_and_the_same_is_the_same():
    assert draw(epoch=3) == draw(epoch=3)
    assert draw(epoch=3) != draw(epoch=4)
    assert draw(seed=1) != draw(seed=0)


def test_every_patch_has_its_turn():
    assert {position for epoch in range(20) for batch in draw(epoch=epoch) for position in batch} == set(range(23))


@pytest.mark.parametrize("world", [2, 5])
def test_processes_share_the_batches_of_one(world):
    alone = draw(epoch=2)
    shares = [draw(epoch=2, rank=rank, world=world) for rank in range(world)]
    together = [sorted(chain(*parts)) for parts in zip(*shares, strict=True)]
    assert together == [sorted(batch) for batch in alone]


def test_a_batch_is_at_most_all_patches():
    assert [sorted(batch) for batch in draw(count=3, batch_size=8)] == [[0, 1, 2]]


def test_seeds_differ_with_each_number():
    seeds = {derive_seed(*numbers) for numbers in [(0, 0), (0, 1), (1, 0), (0, 0, 1), (2, 3, 4), (2, 4, 3)]}
    assert len(seeds) == 6
    assert all(0 <= seed < 2**63 for seed in seeds)
