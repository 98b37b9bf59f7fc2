from itertools import permutations
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsRasterLayer, QgsVectorLayer

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


def classes_of(layer):
    return [entry.label for entry in layer.renderer().classes()] if layer.renderer().type() == "paletted" else []


def test_a_layer_gets_the_style_beside_its_file(map_path, context):
    map_path.with_suffix(".qml").write_text(STYLE, encoding="utf-8")
    layer = QgsRasterLayer(str(map_path), "map")
    styling.LayerStyler(0, {}).postProcessLayer(layer, context, QgsProcessingFeedback())
    assert classes_of(layer) == ["water"]


def test_a_layer_without_a_style_beside_its_file_is_left_as_it_is(map_path, context):
    layer = QgsRasterLayer(str(map_path), "map")
    styling.LayerStyler(0, {}).postProcessLayer(layer, context, QgsProcessingFeedback())
    assert classes_of(layer) == []


def test_the_style_of_a_layer_in_a_geopackage_is_found_too(context):
    layer = QgsVectorLayer("/data/grid.gpkg|layername=grid", "grid")
    assert styling.style_path(layer) == Path("/data/grid.qml")


def test_a_map_that_is_to_be_loaded_is_styled_and_others_are_not_asked_for(map_path, context):
    details = QgsProcessingContext.LayerDetails("map", context.project(), "OUTPUT")
    context.addLayerToLoadOnCompletion(str(map_path), details)
    Predict().create().style_layers({"output": str(map_path), "confidence": None}, context)
    assert list(context.layersToLoadOnCompletion()) == [str(map_path)]
    assert context.layerToLoadOnCompletionDetails(str(map_path)).postProcessor() is not None


def test_sample_files_are_loaded_under_their_titles_though_they_lie_in_a_folder(context):
    result = {name: f"/data/{name}.tif" for name, _ in SampleData.in_folder}
    SampleData().create().load_from_folder(result, context)
    titles = {output["name"]: output["title"] for output in job_description("sampledata")["results"]}
    loaded = {path: details.name for path, details in context.layersToLoadOnCompletion().items()}
    assert loaded == {path: titles[name] for name, path in result.items()}


def test_each_layer_has_a_styler_of_its_own_for_qgis_deletes_them_with_the_context(context):
    details = [QgsProcessingContext.LayerDetails(name, context.project(), name) for name in "ab"]
    for each in details:
        styling.style_when_loaded(each, styling.LayerStyler(0, {}))
    assert details[0].postProcessor() is not details[1].postProcessor()


def test_without_a_project_nothing_is_loaded(qgis_processing):
    context = QgsProcessingContext()
    SampleData().create().load_from_folder({name: f"/data/{name}" for name, _ in SampleData.in_folder}, context)
    assert not context.layersToLoadOnCompletion()


def load(project, context, ranks, all_at_once):
    """Load layers as QGIS does: the older releases style each after it was added, the newer ones at the end."""
    loaded, layers = {}, {}
    for rank in ranks:
        layers[rank] = QgsVectorLayer("Polygon", f"rank {rank}", "memory")
        project.addMapLayer(layers[rank])
        if not all_at_once:
            style(layers[rank], rank, loaded, context)
    for rank, layer in layers.items() if all_at_once else ():
        style(layer, rank, loaded, context)


def style(layer, rank, loaded, context):
    styler = styling.LayerStyler(rank, loaded, visible=rank != 1)
    styler.postProcessLayer(layer, context, QgsProcessingFeedback())


@pytest.mark.parametrize("ranks", permutations(range(3)))
@pytest.mark.parametrize("all_at_once", [False, True])
def test_layers_lie_in_their_order_whatever_the_order_of_loading(project, context, ranks, all_at_once):
    project.addMapLayer(QgsVectorLayer("Polygon", "there before", "memory"))
    load(project, context, ranks, all_at_once)
    nodes = project.layerTreeRoot().children()
    assert [node.name() for node in nodes] == ["rank 0", "rank 1", "rank 2", "there before"]
    assert [node.itemVisibilityChecked() for node in nodes] == [True, False, True, True]
    assert [node.isExpanded() for node in nodes] == [True, False, True, True]


def test_layers_of_a_later_run_lie_above_those_of_an_earlier_one(project, context):
    for run in ("earlier", "later"):
        loaded = {}
        for rank in (0, 1):
            layer = QgsVectorLayer("Polygon", f"{run} {rank}", "memory")
            project.addMapLayer(layer)
            styling.LayerStyler(rank, loaded).postProcessLayer(layer, context, QgsProcessingFeedback())
    names = [node.name() for node in project.layerTreeRoot().children()]
    assert names == ["later 0", "later 1", "earlier 0", "earlier 1"]
