"""Bad input gets one sentence, a status that is not zero, and nothing is written or overwritten."""

import json
import shutil
import struct
from pathlib import Path

import pytest
from osgeo import gdal, ogr, osr


@pytest.fixture
def output(tmp_path):
    """A folder for outputs, which must be as empty in the end as it is now."""
    folder = tmp_path / "output"
    folder.mkdir()
    return folder


@pytest.fixture
def complaint(qgis, output):
    """Run an algorithm that must fail; return its one sentence."""

    def run(algorithm, **parameters):
        status, said = qgis.finish("run", f"seg4eo:{algorithm}", *(f"{name}={parameters[name]}" for name in parameters))
        assert status != 0, said
        assert list(output.iterdir()) == []
        sentences = {line.removeprefix("ERROR:").strip() for line in said.splitlines() if "Expected " in line}
        assert len(sentences) == 1, said
        return sentences.pop()

    return run


def copy_of(path, folder, **options):
    target = folder / Path(path).name
    gdal.Translate(str(target), str(path), **options)
    return target


def rewritten_model(path, folder, **changes):
    """A copy of a model file with changes to the JSON in its header."""
    content = Path(path).read_bytes()
    size = struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8 : 8 + size])
    manifest = json.loads(header["__metadata__"]["seg4eo"])
    header["__metadata__"]["seg4eo"] = json.dumps({**manifest, **changes})
    new_header = json.dumps(header).encode()
    target = folder / "changed.safetensors"
    target.write_bytes(struct.pack("<Q", len(new_header)) + new_header + content[8 + size :])
    return target


def write_polygon(path, epsg, wkt):
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    system = osr.SpatialReference()
    system.ImportFromEPSG(epsg)
    layer = source.CreateLayer("cells", system, ogr.wkbPolygon)
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
    layer.CreateFeature(feature)
    return path


def test_a_missing_file(complaint, output, tmp_path):
    sentence = complaint("grid", RASTER=tmp_path / "gone.tif", OUTPUT=output / "grid.gpkg")
    assert "gone.tif, found nothing there" in sentence


def test_a_missing_model(complaint, output, sample, tmp_path):
    sentence = complaint("predict", MODEL=tmp_path / "gone", RASTER=sample["SCENE"], OUTPUT=output / "map.tif")
    assert "gone, found nothing there" in sentence


def test_a_file_that_is_not_a_raster(complaint, output, tmp_path):
    text = tmp_path / "text.tif"
    text.write_text("not a raster", encoding="utf-8")
    assert "a raster" in complaint("grid", RASTER=text, OUTPUT=output / "grid.gpkg")


def test_a_raster_with_too_few_bands(complaint, output, model, sample, tmp_path):
    three = copy_of(sample["SCENE"], tmp_path, bandList=[1, 2, 3])
    sentence = complaint("predict", MODEL=model["OUTPUT"], RASTER=three, OUTPUT=output / "map.tif")
    assert "band" in sentence.lower()


def test_a_grid_that_touches_no_pixel(complaint, output, sample, tmp_path):
    far = write_polygon(tmp_path / "far.gpkg", 4326, "POLYGON((-60 -30,-60 -29,-59 -29,-59 -30,-60 -30))")
    complaint("extractpatches", IMAGES=sample["SCENE"], LABELS=sample["LABELS"], GRID=far, OUTPUT=output / "dataset")


def test_labels_that_lie_elsewhere(complaint, output, sample, tmp_path):
    far = copy_of(sample["LABELS"], tmp_path, outputBounds=[0, 256, 256, 0])
    complaint("extractpatches", IMAGES=sample["SCENE"], LABELS=far, PATCH_SIZE_PX=64, OUTPUT=output / "dataset")


def test_neither_images_nor_a_folder(complaint, output):
    assert "image" in complaint("extractpatches", OUTPUT=output / "dataset").lower()


def test_a_column_that_the_polygons_do_not_have(complaint, output, sample):
    values = {"POLYGONS": sample["POLYGONS"], "RASTER": sample["SCENE"], "CLASS_FIELD": "klasse"}
    sentence = complaint("rasterizelabels", OUTPUT=output / "labels.tif", **values)
    assert "klasse" in sentence
    assert "class, name" in sentence


def test_polygons_that_lie_elsewhere(complaint, output, sample, tmp_path):
    far = write_polygon(tmp_path / "far.gpkg", 4326, "POLYGON((-60 -30,-60 -29,-59 -29,-59 -30,-60 -30))")
    complaint("rasterizelabels", POLYGONS=far, RASTER=sample["SCENE"], OUTPUT=output / "labels.tif")


@pytest.mark.parametrize(("algorithm", "name"), [("datasetreport", "DATASET"), ("adoptdataset", "FOLDER")])
def test_a_folder_without_patches(complaint, output, tmp_path, algorithm, name):
    empty = tmp_path / "empty"
    empty.mkdir()
    target = output / ("report.html" if algorithm == "datasetreport" else "dataset")
    assert "empty" in complaint(algorithm, **{name: empty}, OUTPUT=target)


def test_a_class_value_that_nobody_named(complaint, output, sample):
    values = {"CLASSES": "1=water", "PATCH_SIZE_PX": 64, "OUTPUT": output / "dataset"}
    complaint("extractpatches", IMAGES=sample["SCENE"], LABELS=sample["LABELS"], **values)


def test_a_folder_that_is_no_dataset(complaint, output, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "dataset" in complaint("train", DATASET=empty, OUTPUT=output / "model.safetensors")


def test_an_output_that_cannot_be_written(complaint, output, sample, tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    complaint("grid", RASTER=sample["SCENE"], OUTPUT=in_the_way / "deeper" / "grid.gpkg")


def test_a_folder_with_files_of_others_is_left_alone(complaint, sample, tmp_path):
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "thesis.txt").write_text("years of work", encoding="utf-8")
    values = {"PATCH_SIZE_PX": 64, "OUTPUT": theirs}
    complaint("extractpatches", IMAGES=sample["SCENE"], LABELS=sample["LABELS"], **values)
    assert (theirs / "thesis.txt").read_text(encoding="utf-8") == "years of work"


def test_a_file_that_is_no_model(complaint, output, sample, tmp_path):
    other = shutil.copy(sample["SCENE"], tmp_path / "other.safetensors")
    complaint("predict", MODEL=other, RASTER=sample["SCENE"], OUTPUT=output / "map.tif")


def test_a_model_of_another_version(complaint, output, model, sample, tmp_path):
    newer = rewritten_model(model["OUTPUT"], tmp_path, format_version=99)
    sentence = complaint("predict", MODEL=newer, RASTER=sample["SCENE"], OUTPUT=output / "map.tif")
    assert "99" in sentence


def test_an_output_that_is_there_stays_as_it_is_when_the_job_fails(complaint, sample, model, tmp_path):
    there = tmp_path / "map.tif"
    there.write_bytes(b"the map of last week")
    three = copy_of(sample["SCENE"], tmp_path, bandList=[1, 2, 3])
    complaint("predict", MODEL=model["OUTPUT"], RASTER=three, OUTPUT=there)
    assert there.read_bytes() == b"the map of last week"


def test_a_number_out_of_bounds(complaint, output, sample):
    sentence = complaint("grid", RASTER=sample["SCENE"], PATCH_SIZE_PX=5, OUTPUT=output / "grid.gpkg")
    assert "from 32 to 4096, found 5" in sentence


def test_a_grid_in_another_crs_is_reprojected_and_the_user_is_told(qgis, sample, grid, tmp_path):
    other = tmp_path / "other.gpkg"
    gdal.VectorTranslate(str(other), grid["OUTPUT"], dstSRS="EPSG:3857")
    values = [f"IMAGES={sample['SCENE']}", f"LABELS={sample['LABELS']}", f"GRID={other}", "PATCH_SIZE_PX=64"]
    status, said = qgis.finish("run", "seg4eo:extractpatches", *values, f"OUTPUT={tmp_path / 'dataset'}")
    assert status == 0, said
    assert "3857" in said
    assert list((tmp_path / "dataset" / "train" / "images").glob("*.tif"))


def test_labels_in_another_crs_are_brought_onto_the_image_and_the_user_is_told(qgis, sample, tmp_path):
    other = tmp_path / "other.tif"
    gdal.Warp(str(other), sample["LABELS"], dstSRS="EPSG:3857")
    values = [f"IMAGES={sample['SCENE']}", f"LABELS={other}", "PATCH_SIZE_PX=64"]
    status, said = qgis.finish("run", "seg4eo:extractpatches", *values, f"OUTPUT={tmp_path / 'dataset'}")
    assert status == 0, said
    assert "other.tif is on other pixels than scene.tif" in said
    assert list((tmp_path / "dataset" / "train" / "images").glob("*.tif"))
