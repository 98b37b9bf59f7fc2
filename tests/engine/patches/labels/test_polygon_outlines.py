"""Outlines are mended, grown in metres on the ground, and ordered."""

import geopandas
import numpy as np
import pytest
from pyproj import Geod
from shapely.geometry import Polygon, box

from seg4eo_engine.errors import InvalidDataset, InvalidJob
from seg4eo_engine.patches.labels.polygon_outlines import grow, mend, painting_order


@pytest.fixture
def layer(tmp_path):
    return tmp_path / "places.gpkg"


def _frame(shapes, crs, **columns):
    return geopandas.GeoDataFrame(columns, geometry=shapes, crs=crs)


def _square(lon, lat, side_m):
    """A square on the ground as longitudes and latitudes."""
    points = [(lon, lat)]
    for azimuth in (90, 0, 270):
        points.append(Geod(ellps="WGS84").fwd(*points[-1], azimuth, side_m)[:2])
    return Polygon(points)


def _area_m2(polygon):
    return abs(Geod(ellps="WGS84").geometry_area_perimeter(polygon)[0])


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:32633", "EPSG:2263"])
@pytest.mark.parametrize("buffer_m", [25, -10])
def test_a_buffer_is_in_metres_on_the_ground_in_any_crs(layer, reporter, crs, buffer_m):
    lon, lat = (-74, 40.7) if crs == "EPSG:2263" else (15.3, 61.2)
    squares = [_square(lon, lat, 200), _square(lon - 3, lat + 1, 200)]
    polygons = geopandas.GeoDataFrame(geometry=squares, crs="EPSG:4326").to_crs(crs)
    grown = grow(polygons, buffer_m, layer, reporter).to_crs("EPSG:4326").geometry
    # a square's buffer: strips along the sides, and where it grows a quarter of a circle at each corner
    expected = (200 + 2 * buffer_m) ** 2 - (4 - np.pi) * max(buffer_m, 0) ** 2
    assert [_area_m2(polygon) for polygon in grown] == pytest.approx([expected] * 2, rel=2e-3)
    for before, after in zip(squares, grown, strict=True):
        assert before.centroid.distance(after.centroid) < 1e-6
    assert reporter.texts == []


def test_polygons_at_the_date_line_stay_in_one_piece(layer, reporter):
    squares = [_square(179.999, -17, 100), _square(-180, -17, 100)]
    grown = grow(_frame(squares, "EPSG:4326"), 500, layer, reporter).geometry
    widths = grown.bounds.maxx - grown.bounds.minx
    assert widths.tolist() == pytest.approx([1100 / (111_320 * np.cos(np.radians(17)))] * 2, rel=0.01)
    assert grown.bounds.maxx[0] > 180
    assert grown.bounds.minx[1] < -180


def test_polygons_that_shrink_to_nothing_are_left_out(layer, reporter):
    shapes = [box(0, 0, 100, 100), box(200, 0, 215, 100)]
    kept = grow(_frame(shapes, "EPSG:32633"), -10, layer, reporter)
    assert kept.index.tolist() == [0]
    assert reporter.texts == ["1 of 2 polygons have nothing left after shrinking by 10 m and are left out."]
    with pytest.raises(InvalidDataset, match="all have nothing left after shrinking by 60 m"):
        grow(_frame(shapes, "EPSG:32633"), -60, layer, reporter)


def test_metres_need_a_place_on_the_ground(layer, reporter):
    local = 'LOCAL_CS["site",UNIT["metre",1]]'
    for crs in (None, local):
        with pytest.raises(InvalidJob, match=r"buffer in metres, found none in places\.gpkg"):
            grow(_frame([box(0, 0, 9, 9)], crs), 1, layer, reporter)
    assert grow(_frame([box(0, 0, 9, 9)], None), 0, layer, reporter).area.tolist() == [81]


def test_outlines_that_cross_themselves_are_mended(layer, reporter):
    bow_tie = Polygon([(0, 0), (4, 4), (4, 0), (0, 4)])
    twice = Polygon([(0, 0), (6, 0), (6, 6), (0, 6)], holes=[[(1, 1), (9, 1), (9, 2), (1, 2)]])
    mended = mend(_frame([box(0, 0, 1, 1), bow_tie, twice], None), layer, reporter).geometry
    assert mended.is_valid.all()
    assert mended.area.tolist() == [1, 8, 36 - 5]
    assert reporter.texts == ["2 of 3 polygons of places.gpkg cross themselves and were mended."]


def test_polygons_without_area_on_the_map_are_left_out(layer, reporter):
    shapes = [box(15, 50, 16, 51), Polygon([(0, 0), (0, 1), (0, 2)]), box(14, 91, 16, 93)]
    frame = _frame(shapes, "EPSG:4326").to_crs("EPSG:3857")
    kept = mend(frame, layer, reporter)
    assert kept.index.tolist() == [0]
    assert reporter.texts == ["2 of 3 polygons have no area on the map in places.gpkg and are left out."]
    with pytest.raises(InvalidDataset, match=r"all have no area on the map in places\.gpkg"):
        mend(frame.iloc[1:], layer, reporter)


def test_later_polygons_are_painted_over_earlier_ones(layer):
    shapes = [box(0, 0, size, 1) for size in (2, 9, 2, 5)]
    frame = _frame(shapes, None, year=[2020, None, 2018, 2020], name=["d", "a", "c", "b"])
    assert painting_order(frame, layer, "layer", "").tolist() == [0, 1, 2, 3]
    assert painting_order(frame, layer, "largest_first", "").tolist() == [1, 3, 0, 2]
    assert painting_order(frame, layer, "field", "year").tolist() == [1, 2, 0, 3]
    assert painting_order(frame.iloc[1:], layer, "field", "name").tolist() == [0, 2, 1]


def test_an_order_at_odds_with_its_column_is_refused(layer):
    frame = _frame([box(0, 0, 1, 1)], None, year=[2020])
    with pytest.raises(InvalidJob, match="column to order the polygons by, found none"):
        painting_order(frame, layer, "field", "")
    with pytest.raises(InvalidJob, match=r"column 'age' in places\.gpkg, found the columns year"):
        painting_order(frame, layer, "field", "age")
    with pytest.raises(InvalidJob, match="found 'year' while the order is layer"):
        painting_order(frame, layer, "layer", "year")
