"""Vector layers reach the engine as files that say what QGIS shows."""

import zipfile
from pathlib import Path

import pytest
from osgeo import ogr, osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
)

from seg4eo_qgis.algorithms.extractpatches import ExtractPatches
from seg4eo_qgis.algorithms.grid import Grid
from seg4eo_qgis.algorithms.rasterizelabels import RasterizeLabels

SQUARE = "POLYGON((0 0,0 1,1 1,1 0,0 0))"


def write_layers(path, *names, features=2, epsg=32633):
    """A vector file with layers of squares, numbered by a column ``number``."""
    driver = ogr.GetDriverByName("ESRI Shapefile" if path.suffix == ".shp" else "GPKG")
    source = driver.CreateDataSource(str(path))
    system = osr.SpatialReference()
    system.ImportFromEPSG(epsg or 4326)
    for name in names:
        layer = source.CreateLayer(name, system if epsg else None, ogr.wkbPolygon)
        layer.CreateField(ogr.FieldDefn("number", ogr.OFTInteger))
        for number in range(1, features + 1):
            feature = ogr.Feature(layer.GetLayerDefn())
            feature.SetField("number", number)
            feature.SetGeometry(ogr.CreateGeometryFromWkt(SQUARE))
            layer.CreateFeature(feature)
    return path


def features_of(path):
    """The attributes of what is in a file, in its order."""
    source = ogr.Open(path)  # its layers die with it
    return [feature.items() for feature in source.GetLayer(0)]


def numbers_of(path):
    return [row["number"] for row in features_of(path)]


def open_layer(source):
    layer = QgsVectorLayer(str(source), "my layer")
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer, False)
    return layer


def memory_layer(definition, *rows, wkt=SQUARE, name="drawn"):
    layer = QgsVectorLayer(definition, name, "memory")
    features = []
    for row in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(list(row))
        feature.setGeometry(QgsGeometry.fromWkt(wkt) if wkt else QgsGeometry())
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    QgsProject.instance().addMapLayer(layer, False)
    return layer


@pytest.fixture
def grid_path(tmp_path):
    return write_layers(tmp_path / "grid.gpkg", "grid", features=4)


@pytest.fixture
def hand_over(read, raster):
    """The path that the engine gets for a layer that is chosen as the area of a grid."""
    return lambda layer: read(Grid, RASTER=raster, AREA=layer)["area"]


@pytest.mark.parametrize("name", ["grid.gpkg", "grid.shp"])
def test_a_file_with_one_layer_goes_by_its_path(hand_over, tmp_path, name):
    path = write_layers(tmp_path / name, "grid")
    assert hand_over(str(path)) == str(path)
    assert hand_over(open_layer(path)) == str(path)


def test_only_the_selected_features_are_used_when_asked_for(hand_over, grid_path):
    layer = open_layer(grid_path)
    layer.selectByIds([2, 4])
    chosen = QgsProcessingFeatureSourceDefinition(layer.id(), selectedFeaturesOnly=True)
    assert numbers_of(hand_over(chosen)) == [2, 4]


def test_all_features_are_used_though_some_are_selected_when_not_asked_for(hand_over, grid_path):
    layer = open_layer(grid_path)
    layer.selectByIds([2, 4])
    assert hand_over(QgsProcessingFeatureSourceDefinition(layer.id(), False)) == str(grid_path)


def test_a_limited_number_of_features_is_used_when_asked_for(hand_over, grid_path):
    chosen = QgsProcessingFeatureSourceDefinition(open_layer(grid_path).id(), False, 3)
    assert numbers_of(hand_over(chosen)) == [1, 2, 3]


def test_an_empty_selection_is_told(hand_over, grid_path):
    chosen = QgsProcessingFeatureSourceDefinition(open_layer(grid_path).id(), selectedFeaturesOnly=True)
    with pytest.raises(QgsProcessingException, match="'Area of interest', found none in my layer: .* select some"):
        hand_over(chosen)


def test_a_filtered_layer_is_used_as_filtered(hand_over, grid_path):
    layer = open_layer(f"{grid_path}|subset=number > 2")
    assert numbers_of(hand_over(layer)) == [3, 4]


@pytest.mark.parametrize("chosen", ["other", "grid"])
def test_the_chosen_one_of_several_layers_in_a_file_is_used(hand_over, tmp_path, chosen):
    path = write_layers(tmp_path / "grid.gpkg", "first", chosen, features=3)
    layer = open_layer(f"{path}|layername={chosen}")
    layer.dataProvider().deleteFeatures([1, 2])
    assert numbers_of(hand_over(layer)) == [3]


def test_columns_that_are_joined_or_calculated_come_along(hand_over, grid_path):
    layer = open_layer(grid_path)
    names = memory_layer("Polygon?field=number:integer&field=name:string", (1, "water"), (2, "forêt"), name="names")
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(names)
    join.setJoinFieldName("number")
    join.setTargetFieldName("number")
    join.setUsingMemoryCache(True)
    join.setPrefix("")
    layer.addJoin(join)
    ten = QgsField(layer.fields().field("number"))  # its type is named otherwise in each QGIS
    ten.setName("ten")
    layer.addExpressionField("number * 10", ten)
    rows = features_of(hand_over(layer))
    assert [row["name"] for row in rows] == ["water", "forêt", None, None]
    assert [row["ten"] for row in rows] == [10, 20, 30, 40]


def as_virtual_layer(path):
    QgsProject.instance().addMapLayer(QgsVectorLayer(str(path), "cells", "ogr"), False)
    return "?query=SELECT * FROM cells WHERE number <> 2", "virtual"


def as_text(path):
    text = path.with_suffix(".csv")
    text.write_text("number;wkt\n" + "".join(f'{number};"{SQUARE}"\n' for number in (1, 3, 4)), encoding="utf-8")
    return f"file://{text}?delimiter=;&wktField=wkt&crs=EPSG:32633", "delimitedtext"


def as_archive(path):
    archive = path.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w") as content:
        content.write(path, "cells.gpkg")
    return f"/vsizip/{archive}/cells.gpkg|subset=number <> 2", "ogr"


@pytest.mark.parametrize("store", [as_virtual_layer, as_text, as_archive])
def test_a_layer_of_every_provider_has_the_polygons_that_the_user_sees(hand_over, grid_path, store):
    source, provider = store(grid_path)
    layer = QgsVectorLayer(source, "seen", provider)
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer, False)
    path = hand_over(layer)
    assert numbers_of(path) == [1, 3, 4]
    assert len(features_of(path)) == layer.featureCount()


def test_edits_that_are_not_saved_yet_are_seen(hand_over, grid_path):
    layer = open_layer(grid_path)
    layer.startEditing()
    layer.deleteFeature(1)
    layer.changeAttributeValue(2, layer.fields().indexOf("number"), 20)
    assert numbers_of(hand_over(layer)) == [20, 3, 4]
    layer.rollBack()


def test_a_crs_that_was_set_in_qgis_comes_along(hand_over, tmp_path):
    layer = open_layer(write_layers(tmp_path / "drawn.shp", "drawn", epsg=None))
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32633"))
    assert QgsVectorLayer(hand_over(layer), "copy").crs().authid() == "EPSG:32633"


def test_a_layer_in_memory_is_written_to_a_file_with_its_crs_and_columns(hand_over):
    layer = memory_layer("Polygon?crs=EPSG:32633&field=class:string&field=n:integer", ("water", 1), ("forêt", None))
    path = hand_over(layer)
    assert features_of(path) == [{"class": "water", "n": 1}, {"class": "forêt", "n": None}]
    assert QgsVectorLayer(path, "written").crs().authid() == "EPSG:32633"
    assert Path(path).stem == "drawn"


def test_a_layer_without_a_crs_stays_without_one(hand_over):
    layer = memory_layer("Polygon?crs=", [])
    assert not layer.crs().isValid()
    source = ogr.Open(hand_over(layer))
    assert source.GetLayer(0).GetSpatialRef() is None


@pytest.mark.parametrize(("kind", "values"), [("integer", [1, 1, None]), ("string", ["a", "a", "b"])])
def test_a_column_named_fid_costs_no_polygon_and_no_column(hand_over, kind, values):
    rows = [(value, name) for value, name in zip(values, ["water", "forest", "field"])]
    layer = memory_layer(f"Polygon?crs=EPSG:32633&field=fid:{kind}&field=class:string", *rows)
    assert [row["class"] for row in features_of(hand_over(layer))] == ["water", "forest", "field"]


def test_polygons_keep_their_order_for_later_ones_are_painted_over_earlier_ones(hand_over):
    layer = memory_layer("Polygon?crs=EPSG:32633&field=number:integer")
    features = []
    for number in range(100):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([number])
        west, south = 37 * number % 101, 61 * number % 103
        feature.setGeometry(
            QgsGeometry.fromWkt(f"POLYGON(({west} {south},{west} {south + 1},{west + 1} {south},{west} {south}))")
        )
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    assert numbers_of(hand_over(layer)) == list(range(100))


SHAPES = {
    "Polygon": "MULTIPOLYGON(((0 0,0 1,1 1,1 0,0 0)),((5 5,5 6,6 6,6 5,5 5)))",
    "PolygonZ": "POLYGONZ((0 0 7,0 1 7,1 1 7,1 0 7,0 0 7))",
    "CurvePolygon": "CURVEPOLYGON(CIRCULARSTRING(0 0,1 1,2 0,1 -1,0 0))",
}


@pytest.mark.parametrize("kind", SHAPES)
def test_polygons_of_every_kind_come_as_flat_multipolygons(hand_over, kind):
    source = ogr.Open(hand_over(memory_layer(f"{kind}?crs=EPSG:32633", [], wkt=SHAPES[kind])))
    [feature] = source.GetLayer(0)
    area = {"Polygon": 2, "PolygonZ": 1, "CurvePolygon": 3.14159}[kind]
    assert feature.GetGeometryRef().GetGeometryType() == ogr.wkbMultiPolygon
    assert feature.GetGeometryRef().GetArea() == pytest.approx(area, rel=1e-3)


def test_a_polygon_that_crosses_itself_is_handed_over_for_the_engine_mends_it(hand_over, grid_path):
    bow = "POLYGON((0 0,1 1,1 0,0 1,0 0))"
    layer = memory_layer("Polygon?crs=EPSG:32633&field=n:integer", (1,), (2,), wkt=bow)
    layer.selectAll()
    chosen = QgsProcessingFeatureSourceDefinition(layer.id(), selectedFeaturesOnly=True)
    assert len(features_of(hand_over(chosen))) == 2


def test_features_without_a_geometry_are_left_out(hand_over):
    layer = memory_layer("Polygon?crs=EPSG:32633&field=n:integer", (1,))
    layer.dataProvider().addFeatures([QgsFeature(layer.fields())])
    assert len(features_of(hand_over(layer))) == 1


def test_lines_among_the_polygons_are_told(hand_over):
    layer = memory_layer("LineString?crs=EPSG:32633", [], wkt="LINESTRING(0 0,1 1)")
    with pytest.raises(QgsProcessingException, match="'Area of interest' to be polygons, found a LineString"):
        hand_over(layer)


def test_a_layer_in_memory_goes_with_the_column_of_its_classes(read, raster):
    layer = memory_layer("Polygon?crs=EPSG:32633&field=class:string", ("water",))
    values = read(RasterizeLabels, POLYGONS=layer, RASTER=raster, CLASS_FIELD="class")
    assert values["class_field"] == "class"
    assert features_of(values["polygons"]) == [{"class": "water"}]


def test_several_layers_of_every_kind_keep_their_order(read, raster, grid_path):
    drawn = memory_layer("Polygon?crs=EPSG:32633&field=number:integer", (7,))
    filtered = open_layer(f"{grid_path}|subset=number = 2")
    values = read(
        ExtractPatches, IMAGES=[raster] * 3, LABELS=[raster] * 3, IMAGE_GRIDS=[drawn, str(grid_path), filtered]
    )
    first, second, third = values["image_grids"]
    assert numbers_of(first) == [7]
    assert second == str(grid_path)
    assert numbers_of(third) == [2]
