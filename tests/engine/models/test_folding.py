"""Networks without batch normalisations give the same answers."""

import pytest
import torch
from torch import nn

from seg4eo_engine.models.folding import fold_batch_norms
from seg4eo_engine.models.registry import NetworkInfo, build_network


def make(architecture, encoder="resnet18"):
    torch.manual_seed(0)
    network = build_network(NetworkInfo.choose(architecture, encoder, 4, 3)).eval()
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.5, 2)
    return network


def batch_norms(network):
    return sum(isinstance(module, nn.BatchNorm2d) for module in network.modules())


@torch.inference_mode()
@pytest.mark.parametrize("architecture", ["unet", "fpn", "deeplabv3plus", "unetplusplus", "custom_unet"])
def test_folded_networks_give_the_same_logits(architecture):
    network = make(architecture)
    images = torch.randn(2, 4, 96, 128)
    expected = network(images)
    before = batch_norms(network)
    folded = fold_batch_norms(network)
    assert batch_norms(folded) == 0
    assert torch.allclose(folded(images), expected, atol=1e-4 * float(expected.abs().max()))
    assert folded(images[..., :70, :50]).shape[-2:] == (70, 50)
    assert batch_norms(network) == before > 0
    assert torch.equal(network(images), expected)


@torch.inference_mode()
def test_a_network_that_is_folded_in_place_leaves_no_weights_behind():
    network = make("unet")
    images = torch.randn(2, 4, 96, 128)
    expected = network(images)
    old = [module for module in network.core.modules() if isinstance(module, (nn.Conv2d, nn.BatchNorm2d))]
    weights = sum(tensor.numel() for tensor in network.parameters())
    folded = fold_batch_norms(network, in_place=True)
    assert folded is network
    assert torch.allclose(folded(images), expected, atol=1e-4 * float(expected.abs().max()))
    kept = {id(module) for module in folded.core.modules()}
    left = sum(tensor.numel() for module in old if id(module) not in kept for tensor in module.parameters())
    assert left < 0.01 * weights


@torch.inference_mode()
@pytest.mark.parametrize(("architecture", "encoder"), [("linknet", "resnet18"), ("segformer", "mit_b0")])
def test_networks_that_cannot_be_seen_through_stay_as_they_are(architecture, encoder):
    network = make(architecture, encoder)
    assert fold_batch_norms(network) is network
    assert network(torch.randn(2, 4, 96, 128)).shape == (2, 3, 96, 128)
