"""Finds a Python for the engine and what installs with it, or says what the machine lacks."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Optional

from ..compat import tr
from .errors import InstallError, StepFailed
from .places import WINDOWS, Places, interpreter
from .pythons import Python, PythonFinder, wanted
from .runner import Runner
from .tools import NO_RETRIES, Packages, Pip, Tool, Uv

OLDEST_UV = (0, 8)  # knows --torch-backend
LIMIT_S = 40


def find_tool(
    chosen: str, finder: PythonFinder, where: Places, packages: Packages, runner: Runner
) -> tuple[Optional[Python], Tool]:
    """The Python to make an environment with, None where uv will fetch one; and uv or pip.

    From now on the runner's programs end with QGIS, for there is a Python to watch over them.

    Args:
        chosen: the Python that the user named, or nothing.
        finder: looks for one.
        where: holds our own uv.
        packages: may come with a uv.
        runner: starts what is found.

    Raises:
        InstallError: the machine lacks something.
    """
    python = finder.chosen(chosen) if chosen else finder.first_fit()
    watcher = finder.any_at_all()
    runner.supervisor = watcher.executable if watcher else None
    uv = _find_or_fetch_uv(watcher, where, packages, runner)
    if python is None and (uv is None or packages.wheels is not None):
        raise InstallError(
            tr(
                "Expected {wanted} on this machine, found none: install it from python.org or with your system's "
                "packages, and try again."
            ).format(wanted=wanted())
        )
    if uv is None and not python.has_venv:
        raise InstallError(
            tr(
                "Expected {python} to make environments, found that it lacks venv: install it (on Debian and Ubuntu: "
                "sudo apt install python{version}-venv), and try again."
            ).format(python=python, version=".".join(map(str, python.version[:2])))
        )
    tell = runner.feedback.pushInfo
    tell(str(python) if python else tr("Python: uv fetches one, for none that is fit was found"))
    tell(f"uv: {uv.path}" if uv else tr("uv cannot be had, so pip installs, which takes longer"))
    return python, uv or Pip(runner)


def _find_or_fetch_uv(watcher: Optional[Python], where: Places, packages: Packages, runner: Runner) -> Optional[Uv]:
    places = uv_places(where, runner.environment, windows=WINDOWS)
    uv = find_uv(runner, places)
    if uv is None and watcher is not None:
        try:
            fetch_uv(where, watcher, packages, runner)
        except StepFailed as failed:
            for line in failed.said[-2:]:
                runner.feedback.pushConsoleInfo(line)
        uv = find_uv(runner, places)
    return uv


def find_uv(runner: Runner, places: Sequence[str]) -> Optional[Uv]:
    """The first uv among paths that is new enough."""
    for path in places:
        try:
            said = runner.run([path, "--version"], limit_s=LIMIT_S)
        except StepFailed:
            continue
        found = re.match(r"uv (\d+)\.(\d+)", said[-1]) if said else None
        if found and (int(found[1]), int(found[2])) >= OLDEST_UV:
            return Uv(Path(path), runner)
    return None


def uv_places(where: Places, environment: Mapping[str, str], *, windows: bool) -> list[str]:
    """Where a uv may be: on the PATH, where its installers put it, and where we put our own."""
    suffix = ".exe" if windows else ""
    home = environment.get("USERPROFILE" if windows else "HOME", "")
    usual = [] if windows else ["/opt/homebrew/bin/uv", "/usr/local/bin/uv"]
    if home:
        usual = [str(Path(home, *parts, "uv" + suffix)) for parts in ((".local", "bin"), (".cargo", "bin"))] + usual
    return ["uv" + suffix, *usual, *own_uv(where, suffix)]


def own_uv(where: Places, suffix: str) -> list[str]:
    """Where pip puts uv in our folder."""
    return [str(where.tools / "uv" / folder / ("uv" + suffix)) for folder in ("bin", "Scripts")]


def fetch_uv(where: Places, python: Python, packages: Packages, runner: Runner) -> None:
    """Have a Python's pip put uv into our folder, and nowhere else.

    Raises:
        StepFailed: it cannot be had.
    """
    able = python.executable
    if not python.has_pip:  # Debian's Pythons have none of their own, but can make an environment with one
        folder = where.tools / "pip"
        runner.run([able, "-I", "-m", "venv", "--clear", folder])
        able = interpreter(folder)
    target = ["--upgrade", "--only-binary", ":all:", "--target", where.tools / "uv"]
    runner.run([able, "-I", "-m", "pip", "install", *target, *packages.source(), "uv"], more=NO_RETRIES)
