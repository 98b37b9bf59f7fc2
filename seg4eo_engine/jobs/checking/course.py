"""One call of the job ``checkengine``: look at the machine, and map a tiny scene in every way that there is."""

import os
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil
import torch

from seg4eo_engine import __version__
from seg4eo_engine.jobs.checkengine import CheckEngineResult
from seg4eo_engine.jobs.checking.trial import Trial, ways_to_try
from seg4eo_engine.models.device import multiplies_in_bf16
from seg4eo_engine.models.graphics import GIB, graphics_card
from seg4eo_engine.progress import Reporter

LIBRARIES = ("torch", "segmentation-models-pytorch", "rasterio", "onnxruntime", "openvino", "lightning", "numpy")


def check_engine(reporter: Reporter) -> CheckEngineResult:
    """Look at the machine and try everything that can map.

    Raises:
        DeviceUnavailable: not even torch on the CPU can map a scene.
    """
    card, why_none = graphics_card()
    if why_none:
        reporter.info(f"No graphics card is used. {why_none}")
    with tempfile.TemporaryDirectory(prefix="seg4eo-check-") as folder:
        trial, results = Trial(Path(folder)), []
        ways = ways_to_try()
        for number, way in enumerate(ways):
            reporter.check_cancelled()
            reporter.progress(number / len(ways), "Mapping", detail=f"with {way}")
            results.append(trial.run(way))
            reporter.info(results[-1])
    reporter.progress(1, "Done")
    memory = psutil.virtual_memory()
    cpu = torch.device("cpu")
    return CheckEngineResult(
        interpreter=sys.executable,
        versions=[f"engine {__version__}", f"Python {sys.version.split()[0]}", *map(_version, LIBRARIES)],
        processor=f"{_cores()} cores, {'with' if multiplies_in_bf16(cpu) else 'without'} bf16",
        memory=f"{memory.available / GIB:.1f} of {memory.total / GIB:.1f} GiB free",
        graphics_card=card or "none",
        why_no_graphics_card=why_none,
        trials=results,
    )


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _version(library: str) -> str:
    try:
        return f"{library} {version(library)}"
    except PackageNotFoundError:
        return f"{library} is missing"
