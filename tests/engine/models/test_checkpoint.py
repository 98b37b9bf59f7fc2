"""Model files."""

import json

import pytest
import torch
from safetensors.torch import load_file, save_file

from seg4eo_engine.errors import InvalidModel, MissingInput
from seg4eo_engine.models.checkpoint import HEADER_KEY, load_model, read_model_manifest, save_model


@pytest.fixture
def model_path(tmp_path, network, manifest):
    path = tmp_path / "model.safetensors"
    save_model(path, network, manifest)
    return path


def rewrite_header(path, change):
    content = json.loads(read_model_manifest(path).model_dump_json())
    change(content)
    save_file(load_file(path), path, metadata={HEADER_KEY: json.dumps(content)})


@torch.inference_mode()
def test_a_loaded_model_answers_as_the_saved_one(model_path, network, manifest):
    loaded, loaded_manifest = load_model(model_path)
    images = torch.rand(1, 3, 64, 64)
    assert torch.equal(loaded(images), network(images))
    assert loaded_manifest == manifest


def test_others_may_read_a_model_file(model_path):
    assert model_path.stat().st_mode & 0o044


def test_a_missing_model_is_named(tmp_path):
    with pytest.raises(MissingInput, match=r"Expected a model file at .*gone.safetensors, found nothing"):
        load_model(tmp_path / "gone.safetensors")


def test_another_kind_of_file_is_refused(tmp_path):
    path = tmp_path / "text.safetensors"
    path.write_text("this is no model, though it is long enough to look like a header")
    with pytest.raises(InvalidModel, match=r"found something else in text.safetensors"):
        load_model(path)


def test_safetensors_of_another_program_are_refused(tmp_path):
    path = tmp_path / "other.safetensors"
    save_file({"weight": torch.zeros(1)}, path)
    with pytest.raises(InvalidModel, match="of another program"):
        load_model(path)


def test_another_format_version_is_refused_with_both_versions(model_path):
    rewrite_header(model_path, lambda content: content.update(format_version=99))
    with pytest.raises(InvalidModel, match="Expected a model of format 1, found format 99"):
        load_model(model_path)


def test_a_header_with_unknown_fields_is_refused(model_path):
    rewrite_header(model_path, lambda content: content.update(surprise=1))
    with pytest.raises(InvalidModel, match="found a damaged one"):
        load_model(model_path)


def test_weights_of_another_network_are_refused(model_path):
    rewrite_header(model_path, lambda content: content["network"].update(encoder_name="resnet34"))
    with pytest.raises(InvalidModel, match="Expected the weights of unet with resnet34, found others"):
        load_model(model_path)


def test_a_cut_off_file_is_refused(model_path):
    model_path.write_bytes(model_path.read_bytes()[:100_000])
    with pytest.raises(InvalidModel, match="found something else"):
        load_model(model_path)
