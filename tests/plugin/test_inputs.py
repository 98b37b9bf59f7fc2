"""Layers, words and numbers of a dialog become the fields of a job."""

import zipfile
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsProcessingException,
    QgsProject,
    QgsProperty,
    QgsRasterLayer,
)

from seg4eo_qgis.algorithms.extractpatches import ExtractPatches
from seg4eo_qgis.algorithms.grid import Grid
from seg4eo_qgis.algorithms.inputs import split_list
from seg4eo_qgis.algorithms.layer_to_write import LayerToWrite
from seg4eo_qgis.algorithms.layers import raster_source
from seg4eo_qgis.algorithms.predict import Predict
from seg4eo_qgis.algorithms.train import Train


def write_raster(path):
    gdal.GetDriverByName("GTiff").Create(str(path), 4, 4, 1).FlushCache()
    return path


def test_a_raster_is_its_path_and_defaults_are_said_out_loud(read, raster):
    values = read(Predict, MODEL="/m.safetensors", RASTER=raster)
    assert values["raster"] == raster
    assert values["compression"] == "zstd"
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
    assert raster_source(RelativeLayer(name)) == raster


def test_several_rasters_keep_their_order(read, tmp_path):
    paths = [str(write_raster(tmp_path / f"{name}.tif")) for name in "cab"]
    values = read(ExtractPatches, IMAGES=paths, LABELS=paths[::-1])
    assert values["images"] == paths
    assert values["labels"] == paths[::-1]


def test_one_of_several_rasters_that_cannot_be_read_is_told_in_a_batch_too(read, raster, tmp_path):
    text = tmp_path / "text.tif"
    text.write_text("not a raster", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match=f"'Images' to be rasters, found that {text} cannot be read"):
        read(ExtractPatches, IMAGES=[raster, str(text)], LABELS=[raster, raster])


def test_a_part_of_a_raster_file_goes_by_the_name_that_gdal_knows(read, tmp_path):
    path = tmp_path / "tables.gpkg"
    source = gdal.GetDriverByName("MEM").Create("", 4, 4, 1)
    source.SetGeoTransform((0, 1, 0, 4, 0, -1))
    for table in ("first", "second"):
        options = [f"RASTER_TABLE={table}"] + (["APPEND_SUBDATASET=YES"] if path.exists() else [])
        gdal.GetDriverByName("GPKG").CreateCopy(str(path), source, options=options).FlushCache()
    layer = QgsRasterLayer(f"GPKG:{path}:second", "second")
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer, False)
    assert read(Predict, MODEL="/m", RASTER=layer)["raster"] == f"GPKG:{path}:second"


def test_a_raster_in_an_archive_goes_by_the_name_that_gdal_knows(read, raster, tmp_path):
    archive = tmp_path / "scenes.zip"
    with zipfile.ZipFile(archive, "w") as content:
        content.write(raster, "scene.tif")
    name = f"/vsizip/{archive}/scene.tif"
    layer = QgsRasterLayer(name, "in an archive")
    QgsProject.instance().addMapLayer(layer, False)
    assert read(Predict, MODEL="/m", RASTER=layer)["raster"] == name


def test_a_raster_that_is_opened_with_options_is_copied(read, raster):
    layer = QgsRasterLayer(f"{raster}|option:NUM_THREADS=2", "with options")
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer, False)
    assert isinstance(read(Predict, MODEL="/m", RASTER=layer)["raster"], LayerToWrite)


@pytest.mark.parametrize("nothing", [None, "", NULL])
def test_a_number_that_is_not_given_is_not_zero(read, raster, nothing):
    values = read(Grid, RASTER=raster, STRIDE_PX=nothing, PATCH_SIZE_M=nothing, BUFFER_CELLS=nothing)
    assert not {"stride_px", "patch_size_m", "buffer_cells"} & set(values)


def test_a_zero_that_is_given_is_a_zero(read, raster):
    values = read(Grid, RASTER=raster, BUFFER_CELLS=0, SEED=0)
    assert values["buffer_cells"] == 0
    assert values["seed"] == 0


def test_a_column_is_its_name(read, raster):
    assert read(Grid, RASTER=raster, SPLIT_COLUMN="teil")["split_column"] == "teil"
    assert read(Grid, RASTER=raster, CLASS_FIELD=None, SPLIT_COLUMN="").keys().isdisjoint({"class_field"})


def test_a_column_that_is_not_given_has_the_engines_default(read, raster):
    assert "split_column" not in read(Grid, RASTER=raster, SPLIT_COLUMN=None)


def test_images_may_be_left_out_where_a_folder_is_given(read, tmp_path):
    values = read(ExtractPatches, IMAGES=[], FOLDER=str(tmp_path), IMAGE_PATTERN="*/images/*.png")
    assert not {"images", "labels"} & set(values)
    assert values["folder"] == str(tmp_path)
    assert values["image_pattern"] == "*/images/*.png"


def test_a_crs_that_only_qgis_knows_is_told(read, raster, feedback):
    layer = QgsRasterLayer(raster, "my scene")
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32633"))
    QgsProject.instance().addMapLayer(layer, False)
    assert read(Grid, RASTER=layer)["raster"] == raster
    [warning] = feedback.warnings
    assert warning.startswith("The CRS of my scene was set in QGIS")


def test_lists_are_written_with_commas(read, raster):
    values = read(
        ExtractPatches, IMAGES=[raster], LABELS=[raster], IGNORE_VALUES=" 3, 2,1", CLASSES="1=water, 2=forest:#0a7d32"
    )
    assert values["ignore_values"] == [3, 2, 1]
    assert values["classes"] == ["1=water", "2=forest:#0a7d32"]
    assert split_list(" , ") == []


def test_a_word_among_numbers_is_told(read, raster):
    with pytest.raises(QgsProcessingException, match=r"'Values to ignore' to be whole numbers .* found 1,red"):
        read(ExtractPatches, IMAGES=[raster], LABELS=[raster], IGNORE_VALUES="1,red")


def test_several_files_are_a_list_of_whole_paths(read, raster, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a.safetensors", "b.onnx"):
        (tmp_path / name).touch()
    values = read(Predict, MODEL="/m", RASTER=raster, MORE_MODELS=["a.safetensors", str(tmp_path / "b.onnx")])
    assert values["more_models"] == [str(tmp_path / "a.safetensors"), str(tmp_path / "b.onnx")]


def test_an_extent_is_said_with_its_system(read, raster):
    values = read(Predict, MODEL="/m", RASTER=raster, EXTENT="5.5,6.25,45,45.125 [EPSG:4326]")
    assert values["extent"] == "5.5,6.25,45.0,45.125 [EPSG:4326]"
    assert read(Predict, MODEL="/m", RASTER=raster, EXTENT="1,2,3,4")["extent"] == "1.0,2.0,3.0,4.0"
    assert "extent" not in read(Predict, MODEL="/m", RASTER=raster)


def test_an_extent_may_be_that_of_a_layer(read, raster):
    layer = QgsRasterLayer(raster, "my scene")
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32631"))
    QgsProject.instance().addMapLayer(layer)
    assert read(Predict, MODEL="/m", RASTER=raster, EXTENT=layer.id())["extent"].endswith("[EPSG:32631]")


def test_what_is_finished_of_a_stopped_map_is_told(tmp_path):
    job = {"output": str(tmp_path / "map.tif")}
    assert Predict().what_is_left(job) == ""
    (tmp_path / "map.parts").mkdir()
    (tmp_path / "map.parts" / "class_map_0000000.tif").touch()
    assert "kept in" in Predict().what_is_left(job)
    assert "run the same again" in Predict().what_is_left(job)
