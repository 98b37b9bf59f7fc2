"""Which backend runs a model: what the user asks for, or the fastest that is there and right."""

from dataclasses import replace
from pathlib import Path

import torch

from seg4eo_engine.errors import InvalidModel
from seg4eo_engine.models.card import ModelCard
from seg4eo_engine.models.checkpoint import read_model_manifest
from seg4eo_engine.models.device import Compute, choose_compute, choose_fastest_compute
from seg4eo_engine.models.model import load_model
from seg4eo_engine.models.onnx.card import card_of
from seg4eo_engine.models.onnx.file import is_onnx, read_onnx
from seg4eo_engine.models.onnx.source import model_file_source
from seg4eo_engine.prediction.backends.agreement import compare_backends
from seg4eo_engine.prediction.backends.base import Backend
from seg4eo_engine.prediction.backends.opening import (
    BackendRequest,
    open_onnx_file,
    open_onnxruntime,
    open_openvino,
)
from seg4eo_engine.prediction.backends.openvino import has_openvino, multiplies_in_bf16
from seg4eo_engine.prediction.backends.torch import TorchBackend
from seg4eo_engine.prediction.backends.trials import noise_windows
from seg4eo_engine.prediction.memory import give_back_freed_memory
from seg4eo_engine.progress import Reporter

__all__ = ["BackendRequest", "open_backend", "open_probe", "read_card"]

# Mean difference of probabilities to those of torch. Rounding to bf16 makes 0.003; a graph that is not the network's
# makes far more.
MOST_DIFFERENCE = 0.03


def read_card(path: Path) -> ModelCard:
    """What a map has to know of a model file, ours or ONNX.

    Raises:
        MissingInput, InvalidModel: there is none, or it cannot be read.
    """
    return card_of(read_onnx(path)) if is_onnx(path) else ModelCard.of(read_model_manifest(path))


def open_backend(
    path: Path,
    request: BackendRequest,
    *,
    window_px: int,
    worth_compiling: bool,
    reporter: Reporter,
    probe: Backend | None = None,
) -> Backend:
    """What runs the model at ``path``.

    ``auto`` takes torch for our models on a card, OpenVINO on a CPU (for our models where it pays), else torch for our
    models and ONNX Runtime for ONNX files.

    Args:
        path: one of our model files, or an ONNX file.
        request: what the user asks for.
        window_px: width and height of the windows to come; other sizes are taken, but later.
        worth_compiling: whether the scene has so many windows that seconds of preparation pay.
        reporter: hears what was chosen, where that is more than torch in fp32.
        probe: of :func:`open_probe` for the same model, where there is one: others are compared with it.

    Raises:
        MissingInput, InvalidModel: there is no model, it cannot be read, or the backend cannot run it.
        DeviceUnavailable: what was asked for is not there.
    """
    if request.threads is not None:
        torch.set_num_threads(request.threads)
    backend: Backend
    if is_onnx(path):
        backend = open_onnx_file(path, request, window_px)
    else:
        backend = _open_model(path, request, window_px, worth_compiling, reporter, probe)
    _tell(backend, request, "onnxruntime" if is_onnx(path) else "torch", reporter)
    return backend


def open_probe(path: Path, request: BackendRequest, *, window_px: int) -> Backend:
    """A backend for a few windows, by which the plan for many is made: at once there, and precise.

    It says nothing of its choice, which is not that of the map.

    Raises:
        MissingInput, InvalidModel, DeviceUnavailable: as :func:`open_backend`.
    """
    if is_onnx(path):
        return open_onnx_file(path, replace(request, precision="fp32", compile=False), window_px)
    return TorchBackend(load_model(path), choose_compute(request.device, "fp32"), fold=False)


def _open_model(
    path: Path,
    request: BackendRequest,
    window_px: int,
    worth_compiling: bool,
    reporter: Reporter,
    probe: Backend | None,
) -> Backend:
    compute = choose_fastest_compute(request.device, request.precision)
    if request.backend == "onnxruntime":
        return open_onnxruntime(
            model_file_source(path, 1 if compute.device.type == "cpu" else None), request, window_px
        )
    if request.backend == "openvino":
        return open_openvino(model_file_source(path), request, window_px)
    if request.backend == "auto" and worth_compiling and _suits_openvino(compute, request):
        try:
            backend = open_openvino(model_file_source(path), request, window_px)
            _check_agreement(backend, path, request, window_px, probe)
            return backend
        except InvalidModel as error:
            reporter.info(f"OpenVINO would be faster, but it does not take the network, which runs with torch: {error}")
    return TorchBackend(load_model(path), compute, compile=request.compile, owned=True, reporter=reporter)


def _suits_openvino(compute: Compute, request: BackendRequest) -> bool:
    """Whether OpenVINO is there and can do as asked. Torch computes in bf16 on CPUs that lack it, too, but slowly."""
    if compute.device.type != "cpu" or request.compile or not has_openvino():
        return False
    return compute.precision == "fp32" or multiplies_in_bf16()


def _check_agreement(
    backend: Backend, path: Path, request: BackendRequest, window_px: int, probe: Backend | None
) -> None:
    """Compare a backend that nobody asked for with the network itself, which ``probe`` may be, on one window.

    Raises:
        InvalidModel: it cannot run the network, or gives another answer.
    """
    pixels = noise_windows(read_card(path), 1, window_px)
    valid_mask = torch.ones((1, window_px, window_px), dtype=torch.bool)
    # several of it, so that as many streams are built as the map will have
    count = torch.get_num_threads()
    backend.predict(pixels.expand(count, -1, -1, -1), valid_mask.expand(count, -1, -1))
    give_back_freed_memory()  # what the export took, before torch takes some
    expected = probe or open_probe(path, request, window_px=window_px)
    difference = compare_backends(backend, expected, [(pixels, valid_mask)]).mean
    if difference > MOST_DIFFERENCE:
        raise InvalidModel(
            f"Expected the probabilities of torch from {backend.name}, found others, by {difference:.2f} in the mean: "
            "choose the backend torch."
        )


def _tell(backend: Backend, request: BackendRequest, plainest: str, reporter: Reporter) -> None:
    """Say what ``auto`` chose, where that is another library or number format than the plainest."""
    chosen = []
    if request.backend == "auto" and backend.name != plainest:
        chosen.append(f"backend {plainest}")
    if request.precision == "auto" and backend.precision != "fp32":
        chosen.append("precision fp32")
    if chosen:
        reporter.info(
            f"The network runs with {backend.name} on {backend.device.type} in {backend.precision}, which is the "
            f"fastest here; {' and '.join(chosen)} would switch that off."
        )
