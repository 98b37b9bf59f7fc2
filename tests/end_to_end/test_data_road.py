"""From polygons to a dataset and its report, through qgis_process; what comes out is computed another way here."""

import json
import shutil
from pathlib import Path

import pytest
from osgeo import gdal, ogr

PATCH_PX = 32
CLASSES = "1=water, 2=forest, 3=cropland, 4=grassland, 5=built-up"


def pixels_of(path, window=None):
    """The pixels of a raster as (bands, height, width); ``window`` is column, row, width, height."""
    array = gdal.Open(str(path)).ReadAsArray(*(window or ()))
    return array if array.ndim == 3 else array[None]


def features_of(path):
    """Attributes and outline of each feature of the only layer of a file."""
    source = ogr.Open(str(path))  # its layers die with it
    return [(feature.items(), feature.GetGeometryRef().Clone()) for feature in source.GetLayer(0)]


def window_of(outline, raster):
    """The window of a raster's pixels that a rectangle covers."""
    west, step, _, north, _, _ = gdal.Open(str(raster)).GetGeoTransform()
    left, right, bottom, top = outline.GetEnvelope()
    return [round(value / step) for value in (left - west, north - top, right - left, top - bottom)]


@pytest.fixture(scope="session")
def labels(once, qgis, folder, sample):
    values = {"CLASS_FIELD": "class", "CLASSES": CLASSES, "OUTPUT": folder / "labels from polygons.tif"}
    values.update(POLYGONS=sample["POLYGONS"], RASTER=sample["SCENE"])
    return once("labels", qgis.results, "seg4eo:rasterizelabels", **values)


@pytest.fixture(scope="session")
def cells(once, qgis, folder, sample, labels):
    values = {"PATCH_SIZE_PX": PATCH_PX, "SPLIT_METHOD": "stratified", "OUTPUT": folder / "cells.gpkg"}
    values.update(BLOCK_CELLS=1, BUFFER_CELLS=0.5)
    return once("cells", qgis.results, "seg4eo:grid", RASTER=sample["SCENE"], LABELS=labels["OUTPUT"], **values)


@pytest.fixture(scope="session")
def patches(once, qgis, folder, sample, cells):
    values = {"LABEL_POLYGONS": sample["POLYGONS"], "CLASS_FIELD": "class", "CLASSES": CLASSES}
    values.update(GRID=cells["OUTPUT"], PATCH_SIZE_PX=PATCH_PX, OUTPUT=folder / "patches")
    return once("patches", qgis.results, "seg4eo:extractpatches", IMAGES=sample["SCENE"], **values)


@pytest.fixture(scope="session")
def report(once, qgis, folder, patches):
    values = {"DATASET": patches["OUTPUT"], "OUTPUT": folder / "report.html"}
    return once("report", qgis.results, "seg4eo:datasetreport", **values)


def test_the_label_raster_is_what_gdal_makes_of_the_polygons(labels, sample):
    scene = gdal.Open(sample["SCENE"])
    expected = gdal.GetDriverByName("MEM").Create("", scene.RasterXSize, scene.RasterYSize, 1)
    expected.SetGeoTransform(scene.GetGeoTransform())
    expected.SetProjection(scene.GetProjection())
    polygons = ogr.Open(sample["POLYGONS"])
    gdal.RasterizeLayer(expected, [1], polygons.GetLayer(0), options=["ATTRIBUTE=class"])
    made = gdal.Open(labels["OUTPUT"])
    pixels = made.ReadAsArray()
    pixels[pixels == made.GetRasterBand(1).GetNoDataValue()] = 0
    assert (pixels == expected.ReadAsArray()).all()
    assert labels["LABELLED_SHARE"] == pytest.approx((pixels > 0).mean())


def test_the_label_raster_lies_on_the_scene_and_knows_its_classes(labels, sample):
    made, scene = gdal.Open(labels["OUTPUT"]), gdal.Open(sample["SCENE"])
    assert made.GetGeoTransform() == scene.GetGeoTransform()
    assert made.GetRasterBand(1).GetColorTable() is not None
    assert made.GetRasterBand(1).GetCategoryNames()[1:6] == ["water", "forest", "cropland", "grassland", "built-up"]
    assert Path(labels["OUTPUT"]).with_suffix(".qml").is_file()
    assert labels["RESULT_CLASSES"] == CLASSES


def test_the_grid_tells_the_share_of_each_class_in_each_cell(cells, labels):
    for attributes, outline in features_of(cells["OUTPUT"]):
        values = pixels_of(labels["OUTPUT"], window_of(outline, labels["OUTPUT"]))
        labelled = (values >= 1) & (values <= 5)
        assert attributes["labelled_share"] == pytest.approx(labelled.mean())
        for value in range(1, 6):
            assert attributes[f"share_{value}"] == pytest.approx((values == value).mean())


def test_cells_of_different_splits_are_a_buffer_apart(cells, sample):
    step = gdal.Open(sample["SCENE"]).GetGeoTransform()[1]
    found = features_of(cells["OUTPUT"])
    assert {attributes["split"] for attributes, _ in found} == {"train", "validation", "test"}
    distances = [
        one.Distance(other)
        for attributes, one in found
        for others, other in found
        if attributes["split"] < others["split"]
    ]
    assert min(distances) >= 0.5 * PATCH_PX * step


def test_patches_are_the_pixels_of_the_scene_and_of_the_polygons_in_the_split_of_their_cell(
    patches, cells, labels, sample
):
    wanted = {tuple(window_of(outline, sample["SCENE"])): row["split"] for row, outline in features_of(cells["OUTPUT"])}
    found = features_of(patches["OUTLINES"])
    assert len(found) == patches["PATCHES"] == len(wanted)
    for attributes, outline in found:
        window = window_of(outline, sample["SCENE"])
        assert wanted[tuple(window)] == attributes["split"]
        image, label = (
            Path(patches["OUTPUT"], attributes["split"], kind, f"{attributes['name']}.tif")
            for kind in ("images", "labels")
        )
        assert (pixels_of(image) == pixels_of(sample["SCENE"], window)).all()
        expected, got = pixels_of(labels["OUTPUT"], window), pixels_of(label)
        labelled = (expected >= 1) & (expected <= 5)
        assert (got[labelled] == expected[labelled]).all()
        assert not ((got >= 1) & (got <= 5))[~labelled].any()


def test_the_report_counts_what_the_dataset_has_and_finds_no_leak(report, patches, cells):
    page = Path(report["OUTPUT"]).read_text(encoding="utf-8")
    assert page.lstrip().startswith("<!DOCTYPE html>")
    assert "<script" not in page
    facts = json.loads(Path(report["JSON_FILE"]).read_text(encoding="utf-8"))
    assert {split: facts["splits"][split]["patches"] for split in ("train", "validation", "test")} == {
        "train": patches["TRAIN"],
        "validation": patches["VALIDATION"],
        "test": patches["TEST"],
    }
    found = features_of(cells["OUTPUT"])
    by_split = {split: [o for row, o in found if row["split"] == split] for split in ("train", "test")}
    nearest = min(one.Distance(other) for one in by_split["train"] for other in by_split["test"])
    assert report["NEAREST_TEST_M"] == pytest.approx(nearest)


def test_a_dataset_without_its_manifest_is_adopted_with_all_its_pixels(qgis, patches, tmp_path):
    bare = tmp_path / "bare"
    bare.mkdir()
    for split in ("train", "validation", "test"):
        shutil.copytree(Path(patches["OUTPUT"], split), bare / split)
    adopted = qgis.results("seg4eo:adoptdataset", FOLDER=bare, CLASSES=CLASSES, OUTPUT=tmp_path / "adopted")
    counts = ("PATCHES", "TRAIN", "VALIDATION", "TEST")
    assert [adopted[name] for name in counts] == [patches[name] for name in counts]
    for kind in ("images", "labels"):
        theirs = sorted(bare.glob(f"train/{kind}/*.tif"))
        ours = sorted(Path(adopted["OUTPUT"]).glob(f"train/{kind}/*.tif"))
        sums = [[int(pixels_of(path).astype("int64").sum()) for path in paths] for paths in (theirs, ours)]
        assert sorted(sums[0]) == sorted(sums[1])
