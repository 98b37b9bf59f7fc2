"""Which build of torch suits the machine: for the graphics card where its driver is new enough, else a small one."""

import ntpath
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Optional

from .errors import StepFailed
from .runner import Runner

CHOICES = ("auto", "cpu", "cuda", "default")
# the oldest NVIDIA drivers that run programs made for a CUDA, by its first number
OLDEST_DRIVER = {12: 525, 13: 580}
LIMIT_S = 20
UNKNOWN = 0


class TorchBuild(NamedTuple):
    """``backend`` names its index as uv does, and is empty for the package index; ``kind`` is ``cpu`` or ``cuda``."""

    backend: str
    kind: str


def default_build(platform: str) -> TorchBuild:
    """What the package index has: for CUDA on Linux, for a CPU on Windows, for Metal on a Mac."""
    return TorchBuild("", "cuda" if platform == "linux" else "cpu")


CPU_BUILD = TorchBuild("cpu", "cpu")


def cuda_build(platform: str, lock: str) -> TorchBuild:
    """The build for NVIDIA cards."""
    major, minor = locked_cuda(lock)
    return default_build(platform) if platform == "linux" else TorchBuild(f"cu{major}{minor}", "cuda")


def locked_cuda(lock: str) -> tuple[int, int]:
    """The CUDA that the locked torch was made for."""
    found = re.search(r"^cuda-toolkit==(\d+)\.(\d+)", lock, re.MULTILINE)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def drives_cuda(driver: int, cuda_major: int) -> bool:
    """Whether a driver, by its first number, runs that CUDA; one that cannot be asked gets the benefit of the doubt."""
    return driver == UNKNOWN or driver >= OLDEST_DRIVER.get(cuda_major, UNKNOWN)


def nvidia_driver(platform: str, environment: Mapping[str, str], runner: Runner) -> Optional[int]:
    """The first number of the version of the NVIDIA driver, 0 where it does not say, None where there is none."""
    for program in smi_places(platform, environment):
        try:
            said = runner.run([program, "--query-gpu=driver_version", "--format=csv,noheader"], limit_s=LIMIT_S)
        except StepFailed:
            continue
        found = re.match(r"(\d+)\.", said[0]) if said else None
        if found:
            return int(found[1])
    return driver_of_the_system(platform, environment)


def smi_places(platform: str, environment: Mapping[str, str]) -> list[str]:
    """Where NVIDIA's driver has the program that tells about it."""
    if platform == "win32":
        return [ntpath.join(environment.get("SYSTEMROOT", r"C:\Windows"), "System32", "nvidia-smi.exe")]
    return ["nvidia-smi", "/usr/lib/wsl/lib/nvidia-smi"] if platform == "linux" else []


def driver_of_the_system(
    platform: str, environment: Mapping[str, str], proc: Path = Path("/proc/driver/nvidia/version")
) -> Optional[int]:
    """The driver as the system knows it, where its own program is not at hand."""
    if platform == "win32":
        library = Path(environment.get("SYSTEMROOT", r"C:\Windows"), "System32", "nvcuda.dll")
        return UNKNOWN if library.exists() else None
    if platform != "linux" or not proc.exists():
        return None
    found = re.search(r"Kernel Module.*?\s(\d+)\.\d+", proc.read_text(encoding="utf-8", errors="replace"))
    return int(found[1]) if found else UNKNOWN
