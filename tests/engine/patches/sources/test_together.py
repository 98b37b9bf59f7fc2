"""Neighbours that are read at once hold what each of them holds alone."""

import numpy as np
import pytest
from rasterio.windows import Window

from seg4eo_engine.patches.places import Place
from seg4eo_engine.patches.sources import SourceRequest, check_sources

ROW = [(0, 8), (30, 8), (60, 10), (100, 8)]
FAR = [(0, 0), (160, 128)]
PAST_THE_EDGE = [(150, 130), (170, 140)]


@pytest.fixture
def opened(scene, labels, reporter):
    [source] = check_sources(SourceRequest(images=(scene,), labels=(labels,)), reporter)
    with source.open() as opened:
        yield opened


def _places(opened, offsets):
    return [Place.of_window(opened.source.grid, Window(col, row, 32, 32)) for col, row in offsets]


@pytest.mark.parametrize("offsets", [ROW, FAR, PAST_THE_EDGE, ROW[:1]])
def test_each_place_is_as_if_it_were_read_alone(opened, offsets):
    places = _places(opened, offsets)
    for together, alone in (
        (opened.read_images(places), opened.read_image),
        (opened.read_all_labels(places), opened.read_labels),
    ):
        for place, (pixels, mask) in zip(places, together, strict=True):
            expected, expected_mask = alone(place)
            assert np.array_equal(pixels, expected)
            assert np.array_equal(mask, expected_mask)


@pytest.mark.parametrize(("offsets", "reads"), [(ROW, 1), (FAR, 2)])
def test_what_lies_between_is_read_only_where_it_is_little(opened, monkeypatch, offsets, reads):
    places, calls = _places(opened, offsets), []
    read = opened.read_image
    monkeypatch.setattr(opened, "read_image", lambda place: calls.append(place) or read(place))
    assert len(list(opened.read_images(places))) == len(places)
    assert len(calls) == reads


def test_resampled_places_are_read_one_by_one(opened):
    window = opened.source.grid.window_grid(Window(10.5, 10.5, 32, 32))
    places = [*_places(opened, ROW[:1]), Place(window, None)]
    found = list(opened.read_images(places))
    assert np.array_equal(found[1][0], opened.read_image(places[1])[0])
