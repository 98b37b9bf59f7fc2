"""Whatever users call a raster becomes something that can be opened, or is refused in one sentence."""

import subprocess
import sys

import numpy as np
import pytest
import rasterio
import rasterio.shutil
from rasterio import Affine
from rasterio.errors import RasterioError
from rasterio.windows import Window

from seg4eo_engine.errors import MissingInput, NotARaster
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import open_raster, read_pixels
from seg4eo_engine.raster.sources import find_source


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("https://x.org/a.tif?key=1", "/vsicurl/https://x.org/a.tif?key=1"),
        ("s3://bucket/a.tif", "/vsis3/bucket/a.tif"),
        ("gs://bucket/a.tif", "/vsigs/bucket/a.tif"),
        ("az://box/a.tif", "/vsiaz/box/a.tif"),
        ("file:///data/my%20scene.tif", "/data/my scene.tif"),
        ("/vsizip//data/a.zip/b.tif", "/vsizip//data/a.zip/b.tif"),
        (' NETCDF:"a.nc":red ', 'NETCDF:"a.nc":red'),
        ("scene.tif", "scene.tif"),
    ],
)
def test_words_become_what_gdal_opens(text, source):
    assert find_source(text) == source


def test_folder_without_rasters_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("")
    with pytest.raises(MissingInput, match=r"Expected rasters in the folder .*, found no file that ends in \.tif"):
        find_source(str(tmp_path))


def test_folder_that_is_a_raster_is_taken_as_one(tmp_path):
    folder = tmp_path / "scene.zarr"
    try:
        with rasterio.open(folder, "w", driver="Zarr", width=8, height=6, count=1, dtype="uint8") as dataset:
            dataset.write(np.full((1, 6, 8), 3, np.uint8))
    except RasterioError:
        pytest.skip("this GDAL writes no Zarr")
    with open_raster(find_source(str(folder))) as dataset:
        assert (read_pixels(dataset, Window(0, 0, 8, 6), [1])[0] == 3).all()


def test_subdatasets_are_listed_and_opened_by_their_names(scene, tmp_path):
    path = tmp_path / "scene.nc"
    try:
        rasterio.shutil.copy(scene, path, driver="netCDF")
    except RasterioError:
        pytest.skip("this GDAL writes no netCDF")
    with pytest.raises(NotARaster, match=r"subdatasets \(.*Band1, .*Band3\).*: give the name of one of them\."):
        open_raster(find_source(str(path)))
    with rasterio.open(path) as dataset:
        [name, *_] = dataset.subdatasets
    with open_raster(find_source(name)) as dataset, open_raster(scene) as plain:
        window = Window(5, 7, 30, 20)
        assert np.array_equal(read_pixels(dataset, window, [1])[0], read_pixels(plain, window, [1])[0])
        assert RasterGrid.from_dataset(dataset).transform == plain.transform


def test_jpeg_2000_is_read(coded_pixels, tmp_path):
    path, pixels = tmp_path / "scene.jp2", coded_pixels(64, 64)
    settings = {"width": 64, "height": 64, "count": 3, "dtype": "uint16", "QUALITY": "100", "REVERSIBLE": "YES"}
    try:
        with rasterio.open(path, "w", driver="JP2OpenJPEG", **settings) as dataset:
            dataset.write(pixels)
    except RasterioError:
        pytest.skip("this GDAL writes no JPEG 2000")
    with open_raster(find_source(str(path))) as dataset:
        found, valid_mask = read_pixels(dataset, Window(0, 0, 64, 64), [1, 2, 3])
    assert np.array_equal(found, pixels)
    assert valid_mask.all()


def test_a_single_column_and_a_single_pixel_are_read(write_raster):
    for height in (9, 1):
        path = write_raster(f"{height}.tif", np.arange(height, dtype=np.uint8).reshape(1, height, 1))
        with open_raster(find_source(str(path))) as dataset:
            pixels, valid_mask = read_pixels(dataset, Window(-1, -1, 3, height + 2), [1])
        assert pixels[0, 1:-1, 1].tolist() == list(range(height))
        assert valid_mask.sum() == height


@pytest.mark.parametrize("transform", [Affine.rotation(40) * Affine.scale(3, -3), Affine.scale(3), Affine.identity()])
@pytest.mark.parametrize("crs", ["EPSG:32633", "EPSG:4326", None])
def test_grid_of_any_direction_keeps_its_pixels(write_raster, transform, crs):
    pixels = np.arange(48, dtype=np.uint8).reshape(1, 6, 8)
    path = write_raster("any.tif", pixels, transform=transform, crs=crs)
    with open_raster(find_source(str(path))) as dataset:
        assert np.array_equal(read_pixels(dataset, Window(0, 0, 8, 6), [1])[0], pixels)
        assert RasterGrid.from_dataset(dataset).transform.almost_equals(transform)


@pytest.fixture
def server(tmp_path):
    """Serves ``tmp_path``, from a process of its own: GDAL does not let go of Python's lock while it opens."""
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        port = process.stdout.readline().split(" port ")[1].split()[0]
        yield f"http://127.0.0.1:{port}"
        process.kill()


def test_raster_at_an_address_is_read(write_raster, coded_pixels, server, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    # small enough to come at once: Python's server sends no parts of files
    scene = write_raster("small.tif", coded_pixels(30, 30))
    with open_raster(scene) as dataset:
        expected = read_pixels(dataset, Window(3, 4, 20, 20), [1, 2])[0]
    for text in (f"{server}/{scene.name}", f"/vsicurl/{server}/{scene.name}"):
        source = find_source(text)
        assert source == f"/vsicurl/{server}/{scene.name}"
        with open_raster(source) as dataset:
            assert np.array_equal(read_pixels(dataset, Window(3, 4, 20, 20), [1, 2])[0], expected)
    with pytest.raises(MissingInput, match=r"nowhere\.tif, found nothing there: check the address\."):
        open_raster(find_source(f"{server}/nowhere.tif"))


def test_server_that_does_not_answer_is_told_from_a_missing_file(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with pytest.raises(NotARaster, match=r"cannot open /vsicurl/http://127\.0\.0\.1:1/a\.tif .*check the address and"):
        open_raster(find_source("http://127.0.0.1:1/a.tif"))
