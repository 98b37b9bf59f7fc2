import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QMainWindow

from seg4eo_qgis import classFactory, settings


class FakeInterface:
    """The parts of QGIS's interface that the plugin uses."""

    def __init__(self):
        self.window = QMainWindow()
        self.actions = []
        self.pages = []

    def mainWindow(self):
        return self.window

    def addPluginToMenu(self, menu, action):
        self.actions.append((menu, action))

    def removePluginMenu(self, menu, action):
        self.actions.remove((menu, action))

    def showOptionsDialog(self, parent, currentPage):
        self.pages.append(currentPage)


@pytest.fixture
def interface(qgis_processing):
    return FakeInterface()


@pytest.fixture
def plugin(interface):
    plugin = classFactory(interface)
    plugin.initGui()
    yield plugin
    plugin.unload()


def entry(interface, text):
    return next(action for _, action in interface.actions if action.text() == text)


def test_the_plugin_brings_its_provider_and_a_menu_and_takes_them_away(plugin, interface):
    assert QgsApplication.processingRegistry().providerById("seg4eo") is not None
    assert {menu for menu, _ in interface.actions} == {"seg4eo"}
    plugin.unload()
    assert QgsApplication.processingRegistry().providerById("seg4eo") is None
    assert interface.actions == []


def test_the_menu_has_an_entry_for_each_thing_that_concerns_the_engine(plugin, interface):
    texts = [action.text() for _, action in interface.actions]
    is_there = QgsApplication.processingRegistry().algorithmById("seg4eo:installengine") is not None
    install = ["Install the engine…"] if is_there else []
    assert texts == [*install, "Check the engine…", "Settings…", "Help"]


def test_settings_opens_the_options_of_qgis_at_processing(plugin, interface):
    entry(interface, "Settings…").trigger()
    assert interface.pages == ["processingOptions"]


def test_check_the_engine_opens_the_dialog_of_the_algorithm(plugin, interface, monkeypatch):
    from qgis import processing

    opened = []
    monkeypatch.setattr(processing, "execAlgorithmDialog", opened.append)
    QgsApplication.processingRegistry().providerById("seg4eo").refreshAlgorithms()  # as the options dialog does
    entry(interface, "Check the engine…").trigger()
    assert opened == ["seg4eo:checkengine"]


def test_help_opens_the_home_page_of_the_plugin(plugin, interface, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    monkeypatch.setattr("seg4eo_qgis.menu.pluginMetadata", lambda plugin, name: f"https://example.org/{plugin}/{name}")
    entry(interface, "Help").trigger()
    assert opened == ["https://example.org/seg4eo_qgis/homepage"]


def test_messages_name_the_menu_entry_of_the_settings(plugin, interface):
    menu, action = next(found for found in interface.actions if found[1] is entry(interface, "Settings…"))
    assert settings.MENU_PATH.endswith(f"{menu} ▸ {action.text()}")
