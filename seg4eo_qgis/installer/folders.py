"""Folders of gigabytes that go away: at once for whoever looks, and bit by bit on the disk."""

import os
import subprocess
import threading
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ..compat import tr
from ..engine.process import own_group
from .errors import InstallCancelled, InstallError
from .places import ASIDE, Places

REMOVE = "import shutil, sys; shutil.rmtree(sys.argv[1], ignore_errors=True)"


def set_aside(folder: Path) -> Path:
    """Give a folder another name, so that nothing of it can be taken for an engine any more.

    Raises:
        InstallError: it is in use, which Windows does not allow.
    """
    aside = folder.with_name(f"{folder.name}{ASIDE}{uuid.uuid4().hex[:8]}")
    try:
        folder.rename(aside)
    except OSError as error:
        raise InstallError(
            tr(
                "Expected to remove {folder}, found that it is in use or protected ({reason}): end what runs on the "
                "engine, and try again."
            ).format(folder=folder, reason=error.strerror or error)
        ) from error
    return aside


def remove(folder: Path, is_cancelled: Callable[[], bool]) -> None:
    """Delete a folder with all that is in it; what cannot be deleted stays for the next time.

    Raises:
        InstallCancelled: the user did not want to wait for it.
    """
    for here, folders, files in os.walk(folder, topdown=False):
        if is_cancelled():
            raise InstallCancelled(tr("The installation was cancelled."))
        for name in files:
            with suppress(OSError):
                Path(here, name).unlink()
        for name in folders:
            path = Path(here, name)
            with suppress(OSError):
                path.unlink() if path.is_symlink() else path.rmdir()
    with suppress(OSError):
        folder.rmdir()


def remove_leftovers(where: Places, is_cancelled: Callable[[], bool]) -> None:
    """Delete what was set aside earlier and not deleted to its end, and the half downloads of a uv that was killed."""
    for folder in (*where.data.glob(f"*{ASIDE}*"), *where.cache.glob("uv/.tmp*")):
        remove(folder, is_cancelled)


def remove_in_background(folder: Path, python: Path) -> None:
    """Have a folder that was set aside deleted while the user goes on; what is left then goes the next time."""
    with suppress(OSError):
        process = subprocess.Popen(  # nosec B603 # no shell, and a Python that we found
            [str(python), "-I", "-c", REMOVE, str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **own_group(),
        )
        threading.Thread(target=process.wait, daemon=True, name="seg4eo-installer-removal").start()
