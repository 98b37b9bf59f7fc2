"""The job extractpatches: what is in a dataset, against the sources read directly."""

from collections import Counter

import geopandas
import numpy as np
import pytest
import rasterio
from rasterio import Affine
from rasterio.windows import Window
from shapely import affinity
from shapely.geometry import Polygon

from seg4eo_engine.jobs import ExtractPatches, Grid
from seg4eo_engine.patches.manifest import SPLITS, DatasetManifest


@pytest.fixture
def output(tmp_path):
    return tmp_path / "dataset"


@pytest.fixture
def extract(scene, labels, output):
    """Run the job on scene and labels with patches of 32 px and 0 as unlabelled, unless told otherwise."""

    def run(reporter=None, **fields):
        settings = {"images": [scene], "labels": [labels], "output": output, "patch_size_px": 32, "ignore_values": [0]}
        job = ExtractPatches(**(settings | fields))
        result = job.run(reporter) if reporter else job.run()
        return result, DatasetManifest.read(job.output)

    return run


@pytest.fixture
def grid(scene, tmp_path):
    """Cells of 32 px over the scene, with a split column."""
    Grid(raster=scene, output=tmp_path / "cells.gpkg", patch_size_px=32).run()
    return tmp_path / "cells.gpkg"


def _rewrite(grid, change):
    cells = change(geopandas.read_file(grid))
    path = grid.with_name("changed.gpkg")
    cells.to_file(path)
    return path


def _paths(folder, patch):
    return [folder / patch.split / kind / f"{patch.name}.tif" for kind in ("images", "labels")]


def test_every_patch_holds_the_pixels_of_its_place(extract, output, scene, labels):
    result, manifest = extract()
    assert result.patches == len(manifest.patches) == 30
    with rasterio.open(scene) as image, rasterio.open(labels) as label:
        for patch in manifest.patches:
            window = Window(patch.col_off, patch.row_off, 32, 32)
            image_patch, label_patch = (rasterio.open(path) for path in _paths(output, patch))
            assert np.array_equal(image_patch.read(), image.read(window=window))
            assert np.array_equal(label_patch.read(), label.read(window=window))
            assert image_patch.bounds == label_patch.bounds == image.window_bounds(window)
            assert image_patch.crs == label_patch.crs == image.crs
            assert image_patch.descriptions == ("red", "green", "nir")


def test_folders_hold_what_the_manifest_lists_and_nothing_else(extract, output):
    result, manifest = extract()
    for split in SPLITS:
        names = sorted(patch.name for patch in manifest.of_split(split))
        for kind in ("images", "labels"):
            assert sorted(path.stem for path in (output / split / kind).iterdir()) == names
        assert len(names) == getattr(result, split)
    others = {"dataset.json", "patches.gpkg", "patches.qml", *SPLITS}
    assert {path.name for path in output.iterdir()} == others


def test_statistics_are_of_the_training_patches_alone(extract, scene, labels):
    _, manifest = extract()
    assert len(manifest.of_split("train")) < len(manifest.patches)
    with rasterio.open(scene) as image:
        windows = [Window(patch.col_off, patch.row_off, 32, 32) for patch in manifest.of_split("train")]
        pixels = np.concatenate([image.read(window=window).reshape(3, -1) for window in windows], axis=1)
    for band, values in zip(manifest.bands, pixels.astype(float), strict=True):
        assert (band.minimum, band.maximum) == (values.min(), values.max())
        assert (band.mean, band.std) == pytest.approx((values.mean(), values.std()))
        assert (band.p2, band.p98) == pytest.approx(tuple(np.percentile(values, (2, 98))))


def test_classes_are_counted_by_split_without_invalid_and_ignored_pixels(extract, write_raster, coded_pixels, labels):
    pixels = coded_pixels(160, 192)
    pixels[1, :40, :50] = 0
    image = write_raster("tagged.tif", pixels, nodata=0)
    _, manifest = extract(images=[image], min_valid_share=0)
    with rasterio.open(labels) as dataset:
        values = np.where((pixels > 0).all(axis=0), dataset.read(1), 0)
    for split in SPLITS:
        counts = Counter()
        for patch in manifest.of_split(split):
            counts.update(values[patch.row_off : patch.row_off + 32, patch.col_off : patch.col_off + 32].ravel())
        assert manifest.class_counts[split] == tuple(counts[value] for value in (1, 2, 3))
    assert manifest.nodata == 0


def test_patches_with_little_to_learn_from_are_left_out(extract, write_raster, coded_pixels):
    pixels, values = coded_pixels(64, 96), np.ones((1, 64, 96), np.uint8)
    pixels[:, :, :24] = 0  # 3/4 of the first column of patches is invalid
    values[:, :, 32:56] = 0  # 3/4 of the second is not labelled
    fields = {"images": [write_raster("i.tif", pixels, nodata=0)], "labels": [write_raster("l.tif", values)]}
    everything = {"block_cells": 1, **fields}
    assert {patch.col_off for patch in extract(min_valid_share=0.25, **everything)[1].patches} == {0, 32, 64}
    assert {patch.col_off for patch in extract(min_valid_share=0.26, **everything)[1].patches} == {64}


def test_bands_are_chosen_by_number(extract, output, scene):
    _, manifest = extract(bands=[3, "red"])
    assert [band.name for band in manifest.bands] == ["nir", "red"]
    patch = manifest.patches[7]
    with rasterio.open(scene) as image, rasterio.open(_paths(output, patch)[0]) as cut:
        assert np.array_equal(cut.read(), image.read([3, 1], window=Window(patch.col_off, patch.row_off, 32, 32)))


def test_classes_are_named_or_found(extract):
    _, found = extract()
    assert [(item.value, item.name) for item in found.classes] == [(1, "class 1"), (2, "class 2"), (3, "class 3")]
    _, named = extract(classes=["3=water:#0000ff", "1=wood", "2=field"])
    assert [(item.value, item.name) for item in named.classes] == [(3, "water"), (1, "wood"), (2, "field")]
    train = found.class_counts["train"]
    assert named.class_counts["train"] == (train[2], train[0], train[1])


def test_grid_with_a_split_column_decides_the_splits(extract, grid):
    _, manifest = extract(grid=grid)
    cells = geopandas.read_file(grid)
    expected = {(cell.row * 32, cell.col * 32): cell.split for cell in cells.itertuples()}
    assert {(patch.row_off, patch.col_off): patch.split for patch in manifest.patches} == expected


def test_grid_in_another_crs_gives_the_same_patches_and_it_is_said(extract, grid, reporter):
    _, expected = extract(grid=grid)
    other = _rewrite(grid, lambda cells: cells.to_crs("EPSG:4326"))
    _, found = extract(reporter, grid=other)
    assert found.patches == expected.patches
    assert reporter.texts[0] == "changed.gpkg was reprojected from EPSG:4326 to EPSG:32633."


def test_grid_in_the_neighbouring_zone_finds_its_cells(extract, grid, reporter):
    _, expected = extract(grid=grid)
    other = _rewrite(grid, lambda cells: cells.to_crs("EPSG:32632"))
    _, found = extract(reporter, grid=other)
    assert found.patches == expected.patches


def test_cells_between_pixels_are_moved_where_asked_for_and_it_is_said_once(extract, grid, output, reporter):
    shifted = _rewrite(grid, lambda cells: cells.set_geometry(cells.translate(13, -27)))
    _, manifest = extract(reporter, grid=shifted, snap_cells=True)
    assert {(patch.row_off % 32, patch.col_off % 32) for patch in manifest.patches} == {(3, 1)}
    assert reporter.texts[:2] == [
        "Cells of changed.gpkg left out, partly or wholly outside of the images: 10.",
        "Cells of changed.gpkg moved onto whole pixels: 20.",
    ]


def test_patches_are_as_large_as_the_cells_where_no_size_is_given(extract, grid, scene, labels, tmp_path):
    _, manifest = extract(grid=grid, patch_size_px=None)
    assert (manifest.patch_size_px, {patch.col_off is None for patch in manifest.patches}) == (32, {False})
    _, manifest = extract(grid=_rewrite(grid, lambda cells: cells.to_crs("EPSG:4326")), patch_size_px=None)
    assert (manifest.patch_size_px, {patch.col_off is None for patch in manifest.patches}) == (32, {False})
    _, coarse = extract(grid=_rewrite(grid, lambda cells: cells.to_crs("EPSG:32632")), patch_size_px=None)
    assert coarse.patch_size_px == 32


def test_cells_of_another_size_are_resampled_and_the_sizes_are_said(extract, grid, reporter):
    _, manifest = extract(reporter, grid=grid, patch_size_px=48)
    assert manifest.patch_size_px == 48
    assert (
        "Cells of cells.gpkg that are not on the image's pixels, resampled to patches of 48 px (from 32 px across): 30."
        in reporter.texts
    )


def test_the_background_of_polygons_is_a_class_without_being_named(extract, tmp_path):
    triangle = Polygon([(500_200, 5_199_900), (501_500, 5_199_800), (500_800, 5_198_600)])
    layer = geopandas.GeoDataFrame({"kind": [1]}, geometry=[triangle], crs=32633)
    layer.to_file(tmp_path / "drawn.gpkg")
    fields = {"labels": [], "label_polygons": tmp_path / "drawn.gpkg", "ignore_values": []}
    _, manifest = extract(**fields, background_value=0, classes=["1=water:#0000ff"])
    assert [(item.value, item.name) for item in manifest.classes] == [(0, "background"), (1, "water")]


def test_image_without_a_cell_is_pointed_out(extract, grid, scene, labels, write_raster, coded_pixels, reporter):
    place = {"transform": Affine(10, 0, 800_000, 0, -10, 5_200_000)}
    far = write_raster("far.tif", coded_pixels(64, 64), names=["red", "green", "nir"], **place)
    far_labels = write_raster("far_labels.tif", np.ones((1, 64, 64), np.uint8), **place)
    result, _ = extract(reporter, images=[scene, far], labels=[labels, far_labels], grid=grid)
    assert result.patches == 30
    assert reporter.texts[0] == "No cell of cells.gpkg lies within far.tif: nothing is cut from it."


def test_cells_on_the_same_pixels_make_one_patch(extract, grid):
    doubled = _rewrite(grid, lambda cells: cells.loc[[0, 0, 5, 10, 15, 20]].assign(split="train"))
    assert extract(grid=doubled)[0].patches == 5


def test_grid_without_split_column_is_split_by_blocks(extract, grid):
    plain = _rewrite(grid, lambda cells: cells.drop(columns="split"))
    result, manifest = extract(grid=plain, block_cells=2)
    assert min(result.train, result.validation, result.test) > 0
    # cells are counted from the lower left corner, the raster of five rows from the upper left
    blocks = {((patch.row_off // 32 + 1) // 2, patch.col_off // 64): set() for patch in manifest.patches}
    for patch in manifest.patches:
        blocks[(patch.row_off // 32 + 1) // 2, patch.col_off // 64].add(patch.split)
    assert all(len(splits) == 1 for splits in blocks.values())


@pytest.mark.parametrize("with_grid", [False, True])
def test_a_place_keeps_its_split_across_dates(extract, grid, scene, labels, write_raster, coded_pixels, with_grid):
    later = write_raster("later.tif", coded_pixels(160, 192)[::-1], names=["red", "green", "nir"])
    plain = _rewrite(grid, lambda cells: cells.drop(columns="split")) if with_grid else None
    _, manifest = extract(images=[scene, later], labels=[labels, labels], grid=plain)
    splits = {}
    for patch in manifest.patches:
        splits.setdefault((patch.row_off, patch.col_off), []).append(patch.split)
    assert all(len(pair) == 2 and pair[0] == pair[1] for pair in splits.values())
    assert [source.image for source in manifest.sources] == ["scene.tif", "later.tif"]


def test_image_smaller_than_a_patch_is_padded_with_invalid_pixels(
    extract, output, write_raster, coded_pixels, reporter
):
    image = write_raster("small.tif", coded_pixels(20, 25))
    label = write_raster("small_labels.tif", np.ones((1, 20, 25), np.uint8))
    _, manifest = extract(reporter, images=[image], labels=[label])
    assert "small.tif is smaller than a patch (25 × 20 px): it is padded with invalid pixels." in reporter.texts
    [patch] = manifest.patches
    with rasterio.open(_paths(output, patch)[0]) as image_patch, rasterio.open(_paths(output, patch)[1]) as label_patch:
        valid = image_patch.dataset_mask() > 0
        assert valid[:20, :25].all()
        assert valid.sum() == 20 * 25
        assert np.array_equal(label_patch.read(1) == 1, valid)
    assert manifest.class_counts["train"] == (20 * 25,)
    assert manifest.bands[0].minimum == 1


def test_images_without_georeferencing_are_tiled_and_counted_in_pixels(extract, write_raster, coded_pixels):
    nowhere = {"crs": None, "transform": Affine.identity()}
    images = [write_raster(f"image{number}.tif", coded_pixels(64, 64), **nowhere) for number in (0, 1)]
    values = [write_raster(f"label{number}.tif", np.ones((1, 64, 64), np.uint8), **nowhere) for number in (0, 1)]
    result, manifest = extract(images=images, labels=values, validation_share=0.5, test_share=0, block_cells=2)
    assert manifest.ground_resolution == 1
    # they lie in the same place only because nobody knows where: no patch of one is left out for one of the other
    assert result.patches == 8
    assert min(result.train, result.validation) > 0


def test_outlines_show_place_split_and_class_shares(extract, output):
    _, manifest = extract()
    outlines = geopandas.read_file(output / "patches.gpkg", layer="patches")
    assert outlines.name.tolist() == [patch.name for patch in manifest.patches]
    assert outlines.split.tolist() == [patch.split for patch in manifest.patches]
    assert set(outlines.source) == {"scene.tif"}
    for outline, patch in zip(outlines.itertuples(), manifest.patches, strict=True):
        with rasterio.open(_paths(output, patch)[1]) as dataset:
            assert outline.geometry.bounds == tuple(dataset.bounds)
            assert outline.share_2 == (dataset.read(1) == 2).mean()
    assert 'attr="split"' in (output / "patches.qml").read_text()


def test_outlines_of_images_in_two_crs_are_in_that_of_the_first(extract, output, scene, labels, write_raster):
    with rasterio.open(scene) as image, rasterio.open(labels) as label:
        pixels, values = image.read(), label.read()
    other = write_raster("other.tif", pixels, crs="EPSG:32634", names=["red", "green", "nir"])
    other_labels = write_raster("other_labels.tif", values, crs="EPSG:32634")
    extract(images=[scene, other], labels=[labels, other_labels])
    outlines = geopandas.read_file(output / "patches.gpkg")
    assert outlines.crs.to_epsg() == 32633
    west, east = (outlines[outlines.source == name] for name in ("scene.tif", "other.tif"))
    assert affinity.translate(west.union_all(), xoff=400_000).bounds[2] < east.union_all().bounds[0]


def test_same_seed_gives_the_same_bytes_and_another_seed_another_split(extract, tmp_path):
    manifests = []
    for number, seed in enumerate([0, 0, 1]):
        folder = tmp_path / f"dataset_{number}"
        extract(output=folder, seed=seed)
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        manifests.append({path.relative_to(folder): path.read_bytes() for path in files})
    assert manifests[0] == manifests[1]
    assert manifests[0].keys() != manifests[2].keys()


def test_what_is_missing_is_pointed_out(extract, write_raster, coded_pixels, reporter):
    values = np.ones((1, 64, 64), np.uint8)
    values[0, :32, :32] = 0
    fields = {"images": [write_raster("i.tif", coded_pixels(64, 64))], "labels": [write_raster("l.tif", values)]}
    extract(reporter, **fields, classes=["1=wood", "2=field"])
    assert "Patches left out, with too few valid, labelled pixels: 1." in reporter.texts
    assert "There is no training pixel of field (value 2): it cannot be learned." in reporter.texts


def test_progress_runs_through_once(extract, reporter):
    extract(reporter)
    assert reporter.fractions == sorted(reporter.fractions)
    assert reporter.fractions[-1] == 1
    assert len(reporter.fractions) == 10  # labels of five rows of patches are read, then they are cut
