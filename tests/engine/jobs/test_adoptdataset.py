"""The job adoptdataset: folders of patches that something else has cut."""

import shutil

import numpy as np
import pytest
import rasterio

from seg4eo_engine.errors import BandMismatch, GridMismatch, InvalidDataset, MissingInput, UnknownClass
from seg4eo_engine.jobs import AdoptDataset
from seg4eo_engine.patches.manifest import DatasetManifest

COUNTS = {"train": 5, "val": 2, "test": 2}


@pytest.fixture
def output(tmp_path):
    return tmp_path / "dataset"


@pytest.fixture
def write_patch(tmp_path):
    """Write pixels (bands, height, width) into the folder of patches; PNG has no place on the map."""

    def write(name, pixels, **profile):
        path = tmp_path / "patches" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        bands, height, width = pixels.shape
        driver = {".png": "PNG", ".jpg": "JPEG", ".tif": "GTiff"}[path.suffix]
        size = {"count": bands, "height": height, "width": width, "dtype": pixels.dtype}
        with rasterio.open(path, "w", driver=driver, **size, **profile) as dataset:
            dataset.write(pixels)
        return path

    return write


@pytest.fixture
def patches(tmp_path, write_patch):
    """Nine PNG patches of 32 px with masks of 0, 1 and 2."""
    rng = np.random.default_rng(0)
    for split, count in COUNTS.items():
        for number in range(count):
            write_patch(f"{split}/images/p{number}.png", rng.integers(1, 255, (3, 32, 32), dtype=np.uint8))
            write_patch(f"{split}/masks/p{number}.png", rng.integers(0, 3, (1, 32, 32), dtype=np.uint8))
    return tmp_path / "patches"


def test_patches_keep_their_pixels_and_their_split(patches, output):
    result = AdoptDataset(folder=patches, output=output).run()
    assert (result.patches, result.train, result.validation, result.test) == (9, 5, 2, 2)
    manifest = DatasetManifest.read(output)
    assert manifest.patch_size_px == 32
    assert [item.value for item in manifest.classes] == [0, 1, 2]
    folders = {"train": "train", "validation": "val", "test": "test"}
    for patch in manifest.patches:
        source = manifest.sources[patch.source]
        for kind, original, name in (("images", "images", source.image), ("labels", "masks", source.label)):
            with (
                rasterio.open(output / patch.split / kind / f"{patch.name}.tif") as adopted,
                rasterio.open(patches / folders[patch.split] / original / name) as given,
            ):
                assert np.array_equal(adopted.read(), given.read())


def test_georeferenced_patches_keep_their_place(write_patch, tmp_path, output):
    for number in range(2):
        place = {"crs": "EPSG:32633", "transform": rasterio.Affine(10, 0, 320 * number, 0, -10, 0)}
        split = ("train", "validation")[number]
        write_patch(f"{split}/images/p.tif", np.full((2, 32, 32), number + 1, np.uint16), **place)
        write_patch(f"{split}/labels/p.tif", np.ones((1, 32, 32), np.uint8), **place)
    AdoptDataset(folder=tmp_path / "patches", output=output, classes=["0=land", "1=water"]).run()
    [patch] = DatasetManifest.read(output).of_split("validation")
    with rasterio.open(output / "validation" / "images" / f"{patch.name}.tif") as dataset:
        assert dataset.transform == rasterio.Affine(10, 0, 320, 0, -10, 0)
        assert dataset.crs.to_epsg() == 32633


def test_colour_masks_become_class_values(write_patch, tmp_path, output):
    mask = np.zeros((3, 32, 32), np.uint8)
    mask[2, :16] = 255
    write_patch("train/images/p.png", np.full((3, 32, 32), 7, np.uint8))
    write_patch("train/masks/p.png", mask)
    AdoptDataset(folder=tmp_path / "patches", output=output, classes=["1=land:#000000", "2=water:#0000ff"]).run()
    [patch] = DatasetManifest.read(output).patches
    assert patch.class_counts == (512, 512)


def test_what_lacks_its_partner_is_named(patches, output):
    (patches / "val/masks/p1.png").unlink()
    with pytest.raises(InvalidDataset, match=r"in .*val, found only the image of p1"):
        AdoptDataset(folder=patches, output=output).run()
    assert not output.exists()


def test_patches_of_several_sizes_are_refused(patches, write_patch, output):
    for kind in ("images", "masks"):
        write_patch(f"test/{kind}/p1.png", np.ones((3 if kind == "images" else 1, 32, 48), np.uint8))
    with pytest.raises(InvalidDataset, match=r"one size \(32 × 32 px\), found 48 × 32 px in .*test.images.p1.png"):
        AdoptDataset(folder=patches, output=output).run()


def test_a_mask_on_other_pixels_is_refused(patches, write_patch, output):
    write_patch("train/masks/p0.png", np.ones((1, 16, 16), np.uint8))
    with pytest.raises(GridMismatch, match=r"found 16 × 16 px instead of 32 × 32 px in .*p0\.png"):
        AdoptDataset(folder=patches, output=output).run()


def test_patches_with_other_bands_are_refused(patches, write_patch, output):
    write_patch("train/images/p3.png", np.ones((1, 32, 32), np.uint8))
    with pytest.raises(BandMismatch, match=r"p3\.png"):
        AdoptDataset(folder=patches, output=output).run()


def test_values_that_nobody_named_are_refused(patches, output):
    with pytest.raises(UnknownClass, match="found also 2"):
        AdoptDataset(folder=patches, output=output, classes=["0=land", "1=water"]).run()


def test_folders_of_another_form_are_refused_with_what_is_there(patches, output, tmp_path):
    with pytest.raises(MissingInput, match="nothing there"):
        AdoptDataset(folder=tmp_path / "nowhere", output=output).run()
    shutil.move(patches / "train", patches / "learn")
    with pytest.raises(InvalidDataset, match=r"Expected folders train.*found learn, test, val"):
        AdoptDataset(folder=patches, output=output).run()


def test_a_dataset_need_not_be_adopted(patches, output, tmp_path):
    AdoptDataset(folder=patches, output=output).run()
    with pytest.raises(InvalidDataset, match="it is a dataset already"):
        AdoptDataset(folder=output, output=tmp_path / "again").run()
