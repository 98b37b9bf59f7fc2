"""The job extractpatches: folders, stacks, grids for each image, and ways to split."""

import geopandas
import numpy as np
import pytest
import rasterio
from rasterio import Affine
from rasterio.windows import Window

from seg4eo_engine.errors import InvalidDataset, InvalidJob
from seg4eo_engine.jobs import ExtractPatches
from seg4eo_engine.patches.manifest import SPLITS, DatasetManifest
from seg4eo_engine.raster.grid import RasterGrid

HOME = Affine(10, 0, 500_000, 0, -10, 5_200_000)


@pytest.fixture
def output(tmp_path):
    return tmp_path / "dataset"


@pytest.fixture
def folder(tmp_path, write_raster, coded_pixels):
    """Two images of 96 px side by side, with labels, a stacked raster of 20 m and a grid of two cells for each."""
    for kind in ("images", "masks", "coarse", "grids"):
        (tmp_path / kind).mkdir()
    for number, name in enumerate(("east", "west")):
        place = HOME * Affine.translation(96 * number, 0)
        pixels = coded_pixels(96, 96) + np.uint16(1000 * number)
        write_raster(f"images/{name}.tif", pixels, names=["red", "green", "nir"], transform=place)
        values = np.random.default_rng(number).integers(1, 4, (1, 96, 96), dtype=np.uint8)
        write_raster(f"masks/{name}_mask.tif", values, transform=place)
        heights = np.full((1, 48, 48), 100 + number, np.int16)
        write_raster(f"coarse/{name}.tif", heights, names=["height"], transform=place * Affine.scale(2))
        grid = RasterGrid(rasterio.CRS.from_epsg(32633), place, 96, 96)
        cells = [grid.window_polygon(Window(col, 32, 32, 32)) for col in (0, 64)]
        geopandas.GeoDataFrame({"use": ["train", "test"]}, geometry=cells, crs=32633).to_file(
            tmp_path / "grids" / f"{name}.gpkg"
        )
    return tmp_path


def _extract(output, **fields):
    ExtractPatches(output=output, **{"patch_size_px": 32, **fields}).run()
    return DatasetManifest.read(output)


def _read(output, patch, kind):
    with rasterio.open(output / patch.split / kind / f"{patch.name}.tif") as dataset:
        return dataset.read()


def test_pairs_stacks_and_grids_are_found_in_a_folder(folder, output):
    manifest = _extract(
        output,
        folder=folder,
        label_pattern="masks/*_mask.tif",
        stack_patterns=["coarse/*.tif"],
        grid_pattern="grids/*.gpkg",
        split_method="column",
        split_column="use",
    )
    assert [(source.image, source.label, source.stack) for source in manifest.sources] == [
        ("east.tif", "east_mask.tif", ("east.tif",)),
        ("west.tif", "west_mask.tif", ("west.tif",)),
    ]
    assert [band.name for band in manifest.bands] == ["red", "green", "nir", "height"]
    assert {(patch.source, patch.col_off, patch.split) for patch in manifest.patches} == {
        (0, 0, "train"),
        (0, 64, "test"),
        (1, 0, "train"),
        (1, 64, "test"),
    }
    for patch in manifest.patches:
        pixels = _read(output, patch, "images")
        name = ("east", "west")[patch.source]
        with rasterio.open(folder / "images" / f"{name}.tif") as image:
            expected = image.read(window=Window(patch.col_off, patch.row_off, 32, 32))
        assert np.array_equal(pixels[:3], expected)
        assert (pixels[3] == 100 + patch.source).all()


def test_each_image_may_have_a_grid_of_its_own(folder, output, scene, labels):
    images = [folder / "images" / f"{name}.tif" for name in ("east", "west")]
    masks = [folder / "masks" / f"{name}_mask.tif" for name in ("east", "west")]
    grids = [folder / "grids" / f"{name}.gpkg" for name in ("east", "west")]
    manifest = _extract(output, images=images, labels=masks, image_grids=grids)
    assert len(manifest.patches) == 4
    with pytest.raises(InvalidJob, match="one for each of 2 images, found 3"):
        _extract(output, images=images, labels=masks, image_grids=[*grids, grids[0]])


def test_images_come_from_a_list_or_from_a_folder(folder, output, scene, labels):
    with pytest.raises(InvalidJob, match="either images or a folder of them, found both or neither"):
        _extract(output)
    with pytest.raises(InvalidJob, match="either images or a folder of them, found both or neither"):
        _extract(output, images=[scene], labels=[labels], folder=folder)


def test_some_values_against_the_rest(output, scene, labels):
    manifest = _extract(output, images=[scene], labels=[labels], positive_values=[2], ignore_values=[0])
    assert [item.value for item in manifest.classes] == [0, 1]
    with rasterio.open(labels) as dataset:
        values = dataset.read(1)
    for patch in manifest.patches:
        expected = values[patch.row_off : patch.row_off + 32, patch.col_off : patch.col_off + 32]
        assert patch.class_counts == (np.isin(expected, [1, 3]).sum(), (expected == 2).sum())


def test_a_given_nodata_value_is_invalid_stored_and_left_out_of_statistics(output, write_raster, coded_pixels, labels):
    pixels = coded_pixels(160, 192)
    pixels[:, ::3] = 60_001
    image = write_raster("untagged.tif", pixels)
    manifest = _extract(output, images=[image], labels=[labels], ignore_values=[0], nodata=60_001)
    assert manifest.nodata == 60_001
    assert max(band.maximum for band in manifest.bands) < 60_001
    patch = manifest.patches[0]
    assert (_read(output, patch, "images")[0] == 60_001).any()
    assert sum(patch.class_counts) < 0.7 * 32 * 32


@pytest.mark.parametrize("method", ["random", "stratified", "blocks"])
def test_every_way_to_split_fills_every_split(output, write_raster, method):
    image = write_raster("large.tif", np.ones((1, 512, 512), np.uint8))
    values = np.random.default_rng(0).integers(1, 4, (1, 512, 512), dtype=np.uint8)
    label = write_raster("large_labels.tif", values)
    manifest = _extract(output, images=[image], labels=[label], split_method=method, buffer_cells=0)
    assert len(manifest.patches) == 256
    shares = [len(manifest.of_split(split)) / 256 for split in SPLITS]
    assert shares == pytest.approx([0.7, 0.15, 0.15], abs=0.06)


def test_a_split_column_must_be_there(output, folder):
    fields = {"images": [folder / "images/east.tif"], "labels": [folder / "masks/east_mask.tif"]}
    with pytest.raises(InvalidJob, match="a grid with a split column, found no grid"):
        _extract(output, **fields, split_method="column")
    with pytest.raises(InvalidDataset, match=r"a column split in east\.gpkg, found use"):
        _extract(output, **fields, grid=folder / "grids/east.gpkg", split_method="column")
