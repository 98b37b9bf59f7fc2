"""A model as an ONNX graph that takes the band values of a scene and gives probabilities."""

import copy
import io
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import onnx
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from seg4eo_engine.errors import InvalidModel, first_line
from seg4eo_engine.models.device import Compute
from seg4eo_engine.models.model import SegmentationModel
from seg4eo_engine.models.network import SegmentationNetwork
from seg4eo_engine.models.onnx.pooling import ExportablePooling

OPSET = 17  # read by every ONNX Runtime since 1.12 (2022)
INPUT_NAME, OUTPUT_NAME = "pixels", "probabilities"
_FP32 = Compute(torch.device("cpu"), torch.float32)
_TRACED_PX = 256


def export_onnx(model: SegmentationModel, *, window_px: int | None = None, batch: int | None = None) -> onnx.ModelProto:
    """The graph of a model, with normalisation, calibration and activation in it.

    Its input ``pixels`` is (N, bands, H, W), float32, in the scene's own values; a pixel with NaN in any band is
    invalid. Its output ``probabilities`` is (N, C, H, W), or (N, 1, H, W) for two classes: that of the second one,
    which is what a threshold is for. An ensemble is one graph that averages.

    Args:
        model: with one network, or the several of an ensemble.
        window_px: the only width and height that the graph takes; None lets it take any.
        batch: the only number of windows that it takes at once; None lets it take any.

    Raises:
        InvalidModel: the model has parts that ONNX cannot express, or that depend on the size of the window.
    """
    _check_any_size(model, window_px)
    size = window_px or _TRACED_PX
    example = torch.zeros(batch or 1, len(model.manifest.bands), size, size)
    free = {**({} if batch else {0: "batch"}), **({} if window_px else {2: "height", 3: "width"})}
    buffer = io.BytesIO()
    with torch.no_grad(), _silence(), _pooling_for(window_px):
        try:
            torch.onnx.export(
                _ExportedModel(model, any_size=window_px is None),
                (example,),
                buffer,  # type: ignore[arg-type] # it takes a file, too
                dynamo=False,  # the other exporter needs a further package
                opset_version=OPSET,
                input_names=[INPUT_NAME],
                output_names=[OUTPUT_NAME],
                dynamic_axes={INPUT_NAME: free, OUTPUT_NAME: free},
            )
        except (torch.onnx.errors.OnnxExporterError, RuntimeError, ValueError, TypeError) as error:
            raise _refusal(model, window_px, error) from error
    graph = onnx.load_model_from_string(buffer.getvalue())
    _state_shape(graph, batch, 1 if len(model.manifest.classes) == 2 else len(model.manifest.classes), window_px)
    return graph


class _ExportedModel(nn.Module):
    """A model as a module of one input, so that it can be traced; the arithmetic is that of every prediction."""

    def __init__(self, model: SegmentationModel, *, any_size: bool) -> None:
        super().__init__()
        own = [copy.deepcopy(network).to("cpu").eval() for network in model.networks]  # the model stays where it is
        self.networks = nn.ModuleList([_AnySize(network) if any_size else network for network in own])
        self._model = SegmentationModel(model.manifest, self.networks)  # type: ignore[arg-type]
        self._two_classes = len(model.manifest.classes) == 2

    def forward(self, pixels: Tensor) -> Tensor:
        valid_mask = ~pixels.isnan().any(1)
        probabilities = self._model.probabilities(pixels, valid_mask, _FP32)
        return probabilities[:, 1:] if self._two_classes else probabilities


class _AnySize(nn.Module):
    """Pads as the network does, but by arithmetic that stays in the graph: the network's own is done while tracing."""

    def __init__(self, network: SegmentationNetwork) -> None:
        super().__init__()
        self.network = network
        self._multiple_px = network._size_multiple_px
        self._smallest_px = network._smallest_px

    def forward(self, images: Tensor) -> Tensor:
        height, width = images.shape[-2], images.shape[-1]
        bottom, right = self._padding(height), self._padding(width)
        padded = F.pad(images, (0, right, 0, bottom))
        logits: Tensor = self.network(padded)
        return logits[..., :height, :width]

    def _padding(self, length_px: int) -> int:
        # while tracing, sizes are tensors: max() would look at their values, clamp is recorded
        length = torch.as_tensor(length_px)
        full = torch.div(length + self._multiple_px - 1, self._multiple_px, rounding_mode="floor") * self._multiple_px
        return full.clamp(min=self._smallest_px) - length  # type: ignore[return-value]


def _state_shape(model: onnx.ModelProto, batch: int | None, channels: int, window_px: int | None) -> None:
    """Say the shape of the output: the exporter leaves it open, and Deepness asks for a square."""
    names_and_sizes = [("batch", batch), ("", channels), ("height", window_px), ("width", window_px)]
    dims = model.graph.output[0].type.tensor_type.shape.dim
    for dim, (name, size) in zip(dims, names_and_sizes, strict=True):
        if size is None:
            dim.dim_param = name
        else:
            dim.dim_value = size


def _pooling_for(window_px: int | None) -> AbstractContextManager[object]:
    """For one size, pooling that can be exported; for any size, torch's own, which is refused where it cannot."""
    return nullcontext() if window_px is None else ExportablePooling()


def _check_any_size(model: SegmentationModel, window_px: int | None) -> None:
    if window_px is None and any(item.normalization.scheme == "window_percentile" for item in model.manifest.members):
        raise InvalidModel(
            "Expected a window size for a model that divides every window by its own percentile, found none: "
            "give the window size."
        )


def _refusal(model: SegmentationModel, window_px: int | None, error: Exception) -> InvalidModel:
    network = model.manifest.members[0].network
    size = "of any size" if window_px is None else f"of {window_px} px"
    reason = first_line(error)
    cure = "give a window size" if window_px is None else "choose another architecture"
    return InvalidModel(
        f"Expected to write {network.architecture} with {network.encoder_name} as ONNX for windows {size}, found that "
        f"it has parts that ONNX lacks ({reason[:160]}): {cure}."
    )


@contextmanager
def _silence() -> Iterator[None]:
    """Without the warnings of every size that is taken for a constant, and without a print of the graph on failure.

    That print is made in C++, so the descriptor of the standard output itself has to lead elsewhere for the moment.
    """
    sys.stdout.flush()
    with warnings.catch_warnings(), Path(os.devnull).open("w") as nowhere:
        warnings.simplefilter("ignore")
        kept = os.dup(1)
        os.dup2(nowhere.fileno(), 1)
        try:
            yield
        finally:
            os.dup2(kept, 1)
            os.close(kept)
