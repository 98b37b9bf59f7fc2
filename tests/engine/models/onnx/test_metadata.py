"""The keys of an ONNX file, ours and Deepness'."""

import json

import pytest

from seg4eo_engine.errors import InvalidModel
from seg4eo_engine.models.onnx.metadata import MANIFEST_KEY, OnnxMetadata, read_metadata, write_metadata

DEEPNESS = {
    "model_type": '"Segmentor"',
    "class_names": '{"1": "water", "0": "land"}',
    "resolution": "50.5",
    "tile_size": "256",
    "tiles_overlap": "10",
    "standardization_mean": "[0.5, 0.4]",
    "standardization_std": "[0.2, 0.1]",
    "seg_thresh": "0.25",
    "seg_small_segment": "11",
}


def test_what_is_written_is_read_again(make_model):
    manifest = make_model(classes=2).manifest
    found = read_metadata(write_metadata(manifest, 64, 10), "model.onnx")
    assert found.manifest == manifest


def test_the_keys_of_deepness_are_read():
    assert read_metadata(DEEPNESS, "a.onnx") == OnnxMetadata(
        model_type="Segmentor", class_names=("land", "water"), resolution_cm=50.5, tile_size_px=256,
        standardization_mean=(0.5, 0.4), standardization_std=(0.2, 0.1), seg_thresh=0.25, is_deepness=True,
    )  # fmt: skip


def test_every_key_may_be_missing():
    assert read_metadata({}, "a.onnx") == OnnxMetadata()
    for key in DEEPNESS:
        assert read_metadata({key: DEEPNESS[key]}, "a.onnx").is_deepness


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        ({"names": '{"0": "land", "1": "water"}'}, ("land", "water")),
        ({"names": "{0: 'land', 1: 'water'}"}, ("land", "water")),
        ({"class_names": '["land", "water"]'}, ("land", "water")),
        ({"class_names": '[{"0": "land"}, {"0": "tree"}]'}, ("land",)),
    ],
)
def test_class_names_come_in_several_forms(keys, names):
    found = read_metadata(keys, "a.onnx")
    assert found.class_names == names
    assert found.is_deepness == ("class_names" in keys)


def test_the_tile_size_has_two_spellings():
    assert read_metadata({"tiles_size": "512"}, "a.onnx").tile_size_px == 512


def test_the_type_is_read_as_deepness_reads_it():
    assert read_metadata({"model_type": '"segmentor"'}, "a.onnx").model_type == "Segmentor"


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("resolution", "ten", "resolution: 'ten' is no JSON"),
        ("resolution", "-3", "resolution_cm: .*greater than 0"),
        ("tile_size", '"large"', "tile_size_px"),
        ("class_names", '{"0": "land", "2": "water"}', "must be 0, 1 and so on"),
        ("class_names", '"land"', "expected names by number"),
        ("class_names", "land", "is no JSON"),
        ("standardization_std", "[0]", "none of its numbers may be 0"),
        ("seg_thresh", "7", "seg_thresh"),
        (MANIFEST_KEY, "{", "broken value"),
        (MANIFEST_KEY, json.dumps({"format_version": 2}), "broken value"),
    ],
)
def test_a_broken_value_is_told(key, value, sentence):
    with pytest.raises(InvalidModel, match=f"(?s)metadata in a.onnx.*{sentence}"):
        read_metadata({key: value}, "a.onnx")


def test_a_file_of_another_version_is_told(make_model):
    keys = {MANIFEST_KEY: json.dumps({"format_version": 9})}
    with pytest.raises(InvalidModel, match="found format 9 in a.onnx"):
        read_metadata(keys, "a.onnx")
