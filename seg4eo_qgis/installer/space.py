"""Whether the disk has room, asked before anything is fetched."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from ..compat import tr
from .errors import InstallError

GIGABYTE = 1000**3
# measured on Linux, version 0.1.0: 6.6 GB, and 2.3 GB without CUDA's libraries and triton; with a margin for what is
# unpacked on the way
NEED_BYTES = {"cpu": 3 * GIGABYTE, "cuda": 8 * GIGABYTE}

FULL_BYTES = 50 * 1000**2


def check_space(folder: Path, need_bytes: int) -> None:
    """Raise InstallError where the disk of a folder has less room than that."""
    free_bytes = shutil.disk_usage(folder).free
    if free_bytes < need_bytes:
        raise InstallError(
            tr(
                "Expected {need:.0f} GB of free disk space for the engine in {folder}, found {free:.1f} GB: free some, "
                "and try again."
            ).format(need=need_bytes / GIGABYTE, folder=folder, free=free_bytes / GIGABYTE)
        )


def is_full(folder: Path) -> bool:
    """Whether a program that failed there may well have found no room, and only not said so."""
    return shutil.disk_usage(folder).free < FULL_BYTES


def size_bytes(folder: Path) -> int:
    """What the files in a folder take."""
    total = 0
    for here, _, files in os.walk(folder):
        for name in files:
            with suppress(OSError):
                total += Path(here, name).lstat().st_size
    return total
