"""Places on one grid are found on another, and a target is cut into pieces that need small windows."""

import numpy as np
import pyproj
import pytest
from rasterio import Affine
from rasterio.crs import CRS
from rasterio.windows import Window

from seg4eo_engine.errors import GridMismatch
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.mapping import GridMapping, transformer_between

UTM_33 = CRS.from_epsg(32633)
DEGREES = CRS.from_epsg(4326)
EARTH = RasterGrid(DEGREES, Affine(0.1, 0, -180, 0, -0.1, 90), 3600, 1800)
AT_THE_DATE_LINE = RasterGrid(CRS.from_epsg(32760), Affine(1000, 0, 750_000, 0, -1000, 8_200_000), 256, 256)
IN_GERMANY = RasterGrid(UTM_33, Affine(3000, 0, 300_000, 0, -3000, 5_900_000), 256, 256)


@pytest.mark.parametrize("target", [IN_GERMANY, AT_THE_DATE_LINE], ids=["smooth", "torn at the date line"])
@pytest.mark.parametrize("points", [1, 3])
def test_places_are_those_of_proj(target, points):
    mapping = GridMapping.between(EARTH, target)
    found = mapping.places(Window(20, 40, 100, 60), points)
    rows, cols = np.meshgrid(
        40 + (np.arange(60 * points) + 0.5) / points, 20 + (np.arange(100 * points) + 0.5) / points, indexing="ij"
    )
    to_degrees = pyproj.Transformer.from_crs(target.crs, DEGREES, always_xy=True)
    lon, lat = to_degrees.transform(*(target.transform * (cols, rows)))
    assert np.abs(found - [(lon + 180) / 0.1, (90 - lat) / 0.1]).max() < 2e-4


def test_scale_counts_pixels_of_the_source_along_its_own_rows_and_columns():
    source = RasterGrid(UTM_33, Affine(10, 0, 500_000, 0, -5, 5_200_000), 100, 100)
    target = RasterGrid(UTM_33, Affine.translation(500_500, 5_199_700) * Affine.rotation(90) * Affine.scale(20), 9, 9)
    assert GridMapping.between(source, target).scale == pytest.approx((2, 4))


@pytest.mark.parametrize("has_straight_rows", [False, True])
@pytest.mark.parametrize("target", [IN_GERMANY, AT_THE_DATE_LINE], ids=["smooth", "torn at the date line"])
def test_pieces_cover_the_target_once_and_their_windows_hold_their_places(target, has_straight_rows):
    mapping = GridMapping.between(EARTH, target)
    times = np.zeros((256, 256), int)
    for piece, window in mapping.pieces(2, 5000, 4000, has_straight_rows):
        rows, cols = piece.toslices()
        times[rows, cols] += 1
        assert window.width * window.height <= 5000
        assert piece.width * piece.height <= 4000
        left, top = mapping.places(piece, 1).min(axis=(1, 2))
        right, bottom = mapping.places(piece, 1).max(axis=(1, 2))
        assert window.col_off < left
        assert right < window.col_off + window.width
        assert window.row_off < top
        assert bottom < window.row_off + window.height
    assert (times == 1).all()


def test_target_beside_the_source_has_no_piece():
    beside = RasterGrid(UTM_33, IN_GERMANY.transform * Affine.translation(400, 0), 256, 256)
    assert not list(GridMapping.between(IN_GERMANY, beside).pieces(2, 5000, 4000, False))


def test_there_is_no_way_between_celestial_bodies():
    with pytest.raises(GridMismatch, match="found none between EPSG:32633 and IAU_2015:30100"):
        transformer_between(UTM_33, CRS.from_user_input("IAU_2015:30100"))
