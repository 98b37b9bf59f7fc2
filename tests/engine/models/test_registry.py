"""Networks by name."""

from typing import get_args

import pytest
import torch

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.jobs.training_parameters import Architecture
from seg4eo_engine.models.registry import ARCHITECTURES, NetworkInfo, build_network

CUSTOM = NetworkInfo(architecture="custom_unet", encoder_name="none", in_channels=3, out_channels=1)


def build(architecture, encoder, options=()):
    return build_network(NetworkInfo.choose(architecture, encoder, bands=3, classes=4, options=options))


def running_means(network):
    return {name: value.clone() for name, value in network.named_buffers() if name.endswith("running_mean")}


def test_the_job_offers_just_the_architectures_that_can_be_built():
    assert set(get_args(Architecture)) == set(ARCHITECTURES)


@pytest.mark.parametrize(("classes", "channels"), [(2, 1), (3, 3), (6, 6)])
def test_two_classes_share_one_logit(classes, channels):
    assert NetworkInfo.choose("unet", "resnet18", bands=4, classes=classes).out_channels == channels


def test_the_own_network_has_no_encoder():
    assert NetworkInfo.choose("custom_unet", "resnet18", bands=4, classes=3).encoder_name == "none"


@torch.inference_mode()
@pytest.mark.parametrize("size", [(33, 64), (40, 100), (32, 32), (1, 1)])
def test_images_of_any_size_are_taken(network, size):
    assert network(torch.zeros(2, 3, *size)).shape == (2, 1, *size)


@torch.inference_mode()
@pytest.mark.parametrize(
    ("architecture", "encoder"),
    [
        ("pan", "resnet18"),
        ("unet", "tu-test_resnet"),
        ("fpn", "tu-swin_tiny_patch4_window7_224"),  # made for 224 px, but can be asked for others
        ("fpn", "tu-test_maxvit"),  # its attention windows cannot be asked, so images are padded to suit them
        ("dpt", "tu-test_vit"),
        ("tv_lraspp", "mobilenet_v3_large"),
        ("custom_unet", "none"),
    ],
)
def test_architectures_and_encoders_of_all_kinds_take_any_size(architecture, encoder):
    assert build(architecture, encoder).eval()(torch.zeros(1, 3, 70, 45)).shape == (1, 4, 70, 45)


def test_padding_does_not_move_the_answer(network):
    images = torch.randn(1, 3, 50, 64)
    padded = torch.zeros(1, 3, 64, 64)
    padded[:, :, :50] = images
    assert torch.equal(network(images), network(padded)[:, :, :50])


@pytest.mark.parametrize(
    ("architecture", "encoder", "message"),
    [
        ("vnet", "resnet18", "one of the architectures unet, .*custom_unet, found 'vnet'"),
        ("unet", "resnet19", "an encoder such as resnet18.*found 'resnet19'"),
        ("unet", "tu-nonsense", "tu- and a name of timm, such as .*found 'tu-nonsense'"),
        ("unet", "tu-test_vit", "to build unet with encoder tu-test_vit, found that they do not go together"),
        ("fpn", "tu-levit_128s", "to build fpn with encoder tu-levit_128s, found that they do not go together"),
        ("dpt", "tu-eva02_tiny_patch14_224", "to build dpt with .* found that they do not .* patches of 14 px"),
        ("dpt", "resnet18", "a vision transformer of timm.*found 'resnet18'"),
        ("tv_fcn", "resnet18", "one of the encoders resnet50, resnet101 for tv_fcn, found 'resnet18'"),
    ],
)
def test_what_there_is_not_or_does_not_go_together_is_refused(architecture, encoder, message):
    with pytest.raises(InvalidJob, match=f"Expected {message}"):
        build(architecture, encoder)


def test_options_of_the_own_network_are_refused_elsewhere():
    with pytest.raises(InvalidJob, match="network options for custom_unet only, found depth with unet"):
        build("unet", "resnet18", ["depth=3"])


def test_a_batch_of_one_is_refused_where_nothing_can_be_learned_from_it():
    network = build("deeplabv3plus", "resnet18")
    network.eval()(torch.zeros(1, 3, 32, 32))
    with pytest.raises(InvalidJob, match="batches of at least two patches"):
        network.train()(torch.zeros(1, 3, 32, 32))


@pytest.mark.parametrize(("architecture", "encoder"), [("unet", "resnet18"), ("tv_lraspp", "mobilenet_v3_large")])
def test_a_frozen_encoder_stays_as_it_is_while_the_rest_learns(architecture, encoder):
    network = build(architecture, encoder)
    network.freeze_encoder(True)
    network.train()  # as every epoch does
    before = {name: value.clone() for name, value in network.state_dict().items()}
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
    network(torch.randn(2, 3, 64, 64)).square().mean().backward()
    optimizer.step()
    changed = {name for name, value in network.state_dict().items() if not torch.equal(value, before[name])}
    assert changed
    assert not any(name.startswith("core.encoder.") for name in changed)


def test_an_encoder_learns_again_after_it_was_frozen(network):
    network.train()
    network.freeze_encoder(True)
    network.freeze_encoder(False)
    before = running_means(network.encoder)
    network(torch.randn(2, 3, 64, 64)).square().mean().backward()
    assert all(weight.grad is not None for weight in network.encoder_parameters())
    assert all(not torch.equal(value, before[name]) for name, value in running_means(network.encoder).items())


def test_freezing_leaves_a_network_without_encoder_as_it_is():
    network = build_network(CUSTOM)
    network.freeze_encoder(True)
    assert not list(network.encoder_parameters())
    assert all(weight.requires_grad for weight in network.parameters())
