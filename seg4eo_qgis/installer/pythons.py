"""Finds a Python to make the engine's environment with. Each is started and asked; names and paths prove nothing."""

import json
import ntpath
import os
import posixpath
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Optional

from ..compat import tr
from ..engine.environment import QGIS_FOLDER
from .errors import InstallError, StepFailed
from .runner import Runner

OLDEST, NEWEST = (3, 11), (3, 14)  # newest: the last one that all locked packages have wheels for
# tried first: those that packages have supported for long
VERSIONS = ("3.13", "3.12", "3.11", "3.14")
LIMIT_S = 20
PROBE = """
import importlib.util as u, json, platform, struct, sys, sysconfig
print(json.dumps({"executable": sys.executable, "base": sys.base_prefix, "version": list(sys.version_info[:3]),
"implementation": sys.implementation.name, "bits": 8 * struct.calcsize("P"), "machine": platform.machine(),
"has_gil": not sysconfig.get_config_var("Py_GIL_DISABLED"), "has_pip": u.find_spec("pip") is not None,
"has_venv": all(u.find_spec(name) is not None for name in ("venv", "ensurepip"))}))
"""


class Python(NamedTuple):
    """A Python that could be started, and what it said of itself."""

    executable: Path
    base: str
    version: tuple
    implementation: str
    bits: int
    machine: str
    has_gil: bool
    has_pip: bool
    has_venv: bool

    def __str__(self) -> str:
        return f"Python {'.'.join(map(str, self.version))} ({self.executable})"


def candidates(platform: str, environment: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Commands that may start a Python, the likeliest first.

    Args:
        platform: as in ``sys.platform``.
        environment: all that the programs get to see; on Windows its PATH has no folders of QGIS.
    """
    windows = platform == "win32"
    join, separator = (ntpath.join, ";") if windows else (posixpath.join, ":")
    path = next((value for name, value in environment.items() if name.upper() == "PATH"), "")
    folders = [folder for folder in path.split(separator) if folder]
    suffix = ".exe" if windows else ""
    found: list[tuple[str, ...]] = []
    for version in VERSIONS:
        if windows:
            found.append(("py", f"-{version}"))
        found += [(join(folder, f"python{version}{suffix}"),) for folder in folders if not windows]
        found += [(place,) for place in _usual_places(platform, environment, version)]
    found += [(join(folder, name + suffix),) for name in ("python3", "python") for folder in folders]
    return list(dict.fromkeys(found))


def _usual_places(platform: str, environment: Mapping[str, str], version: str) -> list[str]:
    """Where installers put a Python; programs that are started by a click often do not have these on their PATH."""
    if platform == "win32":
        digits = version.replace(".", "")
        local, programs = environment.get("LOCALAPPDATA"), environment.get("SYSTEMDRIVE", "C:") + "\\Program Files"
        roots = ([ntpath.join(local, "Programs", "Python")] if local else []) + [programs]
        return [ntpath.join(root, f"Python{digits}", "python.exe") for root in roots]
    if platform == "darwin":
        framework = f"/Library/Frameworks/Python.framework/Versions/{version}/bin/python{version}"
        return [f"/opt/homebrew/bin/python{version}", f"/usr/local/bin/python{version}", framework]
    return [f"/usr/bin/python{version}", f"/usr/local/bin/python{version}"]


def is_of_qgis(path: str, qgis_prefix: str, platform: str) -> bool:
    """Whether a path lies in a QGIS that brings its own Python; the one of a Linux system is as good as any."""
    if platform == "win32":
        return QGIS_FOLDER.search(path) is not None
    if platform == "darwin":
        bundle = qgis_prefix.partition(".app/")[0] + ".app/" if ".app/" in qgis_prefix else qgis_prefix + "/"
        return path.startswith(bundle)
    return qgis_prefix not in ("/usr", "/usr/local", "/", "") and path.startswith(qgis_prefix.rstrip("/") + "/")


def why_unfit(python: Python, qgis_prefix: str, platform: str) -> str:
    """What a Python lacks to be the engine's, in a few words; empty where it is fit."""
    if is_of_qgis(str(python.executable), qgis_prefix, platform) or is_of_qgis(python.base, qgis_prefix, platform):
        return tr("the Python of QGIS itself")
    if python.implementation != "cpython" or not python.has_gil:
        return tr("another kind of Python than the usual one")
    if not OLDEST <= python.version[:2] <= NEWEST:
        return tr("Python {version}").format(version=".".join(map(str, python.version)))
    if python.bits != 64:
        return tr("a Python for 32-bit programs")
    if platform == "darwin" and python.machine == "x86_64":
        return tr("a Python for Intel processors, which torch is no longer made for")
    return ""


def probe(command: Sequence[str], runner: Runner) -> Optional[Python]:
    """Start a Python and ask it; None where there is none or it does not answer."""
    try:
        said = runner.run([*command, "-I", "-c", PROBE], limit_s=LIMIT_S)
        told = json.loads(said[-1])
    except (StepFailed, ValueError, IndexError):
        return None
    return Python(Path(told.pop("executable")), told.pop("base"), tuple(told.pop("version")), **told)


class PythonFinder:
    """Looks for a Python, and remembers those that are not fit: they can still fetch programs and watch over them."""

    def __init__(self, runner: Runner, platform: str, qgis_prefix: str) -> None:
        self._runner = runner
        self._platform = platform
        self._qgis_prefix = qgis_prefix
        self.seen: list[Python] = []

    def chosen(self, path: str) -> Python:
        """The Python that the user named.

        Raises:
            InstallError: it is none, or not fit.
        """
        python = probe([path], self._runner)
        found = tr("a file that is none") if python is None else why_unfit(python, self._qgis_prefix, self._platform)
        if python is None or found:
            raise InstallError(
                tr("Expected {wanted} at {path}, found {found}: choose another one, or none.").format(
                    wanted=wanted(), path=path, found=found
                )
            )
        self.seen.append(python)
        return python

    def first_fit(self) -> Optional[Python]:
        """The first Python that is fit, or None."""
        for command in self._present(candidates(self._platform, self._runner.environment)):
            python = probe(command, self._runner)
            if python is None:
                continue
            self.seen.append(python)
            if not why_unfit(python, self._qgis_prefix, self._platform):
                return python
        return None

    def any_at_all(self) -> Optional[Python]:
        """Some Python that can fetch uv, the fit ones first; that of QGIS last, in a process of its own."""
        able = [python for python in self.seen if python.has_pip or python.has_venv]
        return next(iter(able), None) or self._of_qgis()

    def _of_qgis(self) -> Optional[Python]:
        for command in bundled_pythons(self._platform, sys.exec_prefix):
            python = probe((command,), self._runner) if Path(command).is_file() else None
            if python is not None:
                return python
        return None

    def _present(self, commands: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
        for command in commands:
            # py has no folder: Windows finds it by its name
            if command[0] == "py" or os.access(command[0], os.X_OK):
                yield command


def bundled_pythons(platform: str, exec_prefix: str) -> list[str]:
    """Where the Python that QGIS runs in has its program; ``sys.executable`` is QGIS itself on Windows."""
    if platform == "win32":
        return [ntpath.join(exec_prefix, "python.exe"), ntpath.join(exec_prefix, "python3.exe")]
    return [posixpath.join(exec_prefix, "bin", "python3")]


def wanted() -> str:
    """The Pythons that are fit, in words."""
    oldest, newest = (".".join(map(str, version)) for version in (OLDEST, NEWEST))
    return tr("a Python from {oldest} to {newest}").format(oldest=oldest, newest=newest)
