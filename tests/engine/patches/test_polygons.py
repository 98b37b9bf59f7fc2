"""Polygon layers are read with clear errors."""

import sqlite3
from contextlib import closing

import geopandas
import pytest
from rasterio.crs import CRS
from shapely.geometry import Point, box

from seg4eo_engine.errors import GridMismatch, MissingInput, NotAVector
from seg4eo_engine.patches.polygons import read_polygons, to_raster_crs


@pytest.fixture
def layers(tmp_path):
    """A GeoPackage with a layer of polygons, another of two, and one of points."""
    path = tmp_path / "layers.gpkg"
    for name, shapes in {"one": [box(0, 0, 1, 1)], "two": [box(0, 0, 1, 1), box(1, 0, 2, 1)]}.items():
        numbers = list(range(len(shapes)))
        frame = geopandas.GeoDataFrame({"number": numbers}, geometry=shapes, crs="EPSG:4326")
        frame.to_file(path, layer=name, driver="GPKG")
    geopandas.GeoDataFrame(geometry=[Point(0, 0)], crs="EPSG:4326").to_file(path, layer="points", driver="GPKG")
    return path


def test_layers_are_named_as_in_qgis(layers):
    assert len(read_polygons(f"{layers}|layername=one")) == 1
    assert len(read_polygons(f"{layers}|layername=two|geometrytype=Polygon")) == 2
    assert read_polygons(f'{layers}|layername=two|subset="number" = 1').number.tolist() == [1]
    assert len(read_polygons(f"{layers}|layerid=1")) == 2


def test_missing_file_is_told_from_one_that_is_no_layer(tmp_path, layers):
    with pytest.raises(MissingInput, match="found nothing there"):
        read_polygons(tmp_path / "nowhere.gpkg")
    text = tmp_path / "notes.txt"
    text.write_text("no layer")
    with pytest.raises(NotAVector, match=r"notes\.txt"):
        read_polygons(text)
    with pytest.raises(NotAVector, match="three"):
        read_polygons(f"{layers}|layername=three")


def test_layer_without_polygons_is_refused(layers):
    with pytest.raises(NotAVector, match="layer with polygons, found none"):
        read_polygons(f"{layers}|layername=points")


def test_reprojection_is_said(layers, reporter):
    polygons = read_polygons(f"{layers}|layername=one")
    moved = to_raster_crs(polygons, CRS.from_epsg(32631), layers, reporter)
    assert moved.crs.to_epsg() == 32631
    assert reporter.texts == ["layers.gpkg was reprojected from EPSG:4326 to EPSG:32631."]


def test_same_crs_is_left_alone_in_silence(layers, reporter):
    polygons = read_polygons(f"{layers}|layername=one")
    assert to_raster_crs(polygons, CRS.from_epsg(4326), layers, reporter) is polygons
    assert reporter.texts == []


def test_missing_crs_on_one_side_is_refused(layers, reporter):
    polygons = read_polygons(f"{layers}|layername=one")
    with pytest.raises(GridMismatch, match="found none in the raster"):
        to_raster_crs(polygons, None, layers, reporter)
    with pytest.raises(GridMismatch, match=r"found none in layers\.gpkg"):
        to_raster_crs(polygons.set_crs(None, allow_override=True), CRS.from_epsg(4326), layers, reporter)


@pytest.mark.parametrize("srs_id", [0, -1])
def test_a_geopackage_that_says_it_has_no_crs_has_none(tmp_path, srs_id):
    path = tmp_path / "plain.gpkg"
    geopandas.GeoDataFrame(geometry=[box(0, 0, 1, 1)], crs=32633).to_file(path)
    # GDAL would write another number; QGIS writes these for "undefined geographic" and "undefined Cartesian"
    with closing(sqlite3.connect(path)) as connection, connection:
        for table in ("gpkg_contents", "gpkg_geometry_columns"):
            connection.execute(f"UPDATE {table} SET srs_id = {srs_id}")
    assert read_polygons(path).crs is None
