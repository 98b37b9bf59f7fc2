"""Networks by name."""

from typing import get_args

import pytest
import torch

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.jobs.train import Architecture
from seg4eo_engine.models.registry import ARCHITECTURES, NetworkInfo, build_network


def test_the_job_offers_just_the_architectures_that_can_be_built():
    assert set(get_args(Architecture)) == set(ARCHITECTURES)


@torch.inference_mode()
@pytest.mark.parametrize("architecture", sorted(ARCHITECTURES))
def test_every_architecture_gives_logits_of_the_size_of_the_image(architecture):
    info = NetworkInfo(architecture=architecture, encoder_name="resnet18", in_channels=4, num_classes=3)
    assert build_network(info).eval()(torch.zeros(1, 4, 64, 96)).shape == (1, 3, 64, 96)


@torch.inference_mode()
@pytest.mark.parametrize("size", [(33, 64), (40, 100), (32, 32)])
def test_images_of_any_size_are_taken(network, size):
    assert network(torch.zeros(2, 3, *size)).shape == (2, 2, *size)


def test_an_unknown_encoder_is_refused_with_examples(network_info):
    with pytest.raises(InvalidJob, match="Expected an encoder such as resnet18.*found 'resnet19'"):
        build_network(network_info.model_copy(update={"encoder_name": "resnet19"}))


def test_an_unknown_architecture_is_refused_with_the_list(network_info):
    with pytest.raises(InvalidJob, match="Expected one of the architectures unet, .*found 'vnet'"):
        build_network(network_info.model_copy(update={"architecture": "vnet"}))


def test_an_unknown_timm_encoder_is_refused(network_info):
    with pytest.raises(InvalidJob, match="with encoder tu-nonsense, found that it fails"):
        build_network(network_info.model_copy(update={"encoder_name": "tu-nonsense"}))


def test_weights_that_cannot_be_had_are_told_with_the_way_out(network_info):
    with pytest.raises(InvalidJob, match="and nonsense weights, found that it fails .*choose encoder weights 'none'"):
        build_network(network_info, encoder_weights="nonsense")
