"""The network in torch, on the CPU, CUDA or MPS."""

import torch
from torch import Tensor

from seg4eo_engine.models.device import Compute
from seg4eo_engine.models.model import SegmentationModel

# oneDNN multiplies a single small image in another order than a batch of them, so its last digits would tell how the
# scene was cut. Seen on CPUs up to 128 px, not at 256 px; batches of two and more agree at every size.
SMALL_WINDOW_PX = 256


class TorchBackend:
    """A model as loaded from its file, with its normalisation and its calibration."""

    name = "torch"
    window_px = None
    margin_px = 0

    def __init__(self, model: SegmentationModel, compute: Compute) -> None:
        self.device = compute.device
        self.precision = compute.precision
        self.num_classes = len(model.manifest.classes)
        self.threshold = model.manifest.threshold
        self._compute = compute
        self._model = model.to(compute)

    @torch.inference_mode()
    def predict(self, pixels: Tensor, valid_mask: Tensor) -> Tensor:
        """See :class:`~seg4eo_engine.prediction.backends.base.Backend`."""
        count = len(pixels)
        if count == 1 and pixels.shape[-1] < SMALL_WINDOW_PX:
            pixels, valid_mask = pixels.repeat(2, 1, 1, 1), valid_mask.repeat(2, 1, 1)
        return self._model.probabilities(pixels, valid_mask, self._compute)[:count]
