"""What QGIS shows of the outputs: by itself when an algorithm has run, and when a file is opened another day."""

import shutil
from pathlib import Path

import pytest
from qgis.core import QgsLayerTree, QgsProject, QgsRasterLayer, QgsVectorLayer

CLASSES = ["water", "forest", "cropland", "grassland", "built-up"]
SPLITS = ["train", "validation", "test"]
RESULTS_GROUP = "RESULTS_GROUP_NAME"


@pytest.fixture
def run_and_load(loading):
    """Run an algorithm as its dialog does, which loads what was made."""
    from qgis import processing

    return lambda name, **values: processing.runAndLoadResults(f"seg4eo:{name}", values)


@pytest.fixture
def results_group(loading):
    """The user's own group for results, from the options of Processing."""
    from processing.core.ProcessingConfig import ProcessingConfig

    ProcessingConfig.setSettingValue(RESULTS_GROUP, "Mine")
    yield "Mine"
    ProcessingConfig.setSettingValue(RESULTS_GROUP, "")


@pytest.fixture(scope="module")
def everything(once, qgis, sample, model, folder):
    """A map with all that can be made beside it, by qgis_process: nobody is there to style it."""
    files = {name: folder / f"all_{name.lower()}.tif" for name in ("CONFIDENCE", "UNCERTAINTY", "PROBABILITIES")}
    values = {**files, "OUTPUT": folder / "all_map.tif", "POLYGONS": folder / "all_polygons.gpkg", "DEVICE": "cpu"}
    return once("everything", qgis.results, "seg4eo:predict", MODEL=model["OUTPUT"], RASTER=sample["SCENE"], **values)


def tree(group):
    """The names of layers, and of groups with what is in them."""
    return [node.name() if QgsLayerTree.isLayer(node) else {node.name(): tree(node)} for node in group.children()]


def tree_of_project():
    return tree(QgsProject.instance().layerTreeRoot())


def legend(layer):
    """The names in the legend of a layer by classes, or the lowest and highest value of one by a ramp."""
    renderer = layer.renderer()
    if renderer.type() == "paletted":
        return [entry.label for entry in renderer.classes()]
    if renderer.type() == "categorizedSymbol":
        return [category.label() for category in renderer.categories()]
    if renderer.type() == "singlebandpseudocolor":
        stops = renderer.shader().rasterShaderFunction().colorRampItemList()
        return [stops[0].label, stops[-1].label]
    return renderer.type()


def legends_of_project():
    return {layer.name(): legend(layer) for layer in QgsProject.instance().mapLayers().values()}


MAP_TREE = {"Map of scene": ["Polygons", "Class map", "Confidence", "Uncertainty", "Probabilities"]}
MAP_LEGENDS = {
    "Polygons": CLASSES,
    "Class map": CLASSES,
    "Confidence": ["0 %", "100 %"],
    "Uncertainty": ["0 %", "100 %"],
    "Probabilities": ["0 %", "100 %"],
}


@pytest.fixture
def load_map(run_and_load, sample, model, tmp_path):
    """Map the scene into a folder, with all that can be made beside the map."""

    def load():
        names = {"OUTPUT": "map.tif", "CONFIDENCE": "c.tif", "UNCERTAINTY": "u.tif", "PROBABILITIES": "p.tif"}
        outputs = {key: str(tmp_path / name) for key, name in {**names, "POLYGONS": "polygons.gpkg"}.items()}
        run_and_load("predict", MODEL=model["OUTPUT"], RASTER=sample["SCENE"], DEVICE="cpu", **outputs)

    return load


def test_a_map_and_what_is_beside_it_are_styled_and_lie_in_a_group_and_mapped_again_they_stay_there(load_map):
    load_map()
    assert tree_of_project() == [MAP_TREE]
    legends = legends_of_project()
    assert {name: sorted(labels) for name, labels in legends.items()} == {
        name: sorted(labels) for name, labels in MAP_LEGENDS.items()
    }
    load_map()
    assert MAP_TREE in tree_of_project()
    assert all(each == MAP_TREE for each in tree_of_project())


def test_the_group_lies_in_the_one_that_the_user_wants_for_results(load_map, results_group):
    load_map()
    assert tree_of_project() == [{results_group: [MAP_TREE]}]


def test_sample_data_lie_in_a_group_and_do_not_hide_the_scene(run_and_load, tmp_path):
    run_and_load("sampledata", SIZE_PX=256, OUTPUT=str(tmp_path / "sample"))
    assert tree_of_project() == [{"Sample data": ["Grid", "Class polygons", "Labels", "Scene"]}]
    nodes = QgsProject.instance().layerTreeRoot().findLayers()
    assert [node.itemVisibilityChecked() for node in nodes] == [True, False, False, True]
    legends = legends_of_project()
    assert legends == {"Grid": SPLITS, "Class polygons": CLASSES, "Labels": CLASSES, "Scene": "multibandcolor"}


def test_a_single_layer_lies_in_no_group(run_and_load, sample, tmp_path):
    run_and_load("grid", RASTER=sample["SCENE"], PATCH_SIZE_PX=64, OUTPUT=str(tmp_path / "cells.gpkg"))
    assert tree_of_project() == ["Grid"]
    assert legends_of_project() == {"Grid": SPLITS}


def test_patches_are_loaded_coloured_by_their_split(run_and_load, sample, tmp_path):
    values = {"IMAGES": [sample["SCENE"]], "LABELS": [sample["LABELS"]], "PATCH_SIZE_PX": 64}
    run_and_load("extractpatches", OUTPUT=str(tmp_path / "dataset"), **values)
    assert legends_of_project() == {"Patch outlines": SPLITS}


OPENED = {
    "OUTPUT": CLASSES,
    "CONFIDENCE": ["0 %", "100 %"],
    "UNCERTAINTY": ["0 %", "100 %"],
    "PROBABILITIES": ["0 %", "100 %"],
    "POLYGONS": CLASSES,
}


@pytest.mark.parametrize("name", OPENED)
def test_a_file_that_was_made_without_a_window_is_styled_when_it_is_opened(provider, everything, name):
    path = everything[name]
    layer = (QgsVectorLayer if path.endswith(".gpkg") else QgsRasterLayer)(path, "opened")
    assert layer.isValid()
    assert sorted(legend(layer)) == sorted(OPENED[name])


def test_a_map_whose_style_was_lost_has_its_colours_from_the_raster_itself(provider, everything, tmp_path):
    path = shutil.copy(everything["OUTPUT"], tmp_path / "alone.tif")
    layer = QgsRasterLayer(str(path), "alone")
    with_style = QgsRasterLayer(everything["OUTPUT"], "with style")
    assert layer.renderer().type() == "paletted"
    colours = {entry.value: entry.color.name() for entry in layer.renderer().classes()}
    for entry in with_style.renderer().classes():
        assert colours[entry.value] == entry.color.name()


def test_the_outlines_of_a_dataset_and_a_grid_are_coloured_by_split_when_they_are_opened(provider, dataset, grid):
    for path in (dataset["OUTLINES"], grid["OUTPUT"]):
        assert legend(QgsVectorLayer(str(Path(path)), "opened")) == SPLITS
