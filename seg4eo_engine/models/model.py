"""A trained model in memory: from the pixels of a window to probabilities of classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from seg4eo_engine.models.checkpoint import ModelManifest, load_networks
from seg4eo_engine.models.device import Compute
from seg4eo_engine.models.registry import SegmentationNetwork


def class_probabilities(logits: Tensor, temperature: float = 1.0) -> Tensor:
    """Probabilities (N, C, H, W), fp32, of logits (N, out_channels, H, W) in any precision.

    One channel is the logit of the second of two classes (sigmoid); more are one for each class (softmax). Both are
    divided by ``temperature`` first: Guo et al. (2017), On Calibration of Modern Neural Networks.
    """
    scaled = logits.float() / temperature
    if scaled.shape[1] == 1:
        return torch.cat([torch.sigmoid(-scaled), torch.sigmoid(scaled)], dim=1)
    return scaled.softmax(1)


def class_indexes_of(probabilities: Tensor, threshold: float = 0.5) -> Tensor:
    """Class indexes (N, H, W) of probabilities (N, C, H, W); of two classes the second one from ``threshold`` on."""
    if probabilities.shape[1] == 2:
        return (probabilities[:, 1] >= threshold).long()
    return probabilities.argmax(1)


@dataclass(frozen=True)
class SegmentationModel:
    """What a model file holds, ready to run: one network, or the several of an ensemble, and the manifest."""

    manifest: ModelManifest
    networks: Sequence[SegmentationNetwork]

    def to(self, compute: Compute) -> "SegmentationModel":
        """The same model with its networks on the device of ``compute``, in evaluation mode."""
        networks = [
            network.to(compute.device).to(memory_format=torch.channels_last).eval() for network in self.networks
        ]
        return SegmentationModel(self.manifest, networks)

    def logits(self, pixels: Tensor, valid_mask: Tensor, compute: Compute) -> list[Tensor]:
        """Logits (N, out_channels, H, W), fp32, of each network, of windows (N, bands, H, W) in the scene's dtype.

        ``valid_mask`` is (N, H, W), True where a pixel is valid.
        """
        answers = []
        for network, member in zip(self.networks, self.manifest.members, strict=True):
            images = member.normalization.apply(pixels, valid_mask)
            with compute.autocast:
                answers.append(network(images.contiguous(memory_format=torch.channels_last)).float())
        return answers

    def probabilities(self, pixels: Tensor, valid_mask: Tensor, compute: Compute) -> Tensor:
        """Calibrated probabilities (N, C, H, W), fp32: the mean of those of the networks. See :meth:`logits`."""
        parts = [
            class_probabilities(logits, member.temperature)
            for logits, member in zip(self.logits(pixels, valid_mask, compute), self.manifest.members, strict=True)
        ]
        return parts[0] if len(parts) == 1 else torch.stack(parts).mean(0)


def load_model(path: Path) -> SegmentationModel:
    """The model of a model file, in evaluation mode on the CPU.

    Raises:
        MissingInput, InvalidModel: there is none, it is none of ours, or it is damaged.
    """
    networks, manifest = load_networks(path)
    return SegmentationModel(manifest, networks)
