"""From a scene to a map: the whole road, on a tiny scene."""

import json
from pathlib import Path

import pytest
from osgeo import gdal, ogr

ROOT = Path(__file__).resolve().parents[2]
MODEL3 = ROOT / "seg4eo_qgis" / "models" / "train_and_map.model3"


def epsg(path):
    return gdal.Open(str(path)).GetSpatialRef().GetAuthorityCode(None)


def test_the_plugin_lists_its_algorithms(qgis):
    status, said = qgis.finish("list")
    assert status == 0
    for name in (
        "sampledata",
        "grid",
        "extractpatches",
        "train",
        "modelinfo",
        "predict",
        "predictscenes",
        "evaluate",
        "trainandmap",
        "mapfolder",
    ):
        assert f"seg4eo:{name}" in said


def test_sample_data_is_a_scene_with_labels_polygons_and_a_grid(sample):
    scene, labels = gdal.Open(sample["SCENE"]), gdal.Open(sample["LABELS"])
    assert (scene.RasterXSize, scene.RasterYSize, scene.RasterCount) == (256, 256, 10)
    assert labels.GetGeoTransform() == scene.GetGeoTransform()
    for name in ("POLYGONS", "GRID"):
        source = ogr.Open(sample[name])
        assert source.GetLayer(0).GetFeatureCount() > 0


def test_the_grid_says_how_many_cells_it_has(grid):
    source = ogr.Open(grid["OUTPUT"])
    assert source.GetLayer(0).GetFeatureCount() == grid["CELLS"] == grid["TRAIN"] + grid["VALIDATION"] + grid["TEST"]


def test_the_dataset_has_a_patch_for_each_cell_with_labels(dataset, grid):
    assert 0 < dataset["PATCHES"] <= grid["CELLS"]
    assert len(list(Path(dataset["OUTPUT"]).glob("*/images/*.tif"))) == dataset["PATCHES"]


def test_a_model_is_trained_and_measured(model):
    assert Path(model["OUTPUT"]).is_file()
    assert model["RESULT_EPOCHS"] == model["BEST_EPOCH"] == 1
    assert 0 <= model["TEST_MIOU"] <= 1


def test_the_map_lies_on_the_scene_and_carries_its_colours(class_map, sample):
    scene, mapped = gdal.Open(sample["SCENE"]), gdal.Open(class_map["OUTPUT"])
    assert mapped.GetGeoTransform() == scene.GetGeoTransform()
    assert (mapped.RasterXSize, mapped.RasterYSize) == (scene.RasterXSize, scene.RasterYSize)
    assert epsg(class_map["OUTPUT"]) == epsg(sample["SCENE"])
    assert mapped.GetRasterBand(1).GetColorTable() is not None
    assert Path(class_map["OUTPUT"]).with_suffix(".qml").is_file()
    assert Path(class_map["CONFIDENCE"]).with_suffix(".qml").is_file()


def test_a_model_says_what_it_holds(qgis, model):
    info = qgis.results("seg4eo:modelinfo", MODEL=model["OUTPUT"])
    assert info["BANDS"].startswith("B02, B03, B04")
    assert info["PATCH_SIZE_PX"] == 64
    assert info["TEST_MIOU"] == pytest.approx(model["TEST_MIOU"])


def test_a_map_is_measured_against_its_reference(qgis, class_map, sample, grid, tmp_path):
    values = {"GRID": grid["OUTPUT"], "SPLIT": "test", "REPORT": tmp_path / "report.html"}
    scores = qgis.results("seg4eo:evaluate", CLASS_MAP=class_map["OUTPUT"], REFERENCE=sample["LABELS"], **values)
    assert 0 <= scores["MIOU"] <= 1
    assert "<html" in (tmp_path / "report.html").read_text(encoding="utf-8").lower()
    facts = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert facts["miou"] == pytest.approx(scores["MIOU"])
    assert sum(map(sum, facts["confusion_matrix"])) == scores["PIXELS"]


def test_the_example_model_goes_the_whole_road(qgis, sample, tmp_path):
    values = {
        "SCENE": sample["SCENE"],
        "LABELS": sample["LABELS"],
        "PATCH_SIZE_PX": 64,
        "ARCHITECTURE": "fpn",
        "EPOCHS": 1,
        "train:model": tmp_path / "model.safetensors",
        "predict:class_map": tmp_path / "map.tif",
    }
    results = qgis.results(str(MODEL3), **values)
    assert epsg(results["predict:class_map"]) == epsg(sample["SCENE"])
    assert (tmp_path / "model.safetensors").is_file()
    assert "train:test_miou" in results
