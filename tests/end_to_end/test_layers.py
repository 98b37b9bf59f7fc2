"""What is chosen in QGIS (a selection, a layer in memory, a batch) reaches the real engine."""

import json
from pathlib import Path

from osgeo import gdal, ogr
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)

PATCH_PX = 32


def open_layer(path):
    layer = QgsVectorLayer(str(path), Path(path).stem)
    QgsProject.instance().addMapLayer(layer, False)
    return layer


def envelopes_of(path):
    source = ogr.Open(str(path))
    return sorted(feature.GetGeometryRef().GetEnvelope() for feature in source.GetLayer(0))


def rectangle_of(raster, window):
    """The rectangle that column, row, width and height of a raster's pixels cover on the ground."""
    west, step, _, north, _, _ = gdal.Open(str(raster)).GetGeoTransform()
    column, row, width, height = window
    left, top = west + column * step, north - row * step
    return QgsRectangle(left, top - height * step, left + width * step, top)


def draw(raster, *drawn):
    """A layer in memory with a rectangle for each window, and its class."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:32631&field=class:string(20)", "drawn", "memory")
    features = []
    for name, window in drawn:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([name])
        feature.setGeometry(QgsGeometry.fromRect(rectangle_of(raster, window)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    QgsProject.instance().addMapLayer(layer, False)
    return layer


def test_the_selected_cells_of_a_grid_become_the_patches(run, sample, tmp_path):
    grid = tmp_path / "grid.gpkg"
    run("grid", RASTER=sample["SCENE"], PATCH_SIZE_PX=PATCH_PX, BUFFER_CELLS=0, OUTPUT=str(grid))
    layer = open_layer(grid)
    layer.selectByExpression('"row" < 2 and "col" > 2')
    assert 0 < layer.selectedFeatureCount() < layer.featureCount()
    chosen = QgsProcessingFeatureSourceDefinition(layer.id(), selectedFeaturesOnly=True)
    values = {"IMAGES": [sample["SCENE"]], "LABELS": [sample["LABELS"]], "GRID": chosen, "PATCH_SIZE_PX": PATCH_PX}
    patches = run("extractpatches", MIN_VALID_SHARE=0, OUTPUT=str(tmp_path / "dataset"), **values)
    assert patches["PATCHES"] == layer.selectedFeatureCount()
    rectangles = [feature.geometry().boundingBox() for feature in layer.selectedFeatures()]
    wanted = sorted((r.xMinimum(), r.xMaximum(), r.yMinimum(), r.yMaximum()) for r in rectangles)
    assert envelopes_of(patches["OUTLINES"]) == wanted


def test_polygons_that_are_only_in_memory_become_the_labels(run, sample, tmp_path):
    drawn = draw(sample["SCENE"], ("water", (0, 0, 64, 32)), ("forest", (64, 0, 64, 32)), ("water", (64, 32, 32, 32)))
    values = {"LABEL_POLYGONS": drawn, "CLASS_FIELD": "class", "BACKGROUND_VALUE": 0}
    grid = draw(sample["SCENE"], ("", (48, 8, 32, 32)))
    output = str(tmp_path / "dataset")
    run("extractpatches", IMAGES=[sample["SCENE"]], GRID=grid, PATCH_SIZE_PX=PATCH_PX, OUTPUT=output, **values)
    [path] = (tmp_path / "dataset").glob("*/labels/*.tif")
    label = gdal.Open(str(path)).ReadAsArray()
    forest, water = 1, 2  # in alphabetical order
    assert (label[:24, :16] == water).all()
    assert (label[:24, 16:] == forest).all()
    assert (label[24:, 16:] == water).all()
    assert (label[24:, :16] == 0).all()


def test_a_selection_of_polygons_in_memory_becomes_the_label_raster(run, sample, tmp_path):
    drawn = draw(sample["SCENE"], ("water", (0, 0, 64, 32)), ("forest", (64, 0, 64, 32)))
    drawn.selectByExpression("class = 'forest'")
    chosen = QgsProcessingFeatureSourceDefinition(drawn.id(), selectedFeaturesOnly=True)
    output = str(tmp_path / "labels.tif")
    made = run("rasterizelabels", POLYGONS=chosen, RASTER=sample["SCENE"], CLASS_FIELD="class", OUTPUT=output)
    assert made["RESULT_CLASSES"] == "1=forest"
    pixels = gdal.Open(output).ReadAsArray()
    assert (pixels == 1).sum() == 64 * 32
    assert (pixels[:32, 64:128] == 1).all()


def test_a_grid_in_memory_and_one_in_a_file_serve_two_images(run, sample, tmp_path):
    other = str(tmp_path / "other.tif")
    gdal.Translate(other, sample["SCENE"], srcWin=[128, 128, 128, 128])
    other_labels = str(tmp_path / "other_labels.tif")
    gdal.Translate(other_labels, sample["LABELS"], srcWin=[128, 128, 128, 128])
    drawn = draw(sample["SCENE"], ("", (0, 0, PATCH_PX, PATCH_PX)), ("", (32, 0, PATCH_PX, PATCH_PX)))
    grid = tmp_path / "grid.gpkg"
    run("grid", RASTER=other, PATCH_SIZE_PX=PATCH_PX, BUFFER_CELLS=0, OUTPUT=str(grid))
    values = {"IMAGES": [sample["SCENE"], other], "LABELS": [sample["LABELS"], other_labels]}
    values.update(IMAGE_GRIDS=[drawn, str(grid)], PATCH_SIZE_PX=PATCH_PX, MIN_VALID_SHARE=0, BUFFER_CELLS=0)
    patches = run("extractpatches", OUTPUT=str(tmp_path / "dataset"), **values)
    assert patches["PATCHES"] == 2 + len(envelopes_of(grid))


def test_a_batch_makes_a_dataset_of_each_image(batch, sample, tmp_path):
    rows = []
    for number in range(3):
        image, labels = (str(tmp_path / f"{kind}{number}.tif") for kind in ("image", "labels"))
        window = [64 * number, 0, 128, 128]
        gdal.Translate(image, sample["SCENE"], srcWin=window)
        gdal.Translate(labels, sample["LABELS"], srcWin=window)
        given = {"IMAGES": [image], "LABELS": [labels], "PATCH_SIZE_PX": 32, "BUFFER_CELLS": 0, "MIN_VALID_SHARE": 0}
        rows.append({**given, "OUTPUT": str(tmp_path / f"dataset{number}")})
    batch("extractpatches", rows)
    for number in range(3):
        manifest = json.loads((tmp_path / f"dataset{number}" / "dataset.json").read_text(encoding="utf-8"))
        assert len(manifest["patches"]) == 16
        assert f"image{number}.tif" in json.dumps(manifest["sources"])
