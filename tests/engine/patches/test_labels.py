"""Class values: named, found, ignored or refused."""

import numpy as np
import pytest
from rasterio.windows import Window

from seg4eo_engine.errors import InvalidDataset, InvalidJob, UnknownClass
from seg4eo_engine.patches.labels import (
    choose_ignored_value,
    count_values,
    parse_classes,
    read_labels,
    settle_classes,
)
from seg4eo_engine.raster.classes import DEFAULT_COLOURS, read_classes
from seg4eo_engine.raster.reader import open_raster


def test_classes_are_given_with_name_and_colour():
    water, forest, ice = parse_classes(["1=water", " -2 = dry forest : #0a7D32 ", "3=a: b"])
    assert (water.value, water.name, water.colour) == (1, "water", None)
    assert (forest.value, forest.name, forest.colour) == (-2, "dry forest", "#0a7D32")
    assert ice.name == "a: b"


@pytest.mark.parametrize("text", ["water", "1:water", "=water", "1=", "a=b"])
def test_classes_of_another_form_are_refused(text):
    with pytest.raises(InvalidJob, match="Expected classes like 1=water"):
        parse_classes([text])


def test_a_value_given_twice_is_refused():
    with pytest.raises(InvalidJob, match="found 1 twice"):
        parse_classes(["1=a", "1=b"])


def test_values_nobody_named_are_refused_with_their_list(labels):
    found = {0: 5, 1: 5, 7: 1, 9: 2}
    with pytest.raises(UnknownClass, match=r"values 1, found also 7, 9 in labels\.tif"):
        settle_classes(found, parse_classes(["1=a"]), [0], [labels])


def test_a_value_both_named_and_ignored_is_refused(labels):
    with pytest.raises(InvalidJob, match="found 1 as both"):
        settle_classes({1: 5}, parse_classes(["1=a"]), [1], [labels])


def test_labels_with_nothing_but_ignored_values_are_refused(labels):
    with pytest.raises(InvalidDataset, match="labelled pixels"):
        settle_classes({0: 100}, [], [0], [labels])


def test_measurements_are_not_taken_for_classes(labels):
    with pytest.raises(UnknownClass, match="found 400 different values"):
        settle_classes(dict.fromkeys(range(400), 1), [], [], [labels])


def test_a_class_named_without_a_colour_has_that_of_the_palette(write_raster):
    palette = {1: (10, 20, 30), 2: (40, 50, 60)}
    path = write_raster("coloured.tif", np.ones((1, 4, 4), np.uint8), palette=palette)
    given = parse_classes(["2=land", "1=water:#0000ff", "5=ice"])
    land, water, ice = settle_classes({1: 5, 2: 5}, given, [], [path])
    assert (land.name, land.colour) == ("land", "#28323c")
    assert (water.name, water.colour) == ("water", "#0000ff")
    assert ice.colour == DEFAULT_COLOURS[2]


def test_classes_found_are_described_by_palette_and_category_names(write_raster):
    palette = {1: (10, 20, 30), 2: (0, 0, 0), 3: (7, 7, 7), 4: (7, 7, 7)}
    path = write_raster("described.tif", np.ones((1, 4, 4), np.uint8), palette=palette)
    path.with_name("described.tif.aux.xml").write_text(
        '<PAMDataset><PAMRasterBand band="1"><CategoryNames><Category></Category><Category>water</Category>'
        "<Category>forest</Category></CategoryNames></PAMRasterBand></PAMDataset>"
    )
    classes = read_classes(path, [1, 2, 3, 4])
    assert [item.name for item in classes] == ["water", "forest", "class 3", "class 4"]
    assert [item.colour for item in classes] == ["#0a141e", *DEFAULT_COLOURS[1:4]]


def test_nodata_tag_that_is_named_as_a_class_is_a_class(write_raster):
    path = write_raster("tagged.tif", np.arange(16, dtype=np.uint8).reshape(1, 4, 4) % 2, nodata=0)
    with open_raster(path) as dataset:
        _, as_nodata = read_labels(dataset, Window(0, 0, 4, 4), frozenset())
        _, as_class = read_labels(dataset, Window(0, 0, 4, 4), frozenset([0, 1]))
    assert (as_nodata.sum(), as_class.sum()) == (8, 16)


def test_values_are_counted_whatever_their_type():
    assert count_values(np.array([-1, 300, 300], np.int16)) == {-1: 1, 300: 2}


@pytest.mark.parametrize(
    ("dtype", "classes", "preferred", "expected"),
    [
        ("uint8", [1, 2], [0], 0),
        ("uint8", [0, 1], [], 255),
        ("uint8", [0, 255], [0], 254),
        ("uint8", [1], [-1], 255),
        ("int16", [0, 1], [-1], -1),
    ],
)
def test_value_for_pixels_without_one_is_no_class_and_fits(dtype, classes, preferred, expected):
    assert choose_ignored_value(dtype, classes, preferred) == expected
