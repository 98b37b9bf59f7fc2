"""Every architecture with every number of bands and classes, from its first step to its file and back."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from seg4eo_engine.models.checkpoint import save_model
from seg4eo_engine.models.model import load_model
from seg4eo_engine.models.registry import ARCHITECTURES, NetworkInfo, build_network

SMALL_ENCODERS = {
    "manet": "resnet18",
    "segformer": "mit_b0",
    "dpt": "tu-test_vit",
    "tv_deeplabv3": "mobilenet_v3_large",
    "tv_fcn": "resnet50",
    "tv_lraspp": "mobilenet_v3_large",
}
SIZE_PX = 64  # at half of it, the deepest stage is one pixel: batch normalisation of two of them explodes
SMALL_OPTIONS = {"custom_unet": ["base_filters=4", "depth=3"]}


def choose(architecture, bands, classes):
    encoder = SMALL_ENCODERS.get(architecture, "mobilenet_v2")
    return NetworkInfo.choose(architecture, encoder, bands, classes, SMALL_OPTIONS.get(architecture, ()))


def train_one_step(network, images, classes):
    labels = torch.arange(images.shape[0] * SIZE_PX**2).reshape(-1, SIZE_PX, SIZE_PX) % classes
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01)
    logits = network.train()(images)
    if classes == 2:
        loss = F.binary_cross_entropy_with_logits(logits[:, 0], labels.float())
    else:
        loss = F.cross_entropy(logits, labels)
    loss.backward()
    optimizer.step()
    return logits


@pytest.mark.parametrize("classes", [2, 6], ids=["binary", "6 classes"])
@pytest.mark.parametrize("bands", [1, 3, 10, 13])
@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_a_network_learns_and_answers_the_same_from_its_file(architecture, bands, classes, manifest, tmp_path):
    torch.manual_seed(bands)
    info = choose(architecture, bands, classes)
    network = build_network(info)
    images = torch.randn(2, bands, SIZE_PX, SIZE_PX)

    logits = train_one_step(network, images, classes)
    assert logits.shape == (2, 1 if classes == 2 else classes, SIZE_PX, SIZE_PX)
    stem = next(layer for layer in network.modules() if isinstance(layer, nn.Conv2d))
    assert stem.weight.grad.abs().sum((0, 2, 3)).min() > 0, "a band is not looked at"

    path = tmp_path / "model.safetensors"
    member = manifest.members[0].model_copy(update={"network": info})
    save_model(path, [network], manifest.model_copy(update={"members": (member,)}))
    loaded = load_model(path).networks[0]
    path.unlink()  # all of them together are gigabytes
    with torch.inference_mode():
        answer = network.eval()(images)
        assert answer.isfinite().all()
        assert torch.equal(loaded(images), answer)
