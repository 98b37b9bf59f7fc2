"""Adding to a dataset with extractpatches."""

import numpy as np
import pytest
import rasterio

from seg4eo_engine.errors import InvalidDataset, UnknownClass
from seg4eo_engine.jobs import ExtractPatches
from seg4eo_engine.patches.manifest import DatasetManifest


@pytest.fixture
def output(tmp_path):
    return tmp_path / "dataset"


@pytest.fixture
def extract(output, labels):
    def run(image, label=labels, reporter=None, **fields):
        settings = {"images": [image], "labels": [label], "output": output, "patch_size_px": 32, "ignore_values": [0]}
        job = ExtractPatches(**(settings | fields))
        return job.run(reporter) if reporter else job.run()

    return run


@pytest.fixture
def later(write_raster, coded_pixels):
    """The scene on another date."""
    return write_raster("later.tif", coded_pixels(160, 192) + np.uint16(5), names=["red", "green", "nir"])


def _files(output):
    return {path.relative_to(output): path.read_bytes() for path in output.rglob("*.tif")}


def test_earlier_patches_stay_and_a_place_keeps_its_split(extract, scene, later, output):
    extract(scene)
    before, files_before = DatasetManifest.read(output), _files(output)
    extract(later, append=True)
    after, files_after = DatasetManifest.read(output), _files(output)
    assert [source.image for source in after.sources] == ["scene.tif", "later.tif"]
    old = [patch for patch in after.patches if patch.source == 0]
    assert [(patch.name, patch.split) for patch in old] == [(patch.name, patch.split) for patch in before.patches]
    assert {path: files_after[path] for path in files_before} == files_before
    split_of = {(patch.row_off, patch.col_off): patch.split for patch in before.patches}
    new = [patch for patch in after.patches if patch.source == 1]
    assert {(patch.row_off, patch.col_off): patch.split for patch in new} == split_of
    assert len(files_after) == 2 * len(after.patches) == 4 * len(before.patches)


def test_statistics_and_counts_are_of_all_training_patches(extract, scene, later, output):
    extract(scene)
    extract(later, append=True)
    manifest = DatasetManifest.read(output)
    pixels = []
    for patch in manifest.of_split("train"):
        with rasterio.open(output / "train" / "images" / f"{patch.name}.tif") as dataset:
            pixels.append(dataset.read().reshape(3, -1))
    values = np.concatenate(pixels, axis=1).astype(float)
    for band, expected in zip(manifest.bands, values, strict=True):
        assert (band.minimum, band.maximum) == (expected.min(), expected.max())
        assert (band.mean, band.std) == pytest.approx((expected.mean(), expected.std()))
    for split, counts in manifest.class_counts.items():
        assert counts == tuple(np.sum([patch.class_counts for patch in manifest.of_split(split)], axis=0))


def test_the_classes_of_the_dataset_hold_for_what_is_added(extract, scene, later, output, write_raster):
    extract(scene, classes=["1=wood", "2=field", "3=water"])
    strange = write_raster("strange.tif", np.full((1, 160, 192), 9, np.uint8))
    with pytest.raises(UnknownClass, match="found also 9"):
        extract(later, strange, append=True)
    with pytest.raises(InvalidDataset, match="leave the classes empty"):
        extract(later, append=True, classes=["1=wood"])
    assert len(DatasetManifest.read(output).sources) == 1


def test_other_bands_and_sizes_are_refused(extract, scene, later, output):
    extract(scene)
    with pytest.raises(InvalidDataset, match="the bands red, green, nir as in the dataset .* found red, nir"):
        extract(later, append=True, bands=["red", "nir"])
    with pytest.raises(InvalidDataset, match="a patch size of 32 px as in the dataset .* found 64 px"):
        extract(later, append=True, patch_size_px=64)


def test_the_same_image_again_is_pointed_out(extract, scene, reporter):
    extract(scene)
    extract(scene, reporter=reporter, append=True)
    assert any("named scene.tif is in the dataset already" in text for text in reporter.texts)


def test_a_cancelled_addition_leaves_the_dataset_as_it_was(extract, scene, later, output, cancelling):
    extract(scene)
    files = {path: path.read_bytes() for path in output.rglob("*") if path.is_file()}
    for steps in (3, 31, 36):
        with pytest.raises(Exception, match="cancelled"):
            extract(later, reporter=cancelling(steps), append=True)
        assert {path: path.read_bytes() for path in output.rglob("*") if path.is_file()} == files
        assert [path.name for path in output.parent.iterdir() if path.name.startswith(".")] == []


def test_there_must_be_a_dataset_to_add_to(extract, scene):
    with pytest.raises(Exception, match="Expected a dataset"):
        extract(scene, append=True)
