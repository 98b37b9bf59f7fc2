"""A model as an ONNX graph that takes the band values of a scene and gives probabilities."""

import contextlib
import copy
import io
import warnings
from collections.abc import Iterator

import onnx
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from seg4eo_engine.errors import InvalidModel
from seg4eo_engine.models.device import Compute
from seg4eo_engine.models.model import SegmentationModel
from seg4eo_engine.models.network import SegmentationNetwork
from seg4eo_engine.models.onnx.pooling import with_exportable_pooling

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
    with torch.no_grad(), _silence():
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
    return onnx.load_model_from_string(buffer.getvalue())


class _ExportedModel(nn.Module):
    """A model as a module of one input, so that it can be traced; the arithmetic is that of every prediction."""

    def __init__(self, model: SegmentationModel, *, any_size: bool) -> None:
        super().__init__()
        # a copy, for pooling is replaced in it and its weights lie in another order
        own = [copy.deepcopy(network).to("cpu").eval() for network in model.networks]
        replaced = [with_exportable_pooling(network) for network in own]
        self.networks = (
            nn.ModuleList(_AnySize(network) for network in replaced) if any_size else nn.ModuleList(replaced)
        )
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


def _check_any_size(model: SegmentationModel, window_px: int | None) -> None:
    if window_px is None and any(item.normalization.scheme == "window_percentile" for item in model.manifest.members):
        raise InvalidModel(
            "Expected a window size for a model that divides every window by its own percentile, found none: "
            "give the window size."
        )


def _refusal(model: SegmentationModel, window_px: int | None, error: Exception) -> InvalidModel:
    network = model.manifest.members[0].network
    size = "of any size" if window_px is None else f"of {window_px} px"
    reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
    cure = "give a window size" if window_px is None else "choose another architecture"
    return InvalidModel(
        f"Expected to write {network.architecture} with {network.encoder_name} as ONNX for windows {size}, found that "
        f"it has parts that ONNX lacks ({reason[:160]}): {cure}."
    )


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """The exporter prints the whole graph where it fails, and warns of every size that it takes for a constant."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield
