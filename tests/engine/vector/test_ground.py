"""Areas on the ground, whatever the coordinates are."""

import numpy as np
import pyproj
import pytest
import shapely
from rasterio.crs import CRS

from seg4eo_engine.vector.ground import ground_areas_m2


def areas(polygons, crs, pixel_size):
    return ground_areas_m2(np.array(polygons, object), CRS.from_user_input(crs) if crs else None, pixel_size)


def test_a_cell_in_degrees_has_the_area_of_the_ellipsoid():
    cell = shapely.box(10, 50, 10.001, 50.001)
    expected, _ = pyproj.Geod(ellps="WGS84").geometry_area_perimeter(cell)
    assert areas([cell], "EPSG:4326", 0.001) == pytest.approx([expected], rel=1e-6)


def test_areas_in_degrees_add_up_however_large_they_are():
    halves = [shapely.box(-180, -90, 0, 90), shapely.box(0, -90, 180, 90)]
    assert areas(halves, "EPSG:4326", 1.0).sum() == pytest.approx(510_065_621_724_000, rel=1e-9)


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:32633", "EPSG:2263", "EPSG:3035"])
def test_a_projection_does_not_matter(crs):
    to_map = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    place = {"EPSG:2263": (-74, 40.7)}.get(crs, (15.5, 48))
    cell = shapely.segmentize(shapely.box(*place, place[0] + 0.02, place[1] + 0.02), 0.001)
    placed = shapely.transform(cell, lambda points: np.stack(to_map.transform(*points.T), axis=1))
    expected = areas([cell], "EPSG:4326", 0.001)
    assert areas([placed], crs, 100.0) == pytest.approx(expected, rel=1e-5)


def test_the_date_line_does_not_matter():
    across, beside = (
        shapely.box(690_000, 1_000_000, 860_000, 1_010_000),
        shapely.box(490_000, 1_000_000, 500_000, 1_010_000),
    )
    wide, small = areas([across, beside], "EPSG:32601", 10.0)  # 180° lies at 170 km west of the middle
    west = areas([shapely.box(140_000, 1_000_000, 310_000, 1_010_000)], "EPSG:32601", 10.0)
    assert west == pytest.approx([wide], rel=1e-3)
    assert small == pytest.approx(1e8, rel=2e-3)


def test_without_a_place_on_the_earth_nothing_is_known():
    assert np.isnan(areas([shapely.box(0, 0, 1, 1)], None, 1.0)).all()
    local = 'LOCAL_CS["plane",UNIT["metre",1]]'
    assert np.isnan(areas([shapely.box(0, 0, 1, 1)], local, 1.0)).all()
