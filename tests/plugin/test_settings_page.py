import sys

import pytest
from qgis.core import QgsSettings
from qgis.PyQt.QtWidgets import QDialog, QMessageBox, QToolBar, QVBoxLayout

from seg4eo_qgis import machine, settings

KEYS = (settings.SETTINGS_KEY, machine.DEVICE, machine.MEMORY, machine.THREADS, machine.SCRATCH, machine.SCHEDULER)


@pytest.fixture(autouse=True)
def nothing_set(qgis_app, monkeypatch):
    monkeypatch.delenv(settings.ENVIRONMENT_VARIABLE, raising=False)
    for key in KEYS:
        QgsSettings().remove(key)
    yield
    for key in KEYS:
        QgsSettings().remove(key)


@pytest.fixture
def shown(provider):
    """Our settings by their keys, as QGIS shows them."""
    from processing.core.ProcessingConfig import ProcessingConfig

    return {setting.name: setting for setting in ProcessingConfig.getSettings()["seg4eo"]}


@pytest.fixture
def open_page(provider, monkeypatch):
    """Open the page of Processing as the options dialog of QGIS does."""
    from qgis.utils import iface

    toolbar = QToolBar()  # from 3.40 on, the page brings a button for it, where the interface of the tests has none
    monkeypatch.setattr(iface, "selectionToolBar", lambda: toolbar)
    from processing.gui.ConfigDialog import ConfigOptionsPage

    dialogs = []

    def make():
        dialog = QDialog()
        page = ConfigOptionsPage(dialog)
        QVBoxLayout(dialog).addWidget(page)
        dialogs.append(dialog)
        return page

    yield make
    for dialog in dialogs:
        dialog.deleteLater()


def item_of(page, key):
    return next(item for setting, item in page.config_widget.items.items() if setting.name == key)


def test_every_setting_is_shown_while_the_provider_is_there(qgis_processing):
    from processing.core.ProcessingConfig import ProcessingConfig

    from seg4eo_qgis import classFactory

    plugin = classFactory(None)
    plugin.initProcessing()
    assert {setting.name for setting in ProcessingConfig.getSettings()["seg4eo"]} == set(KEYS)
    plugin.unload()
    assert "seg4eo" not in ProcessingConfig.getSettings()


def test_a_python_that_was_chosen_with_an_earlier_version_is_shown_and_kept(shown):
    QgsSettings().setValue("seg4eo/engine_python", "/my/python")
    assert shown[settings.SETTINGS_KEY].value == "/my/python"
    assert str(settings.engine_python().path) == "/my/python"


def test_what_is_entered_on_the_page_is_what_the_engine_gets(open_page, tmp_path):
    page = open_page()
    values = (sys.executable, "cpu", "2000", "3", str(tmp_path))
    for key, value in zip(KEYS, values):
        item_of(page, key).setText(value)
    page.apply()
    assert settings.engine_python().path.samefile(sys.executable)
    assert machine.machine() == machine.Machine("cpu", 2000, 3, str(tmp_path))


def test_the_page_shows_what_was_stored_since_it_was_open_last(open_page):
    open_page()
    settings.set_engine_python("/new/python")
    assert item_of(open_page(), settings.SETTINGS_KEY).text() == "/new/python"


def test_automatic_values_are_not_stored(open_page):
    QgsSettings().setValue(machine.THREADS, "2")
    page = open_page()
    item_of(page, machine.THREADS).setText("0")
    page.apply()
    assert [key for key in KEYS if QgsSettings().contains(key)] == []


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        (settings.SETTINGS_KEY, "/no/such/python", "Expected a Python that can be run at /no/such/python, found none"),
        (machine.DEVICE, "abacus", "Expected one of auto, cpu, cuda, mps as device, found abacus"),
        (machine.MEMORY, "12", "Expected 0 (automatic) or 64 to 1048576 MB as memory for a scene, found 12"),
        (machine.THREADS, "-3", "Expected 0 (all) or 1 to 1024 threads, found -3"),
        (machine.SCRATCH, "/no/such/folder", "Expected a scratch folder at /no/such/folder, found that nothing"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_one_message(open_page, monkeypatch, key, value, expected):
    said = []
    monkeypatch.setattr(QMessageBox, "warning", lambda parent, title, text: said.append(text))
    page = open_page()
    item_of(page, key).setText(value)
    page.apply()
    assert len(said) == 1
    assert expected in said[0]
    assert not QgsSettings().contains(key)


def test_what_is_gone_meanwhile_does_not_keep_the_options_dialog_open(open_page, monkeypatch):
    said = []
    monkeypatch.setattr(QMessageBox, "warning", lambda parent, title, text: said.append(text))
    QgsSettings().setValue(settings.SETTINGS_KEY, "/unplugged/python")
    QgsSettings().setValue(machine.SCRATCH, "/unplugged")
    page = open_page()
    item_of(page, machine.THREADS).setText("2")
    page.apply()
    assert said == []
    assert QgsSettings().value(machine.THREADS) == "2"


def test_the_page_says_when_the_environment_variable_wins(monkeypatch, qgis_processing):
    from processing.core.ProcessingConfig import ProcessingConfig
    from qgis.PyQt.QtGui import QIcon

    from seg4eo_qgis.settings_page import add_settings, remove_settings

    monkeypatch.setenv(settings.ENVIRONMENT_VARIABLE, "/other/python")
    add_settings("ours", QIcon())
    assert settings.ENVIRONMENT_VARIABLE in ProcessingConfig.settings[settings.SETTINGS_KEY].description
    remove_settings("ours")


def test_our_settings_are_unfolded_and_the_others_are_not(open_page):
    from seg4eo_qgis.settings_page import unfold_settings

    page = open_page()
    unfold_settings()
    tree = page.config_widget.tree
    item = item_of(page, machine.DEVICE).index()
    unfolded = [item.parent(), item.parent().parent()]
    assert all(tree.isExpanded(index) for index in unfolded)
    tops = [tree.model().index(row, 0) for row in range(tree.model().rowCount())]
    assert [index for index in tops if tree.isExpanded(index)] == [unfolded[1]]
