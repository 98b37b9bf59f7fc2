"""Cards of ONNX files."""

import json

import onnx
import pytest

from seg4eo_engine.errors import InvalidModel
from seg4eo_engine.models.card import ModelCard
from seg4eo_engine.models.onnx.card import card_of
from seg4eo_engine.models.onnx.export import export_onnx
from seg4eo_engine.models.onnx.file import read_onnx
from seg4eo_engine.models.onnx.metadata import write_metadata
from seg4eo_engine.raster.classes import default_class


def names(card):
    return [(item.value, item.name) for item in card.classes]


def test_one_of_ours_has_the_card_of_its_model(make_model, tmp_path):
    model = make_model(classes=2)
    graph = export_onnx(model, window_px=64)
    onnx.helper.set_model_props(graph, write_metadata(model.manifest, 64, 10))
    onnx.save(graph, str(tmp_path / "ours.onnx"))
    assert card_of(read_onnx(tmp_path / "ours.onnx")) == ModelCard.of(model.manifest)


def test_one_of_deepness_says_names_size_and_resolution(write_graph):
    metadata = {"class_names": json.dumps({"0": "land", "1": "water"}), "resolution": "20", "tile_size": "256"}
    card = card_of(read_onnx(write_graph(size=512, metadata=metadata)))
    assert names(card) == [(0, "land"), (1, "water")]
    assert (card.ground_resolution_m, card.patch_size_px, card.threshold) == (0.2, 256, 0.5)
    assert card.bands == ("band 1", "band 2", "band 3")
    assert [item.colour for item in card.classes] == [default_class(value, value).colour for value in (0, 1)]


def test_a_plain_one_has_numbered_classes(write_graph):
    card = card_of(read_onnx(write_graph(channels=3, size=128)))
    assert names(card) == [(0, "class 0"), (1, "class 1"), (2, "class 2")]
    assert (card.patch_size_px, card.ground_resolution_m, card.dtype) == (128, None, None)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["background", "class 1"]),
        ({"0": "water"}, ["background", "water"]),
        ({"0": "land", "1": "water"}, ["land", "water"]),
    ],
)
def test_one_channel_is_two_classes(write_graph, given, expected):
    metadata = {"class_names": json.dumps(given)} if given else {}
    card = card_of(read_onnx(write_graph(channels=1, metadata=metadata)))
    assert names(card) == list(enumerate(expected))


def test_names_that_are_missing_are_numbered_and_too_many_are_refused(write_graph):
    card = card_of(read_onnx(write_graph(channels=3, metadata={"class_names": '{"0": "land"}'})))
    assert [item.name for item in card.classes] == ["land", "class 1", "class 2"]
    metadata = {"class_names": '{"0": "a", "1": "b", "2": "c"}'}
    with pytest.raises(InvalidModel, match=r"names of 2 classes, found 3 in foreign.onnx \(a, b, c\)"):
        card_of(read_onnx(write_graph(channels=2, metadata=metadata)))


@pytest.mark.parametrize(
    ("channels", "given", "expected"), [(1, "0.3", 0.3), (2, "0.3", 0.3), (1, "0", 0.5), (3, "0.3", 0.5)]
)
def test_the_threshold_is_for_two_classes(write_graph, channels, given, expected):
    assert card_of(read_onnx(write_graph(channels=channels, metadata={"seg_thresh": given}))).threshold == expected
