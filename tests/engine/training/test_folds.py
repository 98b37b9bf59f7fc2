"""Folds of patches."""

from collections import Counter

import numpy as np
import pytest

from seg4eo_engine.errors import InvalidDataset
from seg4eo_engine.patches.manifest import DatasetManifest, PatchRecord
from seg4eo_engine.raster.statistics import BandNumbers
from seg4eo_engine.training.folds import bands_of, split_folds, summarize_patches


def patches(blocks=20, in_block=4):
    """Every fourth block is of the second class."""
    return [
        PatchRecord(
            name=f"{block}_{number}", split="train", source=0, col_off=0, row_off=0, block=block,
            class_counts=(1, 9) if block % 4 == 0 else (9, 1),
        )
        for block in range(blocks)
        for number in range(in_block)
    ]  # fmt: skip


def test_each_patch_is_tested_once_and_never_learned_from_by_the_same_network():
    folds = split_folds(patches(), 5, seed=0)
    assert Counter(patch.name for fold in folds for patch in fold.test) == Counter(p.name for p in patches())
    for fold in folds:
        parts = [{patch.block for patch in part} for part in (fold.train, fold.validation, fold.test)]
        assert not (parts[0] & parts[1] or parts[0] & parts[2] or parts[1] & parts[2])
        assert sum(len(part) for part in (fold.train, fold.validation, fold.test)) == 80


def test_folds_are_alike_in_their_classes():
    shares = [np.mean([patch.block % 4 == 0 for patch in fold.test]) for fold in split_folds(patches(), 5, seed=0)]
    assert shares == pytest.approx([0.25] * 5)


def test_the_seed_decides():
    names = [[p.name for p in split_folds(patches(), 4, seed=seed)[0].test] for seed in (0, 0, 1)]
    assert names[0] == names[1] != names[2]


def test_fewer_blocks_than_folds_are_refused():
    with pytest.raises(InvalidDataset, match="Expected at least 5 blocks of patches for 5 folds, found 4"):
        split_folds(patches(blocks=4), 5, seed=0)


def test_band_statistics_of_a_fold_are_those_of_its_patches_alone(easy_dataset, easy_pixels, reporter):
    manifest = DatasetManifest.read(easy_dataset)
    records = manifest.patches
    summaries = summarize_patches(easy_dataset, manifest, records, reporter)
    _, pixels = easy_pixels
    chosen = [record for record in records if record.row_off >= 96]
    values = np.concatenate(
        [pixels[:, r.row_off : r.row_off + 32, r.col_off : r.col_off + 32].reshape(3, -1) for r in chosen], axis=1
    )
    for band, expected in zip(bands_of(manifest, summaries, chosen), values, strict=True):
        found = BandNumbers(**band.model_dump(exclude={"name"}))
        assert found.mean == pytest.approx(expected.mean())
        assert found.std == pytest.approx(expected.std())
        assert (found.minimum, found.maximum) == (expected.min(), expected.max())
