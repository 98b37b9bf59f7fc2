"""Which pixels lie in polygons and an extent, whatever their coordinates and the direction of the scene."""

from dataclasses import replace

import geopandas
import numpy as np
import pyproj
import pytest
import shapely
from rasterio import Affine
from rasterio.crs import CRS
from rasterio.windows import Window

from seg4eo_engine.errors import GridMismatch, InvalidJob, MissingInput, NotAVector
from seg4eo_engine.prediction.area import Area
from seg4eo_engine.raster.grid import RasterGrid

GRID = RasterGrid(CRS.from_epsg(32633), Affine(10, 0, 500_000, 0, -10, 5_200_000), 60, 50)
TURNS = [Affine.identity(), Affine.rotation(30), Affine.scale(1, -1)]


@pytest.fixture
def write_polygons(tmp_path):
    def write(polygons, crs="EPSG:32633"):
        path = tmp_path / "area.gpkg"
        geopandas.GeoDataFrame(geometry=polygons, crs=crs).to_file(path)
        return path

    return write


def on_map(grid, outline):
    return shapely.Polygon([grid.transform * corner for corner in outline])


def inside(grid, polygon):
    """Whether the centre of each pixel lies in a polygon, asked one by one."""
    rows, cols = np.mgrid[: grid.height, : grid.width] + 0.5
    return shapely.contains_xy(polygon, *(grid.transform * (cols, rows)))


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("crs", ["EPSG:32633", None])
def test_pixels_whose_centre_is_inside_are_wanted(write_polygons, turn, crs):
    grid = replace(GRID, transform=GRID.transform * turn, crs=CRS.from_user_input(crs) if crs else None)
    outline = on_map(grid, [(4.2, 6.7), (50.9, 3.1), (33.3, 44.4), (20.2, 15.1)])
    hole = on_map(grid, [(30.2, 15.3), (38.1, 16.2), (33.7, 22.9)])
    area = Area.on(grid, write_polygons([outline.difference(hole), on_map(grid, [(-9, -9), (2, -9), (-9, 2)])], crs))
    expected = inside(grid, outline.difference(hole))
    assert np.array_equal(area.mask(grid.full_window), expected)
    rows, cols = area.window.toslices()
    assert expected[rows, cols].sum() == expected.sum()
    for window in (Window(0, 0, 9, 9), Window(25, 10, 20, 20), Window(50, 40, 20, 20), Window(33, 6, 3, 3)):
        padded = np.pad(expected, 30)
        place = np.s_[window.row_off + 30 :, window.col_off + 30 :]
        part = padded[place][: window.height, : window.width]
        mask = area.mask(window)
        on_scene = np.s_[: min(window.height, 50 - window.row_off), : min(window.width, 60 - window.col_off)]
        assert np.array_equal(mask[on_scene], part[on_scene])
        assert area.touches(window) >= part.any()
    assert not area.touches(Window(50, 40, 5, 5))


def test_polygons_of_another_crs_keep_their_straight_edges(write_polygons):
    grid = RasterGrid(GRID.crs, Affine(1000, 0, 100_000, 0, -1000, 6_800_000), 800, 400)
    square = shapely.box(10, 58.5, 20, 60)  # 1,000 km long: its edges are bent by 20 pixels
    area = Area.on(grid, write_polygons([square, shapely.box(-170, -80, -100, 80)], "EPSG:4326"))
    to_degrees = pyproj.Transformer.from_crs(32633, 4326, always_xy=True)
    rows, cols = np.mgrid[: grid.height, : grid.width] + 0.5
    lon, lat = to_degrees.transform(*(grid.transform * (cols, rows)))
    expected = (lon > 10) & (lon < 20) & (lat > 58.5) & (lat < 60)
    assert expected.any()
    assert (area.mask(grid.full_window) != expected).sum() <= 5


def test_world_wide_polygons_are_cut_before_they_are_reprojected(write_polygons):
    area = Area.on(GRID, write_polygons([shapely.box(-180, -90, 180, 90)], "EPSG:4326"))
    assert area.window == GRID.full_window
    assert area.mask(GRID.full_window).all()


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("500100,500300,5199800,5199900", Window(10, 10, 20, 10)),
        (" 500100.0 , 500300.000001,5199800, 5199900 [EPSG:32633]", Window(10, 10, 20, 10)),
        ("500104,500306,5199796,5199904 []", Window(10, 10, 21, 10)),
        ("0,1e6,0,1e7", Window(0, 0, 60, 50)),
    ],
)
def test_extent_is_a_rectangle_of_whole_pixels(text, window):
    area = Area.on(GRID, extent=text)
    assert area.window == window
    assert area.mask(area.window).all()
    assert not area.mask(Window(window.col_off - 3, 0, 3, 50)).any()


def test_extent_of_another_crs_is_the_rectangle_around_it():
    to_degrees = pyproj.Transformer.from_crs(32633, 4326, always_xy=True)
    west, south, east, north = to_degrees.transform_bounds(500_100, 5_199_700, 500_400, 5_199_900)
    area = Area.on(GRID, extent=f"{west},{east},{south},{north} [EPSG:4326]")
    assert area.window == Window(10, 10, 30, 20)
    assert area.mask(area.window).all()


def test_extent_of_a_scene_without_a_place_is_read_as_qgis_shows_it():
    grid = RasterGrid(None, Affine.identity(), 60, 50)
    assert Area.on(grid, extent="10,30,-40,-20").window == Area.on(grid, extent="10,30,20,40").window


def test_polygons_within_an_extent(write_polygons):
    polygons = write_polygons([shapely.box(500_000, 5_199_900, 500_200, 5_200_000)])
    area = Area.on(GRID, polygons, "500100,500400,5199500,5199950")
    assert area.window == Window(10, 5, 10, 5)


@pytest.mark.parametrize("text", ["1,2,3", "a,b,c,d", "1;2;3;4", "2,1,3,4", "1,2,3,4 [EPSG:0]"])
def test_what_is_no_extent_is_refused(text):
    with pytest.raises(InvalidJob, match="Expected an extent|Expected a coordinate reference system such as"):
        Area.on(GRID, extent=text)


def test_area_beside_the_scene_is_refused(write_polygons):
    with pytest.raises(GridMismatch, match=r"found no pixel of it in the extent 0,1,0,1: choose another"):
        Area.on(GRID, extent="0,1,0,1")
    with pytest.raises(GridMismatch, match=r"no pixel of it in area\.gpkg"):
        Area.on(GRID, write_polygons([shapely.box(0, 0, 1, 1)], "EPSG:4326"))
    with pytest.raises(GridMismatch, match=r"no pixel of it in area\.gpkg"):  # between the centres of pixels
        Area.on(GRID, write_polygons([shapely.box(500_001, 5_199_996, 500_004, 5_199_999)]))


def test_only_one_of_both_with_a_crs_is_refused(write_polygons):
    with pytest.raises(GridMismatch, match=r"in both area\.gpkg and the raster, found none in the raster"):
        Area.on(replace(GRID, crs=None), write_polygons([shapely.box(0, 0, 1, 1)]))
    with pytest.raises(GridMismatch, match="found none in the raster"):
        Area.on(replace(GRID, crs=None), extent="0,1,0,1 [EPSG:4326]")


def test_vector_file_that_is_missing_or_has_no_polygons_is_refused(write_polygons, tmp_path):
    with pytest.raises(MissingInput):
        Area.on(GRID, tmp_path / "gone.gpkg")
    with pytest.raises(NotAVector):
        Area.on(GRID, write_polygons([shapely.Point(0, 0)]))
