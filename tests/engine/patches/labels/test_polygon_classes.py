"""The classes of polygons: from numbers, from names, or one for all."""

import geopandas
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from seg4eo_engine.errors import InvalidDataset, InvalidJob, UnknownClass
from seg4eo_engine.patches.labels.classes import parse_classes
from seg4eo_engine.patches.labels.polygon_classes import BACKGROUND_COLOUR, settle_polygon_classes
from seg4eo_engine.raster.classes import DEFAULT_COLOURS


@pytest.fixture
def settle(tmp_path, reporter):
    """Settle the classes of polygons with this column; give each polygon's value, and the classes as ``value=name``."""

    def settle_column(column, classes=(), background=None, field="kind"):
        polygons = geopandas.GeoDataFrame({"kind": column}, geometry=[box(0, 0, 1, 1)] * len(column), crs="EPSG:32633")
        path = tmp_path / "places.gpkg"
        polygons.to_file(path)
        read = geopandas.read_file(path)
        has_class, indexes, found = settle_polygon_classes(
            read, path, field, parse_classes(list(classes)), background, reporter
        )
        values = np.full(len(column), None)
        values[has_class] = [found[index].value for index in indexes]
        return values.tolist(), [f"{item.value}={item.name}" for item in found]

    return settle_column


def test_numbers_are_class_values(settle):
    assert settle([7, 2, 7]) == ([7, 2, 7], ["2=class 2", "7=class 7"])
    assert settle([7.0, -2.0]) == ([7, -2], ["-2=class -2", "7=class 7"])
    assert settle(["12", " 3"]) == ([12, 3], ["3=class 3", "12=class 12"])
    assert settle([True, False]) == ([1, 0], ["0=class 0", "1=class 1"])


def test_names_are_numbered_in_alphabetical_order(settle):
    assert settle(["water", "forest", " water "]) == ([2, 1, 2], ["1=forest", "2=water"])
    assert settle(["water", "forest", "1"]) == ([3, 2, 1], ["1=1", "2=forest", "3=water"])


def test_given_classes_tell_values_and_names(settle):
    assert settle(["water", "forest"], ["3=water", "1=forest"]) == ([3, 1], ["1=forest", "3=water"])
    assert settle([3, 1], ["3=water", "1=forest", "4=road"]) == ([3, 1], ["1=forest", "3=water", "4=road"])
    assert settle(["20", "10"], ["1=10", "2=20"]) == ([2, 1], ["1=10", "2=20"])


def test_without_a_column_all_are_one_class(settle):
    assert settle(["a", "b"], field="") == ([1, 1], ["1=class 1"])
    assert settle([5, 6], ["4=building"], field="") == ([4, 4], ["4=building"])
    assert settle([5, 6], ["0=ground", "1=building"], 0, field="") == ([1, 1], ["0=ground", "1=building"])


def test_background_is_a_class_that_names_stay_clear_of(settle):
    assert settle(["water", "forest"], background=0) == ([2, 1], ["0=background", "1=forest", "2=water"])
    assert settle(["water", "forest"], background=1) == ([3, 2], ["1=background", "2=forest", "3=water"])
    assert settle([0, 2], background=0) == ([0, 2], ["0=background", "2=class 2"])
    assert settle([2], ["0=ground", "2=water"], background=0) == ([2], ["0=ground", "2=water"])


def test_colours_are_the_given_ones_else_distinct_with_a_grey_background(settle, tmp_path, reporter):
    polygons = geopandas.GeoDataFrame({"kind": ["a", "b"]}, geometry=[box(0, 0, 1, 1)] * 2)
    for given in (["1=a:#123456", "2=b"], ["0=ground", "1=a:#123456", "2=b"]):
        classes = settle_polygon_classes(polygons, tmp_path, "kind", parse_classes(given), 0, reporter).classes
        assert [item.colour for item in classes] == [BACKGROUND_COLOUR, "#123456", DEFAULT_COLOURS[1]]


def test_polygons_without_class_are_left_out_and_it_is_said(settle, reporter):
    assert settle([4, None, 5])[0] == [4, None, 5]
    assert settle(["a", None, " "])[0] == [1, None, None]
    assert reporter.texts == [
        "1 of 3 polygons have no class in 'kind' of places.gpkg and are left out.",
        "2 of 3 polygons have no class in 'kind' of places.gpkg and are left out.",
    ]
    with pytest.raises(InvalidDataset, match=r"'kind' of places\.gpkg, found it empty"):
        settle([None, None])


def test_columns_that_hold_no_classes_are_refused(settle):
    with pytest.raises(InvalidJob, match=r"column 'sort' in places\.gpkg, found the columns kind: choose"):
        settle([1], field="sort")
    with pytest.raises(InvalidJob, match="found the columns kind"):
        settle([1], field="geometry")
    with pytest.raises(InvalidJob, match=r"whole numbers in 'kind' of places\.gpkg, found 1\.5"):
        settle([1.0, 1.5])
    with pytest.raises(InvalidJob, match="names in 'kind' of places.gpkg, found 2024-05-01"):
        settle([pd.Timestamp("2024-05-01")])
    with pytest.raises(UnknownClass, match=r"at most 255 classes, found 300 different values in 'kind'"):
        settle(list(range(300)))
    with pytest.raises(UnknownClass, match="at most 255 classes, found 300 different"):
        settle([f"class {number}" for number in range(300)])
    with pytest.raises(UnknownClass, match="at most 255 classes, found 256 with the background"):
        settle(list(range(255)), background=-1)
    with pytest.raises(UnknownClass, match="to 2147483647, found 206057139000"):
        settle([206_057_139_000])


def test_classes_that_do_not_fit_the_given_ones_are_refused(settle):
    with pytest.raises(UnknownClass, match=r"classes water, found also forest, road in 'kind' of places\.gpkg: add"):
        settle(["water", "forest", "road"], ["1=water"])
    with pytest.raises(UnknownClass, match="class values 1, 2, found also 3, 4"):
        settle([3, 1, 4], ["1=water", "2=forest"])
    with pytest.raises(InvalidJob, match="one class for polygons without a class column, found 2"):
        settle([1], ["1=water", "2=forest"], field="")
    with pytest.raises(InvalidJob, match="another value for the background than 1"):
        settle([1], background=1, field="")
