"""What decides over the last digits of a map, besides the model: the library that computes it, and the processor."""

import importlib
import platform

import torch

from seg4eo_engine.prediction.backends.openvino import import_openvino


def libraries(backend: str, device: str) -> dict[str, str]:
    """Version of the library of ``backend``, and the processor or graphics card of this machine."""
    module = import_openvino() if backend == "openvino" else importlib.import_module(backend)
    if device == "cuda":
        processor = torch.cuda.get_device_name()
    else:  # with the widest instructions that are used, such as AVX512
        processor = f"{platform.machine()} with {torch.backends.cpu.get_cpu_capability()}"
    return {backend: str(module.__version__), "processor": processor}
