"""Rasters are opened with clear errors, and every pixel is known to be valid or not."""

import numpy as np
import pytest
import rasterio
import rasterio.shutil
from rasterio.control import GroundControlPoint
from rasterio.crs import CRS
from rasterio.enums import ColorInterp
from rasterio.windows import Window
from rio_cogeo.cogeo import cog_validate

from seg4eo_engine.errors import MissingInput, NotARaster
from seg4eo_engine.raster.reader import (
    band_names,
    ground_control_points,
    image_band_indexes,
    is_always_valid,
    open_raster,
    raster_name,
    read_pixels,
    small_cache,
)


def test_missing_file_is_told_from_one_that_is_no_raster(tmp_path):
    with pytest.raises(MissingInput, match=r"nowhere\.tif, found nothing there"):
        open_raster(tmp_path / "nowhere.tif")
    text = tmp_path / "notes.txt"
    text.write_text("not a raster")
    with pytest.raises(NotARaster, match="not recognized as being in a supported file format"):
        open_raster(text)


def test_texts_are_opened_like_paths_and_refused_alike(scene, tmp_path):
    with open_raster(str(scene)) as dataset:
        assert dataset.count == 3
    for nowhere in (str(tmp_path / "nowhere.tif"), f"/vsizip/{tmp_path}/a.zip/b.tif", f'NETCDF:"{tmp_path}/a.nc":red'):
        with pytest.raises(MissingInput, match="found nothing there: check the path"):
            open_raster(nowhere)


def test_virtual_raster_written_out_has_a_short_name_in_messages(tmp_path):
    source = (
        '<VRTDataset rasterXSize="4" rasterYSize="4"><VRTRasterBand dataType="Byte" band="1"><SimpleSource>'
        f"<SourceFilename>{tmp_path}/gone.tif</SourceFilename><SourceBand>1</SourceBand></SimpleSource>"
        "</VRTRasterBand></VRTDataset>"
    )
    assert raster_name(source) == f"the mosaic of {tmp_path}/gone.tif and others"
    assert raster_name("<VRTDataset/>") == "the virtual raster"
    with (
        pytest.raises((MissingInput, NotARaster), match=r"the mosaic of .*gone\.tif and others"),
        open_raster(source) as dataset,
    ):
        read_pixels(dataset, Window(0, 0, 4, 4), [1])


def test_control_points_are_those_that_place_the_raster_and_come_over_to_a_cloud_optimized_copy(tmp_path, scene):
    points = [
        GroundControlPoint(row, col, x=500_000 + 10 * col, y=5_200_000 - 10 * row, z=0)
        for row, col in ((0, 0), (0, 600), (600, 0), (600, 600))
    ]
    with rasterio.open(
        tmp_path / "a.tif", "w", driver="GTiff", width=600, height=600, count=1, dtype="uint8"
    ) as dataset:
        dataset.gcps = (points, CRS.from_epsg(32633))
        dataset.write(np.ones((1, 600, 600), np.uint8))
    rasterio.shutil.copy(tmp_path / "a.tif", tmp_path / "b.tif", driver="COG", blocksize=256)
    assert cog_validate(tmp_path / "b.tif")[0]
    for name in ("a.tif", "b.tif"):
        with open_raster(tmp_path / name) as dataset:
            found, crs = ground_control_points(dataset)
        assert crs == CRS.from_epsg(32633)
        assert [(point.row, point.col, point.x, point.y) for point in found] == [
            (point.row, point.col, point.x, point.y) for point in points
        ]
    with open_raster(scene) as dataset:
        assert ground_control_points(dataset) is None


def test_raster_of_complex_numbers_is_refused(write_raster):
    path = write_raster("slc.tif", np.zeros((1, 4, 4), np.complex64))
    with pytest.raises(NotARaster, match="complex numbers"):
        open_raster(path)


def test_damaged_pixels_are_reported_with_the_reason_of_gdal(write_raster):
    noise = np.random.default_rng(0).integers(0, 255, (1, 256, 256), dtype=np.uint8)
    path = write_raster("cut.tif", noise, compress="deflate", tiled=True, blockxsize=128, blockysize=128)
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 3000] = b"\xff" * 3000
    path.write_bytes(content)
    with open_raster(path) as dataset, pytest.raises(NotARaster, match=r"damaged part in .*cut\.tif \(.+\): get"):
        read_pixels(dataset, Window(0, 0, 256, 256), [1])


def test_bands_are_named_by_description_else_by_number(write_raster):
    path = write_raster("named.tif", np.zeros((2, 4, 4), np.uint8), names=["B02"])
    with open_raster(path) as dataset:
        assert band_names(dataset) == ["B02", "band 2"]


def test_pixels_come_in_the_order_of_the_bands_and_in_their_own_type(scene):
    with open_raster(scene) as dataset, rasterio.open(scene) as plain:
        pixels, valid_mask = read_pixels(dataset, Window(7, 11, 30, 20), [3, 1])
        expected = plain.read(window=Window(7, 11, 30, 20))
    assert pixels.dtype == np.uint16
    assert np.array_equal(pixels, expected[[2, 0]])
    assert valid_mask.shape == (20, 30)
    assert valid_mask.all()


@pytest.mark.parametrize("offset", [(-5, -7), (170, 150), (-10, 150), (500, 500), (-64, 0)])
def test_window_past_the_edge_is_padded_with_invalid_pixels(scene, coded_pixels, offset):
    col_off, row_off = offset
    with open_raster(scene) as dataset:
        pixels, valid_mask = read_pixels(dataset, Window(col_off, row_off, 40, 32), [1, 2])
    padded = np.pad(coded_pixels(160, 192), ((0, 0), (600, 600), (600, 600)))
    expected = padded[:2, 600 + row_off : 632 + row_off, 600 + col_off : 640 + col_off]
    assert np.array_equal(pixels, expected)
    assert np.array_equal(valid_mask, expected[0] > 0)


def test_padding_of_a_raster_with_nodata_is_nodata(write_raster):
    path = write_raster("tagged.tif", np.ones((1, 8, 8), np.int16), nodata=-99)
    with open_raster(path) as dataset:
        pixels, valid_mask = read_pixels(dataset, Window(4, 4, 8, 8), [1])
    assert (pixels[0][~valid_mask] == -99).all()
    assert valid_mask.sum() == 16


def test_nodata_in_any_of_the_bands_makes_the_pixel_invalid(write_raster):
    pixels = np.full((3, 8, 8), 5, np.uint16)
    pixels[0, 0, 0] = pixels[1, 0, 1] = pixels[2, 0, 2] = 0
    path = write_raster("nodata.tif", pixels, nodata=0)
    with open_raster(path) as dataset:
        _, of_two = read_pixels(dataset, Window(0, 0, 8, 8), [1, 2])
        _, of_three = read_pixels(dataset, Window(0, 0, 8, 8), [1, 2, 3])
    assert np.argwhere(~of_two).tolist() == [[0, 0], [0, 1]]
    assert np.argwhere(~of_three).tolist() == [[0, 0], [0, 1], [0, 2]]


@pytest.mark.parametrize("nodata", [None, float("nan"), -9999.0])
def test_numbers_that_are_not_finite_are_invalid(write_raster, nodata):
    pixels = np.ones((1, 4, 4), np.float32)
    pixels[0, 0, :3] = np.nan, np.inf, -9999
    path = write_raster("float.tif", pixels, nodata=nodata)
    with open_raster(path) as dataset:
        _, valid_mask = read_pixels(dataset, Window(0, 0, 4, 4), [1])
    invalid = [[0, 0], [0, 1], [0, 2]] if nodata == -9999 else [[0, 0], [0, 1]]
    assert np.argwhere(~valid_mask).tolist() == invalid


@pytest.mark.parametrize(
    ("dtype", "nodata"), [("float32", float("nan")), ("int16", -7), ("uint8", 7), ("float64", 0.5)]
)
def test_given_nodata_counts_besides_the_tag(write_raster, dtype, nodata):
    pixels = np.ones((2, 4, 4), dtype)
    pixels[0, 0, 0], pixels[1, 0, 1], pixels[0, 3, 3] = nodata, nodata, 9
    path = write_raster("given.tif", pixels, nodata=9)
    with open_raster(path) as dataset:
        _, valid_mask = read_pixels(dataset, Window(-1, 0, 4, 5), [1, 2], nodata)
        _, by_tag = read_pixels(dataset, Window(0, 0, 4, 4), [1, 2])
    expected = np.zeros((5, 4), np.bool_)
    expected[:4, 1:] = True
    expected[0, 1:3] = False
    assert np.array_equal(valid_mask, expected)
    assert by_tag.sum() == (13 if np.isnan(nodata) else 15)  # NaN is no number, whoever says so


@pytest.mark.parametrize("nodata", [float("nan"), -1, 0.5, 300])
def test_given_nodata_that_a_raster_cannot_hold_is_nowhere(write_raster, nodata):
    path = write_raster("bytes.tif", np.arange(16, dtype=np.uint8).reshape(1, 4, 4))
    with open_raster(path) as dataset:
        _, valid_mask = read_pixels(dataset, Window(0, 0, 4, 4), [1], nodata)
    assert valid_mask.all()


def test_internal_mask_makes_pixels_invalid(write_raster):
    mask = np.random.default_rng(1).random((16, 16)) < 0.5
    path = write_raster("masked.tif", np.ones((2, 16, 16), np.uint8), mask=mask)
    with open_raster(path) as dataset:
        _, valid_mask = read_pixels(dataset, Window(2, 3, 10, 10), [1, 2])
    assert np.array_equal(valid_mask, mask[3:13, 2:12])


@pytest.mark.parametrize("image_bands", [1, 3, 4])  # GDAL takes alpha for a mask among 2 or 4 bands only
def test_alpha_is_validity_and_no_image_band(write_raster, image_bands):
    pixels = np.full((image_bands + 1, 16, 16), 9, np.uint8)
    pixels[-1, :5] = 0
    meanings = [ColorInterp.gray] + [ColorInterp.undefined] * (image_bands - 1) + [ColorInterp.alpha]
    path = write_raster("alpha.tif", pixels, colorinterp=meanings)
    with open_raster(path) as dataset:
        bands = image_band_indexes(dataset)
        _, valid_mask = read_pixels(dataset, Window(0, 0, 16, 16), bands)
        assert not is_always_valid(dataset, bands)
    assert bands == list(range(1, image_bands + 1))
    assert np.array_equal(valid_mask, pixels[-1] > 0)


def test_band_marked_as_alpha_is_image_for_who_asks_for_it(write_raster):
    pixels = np.arange(4 * 16, dtype=np.uint8).reshape(4, 4, 4) % 5
    path = write_raster("rgbn.tif", pixels)  # GDAL takes the fourth of four bytes for alpha
    with open_raster(path) as dataset:
        assert image_band_indexes(dataset) == [1, 2, 3]
        found, valid_mask = read_pixels(dataset, Window(0, 0, 4, 4), [1, 4])
    assert np.array_equal(found, pixels[[0, 3]])
    assert valid_mask.all()


def test_what_cannot_hold_nodata_is_known_without_reading(scene, write_raster):
    with open_raster(scene) as dataset:
        assert is_always_valid(dataset, [1, 2, 3])
    with open_raster(write_raster("f.tif", np.ones((1, 4, 4), np.float32))) as dataset:
        assert not is_always_valid(dataset, [1])
    with open_raster(write_raster("n.tif", np.ones((1, 4, 4), np.uint8), nodata=3)) as dataset:
        assert not is_always_valid(dataset, [1])


def test_block_cache_is_48_megabytes_not_48_bytes():
    with small_cache():
        assert rasterio.env.get_gdal_config("GDAL_CACHEMAX") == 48 * 1024 * 1024
