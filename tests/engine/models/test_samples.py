"""Patches as samples."""

import numpy as np
import pytest

from seg4eo_engine.models.samples import PatchDataset
from seg4eo_engine.patches.manifest import DatasetManifest
from seg4eo_engine.raster.classes import default_class
from seg4eo_engine.raster.labels import IGNORE_INDEX, class_indexes, map_encoding


def test_samples_hold_the_pixels_of_the_scene_and_class_indexes(easy_dataset, easy_pixels):
    labels, pixels = easy_pixels
    manifest = DatasetManifest.read(easy_dataset)
    dataset = PatchDataset(easy_dataset, manifest, manifest.of_split("train"))
    for sample, patch in zip(dataset, manifest.of_split("train"), strict=True):
        rows, cols = slice(patch.row_off, patch.row_off + 32), slice(patch.col_off, patch.col_off + 32)
        assert (sample["image"].numpy() == pixels[:, rows, cols]).all()
        values = labels[rows, cols]
        valid = pixels[0, rows, cols] != 0
        expected = np.where(valid, np.select([values == 3, values == 7], [0, 1], IGNORE_INDEX), IGNORE_INDEX)
        assert (sample["label"].numpy() == expected).all()
        assert (sample["valid_mask"].numpy() == valid).all()


def test_a_second_look_does_not_read_the_disk(easy_dataset):
    manifest = DatasetManifest.read(easy_dataset)
    dataset = PatchDataset(easy_dataset, manifest, manifest.of_split("train"))
    first = dataset[0]
    for file in easy_dataset.rglob("*.tif"):
        file.unlink()
    assert dataset[0] is first


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((1, 2, 3), ("uint8", 0)),
        ((0, 1), ("uint8", 255)),
        ((0, 255), ("uint8", 254)),
        ((-1, 4), ("int16", 0)),
        ((0, 300), ("int16", 32767)),
        ((1, 60000), ("uint16", 0)),
    ],
)
def test_a_map_is_written_in_the_smallest_type_with_a_free_nodata_value(values, expected):
    dtype, nodata, by_index = map_encoding([default_class(value, 0) for value in values])
    assert (dtype, nodata) == expected
    assert by_index.tolist() == list(values)
    assert nodata not in values


def test_values_of_no_class_are_ignored():
    indexes = class_indexes(np.array([-1, 3, 7, 9]), [default_class(7, 0), default_class(-1, 1)])
    assert indexes.tolist() == [1, IGNORE_INDEX, 0, IGNORE_INDEX]
