"""The two programs that can make an environment: uv, which is quick and can fetch a Python, and venv with pip."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, Optional, Union

from .errors import StepFailed
from .places import interpreter
from .pythons import Python
from .runner import Runner
from .torch_build import TorchBuild

INDEX_LIMIT_S = 40
FETCHED_PYTHON = "3.13"
NO_RETRIES = {"UV_HTTP_RETRIES": "0", "UV_HTTP_TIMEOUT": "10"}


class Packages(NamedTuple):
    """What is installed: the engine's wheel, the versions of all it rests on, and the folder to take them from.

    ``wheels`` is None where they come through the network.
    """

    engine: Path
    lock: Path
    wheels: Optional[Path]

    def locked(self) -> str:
        """The locked versions, a line each."""
        return self.lock.read_text(encoding="utf-8") if self.lock.is_file() else ""

    def source(self) -> list[str]:
        """The arguments that say where packages come from, the same for uv and pip."""
        return ["--no-index", "--find-links", str(self.wheels)] if self.wheels is not None else []

    def arguments(self) -> list[str]:
        """What is to be installed, and from where."""
        constraints = ["--constraint", str(self.lock)] if self.lock.is_file() else []
        return [*self.source(), *constraints, str(self.engine)]


class Uv(NamedTuple):
    """uv at a path."""

    path: Path
    runner: Runner

    def make_environment(self, folder: Path, python: Optional[Python]) -> None:
        """Make an environment with a Python; without one uv fetches it first."""
        which = ["--python", python.executable] if python else ["--managed-python", "--python", FETCHED_PYTHON]
        self.runner.run([self.path, "venv", "--no-project", "--clear", *which, folder])

    def install(self, folder: Path, packages: Packages, build: TorchBuild, hear: Callable[[str], None]) -> None:
        """Install the engine with all it needs."""
        self.runner.run([*self._pip_install(folder, build), *packages.arguments()], hear)

    def forget(self, packages: Sequence[str]) -> None:
        """Drop what the cache has of packages: its files are those of environments, so what spoils one spoils both."""
        if packages:  # without a name uv drops all
            self.runner.run([self.path, "cache", "clean", *packages])

    def can_have(self, folder: Path, torch: str, build: TorchBuild) -> bool:
        """Whether a build of torch can be had here, asked briefly."""
        probe = ["--dry-run", "--no-deps", torch]
        return _succeeds(self.runner, [*self._pip_install(folder, build), *probe])

    def _pip_install(self, folder: Path, build: TorchBuild) -> list[object]:
        backend = ["--torch-backend", build.backend] if build.backend else []
        return [self.path, "pip", "install", "--python", interpreter(folder), *backend]


class Pip(NamedTuple):
    """venv and pip of a Python."""

    runner: Runner

    def make_environment(self, folder: Path, python: Optional[Python]) -> None:
        """Make an environment with a Python."""
        self.runner.run([python.executable, "-I", "-m", "venv", "--clear", folder])

    def install(self, folder: Path, packages: Packages, build: TorchBuild, hear: Callable[[str], None]) -> None:
        """Install the engine with all it needs; the build is that of the package index."""
        command = [interpreter(folder), "-I", "-m", "pip", "install", *packages.arguments()]
        self.runner.run(command, hear)

    def forget(self, packages: Sequence[str]) -> None:
        """Nothing to drop: pip copies from its cache."""

    def can_have(self, folder: Path, torch: str, build: TorchBuild) -> bool:
        """Whether a build of torch can be had: only that of the package index, for uv alone knows the others."""
        return not build.backend


Tool = Union[Uv, Pip]


def _succeeds(runner: Runner, command: list[object]) -> bool:
    try:
        runner.run(command, limit_s=INDEX_LIMIT_S, more=NO_RETRIES)
    except StepFailed:
        return False
    return True
