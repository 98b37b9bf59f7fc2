"""Backends opened as a request says, or refused with what there is."""

from dataclasses import dataclass
from pathlib import Path

import torch

from seg4eo_engine.errors import DeviceUnavailable
from seg4eo_engine.models.onnx.running import CPU_PROVIDER
from seg4eo_engine.models.onnx.source import GraphSource, file_source
from seg4eo_engine.prediction.backends.graph import GraphBackend
from seg4eo_engine.prediction.backends.onnx import (
    CUDA_PROVIDER,
    TENSORRT_PROVIDER,
    OnnxBackend,
    available_providers,
)
from seg4eo_engine.prediction.backends.openvino import OpenVinoBackend, has_openvino, multiplies_in_bf16


@dataclass(frozen=True)
class BackendRequest:
    """What the user asks for, in the words of the parameters of the job ``predict``.

    ``threads`` are those of a CPU; None leaves them to the library. With ``compile``, torch compiles the network, and
    ONNX Runtime takes TensorRT for a card, where it has it.
    """

    backend: str = "auto"
    device: str = "auto"
    precision: str = "auto"
    compile: bool = False
    activation: str = "auto"
    input_scale: str = "auto"
    threads: int | None = None


def open_onnx_file(path: Path, request: BackendRequest, window_px: int) -> GraphBackend:
    """What runs an ONNX file: ``auto`` takes ONNX Runtime on a card, else OpenVINO where it is installed.

    Raises:
        MissingInput, InvalidModel: there is none, or it cannot be run.
        DeviceUnavailable: what was asked for is not there.
    """
    if request.backend == "torch":
        raise DeviceUnavailable(
            f"Expected onnxruntime or openvino for an ONNX file, found torch for {path.name}: "
            "choose one of these or auto."
        )
    source = file_source(path)
    has_cuda = CUDA_PROVIDER in available_providers()
    on_card = request.device == "cuda" or (request.device == "auto" and has_cuda and torch.cuda.is_available())
    if request.backend == "openvino" or (request.backend == "auto" and not on_card and has_openvino()):
        return open_openvino(source, request, window_px)
    return open_onnxruntime(source, request, window_px)


def open_openvino(source: GraphSource, request: BackendRequest, window_px: int) -> OpenVinoBackend:
    """A graph in OpenVINO; ``auto`` is bf16 where the CPU has it.

    Raises:
        InvalidModel: it cannot be run.
        DeviceUnavailable: what was asked for is not there.
    """
    if not has_openvino():
        raise DeviceUnavailable("Expected the package openvino, found that it is not installed: choose backend auto.")
    if request.device not in ("auto", "cpu"):
        raise DeviceUnavailable(
            f"Expected the device cpu for openvino, found {request.device}: choose cpu, or another backend."
        )
    has_bf16 = multiplies_in_bf16()
    if request.precision == "fp16" or (request.precision == "bf16" and not has_bf16):
        offered = "fp32 or bf16" if has_bf16 else "fp32"
        raise DeviceUnavailable(
            f"Expected the precision {offered} for openvino on this CPU, found {request.precision}: change it."
        )
    precision = ("bf16" if has_bf16 else "fp32") if request.precision == "auto" else request.precision
    return OpenVinoBackend(
        source, window_px, precision=precision, threads=request.threads, activation=request.activation,
        input_scale=request.input_scale,
    )  # fmt: skip


def open_onnxruntime(source: GraphSource, request: BackendRequest, window_px: int) -> OnnxBackend:
    """A graph in ONNX Runtime, on a card where it is built for one.

    Raises:
        InvalidModel: it cannot be run.
        DeviceUnavailable: what was asked for is not there.
    """
    if request.precision not in ("auto", "fp32"):
        raise DeviceUnavailable(
            f"Expected the precision fp32 for onnxruntime, which computes as the file says, found {request.precision}: "
            "change it, or choose another backend."
        )
    return OnnxBackend(
        source, window_px, providers=_providers(request), threads=request.threads, activation=request.activation,
        input_scale=request.input_scale,
    )  # fmt: skip


def _providers(request: BackendRequest) -> list[str]:
    available = available_providers()
    if request.device == "cpu" or (request.device == "auto" and CUDA_PROVIDER not in available):
        return [CPU_PROVIDER]
    if request.device == "mps" or CUDA_PROVIDER not in available:
        raise DeviceUnavailable(
            f"Expected onnxruntime for the device {request.device}, found one for {', '.join(available)}: "
            "choose the device cpu or install onnxruntime-gpu."
        )
    wanted = [TENSORRT_PROVIDER] if request.compile and TENSORRT_PROVIDER in available else []
    return [*wanted, CUDA_PROVIDER, CPU_PROVIDER]
