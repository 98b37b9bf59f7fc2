"""Polygons painted on grids: which pixel gets which class, compared with geometry computed pixel by pixel."""

import itertools
from concurrent.futures import ThreadPoolExecutor

import geopandas
import numpy as np
import pytest
import shapely
from rasterio import Affine
from rasterio.crs import CRS
from rasterio.windows import Window
from shapely.geometry import MultiPolygon, Polygon, box

from seg4eo_engine.patches.labels.polygons import MANY_VERTICES, PolygonLabels, PolygonRule
from seg4eo_engine.progress import SilentReporter
from seg4eo_engine.raster.grid import RasterGrid

UTM = CRS.from_epsg(32633)
NORTH_UP = Affine(10, 0, 500_000, 0, -10, 5_200_000)
GRIDS = {
    "north up": NORTH_UP,
    "south up": Affine(10, 0, 500_000, 0, 10, 5_199_000),
    "turned": NORTH_UP * Affine.translation(50, 50) * Affine.rotation(-31) * Affine.translation(-50, -45),
    "turned, mirrored, of oblong pixels": NORTH_UP
    * Affine.translation(50, 50)
    * Affine.rotation(77)
    * Affine.scale(-0.7, 1.6)
    * Affine.translation(-50, -45),
}


def _star(col: float, row: float, radius_px: float, spikes: int, turn: float) -> Polygon:
    """A star on the pixels of NORTH_UP, none of whose edges meets the centre of a pixel."""
    angles = turn + np.arange(2 * spikes) * np.pi / spikes
    radii = radius_px * np.where(np.arange(2 * spikes) % 2, 0.45, 1)
    return Polygon([NORTH_UP * (col + r * np.cos(a), row + r * np.sin(a)) for r, a in zip(radii, angles, strict=True)])


@pytest.fixture
def shapes():
    """Stars upon one another, one with a hole and one in two parts."""
    rng = np.random.default_rng(5)
    stars = [
        _star(*rng.uniform(10, 90, 2), rng.uniform(6, 25), int(rng.integers(3, 9)), rng.uniform(0, 3))
        for _ in range(12)
    ]
    ring = _star(50, 50, 30, 6, 0.3) - _star(50, 50, 15, 5, 0.7)
    return [ring, *stars[:6], MultiPolygon([_star(12, 80, 9, 4, 0.1), _star(85, 15, 9, 4, 0.2)]), *stars[6:]]


@pytest.fixture
def read(tmp_path):
    """Write shapes with their classes as a layer, and read them as labels."""

    def write_and_read(shapes, values, crs=UTM, into=None, reporter=None, **rule) -> PolygonLabels:
        path = tmp_path / "polygons.gpkg"
        geopandas.GeoDataFrame({"class": values, "rank": range(len(shapes), 0, -1)}, geometry=shapes, crs=crs).to_file(
            path
        )
        labels_rule = PolygonRule(**{"class_field": "class"} | rule)
        return PolygonLabels.read(path, into or crs, labels_rule, reporter or SilentReporter())

    return write_and_read


def _centres(grid):
    cols, rows = np.meshgrid(np.arange(grid.width) + 0.5, np.arange(grid.height) + 0.5)
    return shapely.points(*(grid.transform * (cols, rows)))


def _by_points(shapes, values, grid, outside=0):
    """The class of the last shape that contains the centre of each pixel."""
    expected = np.full((grid.height, grid.width), outside)
    for shape, value in zip(shapes, values, strict=True):
        expected[shapely.contains(shape, _centres(grid))] = value
    return expected


@pytest.mark.parametrize("transform", GRIDS.values(), ids=GRIDS)
def test_a_pixel_has_the_class_of_the_last_polygon_around_its_centre(read, shapes, transform):
    values = np.arange(len(shapes)) % 5 + 3
    grid = RasterGrid(UTM, transform, 100, 90)
    labels, has_value = read(shapes, values).burn(grid)
    expected = _by_points(shapes, values, grid)
    assert set(np.unique(expected)) >= {0, 3, 4, 5, 6, 7}
    assert np.array_equal(labels, expected)
    assert np.array_equal(has_value, expected > 0)
    assert labels.dtype == np.int32


def test_outside_is_the_background_where_there_is_one(read, shapes):
    grid = RasterGrid(UTM, NORTH_UP, 100, 90)
    labels, has_value = read(shapes, [4] * len(shapes), background=-2).burn(grid)
    assert np.array_equal(labels, _by_points(shapes, [4] * len(shapes), grid, outside=-2))
    assert has_value.all()


def test_orders_of_painting(read, shapes):
    values = list(range(1, len(shapes) + 1))
    grid = RasterGrid(UTM, NORTH_UP, 100, 90)
    by_size = sorted(values, key=lambda value: -shapes[value - 1].area)
    largest_first = read(shapes, values, order="largest_first").burn(grid)[0]
    assert np.array_equal(largest_first, _by_points([shapes[value - 1] for value in by_size], by_size, grid))
    by_rank = read(shapes, values, order="field", order_field="rank").burn(grid)[0]
    assert np.array_equal(by_rank, _by_points(shapes[::-1], values[::-1], grid))


def test_all_touched_takes_every_pixel_that_shares_ground_with_a_polygon(read, shapes):
    grid = RasterGrid(UTM, NORTH_UP, 100, 90)
    _, has_value = read(shapes, [1] * len(shapes), all_touched=True).burn(grid)
    pixels = np.array([[grid.window_polygon(Window(col, row, 1, 1)) for col in range(100)] for row in range(90)])
    assert np.array_equal(has_value, shapely.intersects(pixels, shapely.union_all(shapes)))


@pytest.mark.parametrize("transform", GRIDS.values(), ids=GRIDS)
def test_border_takes_the_label_of_pixels_near_an_outline(read, transform):
    shapes = [_star(30, 30, 22, 5, 0.4), _star(70, 50, 28, 7, 0.9)]
    grid = RasterGrid(UTM, transform, 100, 90)
    _, has_value = read(shapes, [1, 2], background=0, ignore_border_px=2.5).burn(grid)
    inverse = ~transform
    outlines = shapely.transform(shapely.boundary(shapes), lambda xy: np.stack(inverse * xy.T, axis=1))
    cols, rows = np.meshgrid(np.arange(100) + 0.5, np.arange(90) + 0.5)
    distance_px = shapely.distance(shapely.points(cols, rows), shapely.union_all(outlines))
    clear = np.abs(distance_px - 2.5) > 0.005  # arcs are drawn with straight edges
    assert np.array_equal(has_value[clear], (distance_px > 2.5)[clear])
    assert clear.mean() > 0.99


def test_an_outline_under_a_later_polygon_has_no_border(read):
    left, right = box(500_000, 5_199_500, 500_300, 5_200_000), box(500_300, 5_199_500, 500_600, 5_200_000)
    above = box(500_100, 5_199_700, 500_500, 5_199_900)
    grid = RasterGrid(UTM, NORTH_UP, 60, 50)
    labels, has_value = read([left, right, above], [1, 1, 2], ignore_border_px=2).burn(grid)
    assert has_value[12:28, 12:48].all()
    assert (labels[12:28, 12:48] == 2).all()
    assert not has_value[:10, 28:32].any()  # where left and right meet in sight


@pytest.mark.parametrize("pixel", [0.3, 1 / 3, 0.1, 10, 8.983152841195215e-05])
@pytest.mark.parametrize("border_px", [0, 1.5])
def test_pieces_have_the_pixels_of_the_whole_even_where_edges_run_through_centres(read, pixel, border_px):
    crs = CRS.from_epsg(4326) if pixel < 0.01 else UTM
    transform = (
        Affine(pixel, 0, 12.3456789, 0, -pixel, 47.7654321)
        if pixel < 0.01
        else Affine(pixel, 0, 512_345.6, 0, -pixel, 5_198_765.4)
    )
    grid = RasterGrid(crs, transform, 120, 90)
    corners = np.random.default_rng(2).integers(0, [90, 60, 30, 30], (30, 4)) + 0.5
    frames = [box(col, row, col + width, row + height) for col, row, width, height in corners]
    diamonds = [Polygon([(60.5, 3.5), (90.5, 33.5), (60.5, 63.5), (30.5, 33.5)])]
    shapes = shapely.transform(frames + diamonds, lambda xy: np.stack(transform * xy.T, axis=1))
    labels = read(shapes, np.arange(31) % 4 + 1, crs=crs, ignore_border_px=border_px)
    whole, whole_has_value = labels.burn(grid)
    assert set(np.unique(whole)) == {0, 1, 2, 3, 4}
    for window in (Window(col, row, 24, 18) for col in range(-7, 120, 17) for row in range(-5, 90, 13)):
        part, has_value = labels.burn(grid.window_grid(window))
        top, left = max(0, -window.row_off), max(0, -window.col_off)
        rows, cols = (
            slice(max(0, window.row_off), window.row_off + 18),
            slice(max(0, window.col_off), window.col_off + 24),
        )
        within = whole[rows, cols].shape
        assert np.array_equal(part[top : top + within[0], left : left + within[1]], whole[rows, cols])
        assert np.array_equal(has_value[top : top + within[0], left : left + within[1]], whole_has_value[rows, cols])


def test_neighbours_share_no_pixel_and_leave_none(read):
    """Pixels whose centre lies on a common edge have one class."""
    edges = 500_000 + 10 * np.array([0, 7.5, 20.5, 33.25, 60])
    shapes = [box(left, 5_199_500, right, 5_200_000) for left, right in itertools.pairwise(edges)]
    grid = RasterGrid(UTM, NORTH_UP, 60, 50)
    _, has_value = read(shapes, [1, 2, 3, 4]).burn(grid)
    assert has_value.all()
    forwards = read(shapes, [1, 2, 3, 4]).burn(grid)[0]
    backwards = read(shapes[::-1], [4, 3, 2, 1]).burn(grid)[0]
    assert np.array_equal(forwards, backwards)


@pytest.mark.parametrize("border_px", [0, 3])
def test_polygons_of_many_vertices_are_painted_like_others(read, border_px):
    angles = np.linspace(0, 2 * np.pi, 5 * MANY_VERTICES, endpoint=False)
    radii = 300 + 90 * np.sin(9 * angles)
    coast = Polygon(np.stack([500_503 + radii * np.cos(angles), 5_199_498 + radii * np.sin(angles)], axis=1))
    grid = RasterGrid(UTM, NORTH_UP, 100, 100)
    labels = read([coast], [1], ignore_border_px=border_px)
    for window in (Window(0, 0, 100, 100), Window(20, 30, 25, 25), Window(48, 48, 5, 5), Window(0, 0, 9, 9)):
        part = grid.window_grid(window)
        distance_px = shapely.distance(_centres(part), coast.boundary) / 10
        clear = np.abs(distance_px - border_px) > 0.005  # arcs are drawn with straight edges
        expected = shapely.contains(coast, _centres(part)) & (distance_px > border_px)
        assert np.array_equal((labels.burn(part)[0] == 1)[clear], expected[clear])
        assert clear.mean() > 0.9


def test_polygons_of_another_crs_are_reprojected(read, shapes, reporter):
    grid = RasterGrid(UTM, NORTH_UP, 100, 90)
    turned = geopandas.GeoSeries(shapes, crs=UTM).to_crs("EPSG:4326")
    labels = read(list(turned), [2] * len(shapes), crs="EPSG:4326", into=UTM, reporter=reporter)
    assert np.array_equal(labels.burn(grid)[0], _by_points(shapes, [2] * len(shapes), grid))
    assert reporter.texts == ["polygons.gpkg was reprojected from EPSG:4326 to EPSG:32633."]


def test_a_grid_of_another_crs_is_a_mistake_of_the_caller(read, shapes):
    with pytest.raises(ValueError, match="EPSG:32633 cannot be painted on a grid in EPSG:4326"):
        read(shapes, [1] * len(shapes)).burn(RasterGrid(CRS.from_epsg(4326), NORTH_UP, 10, 10))


def test_grids_without_crs_are_painted_in_pixels(tmp_path):
    layer = tmp_path / "pixels.shp"
    with pytest.warns(UserWarning, match="'crs' was not provided"):
        geopandas.GeoDataFrame(geometry=[box(2, 3, 6, 8)]).to_file(layer)
    grid = RasterGrid(None, Affine.identity(), 10, 12)
    labels, _ = PolygonLabels.read(layer, None, PolygonRule(), SilentReporter()).burn(grid)
    expected = np.zeros((12, 10), int)
    expected[3:8, 2:6] = 1
    assert np.array_equal(labels, expected)


def test_count_of_polygons_that_touch_a_grid(read, shapes):
    labels = read(shapes, [1] * len(shapes))
    grid = RasterGrid(UTM, GRIDS["turned"], 60, 40)
    outline = grid.window_polygon(grid.full_window)
    assert labels.count_touching(grid) == sum(shape.intersects(outline) for shape in shapes)
    assert 0 < labels.count_touching(grid) < len(labels) == len(shapes)
    far = RasterGrid(UTM, NORTH_UP * Affine.translation(10_000, 0), 30, 20)
    assert labels.count_touching(far) == 0
    assert not labels.burn(far)[1].any()


def test_threads_paint_the_same(read, shapes):
    labels = read(shapes, np.arange(len(shapes)) % 7 + 1, ignore_border_px=1)
    whole = RasterGrid(UTM, NORTH_UP, 100, 90)
    grids = [whole.window_grid(Window(col, row, 32, 32)) for col in range(0, 96, 8) for row in range(0, 88, 8)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(labels.burn, grids))
    for (threaded, threaded_has_value), grid in zip(together, grids, strict=True):
        alone, has_value = labels.burn(grid)
        assert np.array_equal(threaded, alone)
        assert np.array_equal(threaded_has_value, has_value)


@pytest.mark.parametrize("border_px", [0, 2])
def test_outlines_much_finer_than_the_pixels_are_painted(read, border_px):
    """A coast with a bay at every few metres, on pixels of a kilometre."""
    angles = np.linspace(0, 2 * np.pi, 15_000, endpoint=False)
    radii = 30_000 + np.random.default_rng(4).normal(0, 0.4, angles.size).cumsum()
    coast = Polygon(np.stack([535_050 + radii * np.cos(angles), 5_165_070 + radii * np.sin(angles)], axis=1))
    grid = RasterGrid(UTM, NORTH_UP * Affine.scale(100), 70, 70)
    labels, _ = read([coast, coast.buffer(0)], [1, 1], ignore_border_px=border_px).burn(grid)
    outline = coast.boundary
    shapely.prepare([coast, outline])
    distance_px = shapely.distance(_centres(grid), outline) / 1000
    clear = np.abs(distance_px - border_px) > 0.005
    expected = shapely.contains(coast, _centres(grid)) & (distance_px > border_px)
    assert np.array_equal((labels == 1)[clear], expected[clear])
