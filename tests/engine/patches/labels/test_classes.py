"""Class values: named, found, ignored or refused."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from seg4eo_engine.errors import InvalidDataset, InvalidJob, UnknownClass
from seg4eo_engine.patches.labels.classes import (
    code_colour,
    count_values,
    parse_classes,
    settle_classes,
)
from seg4eo_engine.raster.classes import DEFAULT_COLOURS, default_class, read_classes
from seg4eo_engine.raster.labels import choose_ignored_value


@dataclass(frozen=True)
class PlainLabels:
    """Labels that tell nothing of their classes, unless there is a raster that does."""

    label: Path = Path("labels.tif")
    has_colours: bool = False
    positive_values: tuple[int, ...] = ()
    raster: Path | None = None

    def describe_classes(self, values):
        if self.raster is not None:
            return read_classes(self.raster, values)
        return [default_class(value, position) for position, value in enumerate(values)]


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


def test_values_nobody_named_are_refused_with_their_list():
    found = {0: 5, 1: 5, 7: 1, 9: 2}
    with pytest.raises(UnknownClass, match=r"values 1, found also 7, 9 in labels\.tif"):
        settle_classes(found, parse_classes(["1=a"]), [0], [PlainLabels()])
    several = [PlainLabels(), PlainLabels(Path("more.tif")), PlainLabels()]
    with pytest.raises(UnknownClass, match="found also 7, 9 in the 2 label files"):
        settle_classes(found, parse_classes(["1=a"]), [0], several)


def test_a_value_both_named_and_ignored_is_refused():
    with pytest.raises(InvalidJob, match="found 1 as both"):
        settle_classes({1: 5}, parse_classes(["1=a"]), [1], [PlainLabels()])


def test_labels_with_nothing_but_ignored_values_are_refused():
    with pytest.raises(InvalidDataset, match="labelled pixels"):
        settle_classes({0: 100}, [], [0], [PlainLabels()])


def test_measurements_are_not_taken_for_classes():
    with pytest.raises(UnknownClass, match="found 400 different values"):
        settle_classes(dict.fromkeys(range(400), 1), [], [], [PlainLabels()])


def test_a_class_named_without_a_colour_has_that_of_the_palette(write_raster):
    palette = {1: (10, 20, 30), 2: (40, 50, 60)}
    path = write_raster("coloured.tif", np.ones((1, 4, 4), np.uint8), palette=palette)
    given = parse_classes(["2=land", "1=water:#0000ff", "5=ice"])
    land, water, ice = settle_classes({1: 5, 2: 5}, given, [], [PlainLabels(raster=path)])
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
    classes = settle_classes({1: 1, 2: 1, 3: 1, 4: 1}, [], [], [PlainLabels(raster=path)])
    assert [item.name for item in classes] == ["water", "forest", "class 3", "class 4"]
    assert [item.colour for item in classes] == ["#0a141e", *DEFAULT_COLOURS[1:4]]


def test_colours_nobody_named_are_refused_with_their_list():
    found = {1: 50, code_colour(0x3C1098): 9, code_colour(0x0000FF): 9}
    mask = PlainLabels(Path("mask.png"), has_colours=True)
    with pytest.raises(UnknownClass, match=r"each colour, found #0000ff, #3c1098 in mask\.png: .* 1=water:#0000ff"):
        settle_classes(found, parse_classes(["1=land:#00ff00"]), [], [mask])


def test_greys_are_listed_with_the_colours_while_none_has_a_class():
    found = {155: 4, 0: 1, code_colour(0x3C1098): 9}
    with pytest.raises(UnknownClass, match="found #000000, #3c1098, #9b9b9b in"):
        settle_classes(found, [], [], [PlainLabels(has_colours=True)])


def test_blurred_masks_are_refused_with_the_cause():
    found = {code_colour(colour): 1 for colour in range(0, 70_000, 7)}
    with pytest.raises(UnknownClass, match=r"found 10000 colours in labels\.tif: .*lossy compression such as JPEG"):
        settle_classes(found, [], [], [PlainLabels(has_colours=True)])


def test_a_colour_may_be_named_to_be_ignored():
    given = parse_classes(["0=unlabelled:#000000", "1=water:#0000ff"])
    [water] = settle_classes({0: 5, 1: 5}, given, [0], [PlainLabels(has_colours=True)])
    assert (water.value, water.name, water.colour) == (1, "water", "#0000ff")


@pytest.mark.parametrize(
    ("given", "positive", "names", "colours"),
    [
        ([], (3,), ["other", "class 3"], ["#999999", DEFAULT_COLOURS[0]]),
        ([], (5, 3), ["other", "class 3 + class 5"], ["#999999", DEFAULT_COLOURS[0]]),
        (["3=pond", "5=lake:#0000ff", "1=road"], (3, 5), ["road", "pond + lake"], ["#999999", "#0000ff"]),
        (["0=land:#00ff00", "1=water"], (3, 5), ["land", "water"], ["#00ff00", DEFAULT_COLOURS[0]]),
        (["0=land", "1=water"], (1,), ["land", "water"], ["#999999", DEFAULT_COLOURS[0]]),
        (["0=land", "1=road", "2=water"], (2,), ["other", "water"], ["#999999", DEFAULT_COLOURS[0]]),
    ],
)
def test_positive_values_make_two_classes(given, positive, names, colours):
    source = PlainLabels(positive_values=positive)
    classes = settle_classes({0: 5, 1: 5}, parse_classes(given), [0, 1], [source])
    assert [item.value for item in classes] == [0, 1]
    assert [item.name for item in classes] == names
    assert [item.colour for item in classes] == colours


def test_positive_values_that_do_not_occur_are_refused():
    with pytest.raises(InvalidDataset, match=r"positive values 7, 9, found none in labels\.tif"):
        settle_classes({0: 5}, [], [], [PlainLabels(positive_values=(9, 7))])


@pytest.mark.parametrize(
    "values", [[-1, 300, 300], [0], [], [2_000_000_000, -2_000_000_000, 5, 5], [100_000, 0, 100_000]]
)
def test_values_are_counted_whatever_their_size(values):
    expected = {value: values.count(value) for value in values}
    assert count_values(np.array(values, np.int32)) == expected


def test_bytes_are_counted():
    assert count_values(np.array([[255, 0], [255, 255]], np.uint8)) == {0: 1, 255: 3}


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
