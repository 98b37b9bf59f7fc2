"""The menu Plugins ▸ seg4eo."""

from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.utils import pluginMetadata

from .compat import QAction, tr
from .settings_page import show_settings

MENU = "seg4eo"


class Menu:
    """The entries of the menu; those for algorithms only where the provider has these."""

    def __init__(self, iface, provider) -> None:
        self._iface = iface
        self._provider = provider
        self._actions = []

    def add(self) -> None:
        """Show the menu."""
        self._add_algorithm(tr("Install the engine…"), "installengine")
        self._add_algorithm(tr("Check the engine…"), "checkengine")
        self._add(tr("Settings…"), lambda: show_settings(self._iface))
        self._add(tr("Help"), _open_help)

    def remove(self) -> None:
        """Take it away again."""
        for action in self._actions:
            self._iface.removePluginMenu(MENU, action)
        self._actions = []

    def _add_algorithm(self, text: str, name: str) -> None:
        if self._provider.algorithm(name) is not None:
            algorithm_id = f"{self._provider.id()}:{name}"  # the algorithm itself is another one after every refresh
            self._add(text, lambda: _open_dialog(algorithm_id))

    def _add(self, text: str, function) -> None:
        action = QAction(self._provider.icon(), text, self._iface.mainWindow())
        action.triggered.connect(lambda: function())
        self._iface.addPluginToMenu(MENU, action)
        self._actions.append(action)


def _open_dialog(algorithm_id: str) -> None:
    from qgis import processing  # here, for it is slow, and the menu is there at every start of QGIS

    processing.execAlgorithmDialog(algorithm_id)


def _open_help() -> None:
    QDesktopServices.openUrl(QUrl(pluginMetadata(__package__, "homepage")))
