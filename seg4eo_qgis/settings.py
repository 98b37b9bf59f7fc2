"""Where the engine's Python is. A setting of this machine, never a parameter: a saved model must run elsewhere too."""

import os
from pathlib import Path
from typing import NamedTuple

from qgis.core import QgsSettings

from .compat import tr, translatable
from .installer.from_qgis import places

ENVIRONMENT_VARIABLE = "SEG4EO_ENGINE_PYTHON"
SETTINGS_KEY = "seg4eo/engine_python"
MENU_PATH = translatable("Plugins ▸ seg4eo ▸ Settings…")


class EnginePython(NamedTuple):
    """The interpreter that runs the engine, and who named it."""

    path: Path
    named_by: str


def engine_python() -> EnginePython:
    """The interpreter named by the environment variable, else by the setting, else the default place in the profile."""
    from_environment = os.environ.get(ENVIRONMENT_VARIABLE)
    if from_environment:
        return EnginePython(
            Path(from_environment), tr("the environment variable {name}").format(name=ENVIRONMENT_VARIABLE)
        )
    from_settings = QgsSettings().value(SETTINGS_KEY, "", type=str)
    if from_settings and not is_managed(Path(from_settings)):
        return EnginePython(Path(from_settings), tr("the setting {name}").format(name=SETTINGS_KEY))
    return EnginePython(default_engine_python(), tr("no setting, so the default"))


def default_engine_python() -> Path:
    """The interpreter of the engine that 'Install the engine' makes for this version of the plugin, there or not."""
    return places().python


def is_managed(path: Path) -> bool:
    """Whether a Python is one that 'Install the engine' made; each version of the plugin has its own."""
    return places().data in path.parents


def set_engine_python(path: str) -> None:
    """Remember the interpreter that the user chose."""
    QgsSettings().setValue(SETTINGS_KEY, path)


def engine_problem() -> str:
    """Why no job can run, as one sentence with the cure; empty when there is an interpreter. Starts nothing."""
    path, named_by = engine_python()
    where = places()
    is_ours = path == where.python
    if path.is_file() and os.access(path, os.X_OK) and (where.is_finished() or not is_ours):
        return ""
    if is_ours and where.engine.exists():
        found = tr("an unfinished or broken one")
    else:
        found = tr("a file that cannot be run") if path.is_file() else tr("nothing there")
    return tr(
        "Expected the Python of the seg4eo engine at {path} ({named_by}), found {found}: run 'Install the engine' in "
        "the toolbox, or choose a Python that has the engine under {menu}{hint}."
    ).format(path=path, named_by=named_by, found=found, menu=tr(MENU_PATH), hint=sandbox_hint(os.environ))


def sandbox_hint(environment) -> str:
    """What to mind in a QGIS that sees only a part of the machine."""
    if "FLATPAK_ID" in environment or Path("/.flatpak-info").exists():
        kind = "Flatpak"
    elif "SNAP" in environment:
        kind = "Snap"
    else:
        return ""
    return tr(
        ", in your home folder and made with the Python inside the {kind} of QGIS, which does not see the system's"
    ).format(kind=kind)
