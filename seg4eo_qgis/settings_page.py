"""The settings in QGIS's own place for them: Options › Processing › Providers › seg4eo."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Optional

from processing.core.ProcessingConfig import ProcessingConfig, Setting
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QApplication, QTreeView

from . import machine
from .compat import EXACT_AND_NESTED, TEXT, tr
from .settings import ENVIRONMENT_VARIABLE, SETTINGS_KEY

PAGE = "processingOptions"  # what QGIS calls the page of Processing


class StoredSetting(Setting):
    """A line of the page, whose value lives in QgsSettings only: others may change it there.

    Args:
        group: the name of the provider.
        key: where the value is stored; QGIS would store it under a name of its own.
        description: what stands before the value.
        automatic: the value that means that nothing is set; it is not stored.
        kind: one of the value types of ``Setting``.
        check: called with a new value; raises ValueError with a sentence where that cannot be.
        options: the values of a choice.
    """

    def __init__(
        self,
        group: str,
        key: str,
        description: str,
        automatic: str,
        kind: int,
        check: Callable[[str], object],
        options: Optional[list] = None,
    ) -> None:
        super().__init__(group, key, description, automatic, valuetype=kind, validator=check, options=options)
        self.qname = key

    @property
    def value(self) -> str:
        """The value as text."""
        return QgsSettings().value(self.name, self.default, type=str)

    @value.setter
    def value(self, _: str) -> None:
        pass  # Setting remembers the default here, and what it reads

    def setValue(self, value) -> None:
        """Store a value.

        Raises:
            ValueError: it cannot be used. The options dialog sends every value each time; one that was there before
                must not keep it from closing.
        """
        text = str(value).strip()
        if text == self.value:
            return
        self.validator(text)
        if text == self.default:
            QgsSettings().remove(self.name)
        else:
            QgsSettings().setValue(self.name, text)

    def read(self, qsettings=None) -> None:
        pass

    def save(self, qsettings=None) -> None:
        pass


def add_settings(group: str, icon: QIcon) -> None:
    """Show our settings among those of the providers."""
    ProcessingConfig.setGroupIcon(group, icon)
    for setting in _settings(group):
        ProcessingConfig.addSetting(setting)


def remove_settings(group: str) -> None:
    """Take them away again; what is stored stays."""
    for setting in ProcessingConfig.getSettings().get(group, []):
        ProcessingConfig.removeSetting(setting.name)
    ProcessingConfig.settingIcons.pop(group, None)


def show_settings(iface) -> None:
    """Open the options of QGIS where our settings are, and unfold them."""
    QTimer.singleShot(0, unfold_settings)  # for showing the dialog returns only when it is closed
    iface.showOptionsDialog(iface.mainWindow(), PAGE)


def unfold_settings() -> None:
    """Unfold our settings where the page of Processing is open; QGIS shows all of its settings folded up."""
    ours = ProcessingConfig.settings.get(SETTINGS_KEY)  # None where the plugin was unloaded meanwhile
    for page in QApplication.allWidgets():
        if ours is None or page.objectName() != PAGE:
            continue
        tree = page.findChild(QTreeView)
        for index in tree.model().match(tree.model().index(0, 0), TEXT, ours.description, 1, EXACT_AND_NESTED):
            tree.expand(index.parent().parent())
            tree.expand(index.parent())
            tree.scrollTo(index.parent(), QTreeView.ScrollHint.PositionAtTop)


def _settings(group: str) -> list:
    return [
        StoredSetting(group, SETTINGS_KEY, _python_description(), "", Setting.FILE, check_interpreter),
        StoredSetting(
            group,
            machine.DEVICE,
            tr("Device, where an algorithm leaves it at auto"),
            machine.AUTOMATIC_DEVICE,
            Setting.SELECTION,
            machine.check_device,
            machine.devices(),
        ),
        StoredSetting(
            group, machine.MEMORY, tr("Memory for a scene [MB] (0: automatic)"), "0", Setting.INT, machine.check_memory
        ),
        StoredSetting(group, machine.THREADS, tr("Threads (0: all cores)"), "0", Setting.INT, machine.check_threads),
        StoredSetting(
            group,
            machine.SCRATCH,
            tr("Scratch folder (empty: the system's)"),
            "",
            Setting.FOLDER,
            machine.check_scratch_folder,
        ),
        StoredSetting(
            group,
            machine.SCHEDULER,
            tr("Dask scheduler (empty: no cluster)"),
            "",
            Setting.STRING,
            machine.check_scheduler,
        ),
    ]


def _python_description() -> str:
    if os.environ.get(ENVIRONMENT_VARIABLE):
        return tr("Engine's Python (not used, for {variable} is set)").format(variable=ENVIRONMENT_VARIABLE)
    return tr("Engine's Python (empty: the one that seg4eo installed)")


def check_interpreter(path: str) -> None:
    """Make sure that a path can be the engine's Python; nothing is started.

    Raises:
        ValueError: there is nothing, or nothing that can be run.
    """
    if path and not (Path(path).is_file() and os.access(path, os.X_OK)):
        raise ValueError(tr("Expected a Python that can be run at {path}, found none").format(path=path))
