"""The plugin: registers the provider, and adds the menu."""

from qgis.core import QgsApplication

from .provider import Provider


class Plugin:
    """What QGIS loads and unloads."""

    def __init__(self, iface) -> None:
        self._iface = iface  # None under qgis_process
        self._provider = None
        self._menu = None

    def initProcessing(self) -> None:
        """Register the provider; qgis_process calls nothing else."""
        self._provider = Provider()
        QgsApplication.processingRegistry().addProvider(self._provider)
        self._provider.refreshAlgorithms()  # the models find the algorithms only now that they are registered

    def initGui(self) -> None:
        """Register the provider and add the menu."""
        from .menu import Menu  # here, for qgis_process has none

        self.initProcessing()
        self._menu = Menu(self._iface, self._provider)
        self._menu.add()

    def unload(self) -> None:
        """Take everything away again."""
        if self._menu is not None:
            self._menu.remove()
            self._menu = None
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
