"""Examples for the graphical modeler, listed among the algorithms."""

from pathlib import Path

from qgis.core import QgsProcessingModelAlgorithm
from qgis.PyQt.QtGui import QIcon

from .. import settings
from ..algorithms.base import GROUPS, icon_path
from ..compat import tr

FOLDER = Path(__file__).parent
MODELS = {"trainandmap": FOLDER / "train_and_map.model3", "mapfolder": FOLDER / "map_folder.model3"}


class BundledModel(QgsProcessingModelAlgorithm):
    """A model of ours under an id of its own; QGIS would take its title for one."""

    def __init__(self, model_id: str) -> None:
        super().__init__()
        self._model_id = model_id
        self.fromFile(str(MODELS[model_id]))
        self._translate()

    def _translate(self) -> None:
        """Put what the file says in English into the language of QGIS, where a user reads it."""
        self.setHelpContent({**self.helpContent(), "ALG_DESC": tr(self.helpContent()["ALG_DESC"])})
        for definition in self.parameterDefinitions():
            definition.setHelp(tr(definition.help()))
        for definition in (*self.parameterDefinitions(), *self.outputDefinitions()):
            definition.setDescription(tr(definition.description()))

    def createInstance(self) -> "BundledModel":
        return type(self)(self._model_id)

    def canExecute(self) -> tuple:
        problem = settings.engine_problem()
        return (False, problem) if problem else super().canExecute()

    def svgIconPath(self) -> str:
        return icon_path("map")

    def icon(self) -> QIcon:
        return QIcon(self.svgIconPath())

    def group(self) -> str:
        return tr(GROUPS["map"])

    def groupId(self) -> str:
        return "map"

    def name(self) -> str:
        return self._model_id

    def displayName(self) -> str:
        return tr(super().displayName())
