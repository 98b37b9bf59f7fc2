"""What the speeds depend on, for the record. Called in a process of its own."""

import importlib.metadata
import os
from typing import Any

LIBRARIES = ("torch", "segmentation-models-pytorch", "onnxruntime", "openvino", "monai", "pytorch-toolbelt", "rasterio")


def facts() -> dict[str, Any]:
    """Cores, threads of torch, whether the processor multiplies in bf16, and versions of libraries."""
    import torch

    found = torch.cpu.get_capabilities()
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "threads": torch.get_num_threads(),
        "multiplies_in_bf16": bool(found.get("avx512_bf16") or found.get("amx_bf16")),
        "versions": {name: _version(name) for name in LIBRARIES},
    }


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
