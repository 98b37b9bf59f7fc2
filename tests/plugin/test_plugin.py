import pytest
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtWidgets import QFileDialog, QMainWindow

from seg4eo_qgis import classFactory, settings


class FakeInterface:
    """The parts of QGIS's interface that the plugin uses."""

    def __init__(self):
        self.window = QMainWindow()
        self.actions = []

    def mainWindow(self):
        return self.window

    def addPluginToMenu(self, menu, action):
        self.actions.append((menu, action))

    def removePluginMenu(self, menu, action):
        self.actions.remove((menu, action))


@pytest.fixture
def interface(qgis_processing):
    return FakeInterface()


@pytest.fixture
def plugin(interface):
    plugin = classFactory(interface)
    plugin.initGui()
    yield plugin
    plugin.unload()


def test_the_plugin_brings_its_provider_and_a_menu_entry_and_takes_them_away(plugin, interface):
    assert QgsApplication.processingRegistry().providerById("seg4eo") is not None
    assert [menu for menu, _ in interface.actions] == ["seg4eo"]
    plugin.unload()
    assert QgsApplication.processingRegistry().providerById("seg4eo") is None
    assert interface.actions == []


@pytest.mark.parametrize(("chosen", "remembered"), [("/my/python", "/my/python"), ("", "")])
def test_the_menu_entry_remembers_the_python_that_was_chosen(plugin, interface, monkeypatch, chosen, remembered):
    QgsSettings().remove(settings.SETTINGS_KEY)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *arguments: (chosen, ""))
    interface.actions[0][1].trigger()
    assert QgsSettings().value(settings.SETTINGS_KEY, "") == remembered
    QgsSettings().remove(settings.SETTINGS_KEY)


def test_the_cure_for_a_missing_engine_names_the_menu_entry(plugin, interface):
    menu, action = interface.actions[0]
    assert settings.MENU_PATH.endswith(f"{menu} ▸ {action.text()}")
