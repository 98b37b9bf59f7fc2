"""The network in torch, on the CPU, CUDA or MPS."""

import torch
from torch import Tensor

from seg4eo_engine.models.checkpoint import ModelManifest
from seg4eo_engine.models.device import Compute
from seg4eo_engine.models.registry import SegmentationNetwork

# oneDNN multiplies a single small image in another order than a batch of them, so its last digits would tell how the
# scene was cut. Seen on CPUs up to 128 px, not at 256 px; batches of two and more agree at every size.
SMALL_WINDOW_PX = 256


class TorchBackend:
    """A network as loaded from a model file, with its normalisation and its calibration."""

    def __init__(self, network: SegmentationNetwork, manifest: ModelManifest, compute: Compute) -> None:
        self.device = compute.device
        self.num_classes = len(manifest.classes)
        self._compute = compute
        self._manifest = manifest
        self._network = network.to(compute.device).to(memory_format=torch.channels_last).eval()

    @torch.inference_mode()
    def predict(self, pixels: Tensor, valid_mask: Tensor) -> Tensor:
        """See :class:`~seg4eo_engine.prediction.backends.base.Backend`."""
        images = self._manifest.normalization.apply(pixels, valid_mask)
        count = len(images)
        if count == 1 and images.shape[-1] < SMALL_WINDOW_PX:
            images = images.repeat(2, 1, 1, 1)
        with self._compute.autocast:
            logits = self._network(images.contiguous(memory_format=torch.channels_last))
        return (logits[:count].float() / self._manifest.temperature).softmax(1)
