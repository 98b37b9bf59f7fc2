"""A layer from a map service is mapped as the raster is that the service draws."""

import math
import subprocess

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProject, QgsRasterLayer

WORLD = 20037508.342789244
PIXEL = 2 * WORLD / 256 / 2**14  # of zoom level 14
LEFT, TOP = 8400 * 256 * PIXEL - WORLD, WORLD - 5800 * 256 * PIXEL
GROUND_M = PIXEL * math.cos(math.atan(math.sinh((TOP - 128 * PIXEL) / WORLD * math.pi)))
MAKE_MODEL = """
import sys
from pathlib import Path
from seg4eo_engine.models.untrained import save_untrained
save_untrained(Path(sys.argv[1]), bands=3, classes=4, dtype="uint8", mean=60, std=40)
"""


@pytest.fixture(scope="module")
def model(engine_python, tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / "model.safetensors"
    subprocess.run([engine_python, "-I", "-c", MAKE_MODEL, str(path)], check=True)
    return str(path)


@pytest.fixture(scope="module")
def photo(sample, tmp_path_factory):
    """The sample scene as a picture: three bands of bytes."""
    path = str(tmp_path_factory.mktemp("photo") / "photo.tif")
    bands = {"bandList": [3, 2, 1], "outputType": gdal.GDT_Byte}
    gdal.Translate(path, sample["SCENE"], scaleParams=[[0, 3000, 0, 255]] * 3, **bands)
    return path


def assert_same_map(mapped, wanted):
    mapped, wanted = gdal.Open(mapped), gdal.Open(wanted)
    assert mapped.GetGeoTransform() == pytest.approx(wanted.GetGeoTransform(), rel=1e-9)
    assert np.array_equal(mapped.ReadAsArray(), wanted.ReadAsArray())
    assert len(np.unique(wanted.ReadAsArray())) > 2


def test_a_wms_is_mapped_as_its_raster_is(qgis, serve, model, photo, tmp_path):
    service = f"wms://crs=EPSG:32631&format=image/png&layers=scene&styles=&url={serve(photo)}/wms?"
    mapped, wanted = str(tmp_path / "service.tif"), str(tmp_path / "raster.tif")
    values = {"MODEL": model, "DEVICE": "cpu", "PIXEL_SIZE_M": 10}
    qgis.results("seg4eo:predict", RASTER=service, OUTPUT=mapped, **values)
    qgis.results("seg4eo:predict", RASTER=photo, OUTPUT=wanted, **values)
    assert_same_map(mapped, wanted)


def test_tiles_are_mapped_over_an_extent_as_their_raster_is(run, serve, model, photo, tmp_path):
    scene = str(tmp_path / "mercator.tif")
    right, bottom = LEFT + 256 * PIXEL, TOP - 256 * PIXEL
    gdal.Translate(scene, photo, outputSRS="EPSG:3857", outputBounds=[LEFT, TOP, right, bottom])
    source = f"type=xyz&url={serve(scene)}/xyz/%7Bz%7D/%7Bx%7D/%7By%7D.png&zmin=0&zmax=16"
    layer = QgsRasterLayer(source, "basemap", "wms")
    QgsProject.instance().addMapLayer(layer, False)
    mapped, wanted = str(tmp_path / "service.tif"), str(tmp_path / "raster.tif")
    values = {"MODEL": model, "DEVICE": "cpu"}
    extent = f"{LEFT!r},{right!r},{bottom!r},{TOP!r} [EPSG:3857]"
    run("predict", RASTER=layer, EXTENT=extent, PIXEL_SIZE_M=GROUND_M, OUTPUT=mapped, **values)
    run("predict", RASTER=scene, OUTPUT=wanted, **values)
    assert_same_map(mapped, wanted)
