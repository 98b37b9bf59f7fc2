"""Windows of a scene as an ONNX graph wants them, whoever wrote it."""

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from seg4eo_engine.errors import InvalidModel
from seg4eo_engine.models.onnx.file import OnnxFile
from seg4eo_engine.models.onnx.metadata import BYTE_MAXIMUM

InputScale = Literal["auto", "none", "255"]
Feed = Callable[[Tensor, Tensor], NDArray[Any]]


def choose_feed(file: OnnxFile, input_scale: str) -> Feed:
    """What makes input (N, bands, H, W) of windows in the scene's dtype and their valid_mask (N, H, W).

    Our own graphs get the scene's values, with NaN in invalid pixels. Those of Deepness get what Deepness gives them,
    others the scene's values, or these divided by 255, as ``input_scale`` says; invalid pixels count as 0, which is
    what Deepness pads with. The dtype is that of the graph's input.

    Raises:
        InvalidModel: the file has standardization for another number of bands.
    """
    if file.metadata.manifest is not None:
        return _as_they_are
    if input_scale == "auto" and file.metadata.is_deepness:
        return _standardizing(file)
    divisor = BYTE_MAXIMUM if input_scale == "255" else 1

    def feed(pixels: Tensor, valid_mask: Tensor) -> NDArray[Any]:
        values = _valid_values(pixels, valid_mask)
        return _as_dtype(values / divisor if divisor > 1 else values, file.dtype)

    return feed


def _as_they_are(pixels: Tensor, valid_mask: Tensor) -> NDArray[Any]:
    values = _as_floats(pixels)
    return values.masked_fill_(~valid_mask.unsqueeze(1), float("nan")).numpy()


def _standardizing(file: OnnxFile) -> Feed:
    mean = _by_band(file.metadata.standardization_mean or (0.0,), file)
    std = _by_band(file.metadata.standardization_std or (1.0,), file)

    def feed(pixels: Tensor, valid_mask: Tensor) -> NDArray[Any]:
        values = (_valid_values(pixels, valid_mask) / BYTE_MAXIMUM - mean) / std
        return _as_dtype(values, file.dtype)

    return feed


def _by_band(numbers: tuple[float, ...], file: OnnxFile) -> Tensor:
    """Numbers (bands, 1, 1), of which one alone holds for all bands."""
    if len(numbers) not in (1, file.bands):
        raise InvalidModel(
            f"Expected standardization for {file.bands} bands, found {len(numbers)} numbers in {file.name}: "
            "correct its metadata, or say how the input is scaled."
        )
    return torch.tensor(numbers, dtype=torch.float32)[:, None, None]


def _valid_values(pixels: Tensor, valid_mask: Tensor) -> Tensor:
    return _as_floats(pixels).masked_fill_(~valid_mask.unsqueeze(1), 0.0)


def _as_floats(pixels: Tensor) -> Tensor:
    return pixels.to(torch.float32, copy=True, memory_format=torch.contiguous_format)


def _as_dtype(values: Tensor, dtype: np.dtype[Any]) -> NDArray[Any]:
    array: NDArray[Any] = values.numpy()
    if dtype.kind in "ui":
        limits = np.iinfo(dtype)
        array = np.clip(np.rint(array), limits.min, limits.max)
    return np.ascontiguousarray(array, dtype)
