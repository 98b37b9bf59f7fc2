from itertools import permutations
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import (
    QgsLayerTree,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingMultiStepFeedback,
    QgsRasterLayer,
    QgsVectorLayer,
)

from seg4eo_qgis import styling
from seg4eo_qgis.algorithms.predict import Predict
from seg4eo_qgis.algorithms.sampledata import SampleData
from seg4eo_qgis.capabilities import job_description

STYLE = """<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis><pipe><rasterrenderer type="paletted" band="1"><colorPalette>
<paletteEntry value="1" color="#0072b2" label="water" alpha="255"/></colorPalette></rasterrenderer></pipe></qgis>"""


@pytest.fixture
def project(context):
    return context.project()


@pytest.fixture
def map_path(tmp_path):
    path = tmp_path / "map.tif"
    gdal.GetDriverByName("GTiff").Create(str(path), 4, 4, 1).FlushCache()
    return path


def a_run(title="a run"):
    return styling.Run(lambda project: title)


def classes_of(layer):
    return [entry.label for entry in layer.renderer().classes()] if layer.renderer().type() == "paletted" else []


def test_a_layer_gets_the_style_beside_its_file(map_path, context):
    map_path.with_suffix(".qml").write_text(STYLE, encoding="utf-8")
    layer = QgsRasterLayer(str(map_path), "map")
    styling.LayerStyler(0, a_run()).postProcessLayer(layer, context, QgsProcessingFeedback())
    assert classes_of(layer) == ["water"]


def test_a_layer_without_a_style_beside_its_file_is_left_as_it_is(map_path, context):
    layer = QgsRasterLayer(str(map_path), "map")
    styling.LayerStyler(0, a_run()).postProcessLayer(layer, context, QgsProcessingFeedback())
    assert classes_of(layer) == []


def test_the_style_of_a_layer_in_a_geopackage_is_found_too(context):
    layer = QgsVectorLayer("/data/grid.gpkg|layername=grid", "grid")
    assert styling.style_path(layer) == Path("/data/grid.qml")


def test_layers_that_are_to_be_loaded_are_styled_and_others_are_not_asked_for(map_path, context):
    details = QgsProcessingContext.LayerDetails("map", context.project(), "OUTPUT")
    context.addLayerToLoadOnCompletion(str(map_path), details)
    result = {"output": str(map_path), "confidence": None}
    Predict().create().load_layers(result, {}, context, QgsProcessingFeedback())
    assert list(context.layersToLoadOnCompletion()) == [str(map_path)]
    assert context.layerToLoadOnCompletionDetails(str(map_path)).postProcessor() is not None


SAMPLE = {name: f"/data/{name}.tif" for name, _ in SampleData.in_folder}


def test_sample_files_are_loaded_under_their_titles_though_they_lie_in_a_folder(context):
    SampleData().create().load_layers(SAMPLE, {}, context, QgsProcessingFeedback())
    titles = {output["name"]: output["title"] for output in job_description("sampledata")["results"]}
    loaded = {path: details.name for path, details in context.layersToLoadOnCompletion().items()}
    assert loaded == {path: titles[name] for name, path in SAMPLE.items()}


def test_in_a_model_or_a_batch_nothing_is_loaded_that_nobody_asked_for(context):
    feedback = QgsProcessingFeedback()
    SampleData().create().load_layers(SAMPLE, {}, context, QgsProcessingMultiStepFeedback(2, feedback))
    assert not context.layersToLoadOnCompletion()


def test_each_layer_has_a_styler_of_its_own_for_qgis_deletes_them_with_the_context(context):
    details = [QgsProcessingContext.LayerDetails(name, context.project(), name) for name in "ab"]
    for each in details:
        styling.style_when_loaded(each, styling.LayerStyler(0, a_run()))
    assert details[0].postProcessor() is not details[1].postProcessor()


def test_without_a_project_nothing_is_loaded(qgis_processing):
    context = QgsProcessingContext()
    SampleData().create().load_layers(SAMPLE, {}, context, QgsProcessingFeedback())
    assert not context.layersToLoadOnCompletion()


def add_layer(project, name, group=None):
    layer = QgsVectorLayer("Polygon", name, "memory")
    project.addMapLayer(layer, group is None)
    if group is not None:
        group.addLayer(layer)
    return layer


def load(project, context, ranks, *, all_at_once=False, title="a run", group=None):
    """Load layers as QGIS does: the older releases style each after it was added, the newer ones at the end."""
    run, layers = a_run(title), {}
    for rank in ranks:
        layers[rank] = add_layer(project, f"rank {rank}", group)
        if not all_at_once:
            style(layers[rank], rank, run, context)
    for rank, layer in layers.items() if all_at_once else ():
        style(layer, rank, run, context)
    return layers


def style(layer, rank, run, context):
    styler = styling.LayerStyler(rank, run, visible=rank != 1)
    styler.postProcessLayer(layer, context, QgsProcessingFeedback())


def tree(group):
    """The names of layers, and of groups with what is in them."""
    return [node.name() if QgsLayerTree.isLayer(node) else {node.name(): tree(node)} for node in group.children()]


@pytest.mark.parametrize("ranks", permutations(range(3)))
@pytest.mark.parametrize("all_at_once", [False, True])
def test_layers_lie_in_their_order_in_a_group_whatever_the_order_of_loading(project, context, ranks, all_at_once):
    add_layer(project, "there before")
    load(project, context, ranks, all_at_once=all_at_once)
    assert tree(project.layerTreeRoot()) == [{"a run": ["rank 0", "rank 1", "rank 2"]}, "there before"]
    nodes = project.layerTreeRoot().children()[0].children()
    assert [node.itemVisibilityChecked() for node in nodes] == [True, False, True]
    assert [node.isExpanded() for node in nodes] == [True, False, True]
    assert len(project.mapLayers()) == 4


def test_a_single_layer_gets_no_group(project, context):
    load(project, context, [0])
    assert tree(project.layerTreeRoot()) == ["rank 0"]


@pytest.mark.parametrize("title", ["a run", "another"])
def test_a_later_run_has_a_group_of_its_own_above_that_of_an_earlier_one(project, context, title):
    load(project, context, [0, 1])
    load(project, context, [0, 1], title=title)
    assert tree(project.layerTreeRoot()) == [{title: ["rank 0", "rank 1"]}, {"a run": ["rank 0", "rank 1"]}]


def test_a_run_whose_layers_qgis_puts_into_the_group_of_another_gets_its_own_beside_it(project, context):
    load(project, context, [0, 1])
    earlier = project.layerTreeRoot().children()[0]
    load(project, context, [0, 1], title="later", group=earlier)
    assert tree(project.layerTreeRoot()) == [{"later": ["rank 0", "rank 1"]}, {"a run": ["rank 0", "rank 1"]}]


@pytest.mark.parametrize("all_at_once", [False, True])
def test_the_group_lies_in_the_users_own_group_for_results(project, context, all_at_once):
    results = project.layerTreeRoot().insertGroup(0, "Results")
    load(project, context, [1, 0], all_at_once=all_at_once, group=results)
    assert tree(project.layerTreeRoot()) == [{"Results": [{"a run": ["rank 0", "rank 1"]}]}]


def test_layers_that_were_there_and_whose_files_were_written_anew_stay_where_the_user_put_them(project, context):
    layers = load(project, context, [0, 1])
    mine = project.layerTreeRoot().insertGroup(0, "mine")
    node = project.layerTreeRoot().findLayer(layers[1].id())
    mine.insertChildNode(0, node.clone())
    node.parent().removeChildNode(node)
    run = a_run("again")
    for rank, layer in layers.items():
        style(layer, rank, run, context)
    assert tree(project.layerTreeRoot()) == [{"mine": ["rank 1"]}, {"a run": ["rank 0"]}]


def test_a_map_is_called_after_the_layer_that_was_mapped_or_its_file(project, map_path):
    named = Predict().create().what_is_made({"raster": str(map_path)}, project)
    project.addMapLayer(QgsRasterLayer(str(map_path), "Lake in May"))
    assert named == "Map of map"
    assert Predict().create().what_is_made({"raster": str(map_path)}, project) == "Map of Lake in May"
