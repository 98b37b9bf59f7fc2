"""Layers from services are copied to a file, pixel by pixel, for the time of a job."""

import json
import math
import struct
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis.core import QgsProcessingException, QgsProject, QgsRasterLayer, QgsRectangle

from seg4eo_qgis.algorithms import layer_to_write
from seg4eo_qgis.algorithms.evaluate import Evaluate
from seg4eo_qgis.algorithms.exportonnx import ExportOnnx
from seg4eo_qgis.algorithms.extractpatches import ExtractPatches
from seg4eo_qgis.algorithms.grid import Grid
from seg4eo_qgis.algorithms.predict import Predict
from seg4eo_qgis.algorithms.train import Train
from seg4eo_qgis.algorithms.vectorize import Vectorize
from seg4eo_qgis.algorithms.written_out import written_out
from seg4eo_qgis.engine.run import EngineStopped

WORLD = 20037508.342789244
ZOOM, COLUMN, ROW = 14, 8400, 5800
TILE_PX = 256
PIXEL = 2 * WORLD / TILE_PX / 2**ZOOM
SIZE_PX = 300  # two tiles and two halves
LEFT, TOP = COLUMN * TILE_PX * PIXEL - WORLD, WORLD - ROW * TILE_PX * PIXEL
LATITUDE = math.atan(math.sinh((TOP - SIZE_PX / 2 * PIXEL) / WORLD * math.pi))
GROUND_M = PIXEL * math.cos(LATITUDE)


def write_scene(path, left, top, pixel, epsg, size=SIZE_PX):
    """A raster of noise, in which no two pixels can be mixed up; return its pixels."""
    pixels = np.random.default_rng(7).integers(0, 256, (3, size, size), dtype=np.uint8)
    raster = gdal.GetDriverByName("GTiff").Create(str(path), size, size, 3)
    system = osr.SpatialReference()
    system.ImportFromEPSG(epsg)
    raster.SetProjection(system.ExportToWkt())
    raster.SetGeoTransform((left, pixel, 0, top, 0, -pixel))
    raster.WriteArray(pixels)
    raster.FlushCache()
    return pixels


def read_file(path):
    raster = gdal.Open(path)
    return raster.ReadAsArray(), raster.GetGeoTransform()


def xyz_source(address, zmax=16):
    return f"type=xyz&url={address}/xyz/%7Bz%7D/%7Bx%7D/%7By%7D.png&zmin=0&zmax={zmax}"


def wms_source(address, epsg=32631):
    return f"crs=EPSG:{epsg}&format=image/png&layers=scene&styles=&url={address}/wms?"


def open_service(source):
    layer = QgsRasterLayer(source, "basemap", "wms")
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer, False)
    return layer


def extent_of(left, top, width, height, crs="EPSG:3857"):
    return f"{left!r},{left + width!r},{top - height!r},{top!r} [{crs}]"


WHOLE = extent_of(LEFT, TOP, SIZE_PX * PIXEL, SIZE_PX * PIXEL)


@pytest.fixture
def mercator(tmp_path):
    """A scene whose pixels are those of a zoom level: its path and its pixels."""
    path = tmp_path / "mercator.tif"
    return path, write_scene(path, LEFT, TOP, PIXEL, 3857)


@pytest.fixture
def utm(tmp_path):
    path = tmp_path / "utm.tif"
    return path, write_scene(path, 500000, 5000000, 10, 32631)


@pytest.fixture
def copy(read, feedback):
    """The pixels and the transform of the file that a job gets in place of a layer."""

    def copied(algorithm=Predict, name="raster", **parameters):
        values = read(algorithm, **parameters)
        with written_out(values, feedback) as given:
            path = given[name][0] if isinstance(given[name], list) else given[name]
            return read_file(path)

    return copied


def test_tiles_come_as_they_are_where_the_pixel_size_is_that_of_a_zoom_level(copy, serve, mercator):
    path, pixels = mercator
    layer = open_service(xyz_source(serve(path)))
    copied, transform = copy(MODEL="/m", RASTER=layer, EXTENT=WHOLE, PIXEL_SIZE_M=round(GROUND_M, 1))
    assert np.array_equal(copied[:3], pixels)
    assert (copied[3] == 255).all()
    assert transform == pytest.approx((LEFT, PIXEL, 0, TOP, 0, -PIXEL), rel=1e-12)


def test_a_part_of_the_tiles_lies_where_it_belongs(copy, serve, mercator):
    path, pixels = mercator
    layer = open_service(xyz_source(serve(path)))
    part = extent_of(LEFT + 100.4 * PIXEL, TOP - 200.4 * PIXEL, 80 * PIXEL, 60 * PIXEL)
    copied, transform = copy(MODEL="/m", RASTER=layer, EXTENT=part, PIXEL_SIZE_M=GROUND_M)
    assert np.array_equal(copied[:3], pixels[:, 200:261, 100:181])  # each pixel that the extent touches
    assert transform[0] == pytest.approx(LEFT + 100 * PIXEL)
    assert transform[3] == pytest.approx(TOP - 200 * PIXEL)


def test_pixels_of_another_size_are_as_large_on_the_ground_as_wanted(copy, serve, mercator):
    layer = open_service(xyz_source(serve(mercator[0])))
    _, transform = copy(MODEL="/m", RASTER=layer, EXTENT=WHOLE, PIXEL_SIZE_M=10)
    assert transform[1] == pytest.approx(10 / math.cos(LATITUDE), rel=0.005)
    assert transform[1] == pytest.approx(-transform[5])


def test_an_even_picture_stays_even_at_every_pixel_size(copy, serve, tmp_path):
    path = tmp_path / "even.tif"
    write_scene(path, LEFT, TOP, PIXEL, 3857)
    raster = gdal.Open(str(path), gdal.GA_Update)
    for band, value in enumerate((200, 100, 50), start=1):
        raster.GetRasterBand(band).Fill(value)
    raster.FlushCache()
    inner = extent_of(LEFT + 20 * PIXEL, TOP - 20 * PIXEL, 260 * PIXEL, 260 * PIXEL)
    copied, _ = copy(MODEL="/m", RASTER=open_service(xyz_source(serve(path))), EXTENT=inner, PIXEL_SIZE_M=9.3)
    assert [np.unique(band).tolist() for band in copied] == [[200], [100], [50], [255]]


def test_a_wms_is_asked_for_the_pixels_that_are_wanted(copy, serve, utm):
    path, pixels = utm
    layer = open_service(wms_source(serve(path)))
    copied, transform = copy(MODEL="/m", RASTER=layer, PIXEL_SIZE_M=10)  # all of it, for it says how large it is
    assert np.array_equal(copied[:3], pixels)
    assert transform == pytest.approx((500000, 10, 0, 5000000, 0, -10))


def test_pictures_are_put_together_from_pieces(copy, serve, tmp_path):
    path = tmp_path / "large.tif"
    pixels = write_scene(path, 500000, 5000000, 10, 32631, size=1100)
    copied, _ = copy(MODEL="/m", RASTER=open_service(wms_source(serve(path))), PIXEL_SIZE_M=10)
    assert np.array_equal(copied[:3], pixels)


def test_an_extent_in_another_system_is_found(copy, serve, utm):
    layer = open_service(wms_source(serve(utm[0])))
    copied, transform = copy(MODEL="/m", RASTER=layer, EXTENT="3.0,3.01,45.14,45.15 [EPSG:4326]", PIXEL_SIZE_M=10)
    west, north = transform[0], transform[3]
    assert (west - 500000) % 10 == (north - 5000000) % 10 == 0
    assert west == pytest.approx(500000, abs=10)
    assert copied.shape[2] * 10 == pytest.approx(786, abs=20)  # a hundredth of a degree there


def test_where_there_is_nothing_the_alpha_band_says_so(copy, serve, mercator):
    layer = open_service(xyz_source(serve(mercator[0])))
    east = extent_of(LEFT + 250 * PIXEL, TOP, 100 * PIXEL, 10 * PIXEL)
    copied, _ = copy(MODEL="/m", RASTER=layer, EXTENT=east, PIXEL_SIZE_M=GROUND_M)
    assert (copied[3, :, :50] == 255).all()
    assert (copied[3, :, 50:] == 0).all()


def test_a_tile_that_the_service_has_not_is_a_gap_that_is_told(copy, serve, mercator, feedback):
    layer = open_service(xyz_source(serve(mercator[0], f"404@{ZOOM}/{COLUMN}/{ROW}")))
    copied, _ = copy(MODEL="/m", RASTER=layer, EXTENT=WHOLE, PIXEL_SIZE_M=GROUND_M)
    assert (copied[3, :TILE_PX, :TILE_PX] == 0).all()
    assert (copied[3, :, TILE_PX:] == 255).all()
    assert "no picture for 1 of 4 tiles of zoom level 14" in feedback.warnings[-1]


def test_a_service_without_any_tile_there_is_told(copy, serve, mercator):
    tiles = [f"404@{ZOOM}/{COLUMN + column}/{ROW + row}" for column in (0, 1) for row in (0, 1)]
    layer = open_service(xyz_source(serve(mercator[0], *tiles)))
    with pytest.raises(QgsProcessingException, match="none of zoom level 14 there"):
        copy(MODEL="/m", RASTER=layer, EXTENT=WHOLE, PIXEL_SIZE_M=GROUND_M)


@pytest.mark.parametrize("fault", ["500", "403", "page"])
def test_a_tile_that_cannot_be_fetched_ends_the_job(copy, serve, mercator, fault):
    layer = open_service(xyz_source(serve(mercator[0], f"{fault}@{ZOOM}/{COLUMN + 1}/{ROW}")))
    with pytest.raises(QgsProcessingException, match=f"a part is missing .*/{COLUMN + 1}/{ROW}.png"):
        copy(MODEL="/m", RASTER=layer, EXTENT=WHOLE, PIXEL_SIZE_M=GROUND_M)


def test_how_much_of_a_picture_is_blank_is_told(copy, serve, utm, feedback):
    layer = open_service(wms_source(serve(utm[0])))
    layer.setExtent(QgsRectangle(500000, 4994000, 503000, 5000000))  # the service has the upper half only
    copied, _ = copy(MODEL="/m", RASTER=layer, PIXEL_SIZE_M=10)
    assert (copied[3, 300:] == 0).all()
    assert feedback.warnings[-1].startswith("50 % of the copy of the layer basemap is blank")


def test_a_picture_that_is_blank_all_over_ends_the_job(copy, serve, mercator):
    fine_tiles = "&tilePixelRatio=2"  # a kind of tile that is left to QGIS, which does not always say what is wrong
    tiles = [f"500@{ZOOM - 1}/{COLUMN // 2}/{ROW // 2}"]
    layer = open_service(xyz_source(serve(mercator[0], *tiles)) + fine_tiles)
    with pytest.raises(QgsProcessingException, match="basemap"):
        copy(MODEL="/m", RASTER=layer, EXTENT=WHOLE, PIXEL_SIZE_M=GROUND_M)


@pytest.mark.parametrize("fault", ["500", "page"])
def test_a_wms_that_does_not_answer_with_a_picture_ends_the_job(copy, serve, utm, fault):
    layer = open_service(wms_source(serve(utm[0], f"{fault}@wms")))
    with pytest.raises(QgsProcessingException, match="a part is missing") as raised:
        copy(MODEL="/m", RASTER=layer, PIXEL_SIZE_M=10)
    assert "BBOX" not in str(raised.value)  # nor a key that may stand beside it


def test_the_file_is_gone_after_the_job(read, serve, utm, feedback):
    values = read(Predict, MODEL="/m", RASTER=open_service(wms_source(serve(utm[0]))), PIXEL_SIZE_M=10)
    with written_out(values, feedback) as given:
        path = Path(given["raster"])
        assert path.is_file()
    assert not path.parent.exists()


def test_cancelling_ends_the_copying_and_leaves_nothing(read, serve, utm, make_log):
    feedback = make_log()
    values = read(Predict, MODEL="/m", RASTER=open_service(wms_source(serve(utm[0]))), PIXEL_SIZE_M=10)
    feedback.cancel()
    with pytest.raises(QgsProcessingException, match="cancelled"), written_out(values, feedback):
        pass


def test_a_job_that_was_stopped_goes_on_with_the_same_file(read, serve, utm, feedback):
    layer = open_service(wms_source(serve(utm[0])))
    with pytest.raises(QgsProcessingException), written_out(read_whole(read, layer), feedback) as given:
        kept = given["raster"]
        try:
            raise EngineStopped("The job was cancelled.")
        except EngineStopped as error:
            raise QgsProcessingException("The job was cancelled.") from error
    written_s = Path(kept).stat().st_mtime_ns
    with written_out(read_whole(read, layer), feedback) as given:
        assert given["raster"] == kept
        assert Path(kept).stat().st_mtime_ns == written_s
    assert not Path(kept).exists()


def read_whole(read, layer):
    return read(Predict, MODEL="/m", RASTER=layer, PIXEL_SIZE_M=10)


def model_file(path, resolution_m):
    header = json.dumps({"__metadata__": {"seg4eo": json.dumps({"ground_resolution_m": resolution_m})}}).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header)
    return str(path)


def onnx_file(path, resolution_cm):
    number = str(resolution_cm).encode()
    entry = b"\x0a\x0aresolution\x12" + bytes([len(number)]) + number
    path.write_bytes(b"\x08\x07weights" + b"\x72" + bytes([len(entry)]) + entry + b"\x72\x00")
    return str(path)


def test_the_pixel_size_is_that_of_the_model(read, serve, utm, tmp_path):
    layer = open_service(wms_source(serve(utm[0])))
    for model in (model_file(tmp_path / "m.safetensors", 20), onnx_file(tmp_path / "m.onnx", 2000.0)):
        assert read(Predict, MODEL=model, RASTER=layer)["raster"].grid.pixel_width == 20
    assert read(Predict, MODEL=model, RASTER=layer, PIXEL_SIZE_M=5)["raster"].grid.pixel_width == 5


def test_the_pixel_size_is_that_of_the_dataset(read, serve, utm, tmp_path):
    (tmp_path / "dataset.json").write_text('{"ground_resolution_m": 30.0}', encoding="utf-8")
    layer = open_service(wms_source(serve(utm[0])))
    assert read(Train, DATASET=str(tmp_path), PREVIEW_SCENES=[layer])["preview_scenes"][0].grid.pixel_width == 30


def test_the_pixel_size_is_the_ground_resolution_of_the_patches(read, serve, utm):
    layer = open_service(wms_source(serve(utm[0])))
    values = read(ExtractPatches, IMAGES=[layer], LABELS=[str(utm[0])], RESOLUTION_M=20)
    assert values["images"][0].grid.pixel_width == 20


def test_a_pixel_size_that_nothing_says_is_asked_for(read, serve, utm):
    layer = open_service(wms_source(serve(utm[0])))
    with pytest.raises(QgsProcessingException, match="basemap.* found none: set 'Pixel size of services', in metres"):
        read(Grid, RASTER=layer)


def test_only_the_part_that_the_other_inputs_cover_is_copied(read, serve, utm, tmp_path):
    layer = open_service(wms_source(serve(utm[0])))
    labels = tmp_path / "labels.tif"
    gdal.Translate(str(labels), str(utm[0]), srcWin=[10, 20, 30, 40])
    images = read(ExtractPatches, IMAGES=[layer], LABELS=[str(labels)], RESOLUTION_M=10)["images"]
    assert images[0].grid == (500100, 4999800, 10, 10, 30, 40)
    area = tmp_path / "area.geojson"
    ring = [[500050, 4999000], [500250, 4999000], [500250, 4999500], [500050, 4999000]]
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32631"}}
    area.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}), encoding="utf-8")
    assert read(Grid, RASTER=layer, AREA=str(area), PIXEL_SIZE_M=10)["raster"].grid == (500050, 4999500, 10, 10, 20, 50)


def test_an_area_beside_the_layer_is_told(read, serve, utm):
    layer = open_service(wms_source(serve(utm[0])))
    with pytest.raises(QgsProcessingException, match="found one that lies beside it: say which area"):
        read(Predict, MODEL="/m", RASTER=layer, EXTENT="0,1000,0,1000 [EPSG:32631]", PIXEL_SIZE_M=10)


def test_a_layer_of_the_whole_world_needs_an_area(read):
    layer = open_service(xyz_source("file:///nowhere"))
    with pytest.raises(
        QgsProcessingException, match=r"pixels .*say which area is wanted with 'Area of interest', 'Ext"
    ):
        read(Predict, MODEL="/m", RASTER=layer, PIXEL_SIZE_M=1)
    with pytest.raises(QgsProcessingException, match="save the part that you want as a GeoTIFF"):
        read(ExportOnnx, MODEL="/m", RASTER=layer, PIXEL_SIZE_M=1)


def test_how_much_is_copied_is_told_and_much_is_warned_of(read, serve, utm, feedback, monkeypatch):
    layer = open_service(wms_source(serve(utm[0])))
    read(Predict, MODEL="/m", RASTER=layer, PIXEL_SIZE_M=1)
    assert any("3,000 × 3,000 pixels, up to 36 MB" in line for line in feedback.lines)
    assert not feedback.warnings
    read(Predict, MODEL="/m", RASTER=layer, PIXEL_SIZE_M=0.5)
    assert "6,000 × 6,000 pixels, up to 144 MB" in feedback.warnings[-1]
    monkeypatch.setattr(layer_to_write.shutil, "disk_usage", lambda folder: type("Usage", (), {"free": 1e6}))
    with pytest.raises(QgsProcessingException, match="36 MB.*, found 1 MB"):
        read(Predict, MODEL="/m", RASTER=layer, PIXEL_SIZE_M=1)


@pytest.mark.parametrize(("algorithm", "name"), [(Vectorize, "CLASS_MAP"), (Evaluate, "CLASS_MAP")])
def test_a_picture_is_no_class_map(read, algorithm, name):
    layer = open_service(xyz_source("file:///nowhere"))
    with pytest.raises(QgsProcessingException, match="only a picture from a service: choose a raster file"):
        read(algorithm, **{name: layer})


def test_a_service_may_be_given_by_its_address_as_on_the_command_line(copy, serve, utm):
    copied, _ = copy(MODEL="/m", RASTER="wms://" + wms_source(serve(utm[0])), PIXEL_SIZE_M=10)
    assert np.array_equal(copied[:3], utm[1])


def test_the_values_of_a_layer_that_only_qgis_can_open_are_copied(copy, tmp_path):
    path = tmp_path / "heights.tif"
    raster = gdal.GetDriverByName("GTiff").Create(str(path), 50, 40, 1, gdal.GDT_Float32)
    raster.SetGeoTransform((500000, 10, 0, 5000000, 0, -10))
    heights = np.random.default_rng(3).normal(size=(40, 50)).astype(np.float32)
    raster.WriteArray(heights)
    raster.FlushCache()
    sides = "extent=500000,4999600,500500,5000000&width=50&height=40"
    source = f"?crs=EPSG:32631&{sides}&formula=2 * %22h@1%22&h:uri={path}&h:provider=gdal"
    layer = QgsRasterLayer(source, "twice", "virtualraster")
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer, False)
    copied, transform = copy(Grid, RASTER=layer)
    assert np.allclose(copied, 2 * heights)
    assert transform == pytest.approx((500000, 10, 0, 5000000, 0, -10))
    extent = "500101,500139,4999801,4999899 [EPSG:32631]"
    part, _ = copy(MODEL="/m", RASTER=layer, EXTENT=extent)
    assert np.array_equal(part, copied[10:20, 10:14])
