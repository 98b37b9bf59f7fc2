"""Reading ``dataset.json``."""

import json

import numpy as np
import pytest

from seg4eo_engine.errors import InvalidDataset, MissingInput
from seg4eo_engine.jobs import ExtractPatches
from seg4eo_engine.patches.manifest import MANIFEST_NAME, DatasetManifest


@pytest.fixture
def dataset(scene, labels, tmp_path):
    folder = tmp_path / "dataset"
    ExtractPatches(images=[scene], labels=[labels], output=folder, patch_size_px=64, ignore_values=[0]).run()
    return folder


def rewrite(folder, **changes):
    path = folder / MANIFEST_NAME
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_what_was_written_is_read(dataset):
    manifest = DatasetManifest.read(dataset)
    assert [item.value for item in manifest.classes] == [1, 2, 3]
    assert [band.name for band in manifest.bands] == ["red", "green", "nir"]
    assert np.sum([manifest.class_counts[split] for split in ("train", "validation", "test")]) > 0


def test_pixel_size_is_told_in_metres_and_not_asked_of_older_datasets(dataset):
    assert DatasetManifest.read(dataset).ground_resolution_m == 10
    content = json.loads((dataset / MANIFEST_NAME).read_text())
    del content["ground_resolution_m"]
    (dataset / MANIFEST_NAME).write_text(json.dumps(content))
    assert DatasetManifest.read(dataset).ground_resolution_m is None


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(MissingInput, match="Expected a dataset folder at .*gone, found nothing"):
        DatasetManifest.read(tmp_path / "gone")


def test_a_folder_without_a_manifest_is_refused(tmp_path):
    with pytest.raises(InvalidDataset, match=r"Expected a dataset with a dataset\.json in .*, found none"):
        DatasetManifest.read(tmp_path)


def test_another_format_is_refused_with_both_versions(dataset):
    rewrite(dataset, format_version=7)
    with pytest.raises(InvalidDataset, match="Expected a dataset of format 2, found format 7"):
        DatasetManifest.read(dataset)


@pytest.mark.parametrize("content", ["{", "[]", '{"format_version": 2}'])
def test_a_damaged_manifest_is_refused(dataset, content):
    (dataset / MANIFEST_NAME).write_text(content)
    with pytest.raises(InvalidDataset, match="found a damaged one|found format None"):
        DatasetManifest.read(dataset)


def test_an_empty_dataset_is_refused(dataset):
    rewrite(dataset, patches=[])
    with pytest.raises(InvalidDataset, match="Expected patches to learn from, found an empty training split"):
        DatasetManifest.read(dataset)
