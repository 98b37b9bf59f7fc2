"""Which graphics card the engine uses, or why it uses none."""

import ctypes
import os
import sys
from collections.abc import Callable

import torch

GIB = 2**30
_CUDA_NO_DEVICE = 100  # CUDA_ERROR_NO_DEVICE of the driver's interface
HIDING_VARIABLE = "CUDA_VISIBLE_DEVICES"


def graphics_card() -> tuple[str, str]:
    """The card that is used, with its memory, or nothing; and in that case why, with the cure, as a sentence."""
    if torch.cuda.is_available():
        card = torch.cuda.get_device_properties(torch.cuda.current_device())
        return f"{card.name}, {card.total_memory / GIB:.0f} GiB (cuda)", ""
    if torch.backends.mps.is_available():
        return "the graphics of this Mac (mps)", ""
    return "", _why_no_mps() if sys.platform == "darwin" else why_no_cuda()


def why_no_cuda() -> str:
    """Why torch finds no CUDA card, as a sentence with the cure."""
    driver = _driver()
    built_for = torch.version.cuda
    if torch.version.hip:
        return (
            f"Expected an AMD card for torch {torch.__version__}, found none that ROCm knows: check the driver, and "
            "that this user belongs to the groups video and render."
        )
    if driver is None:
        return (
            "Expected the driver of an NVIDIA card, found none on this machine: networks run on the CPU; where there "
            "is such a card, install its driver."
        )
    if built_for is None:
        return (
            f"Expected a torch that was built for CUDA, since there is an NVIDIA driver, found torch "
            f"{torch.__version__}, which was built for the CPU alone: install the engine again with its CUDA build."
        )
    version, status = driver
    if version < _number(built_for):
        return (
            f"Expected a driver for CUDA {built_for} or newer, found one for {_words(version)}: update the NVIDIA "
            "driver, or install the engine again with a torch for the driver."
        )
    hidden = os.environ.get(HIDING_VARIABLE)
    if status == _CUDA_NO_DEVICE and hidden is not None:
        return (
            f"Expected a card, found that the environment variable {HIDING_VARIABLE} is '{hidden}', which hides it: "
            "take the variable away."
        )
    if status == _CUDA_NO_DEVICE:
        return (
            "Expected a card for the NVIDIA driver, found none: see whether the system lists one, and whether this "
            "program may use it (a container has to be started with it)."
        )
    return (
        f"Expected the NVIDIA driver to begin its work, found its error {status}: restart the machine, and update the "
        "driver if that does not help."
    )


def _why_no_mps() -> str:
    if not torch.backends.mps.is_built():
        return (
            f"Expected a torch with MPS, found torch {torch.__version__} without: networks run on the CPU; on a Mac "
            "with Apple silicon, install the engine with a Python for it (arm64)."
        )
    return "Expected macOS 12.3 or newer on a Mac with Apple silicon, found another one: networks run on the CPU."


def _driver() -> tuple[int, int] | None:
    """CUDA version of the NVIDIA driver (12040 for 12.4) and the status of its start; None where there is none."""
    load: Callable[[str], ctypes.CDLL] = getattr(ctypes, "WinDLL", ctypes.CDLL)  # the former is Windows' own
    try:
        library = load("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return None
    version = ctypes.c_int(0)
    library.cuDriverGetVersion(ctypes.byref(version))
    return version.value, int(library.cuInit(0))


def _number(version: str) -> int:
    major, minor = (int(part) for part in version.split(".")[:2])
    return 1000 * major + 10 * minor


def _words(number: int) -> str:
    return f"{number // 1000}.{number % 1000 // 10}"
