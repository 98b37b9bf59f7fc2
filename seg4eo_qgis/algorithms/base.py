"""What all algorithms share: each is a job of the engine, described by ``capabilities.json``."""

import os
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsProcessingAlgorithm, QgsProcessingException, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QThread
from qgis.PyQt.QtGui import QIcon

from .. import settings, styling
from ..capabilities import capabilities, job_description
from ..compat import tr, translatable
from ..engine.environment import child_environment
from ..engine.numbers import format_number
from ..engine.run import Engine, EngineError, EngineStopped, run_job
from ..machine import Machine, machine
from . import pixel_size
from .checks import first_problem
from .help import help_page, summary
from .inputs import InputReader
from .layers import absolute
from .parameters import make_output, make_page, make_parameter, output_name, parameter_name
from .written_out import written_out

GROUPS = {"data": translatable("Data"), "model": translatable("Model"), "map": translatable("Map")}
ICONS = Path(__file__).parent.parent / "icons"


def icon_path(name: str) -> str:
    """The path of one of the plugin's icons."""
    return str(ICONS / f"{name}.svg")


class JobAlgorithm(QgsProcessingAlgorithm):
    """An algorithm that runs the job ``job_id``; subclasses say which, and what people search for.

    ``in_folder`` names layers that the job writes into a folder, from the top of the layer tree to its bottom, and
    whether they are switched on. QGIS does not look into folders, so they are loaded by their names, where this is the
    only algorithm that runs. ``pages`` names results that are HTML files, which QGIS shows among its results.
    """

    job_id: str
    search_words: str = ""  # separated by commas
    in_folder: tuple = ()
    pages: tuple = ()

    def __init__(self) -> None:
        super().__init__()
        self.job = self.describe()
        self.fields = [*self.job["fields"], *pixel_size.fields(self.job)]
        self._values: dict[str, Any] = {}

    def describe(self) -> dict[str, Any]:
        """Title, group, help, fields and results, as ``capabilities.json`` has them."""
        return job_description(self.job_id)

    def createInstance(self) -> "JobAlgorithm":
        return type(self)()

    def name(self) -> str:
        return self.job_id

    def displayName(self) -> str:
        return tr(self.job["title"])

    def group(self) -> str:
        return tr(GROUPS[self.job["group"]])

    def groupId(self) -> str:
        return self.job["group"]

    def tags(self) -> list:
        return [*self.search_words.split(", "), *tr(self.search_words).split(", ")]  # English ones are used everywhere

    def shortDescription(self) -> str:
        return summary(self.job)

    def shortHelpString(self) -> str:
        return help_page({**self.job, "fields": self.fields})

    def icon(self) -> QIcon:
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        return icon_path(self.job["group"])

    def initAlgorithm(self, configuration=None) -> None:
        for field in self.fields:
            self.addParameter(make_parameter(field))
        for result in self.job["results"]:
            name = output_name(result["name"], self.job)
            if self.outputDefinition(name) is None:  # a destination is an output already
                make = make_page if result["name"] in self.pages else make_output
                self.addOutput(make(result, name))

    def canExecute(self) -> tuple:
        problem = settings.engine_problem()
        return not problem, problem

    def checkParameterValues(self, parameters, context) -> tuple:
        problem = first_problem(self, self.fields, parameters, context)
        return (False, problem) if problem else super().checkParameterValues(parameters, context)

    def prepareAlgorithm(self, parameters, context, feedback) -> bool:
        unknown = sorted(set(parameters) - {parameter_name(field) for field in self.fields})
        if unknown:
            feedback.pushWarning(
                tr("No parameters of {algorithm}, and ignored: {names}.").format(
                    algorithm=self.id(), names=", ".join(unknown)
                )
            )
        # here, on the project's thread: its layers must not be touched from another
        self._values = InputReader(self, parameters, context, feedback).read(self.job["fields"])
        return True

    def processAlgorithm(self, parameters, context, feedback) -> dict:
        destinations = self.destinations(parameters, context)
        allowed = this_machine()
        engine = this_engine(allowed)  # before anything is fetched for it
        with written_out(self._values, feedback) as values:
            result = self._run(engine, allowed, {**values, **destinations}, feedback)
        for line in self._scores(result):
            feedback.pushInfo(line)
        self.load_layers(result, {**self._values, **destinations}, context, feedback)
        outputs = {**destinations, **{name: value for name, value in result.items() if value is not None}}
        return {output_name(name, self.job): _as_output(value) for name, value in outputs.items()}

    def _run(self, engine: Engine, allowed: Machine, given: dict[str, Any], feedback) -> dict[str, Any]:
        """Run the job on what the user gave and, where that leaves something open, on the settings."""
        values = allowed.complete(self.job["fields"], given)
        by_settings = allowed.describe(values, given)
        if by_settings:
            feedback.pushInfo(by_settings)
        try:
            return run_job(engine, self.job_id, values, feedback, event_handler())
        except EngineStopped as error:
            raise QgsProcessingException(f"{error} {self.what_is_left(values)}".rstrip()) from error
        except EngineError as error:
            text = str(error)
            if error.code == "device-unavailable" and values.get("device") != given.get("device"):
                text += " " + tr("It was chosen under {menu}.").format(menu=tr(settings.MENU_PATH))
            raise QgsProcessingException(text) from error

    def what_is_left(self, job_parameters: dict[str, Any]) -> str:
        """What the user has of a job that did not come to its end, as a sentence; empty where there is nothing."""
        return ""

    def what_is_made(self, job_parameters: dict[str, Any], project: QgsProject) -> str:
        """What the layers of a run are together: the name of their group in the layer tree."""
        return self.displayName()

    def load_layers(self, result: dict, job_parameters: dict[str, Any], context, feedback) -> None:
        """Have the layers among the results styled when they are loaded, in the order of the results, vectors above.

        Those that lie in a folder are loaded too, under the titles of their results.
        """
        run = styling.Run(lambda project: self.what_is_made(job_parameters, project))
        described = [output for output in self.job["results"] if output["kind"] in ("raster", "vector")]
        in_order = sorted(described, key=lambda output: output["kind"] == "raster")
        ranks = {result.get(output["name"]): rank for rank, output in enumerate(in_order)}
        for source in context.layersToLoadOnCompletion():
            if absolute(source) in ranks:
                details = context.layerToLoadOnCompletionDetails(source)
                styling.style_when_loaded(details, styling.LayerStyler(ranks[absolute(source)], run))
        # in a model or a batch, nobody asked to see what each of its steps or rows left in a folder
        if feedback.inherits("QgsProcessingMultiStepFeedback"):
            return
        outputs = {output["name"]: output for output in described}
        for rank, (name, visible) in enumerate(self.in_folder):
            styler = styling.LayerStyler(rank, run, visible=visible)
            title, kind = tr(outputs[name]["title"]), outputs[name]["kind"]
            styling.load_on_completion(result[name], title, kind, styler, context)

    def destinations(self, parameters, context) -> dict[str, str]:
        """The paths that the outputs are to be written to, without those that are not wanted."""
        layers, others = ("raster_output", "vector_output"), ("folder_output", "file_output")
        paths = {}
        for field in self.job["fields"]:
            if field["kind"] in layers:
                paths[field["name"]] = self.parameterAsOutputLayer(parameters, parameter_name(field), context)
            elif field["kind"] in others:
                paths[field["name"]] = self.parameterAsFileOutput(parameters, parameter_name(field), context)
        return {name: absolute(path) for name, path in paths.items() if path}

    def _scores(self, result: dict) -> list[str]:
        return [
            tr("{title}: {value} {unit}")
            .format(
                title=tr(described["title"]),
                value=_readable(result[described["name"]]),
                unit=tr(described["unit"]) if described["unit"] else "",
            )
            .rstrip()
            for described in self.job["results"]
            if described["kind"] in ("integer", "number", "text", "texts") and described["name"] in result
        ]


def this_machine() -> Machine:
    """What the engine may use, by the settings.

    Raises:
        QgsProcessingException: one of them cannot be.
    """
    try:
        return machine()
    except ValueError as error:
        cure = tr("{problem}: change it under {menu}.").format(problem=error, menu=tr(settings.MENU_PATH))
        raise QgsProcessingException(cure) from error


def this_engine(allowed: Machine) -> Engine:
    """The engine that this QGIS uses, which keeps to what it is ``allowed``.

    Raises:
        QgsProcessingException: there is none; a model asks its steps no earlier.
    """
    problem = settings.engine_problem()
    if problem:
        raise QgsProcessingException(problem)
    return Engine(
        python=settings.engine_python().path,
        protocol=capabilities()["protocol"],
        version=capabilities()["engine_version"],
        environment={**child_environment(os.environ, QgsApplication.prefixPath()), **allowed.environment()},
        scratch_folder=allowed.scratch_folder or None,
    )


def event_handler():
    """What keeps Ctrl-C and the cancel button alive while waiting, on the main thread; nothing on others."""
    application = QCoreApplication.instance()
    is_main = application is not None and QThread.currentThread() == application.thread()
    return QCoreApplication.processEvents if is_main else (lambda: None)


def _as_output(value: Any) -> Any:
    return ", ".join(str(item) for item in value) if isinstance(value, list) else value


def _readable(value: Any) -> str:
    return format_number(value) if value is None or isinstance(value, (int, float)) else str(_as_output(value))
