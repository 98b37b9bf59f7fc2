"""Layers, words and numbers of a dialog become the fields of a job."""

from pathlib import Path

import pytest
from osgeo import gdal, ogr, osr
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProject,
    QgsProperty,
    QgsRasterLayer,
    QgsVectorLayer,
)

from seg4eo_qgis.algorithms.extractpatches import ExtractPatches
from seg4eo_qgis.algorithms.inputs import InputReader, raster_path, split_list
from seg4eo_qgis.algorithms.predict import Predict
from seg4eo_qgis.algorithms.train import Train
from seg4eo_qgis.capabilities import job_description

SQUARE = "POLYGON((0 0,0 1,1 1,1 0,0 0))"


def write_raster(path):
    gdal.GetDriverByName("GTiff").Create(str(path), 4, 4, 1).FlushCache()
    return path


def write_layers(path, *names, features=2):
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    system = osr.SpatialReference()
    system.ImportFromEPSG(32633)
    for name in names:
        layer = source.CreateLayer(name, system, ogr.wkbPolygon)
        for _ in range(features):
            feature = ogr.Feature(layer.GetLayerDefn())
            feature.SetGeometry(ogr.CreateGeometryFromWkt(SQUARE))
            layer.CreateFeature(feature)
    return path


def count_features(path):
    source = ogr.Open(path)  # its layers die with it
    return source.GetLayer(0).GetFeatureCount()


@pytest.fixture
def raster(tmp_path):
    return str(write_raster(tmp_path / "scène.tif"))


@pytest.fixture
def read(qgis_processing):
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())

    def read_inputs(algorithm, **parameters):
        instance = algorithm().create()
        reader = InputReader(instance, parameters, context, QgsProcessingFeedback())
        return reader.read(job_description(instance.name())["fields"])

    yield read_inputs
    QgsProject.instance().clear()


def test_a_raster_is_its_path_and_defaults_are_said_out_loud(read, raster):
    values = read(Predict, MODEL="/m.safetensors", RASTER=raster)
    assert values["raster"] == raster
    assert values["batch_size"] == 4
    assert values["device"] == "auto"


def test_what_is_optional_and_not_given_is_left_out(read, raster):
    values = read(Predict, MODEL="/m.safetensors", RASTER=raster, WINDOW_PX=None, CONFIDENCE="")
    assert not {"window_px", "overlap_px", "confidence", "output"} & set(values)


def test_numbers_may_come_as_words_and_expressions(read, raster):
    values = read(Predict, MODEL="/m", RASTER=raster, WINDOW_PX="256", OVERLAP_PX=QgsProperty.fromExpression("2 * 32"))
    assert values["window_px"] == 256
    assert values["overlap_px"] == 64


def test_a_choice_is_its_word(read):
    assert read(Train, DATASET="/d", ARCHITECTURE="fpn")["architecture"] == "fpn"


def test_a_layer_of_the_project_is_the_path_of_its_file(read, raster):
    layer = QgsRasterLayer(raster, "my scene")
    QgsProject.instance().addMapLayer(layer)
    assert read(Predict, MODEL="/m", RASTER=layer)["raster"] == raster
    assert read(Predict, MODEL="/m", RASTER=layer.id())["raster"] == raster


class RelativeLayer:
    """A raster layer that was opened by a relative path; a real one would leave a sidecar where the tests are run."""

    def __init__(self, source):
        self.source = lambda: source
        self.providerType = lambda: "gdal"
        self.name = lambda: "relative"


def test_relative_paths_are_made_whole_for_the_engine_works_elsewhere(read, raster, monkeypatch):
    folder, name = Path(raster).parent, Path(raster).name
    monkeypatch.chdir(folder)
    assert read(Predict, MODEL="m.safetensors", RASTER=raster)["model"] == str(folder / "m.safetensors")
    assert raster_path(RelativeLayer(name), "Raster") == raster


def test_several_rasters_keep_their_order(read, tmp_path):
    paths = [str(write_raster(tmp_path / f"{name}.tif")) for name in "cab"]
    values = read(ExtractPatches, IMAGES=paths, LABELS=paths[::-1])
    assert values["images"] == paths
    assert values["labels"] == paths[::-1]


def test_a_raster_that_is_no_file_is_told(read):
    layer = QgsRasterLayer("type=xyz&url=file:///nowhere/{z}/{x}/{y}.png&zmin=0&zmax=1", "tiles", "wms")
    QgsProject.instance().addMapLayer(layer, False)
    with pytest.raises(QgsProcessingException, match="save it as a GeoTIFF"):
        read(Predict, MODEL="/m", RASTER=layer)


def test_a_part_of_a_raster_file_is_told(read, tmp_path):
    path = tmp_path / "tables.gpkg"
    source = gdal.GetDriverByName("MEM").Create("", 4, 4, 1)
    source.SetGeoTransform((0, 1, 0, 4, 0, -1))
    for table in ("first", "second"):
        options = [f"RASTER_TABLE={table}"] + (["APPEND_SUBDATASET=YES"] if path.exists() else [])
        gdal.GetDriverByName("GPKG").CreateCopy(str(path), source, options=options).FlushCache()
    layer = QgsRasterLayer(f"GPKG:{path}:second", "second")
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer, False)
    with pytest.raises(QgsProcessingException, match="save it as a GeoTIFF"):
        read(Predict, MODEL="/m", RASTER=layer)


def test_a_file_with_one_layer_goes_by_its_path(read, raster, tmp_path):
    grid = str(write_layers(tmp_path / "grid.gpkg", "grid"))
    assert read(ExtractPatches, IMAGES=[raster], LABELS=[raster], GRID=grid)["grid"] == grid


def test_only_the_selected_features_are_used_when_asked_for(read, raster, tmp_path):
    layer = QgsVectorLayer(str(write_layers(tmp_path / "grid.gpkg", "grid")), "grid")
    QgsProject.instance().addMapLayer(layer, False)
    layer.selectByIds([1])
    grid = QgsProcessingFeatureSourceDefinition(layer.id(), selectedFeaturesOnly=True)
    path = read(ExtractPatches, IMAGES=[raster], LABELS=[raster], GRID=grid)["grid"]
    assert Path(path).suffix == ".gpkg"
    assert count_features(path) == 1


def test_a_filtered_layer_is_used_as_filtered(read, raster, tmp_path):
    layer = QgsVectorLayer(str(write_layers(tmp_path / "grid.gpkg", "grid")) + "|subset=fid = 2", "grid")
    QgsProject.instance().addMapLayer(layer, False)
    assert count_features(read(ExtractPatches, IMAGES=[raster], LABELS=[raster], GRID=layer)["grid"]) == 1


@pytest.mark.parametrize("chosen", ["other", "grid"])
def test_the_chosen_one_of_several_layers_in_a_file_is_used(read, raster, tmp_path, chosen):
    path = write_layers(tmp_path / "grid.gpkg", "first", chosen, features=3)
    layer = QgsVectorLayer(f"{path}|layername={chosen}", "chosen")
    layer.dataProvider().deleteFeatures([1, 2])
    QgsProject.instance().addMapLayer(layer, False)
    assert count_features(read(ExtractPatches, IMAGES=[raster], LABELS=[raster], GRID=layer)["grid"]) == 1


def test_a_layer_in_memory_is_written_to_a_file_with_its_crs(read, raster):
    layer = QgsVectorLayer("Polygon?crs=EPSG:32633", "drawn", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt(SQUARE))
    layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer, False)
    path = read(ExtractPatches, IMAGES=[raster], LABELS=[raster], GRID=layer)["grid"]
    assert count_features(path) == 1
    assert QgsVectorLayer(path, "written").crs().authid() == "EPSG:32633"


def test_lists_are_written_with_commas(read, raster):
    values = read(
        ExtractPatches, IMAGES=[raster], LABELS=[raster], BAND_INDEXES=" 3, 2,1", CLASSES="1=water, 2=forest:#0a7d32"
    )
    assert values["band_indexes"] == [3, 2, 1]
    assert values["classes"] == ["1=water", "2=forest:#0a7d32"]
    assert split_list(" , ") == []


def test_a_word_among_numbers_is_told(read, raster):
    with pytest.raises(QgsProcessingException, match=r"'Bands' to be whole numbers .* found 1,red"):
        read(ExtractPatches, IMAGES=[raster], LABELS=[raster], BAND_INDEXES="1,red")
