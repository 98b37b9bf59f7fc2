"""The plugin: registers the provider, and lets the user choose the engine's interpreter."""

from qgis.core import QgsApplication
from qgis.PyQt.QtWidgets import QFileDialog

from . import settings
from .compat import QAction, tr
from .provider import Provider

MENU = "seg4eo"


class Plugin:
    """What QGIS loads and unloads."""

    def __init__(self, iface) -> None:
        self._iface = iface  # None under qgis_process
        self._provider = None
        self._action = None

    def initProcessing(self) -> None:
        """Register the provider; qgis_process calls nothing else."""
        self._provider = Provider()
        QgsApplication.processingRegistry().addProvider(self._provider)
        self._provider.refreshAlgorithms()  # the models find the algorithms only now that they are registered

    def initGui(self) -> None:
        """Register the provider and the menu entry."""
        self.initProcessing()
        self._action = QAction(self._provider.icon(), tr("Choose the engine's Python…"), self._iface.mainWindow())
        self._action.triggered.connect(self._choose_engine_python)
        self._iface.addPluginToMenu(MENU, self._action)

    def unload(self) -> None:
        """Take everything away again."""
        if self._action is not None:
            self._iface.removePluginMenu(MENU, self._action)
            self._action = None
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None

    def _choose_engine_python(self) -> None:
        present = settings.engine_python()
        path, _ = QFileDialog.getOpenFileName(
            self._iface.mainWindow(), tr("Python of the seg4eo engine"), str(present.path)
        )
        if path:
            settings.set_engine_python(path)
