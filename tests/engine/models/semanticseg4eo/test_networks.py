"""Imported networks give the numbers that SemanticSeg4EO gives."""

import numpy as np
import pytest
import torch

from seg4eo_engine.models.checkpoint import save_model
from seg4eo_engine.models.device import choose_compute
from seg4eo_engine.models.model import load_model
from seg4eo_engine.models.semanticseg4eo.importing import GivenFacts, import_model

PIXELS = np.random.default_rng(4).integers(0, 9000, (2, 4, 64, 96)).astype(np.uint16)


def scaled_as_there(window):
    """A window (bands, height, width) as SemanticSeg4EO scales it: one 99th percentile for all bands."""
    return np.clip(window / np.percentile(window, 99), 0, 1).astype(np.float32)


@torch.inference_mode()
def probabilities_there(network):
    images = torch.from_numpy(np.stack([scaled_as_there(window.astype(np.float32)) for window in PIXELS]))
    # in the memory layout that we use: on some processors it changes the fifth digit, which says nothing of the model
    layout = torch.channels_last
    logits = network.to(memory_format=layout)(images.contiguous(memory_format=layout))
    if logits.shape[1] == 1:
        positive = torch.sigmoid(logits)
        return torch.cat([1 - positive, positive], 1)
    return torch.softmax(logits, 1)


@torch.inference_mode()
def probabilities_here(path, tmp_path, **given):
    network, manifest = import_model(path, GivenFacts(**({"patch_size_px": 64} | given)))
    save_model(tmp_path / "model.safetensors", [network], manifest)
    compute = choose_compute("cpu", "fp32")
    model = load_model(tmp_path / "model.safetensors").to(compute)
    return model.probabilities(torch.from_numpy(PIXELS), torch.ones(2, 64, 96, dtype=torch.bool), compute)


@pytest.mark.parametrize(
    ("name", "outputs"),
    [
        ("toolbox unet", 1),
        ("toolbox unet", 6),
        ("plugin unet", 1),
        ("plugin unet instead of another", 3),
        ("convnext", 3),
        ("unetformer", 1),
        ("hrnet", 3),
        ("unet", 1),
        ("unet", 6),
        ("earlier deeplabv3", 3),
        ("deeplabv3+", 3),
    ],
)
def test_probabilities_are_those_of_the_seed(seed_network, tmp_path, name, outputs):
    network, metadata = seed_network(name, 4, outputs)
    mode = "binary" if outputs == 1 else "multiclass"
    path = tmp_path / "seed.pth"
    facts = metadata | {"mode": mode, "in_channels": 4, "num_classes": outputs}
    torch.save({"model_state_dict": network.state_dict(), "metadata": facts}, path)
    expected = probabilities_there(network)
    assert expected.std() > 1e-3  # else anything would be equal
    torch.testing.assert_close(probabilities_here(path, tmp_path), expected, rtol=0, atol=1e-5)


@pytest.mark.parametrize("name", ["unet", "hrnet", "toolbox unet", "torchvision"])
def test_two_logits_become_the_one_with_the_same_probabilities(seed_network, tmp_path, name):
    network, metadata = seed_network(name, 4, 2)
    path = tmp_path / "seed.pth"
    torch.save({"model_state_dict": network.state_dict(), "metadata": metadata}, path)
    torch.testing.assert_close(probabilities_here(path, tmp_path), probabilities_there(network), rtol=0, atol=1e-5)
    assert load_model(tmp_path / "model.safetensors").manifest.members[0].network.out_channels == 1
