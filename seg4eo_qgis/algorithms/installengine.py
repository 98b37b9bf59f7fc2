"""The algorithm ``seg4eo:installengine``: no job of the engine, for it is what brings the engine."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsProcessingAlgorithm, QgsProcessingException

from .. import settings
from ..capabilities import capabilities
from ..compat import tr, translatable
from ..engine.environment import child_environment
from ..engine.run import Engine
from ..installer import from_qgis
from ..installer.check import ask_engine, check_versions
from ..installer.errors import InstallError
from ..installer.install import Host, Wish, install_engine, remove_engine
from ..installer.runner import Runner
from ..installer.tools import Packages
from ..installer.torch_build import CHOICES
from .base import JobAlgorithm, event_handler

INSTALL, REMOVE = "install", "remove"
ANY_NAME = [""]  # QGIS's own filter for files wants a dot in the name
PLUGIN_WHEELS = Path(__file__).parent.parent / "wheels"


class InstallEngine(JobAlgorithm):
    """Installs, repairs or removes the engine, or has another Python used that has it."""

    job_id = "installengine"
    search_words = translatable("install, engine, set up, repair, remove, uninstall, update, python, torch")

    def describe(self) -> dict[str, Any]:
        return description()

    def flags(self):
        return super().flags() & ~QgsProcessingAlgorithm.Flag.FlagSupportsBatch

    def canExecute(self) -> tuple:
        return True, ""

    def prepareAlgorithm(self, parameters, context, feedback) -> bool:
        self._places = from_qgis.places()
        self._network = from_qgis.network()  # here, on the main thread, which QGIS's settings belong to
        return super().prepareAlgorithm(parameters, context, feedback)

    def processAlgorithm(self, parameters, context, feedback) -> dict:
        values, where = self._values, self._places
        try:
            if values["action"] == REMOVE:
                remove_engine(where, self._host(feedback))
                return {"PYTHON": "", "FOLDER": str(where.data), "VERSION": ""}
            if values.get("interpreter"):
                return self._use(Path(values["interpreter"]), feedback)
            wish = Wish(values.get("base_python") or "", values["torch"])
            install_engine(where, packages(values.get("wheels")), wish, self._host(feedback))
        except InstallError as error:
            raise QgsProcessingException(str(error)) from error
        settings.set_engine_python("")  # the default, so that a newer plugin takes its own engine
        return self._installed(where.python, where.engine, where.version, feedback)

    def _use(self, python: Path, feedback) -> dict:
        host = self._host(feedback)
        runner = Runner(host.engine.environment, Path(tempfile.gettempdir()), feedback, host.handle_events)
        feedback.setProgressText(tr("Asking {python}").format(python=python))
        facts = ask_engine(python, runner)
        check_versions(facts, host.engine._replace(python=python), feedback)
        settings.set_engine_python(str(python))
        return self._installed(python, python.parent.parent, facts.version, feedback)

    def _installed(self, python: Path, folder: Path, version: str, feedback) -> dict:
        used = settings.engine_python()
        if used.path != python:
            feedback.pushWarning(
                tr("{named_by} goes before: jobs are run by {path}.").format(named_by=used.named_by, path=used.path)
            )
        feedback.pushInfo(tr("Engine {version}: {python}").format(version=version, python=python))
        return {"PYTHON": str(python), "FOLDER": str(folder), "VERSION": version}

    def _host(self, feedback) -> Host:
        known = capabilities()
        return Host(
            platform=sys.platform,
            qgis_prefix=QgsApplication.prefixPath(),
            engine=Engine(
                python=self._places.python,
                protocol=known["protocol"],
                version=known["engine_version"],
                environment=child_environment(os.environ, QgsApplication.prefixPath()),
            ),
            tool_environment=lambda: from_qgis.tool_environment(self._places, self._network),
            feedback=feedback,
            handle_events=event_handler(),
        )


def packages(wheels) -> Packages:
    """The engine's wheel and the lock that the plugin brings.

    Raises:
        InstallError: there is no wheel.
    """
    folder = Path(wheels) if wheels else None
    version = capabilities()["engine_version"]
    name = f"seg4eo_engine-{version}-*.whl"
    found = [path for place in (PLUGIN_WHEELS, folder) if place is not None for path in sorted(place.glob(name))]
    if not found:
        raise InstallError(
            tr(
                "Expected the engine's wheel {name} in {folder}, found none: install the plugin from its zip file, "
                "which brings it."
            ).format(name=name, folder=PLUGIN_WHEELS)
        )
    return Packages(found[0], PLUGIN_WHEELS / "requirements.txt", folder)


def _field(name: str, kind: str, title: str, help_text: str, **more) -> dict[str, Any]:
    """A field as ``capabilities.json`` describes it."""
    field = {"name": name, "kind": kind, "title": title, "help": help_text, "unit": "", "required": False}
    return {**field, "default": None, "advanced": False, "choices": [], "suffixes": [], **more}


def _result(name: str, kind: str, title: str, help_text: str) -> dict[str, Any]:
    return {"name": name, "kind": kind, "title": title, "help": help_text, "unit": ""}


def description() -> dict[str, Any]:
    """What this algorithm is and takes, in the form of a job of the engine."""
    return {
        "id": InstallEngine.job_id,
        "title": tr("Install the engine"),
        "group": "model",
        "help": tr(
            "Install what the other algorithms need, in a Python of its own in your data folder. Nothing is installed "
            "into QGIS. Some gigabytes come through the network, once; it takes from a few minutes to half an hour. "
            "Run it again to see whether the engine works: what is broken or unfinished is made anew. It can be "
            "cancelled at any time."
        ),
        "fields": _fields(),
        "results": [
            _result("python", "text", tr("Python"), tr("The interpreter that runs the engine.")),
            _result("folder", "folder", tr("Folder"), tr("Where the engine is.")),
            _result("version", "text", tr("Version"), tr("The version of the engine.")),
        ],
    }


def _fields() -> list[dict[str, Any]]:
    return [
        _field(
            "action",
            "choice",
            tr("What to do"),
            tr(
                "install: install the engine, repair it, or bring it to the plugin's version. remove: remove it, with "
                "all that was downloaded for it."
            ),
            default=INSTALL,
            choices=[INSTALL, REMOVE],
        ),
        _field(
            "interpreter",
            "file",
            tr("Use this Python instead"),
            tr(
                "A Python that has the engine already, as on machines that an administrator looks after. It is tried "
                "and then remembered; nothing is installed."
            ),
            suffixes=ANY_NAME,
        ),
        _field(
            "torch",
            "choice",
            tr("Build of torch"),
            tr(
                "auto: for the graphics card where its driver is new enough, else the small build for the processor. "
                "cpu and cuda insist on one of them. default: what the package index has."
            ),
            default="auto",
            choices=list(CHOICES),
            advanced=True,
        ),
        _field(
            "base_python",
            "file",
            tr("Python to make it with"),
            tr(
                "A Python from 3.11 to 3.14 that the engine's own is made from. Where none is given, one is found or "
                "fetched."
            ),
            suffixes=ANY_NAME,
            advanced=True,
        ),
        _field(
            "wheels",
            "folder",
            tr("Folder of wheels"),
            tr("A folder with all packages as wheels, for a machine without network. Nothing else is used then."),
            advanced=True,
        ),
    ]
