"""The recipe: a Python, a tool, an environment, the packages, a trial; and the marker last."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Optional

from ..compat import tr
from ..engine.run import Engine
from .check import Damage, ask_engine, check_versions, find_damage, try_engine
from .choice import BuildChooser, smallest_need_bytes
from .diagnosis import explain
from .errors import InstallCancelled, InstallError, StepFailed
from .finding import find_tool
from .folders import remove, remove_in_background, remove_leftovers, set_aside
from .lock import InstallLock
from .places import Places
from .progress import InstallProgress
from .pythons import PythonFinder
from .runner import Runner
from .space import NEED_BYTES, check_space, is_full, size_bytes
from .stages import Stages
from .tools import Packages, Tool
from .torch_build import TorchBuild


class Wish(NamedTuple):
    """What the user asked for: the Python to make the environment with, and which build of torch."""

    base_python: str = ""
    torch: str = "auto"

    def noted(self) -> dict[str, str]:
        """What is noted of it with the engine."""
        return {"base_python": self.base_python, "torch": self.torch}


class Host(NamedTuple):
    """Where the installation takes place.

    ``engine`` is what is to be installed; ``tool_environment`` makes all that uv and pip get to see, once the folder
    for temporary files is there.
    """

    platform: str
    qgis_prefix: str
    engine: Engine
    tool_environment: Callable[[], Mapping[str, str]]
    feedback: Any
    handle_events: Callable[[], None] = lambda: None


def install_engine(where: Places, packages: Packages, wish: Wish, host: Host) -> None:
    """Install the engine, or see that the one that is there works.

    Raises:
        InstallError: there is no working engine; what was begun is gone.
        InstallCancelled: the user stopped it; likewise.
    """
    stages = Stages(host.feedback)
    with InstallLock(where.lock) as lock:
        _Installation(where, packages, wish, host, stages, lock).run()


def remove_engine(where: Places, host: Host) -> None:
    """Remove the engines of all versions, downloads and tools; the empty folder and its lock stay.

    Raises:
        InstallError: something is in use.
    """
    with InstallLock(where.lock):
        host.feedback.setProgressText(tr("Removing the engine"))
        runner = Runner({}, where.data, host.feedback, host.handle_events)
        for folder in [path for path in where.data.iterdir() if path.is_dir()]:
            set_aside(folder)
        remove_leftovers(where, runner.is_cancelled)


class _Installation:
    def __init__(
        self, where: Places, packages: Packages, wish: Wish, host: Host, stages: Stages, lock: InstallLock
    ) -> None:
        self._where, self._packages, self._wish, self._host, self._stages = where, packages, wish, host, stages
        self._changed: tuple = ()
        self._previous: Optional[Path] = None
        try:
            remove(where.scratch, lambda: False)
            for folder in (where.scratch, where.cache):
                folder.mkdir(parents=True, exist_ok=True)
            environment = host.tool_environment()
        except OSError as error:
            raise explain(StepFailed(-1, [str(error)]), None) from error
        self._runner = Runner(environment, where.scratch, stages, host.handle_events)
        self._runner.lock = lock.fileno()

    def run(self) -> None:
        """Leave a working engine, or what was there before."""
        self._stages.begin(tr("Looking at what is there"), 0, 3)
        try:
            remove_leftovers(self._where, self._runner.is_cancelled)
            if self._works_already():
                return
            self._make()
        except StepFailed as failed:
            disk_is_full = is_full(self._where.data)  # venv hides what pip said
            self._withdraw()
            for line in failed.said:
                self._stages.pushConsoleInfo(line)
            raise explain(failed, self._packages.wheels, disk_is_full=disk_is_full) from failed
        except OSError as error:
            self._withdraw()
            raise explain(StepFailed(-1, [str(error)]), None) from error
        except InstallError:
            self._withdraw()
            raise
        if self._previous is not None:
            remove(self._previous, lambda: False)
        for folder in self._where.older_engines():
            self._remove_older(folder)

    def _works_already(self) -> bool:
        noted = self._where.read_marker()
        if noted is None:
            if self._where.engine.exists():
                self._stages.pushInfo(tr("An unfinished installation is made anew."))
            return False
        asked = {"wheel": _digest(self._packages.engine), **self._wish.noted()}
        if any(noted.get(key) != value for key, value in asked.items() if value not in ("", "auto")):
            self._stages.pushInfo(tr("The engine that is there is another one than asked for, and is made anew."))
            return False
        damage = find_damage(self._where.python, self._runner)
        try:
            if damage is None:
                self._try(3)
        except InstallCancelled:
            raise
        except InstallError as error:
            damage = Damage(str(error))
        if damage is not None:
            self._changed = damage.changed
            self._where.marker.unlink()  # from now on nothing takes it for an engine
            self._stages.pushWarning(tr("The engine is broken ({how}), and is made anew.").format(how=damage.how))
            return False
        self._stages.pushInfo(tr("The engine was installed already, and works."))
        return True

    def _make(self) -> None:
        cached_bytes = size_bytes(self._where.cache)
        check_space(self._where.data, smallest_need_bytes(self._packages) - cached_bytes)
        self._stages.begin(tr("Looking for a Python, and for what installs with it"), 3, 8)
        finder = PythonFinder(self._runner, self._host.platform, self._host.qgis_prefix)
        python, tool = find_tool(self._wish.base_python, finder, self._where, self._packages, self._runner)
        tool.forget(self._changed)
        self._stages.begin(tr("Making an environment for the engine"), 8, 10)
        if self._where.engine.exists():
            self._previous = set_aside(self._where.engine)
        tool.make_environment(self._where.engine, python)
        self._stages.begin(tr("Choosing the build of torch"), 10, 12)
        build = BuildChooser(
            self._host.platform, tool, self._where.engine, self._packages, self._runner, self._stages
        ).choose(self._wish.torch)
        check_space(self._where.data, NEED_BYTES[build.kind] - cached_bytes)
        self._install(tool, build)
        self._try(85)
        self._where.write_marker(
            {
                "version": self._where.version,
                "wheel": _digest(self._packages.engine),
                **self._wish.noted(),
                "build": build.backend or "default",
                "made_with": str(python.executable) if python else "",
            }
        )

    def _install(self, tool: Tool, build: TorchBuild) -> None:
        self._stages.begin(tr("Downloading and installing the engine's packages"), 12, 85)
        expected = len(self._packages.locked().splitlines())
        progress = InstallProgress(self._stages, expected, self._stages.tell_fraction)
        tool.install(self._where.engine, self._packages, build, progress.hear)

    def _try(self, start: float) -> None:
        self._stages.begin(tr("Trying the engine"), start, 100)
        engine = self._host.engine._replace(python=self._where.python)
        check_versions(ask_engine(engine.python, self._runner), engine, self._stages)
        try_engine(engine, self._stages, self._host.handle_events)

    def _withdraw(self) -> None:
        """Leave nothing of what was begun, though its files may take a moment to go, and what was there before.

        An engine that worked can be put back, for it comes to lie where it was made.
        """
        begun = self._previous is not None or not self._where.is_finished()
        if begun and self._where.engine.exists():
            try:
                aside = set_aside(self._where.engine)
            except InstallError:  # it has no marker, so it is no engine; the next installation sees to it
                return
            if self._runner.supervisor is not None:
                remove_in_background(aside, self._runner.supervisor)
        if self._previous is not None and (self._previous / self._where.marker.name).is_file():
            self._previous.rename(self._where.engine)

    def _remove_older(self, folder: Path) -> None:
        try:
            remove(set_aside(folder), lambda: False)
        except InstallError as error:
            self._stages.pushWarning(str(error))
        else:
            self._stages.pushInfo(tr("Removed the earlier {engine}.").format(engine=folder.name))


def _digest(wheel: Path) -> str:
    return hashlib.sha256(wheel.read_bytes()).hexdigest()
