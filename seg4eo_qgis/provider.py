"""The Processing provider ``seg4eo``: it only registers."""

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms import ALGORITHMS
from .algorithms.base import icon_path
from .compat import tr
from .models import MODELS, BundledModel


class Provider(QgsProcessingProvider):
    """All algorithms, always: where the engine is missing they say so when they are asked to run."""

    def id(self) -> str:
        return "seg4eo"

    def name(self) -> str:
        return "seg4eo"

    def longName(self) -> str:
        return tr("seg4eo: segmentation of Earth-observation imagery")

    def icon(self) -> QIcon:
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        return icon_path("seg4eo")

    def load(self) -> bool:
        from .settings_page import add_settings  # here, for Python finds Processing only when QGIS has started

        add_settings(self.name(), self.icon())
        return super().load()

    def unload(self) -> None:
        from .settings_page import remove_settings

        remove_settings(self.name())
        super().unload()

    def loadAlgorithms(self) -> None:
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
        for model_id in MODELS:
            self.addAlgorithm(BundledModel(model_id))

    # The engine writes GeoTIFF and GeoPackage files and nothing else; dialogs then offer nothing else.

    def supportsNonFileBasedOutput(self) -> bool:
        return False

    def supportedOutputRasterLayerExtensions(self) -> list:
        return ["tif"]

    def supportedOutputVectorLayerExtensions(self) -> list:
        return ["gpkg"]

    def defaultRasterFileExtension(self) -> str:
        return "tif"

    def defaultVectorFileExtension(self, hasGeometry: bool = True) -> str:
        return "gpkg"
