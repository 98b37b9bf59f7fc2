"""Vector files that go with a raster."""

import time

import geopandas
from shapely.geometry import box

from seg4eo_engine.raster.vector_layers import write_geopackage


def test_the_same_polygons_give_the_same_bytes(tmp_path):
    polygons = geopandas.GeoDataFrame(
        {"split": ["train", "test"]}, geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1)], crs=32633
    )
    write_geopackage(polygons, tmp_path / "one.gpkg", "cells")
    time.sleep(0.01)  # longer than the format's clock ticks
    write_geopackage(polygons, tmp_path / "two.gpkg", "cells")
    assert (tmp_path / "one.gpkg").read_bytes() == (tmp_path / "two.gpkg").read_bytes()
