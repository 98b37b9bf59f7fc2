"""What a backend must offer."""

from typing import Protocol

import torch
from torch import Tensor


class Backend(Protocol):
    """Runs a network on batches of windows.

    A window's answer must not depend on its batch: how a scene was cut would show otherwise.
    """

    @property
    def name(self) -> str:
        """The inference library, in the words of the parameter ``backend``: torch, onnxruntime, openvino."""

    @property
    def precision(self) -> str:
        """Number format of the products: fp32, bf16, fp16."""

    @property
    def device(self) -> torch.device:
        """Where batches are expected and probabilities are returned."""

    @property
    def num_classes(self) -> int:
        """Classes of the network."""

    @property
    def threshold(self) -> float:
        """Of two classes, the probability of the second one from which on a pixel is of it."""

    @property
    def window_px(self) -> int | None:
        """The only width and height of windows that it takes; None where any will do."""

    @property
    def margin_px(self) -> int:
        """Pixels on each side of a window that it gives no answer for."""

    def predict(self, pixels: Tensor, valid_mask: Tensor) -> Tensor:
        """Probabilities (N, C, H − 2 margin, W − 2 margin), fp32, of windows (N, bands, H, W) in the scene's dtype.

        ``valid_mask`` is (N, H, W), True where a pixel is valid. Any N is taken.
        """
