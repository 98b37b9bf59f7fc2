"""Model files."""

import json

import pytest
import torch
from safetensors.torch import load_file, save_file

from seg4eo_engine.errors import InvalidModel, MissingInput
from seg4eo_engine.models.checkpoint import HEADER_KEY, read_model_manifest, save_model
from seg4eo_engine.models.device import Compute
from seg4eo_engine.models.model import load_model
from seg4eo_engine.models.registry import build_network


@pytest.fixture
def cpu():
    return Compute(torch.device("cpu"), torch.float32)


@pytest.fixture
def model_path(tmp_path, network, manifest):
    path = tmp_path / "model.safetensors"
    save_model(path, [network], manifest)
    return path


def rewrite_header(path, change):
    content = json.loads(read_model_manifest(path).model_dump_json())
    change(content)
    save_file(load_file(path), path, metadata={HEADER_KEY: json.dumps(content)})


@torch.inference_mode()
def test_a_loaded_model_answers_as_the_saved_one(model_path, network, manifest):
    loaded = load_model(model_path)
    images = torch.rand(1, 3, 64, 64)
    assert torch.equal(loaded.networks[0](images), network(images))
    assert loaded.manifest == manifest


@torch.inference_mode()
def test_an_ensemble_is_one_file_and_answers_with_the_mean(tmp_path, manifest, network_info, cpu):
    networks = [build_network(network_info).eval() for _ in range(3)]
    members = tuple(
        manifest.members[0].model_copy(update={"temperature": temperature}) for temperature in (1.0, 0.5, 2.0)
    )
    path = tmp_path / "ensemble.safetensors"
    save_model(path, networks, manifest.model_copy(update={"members": members}))
    pixels, valid_mask = torch.rand(1, 3, 64, 64), torch.ones(1, 64, 64, dtype=torch.bool)
    second = sum(
        torch.sigmoid(network(pixels) / member.temperature) for network, member in zip(networks, members, strict=True)
    )
    found = load_model(path).probabilities(pixels, valid_mask, cpu)
    assert found.shape == (1, 2, 64, 64)
    assert torch.allclose(found[:, 1:], second / 3, atol=1e-6)
    assert torch.allclose(found.sum(1), torch.ones(1, 64, 64))


def test_weights_that_no_network_of_the_header_has_are_refused(tmp_path, network, network_info, manifest):
    path = tmp_path / "two.safetensors"
    save_model(path, [network, build_network(network_info)], manifest)
    with pytest.raises(InvalidModel, match="unexpected weights such as 0/core"):
        load_model(path)


def test_the_same_model_is_the_same_file(tmp_path, network, manifest):
    paths = [tmp_path / f"{number}.safetensors" for number in range(6)]
    for path in paths:
        save_model(path, [network], manifest)
    assert len({path.read_bytes() for path in paths}) == 1


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
    with pytest.raises(InvalidModel, match="Expected a model of format 2, found format 99"):
        load_model(model_path)


def test_a_header_with_unknown_fields_is_refused(model_path):
    rewrite_header(model_path, lambda content: content.update(surprise=1))
    with pytest.raises(InvalidModel, match="found a damaged one"):
        load_model(model_path)


def test_weights_of_another_network_are_refused(model_path):
    rewrite_header(model_path, lambda content: content["members"][0]["network"].update(encoder_name="resnet34"))
    with pytest.raises(InvalidModel, match="Expected the weights of unet resnet34, found others"):
        load_model(model_path)


def test_a_cut_off_file_is_refused(model_path):
    model_path.write_bytes(model_path.read_bytes()[:100_000])
    with pytest.raises(InvalidModel, match="found something else"):
        load_model(model_path)
