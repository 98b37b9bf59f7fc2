"""What an ONNX graph answers as probabilities of classes for each pixel, whoever wrote it."""

from dataclasses import dataclass
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor

from seg4eo_engine.errors import InvalidModel
from seg4eo_engine.models.onnx.file import OnnxFile

Activation = Literal["auto", "none", "softmax", "sigmoid"]
_Known = Literal["none", "shares", "softmax", "sigmoid"]
RATIOS = (2, 4, 8)  # of a window to a coarser answer
_SUM_TOLERANCE = 0.01  # of sixteen-bit probabilities


@dataclass(frozen=True)
class AnswerForm:
    """What is known of the answers (N, channels, h, w) to windows of ``window_px``.

    ``activation`` makes probabilities of them; ``shares`` are numbers from 0 to 1 that do not add up to one, as of a
    sigmoid for each class. ``ratio`` is how much coarser they are, ``margin_px`` what they leave out on each side.
    """

    activation: _Known
    ratio: int = 1
    margin_px: int = 0

    def probabilities(self, answer: Tensor) -> Tensor:
        """Probabilities (N, C, H − 2 margin, W − 2 margin), fp32. Coarse answers are enlarged before the activation.

        ``answer`` may be written over.
        """
        values = answer.float()
        if self.ratio > 1:
            values = F.interpolate(values, scale_factor=self.ratio, mode="bilinear", align_corners=False)
        if values.shape[1] == 1:
            second = values.sigmoid() if self.activation == "sigmoid" else values.clamp(0, 1)
            return torch.cat([1 - second, second], dim=1)
        if self.activation == "softmax":
            return values.softmax(1)
        shares = values.sigmoid() if self.activation == "sigmoid" else values.clamp_(0, 1)  # in place: it is large
        if self.activation == "none":
            return shares
        return shares / shares.sum(1, keepdim=True).clamp_min(torch.finfo(torch.float32).tiny)


def examine_answer(file: OnnxFile, answer: Tensor, window_px: int, activation: str) -> AnswerForm:
    """The form of answers, by one of them: that to a window of noise.

    ``auto`` takes numbers from 0 to 1 for probabilities and others for logits; our own graphs and those of Deepness
    give probabilities.

    Raises:
        InvalidModel: the answer has another number of classes, or its size goes with no way to lay it on the window.
    """
    if answer.ndim != 4 or answer.shape[1] != file.channels or answer.shape[2] != answer.shape[3]:
        shape = " × ".join(map(str, answer.shape))
        raise InvalidModel(
            f"Expected an answer of {file.channels} channels for each pixel, found {shape} from {file.name}: "
            "choose a model for segmentation."
        )
    ratio, margin_px = _placement(answer.shape[-1], window_px, file)
    return AnswerForm(_find_activation(file, answer.float(), activation), ratio, margin_px)


def _find_activation(file: OnnxFile, answer: Tensor, activation: str) -> _Known:
    if file.metadata.manifest is not None or (activation == "auto" and file.metadata.is_deepness):
        return "none"
    if activation == "softmax" and file.channels == 1:
        raise InvalidModel(
            f"Expected several channels for the activation softmax, found one from {file.name}: choose sigmoid or auto."
        )
    if activation in ("none", "softmax", "sigmoid"):
        return activation  # type: ignore[return-value]
    within = bool((answer >= -_SUM_TOLERANCE).all() and (answer <= 1 + _SUM_TOLERANCE).all())
    if not within:
        return "sigmoid" if file.channels == 1 else "softmax"
    adds_up = bool(((answer.sum(1) - 1).abs() <= _SUM_TOLERANCE).all())
    return "none" if file.channels == 1 or adds_up else "shares"


def _placement(answer_px: int, window_px: int, file: OnnxFile) -> tuple[int, int]:
    """Ratio and margin of an answer."""
    if answer_px == window_px:
        return 1, 0
    if answer_px * (window_px // answer_px or 1) == window_px and window_px // answer_px in RATIOS:
        return window_px // answer_px, 0
    if answer_px < window_px and (window_px - answer_px) % 2 == 0:
        return 1, (window_px - answer_px) // 2
    raise InvalidModel(
        f"Expected an answer of the size of the window ({window_px} px), a half, a quarter or an eighth of it, or its "
        f"middle, found {answer_px} px from {file.name}: choose a model for segmentation."
    )
