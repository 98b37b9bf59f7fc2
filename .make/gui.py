"""A real QGIS window, used as a person would, and pictures of it; for scripts that run inside QGIS."""

import os
import sys
import traceback
from pathlib import Path

from qgis import processing
from qgis.PyQt.QtCore import QEventLoop, QTimer
from qgis.PyQt.QtWidgets import QDockWidget, QLineEdit, QTextEdit, QTreeView
from qgis.utils import iface

BUILD = Path.cwd() / "build"
PICTURES = BUILD / "pictures"


def wait(seconds):
    """Let QGIS draw."""
    loop = QEventLoop()
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    loop.exec()


def save(widget, name):
    """Keep the picture of a window."""
    wait(2)
    widget.grab().save(str(PICTURES / f"{name}.png"))


def show_toolbox():
    """The toolbox with our algorithms unfolded."""
    dock = iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox")
    dock.setVisible(True)
    dock.setMinimumWidth(340)
    dock.findChild(QLineEdit).setText("seg4eo")
    dock.findChild(QTreeView).expandAll()


def open_dialog(name, values, height=760):
    """An algorithm's dialog with some values, as a user sees it."""
    dialog = processing.createAlgorithmDialog(f"seg4eo:{name}", values)
    dialog.show()
    dialog.resize(1000, height)  # after it took the size that it had last
    return dialog


def start(name, values):
    """Open an algorithm's dialog and press its button."""
    dialog = open_dialog(name, values)
    wait(1)
    dialog.runButton().click()
    wait(1)
    return dialog


def finish(dialog, picture):
    """Wait until an algorithm is done, and keep a picture of its dialog."""
    while dialog.cancelButton().isEnabled():
        wait(1)
    save(dialog, picture)
    dialog.close()


def run(name, values):
    """Run an algorithm in its dialog, which loads what it made; keep a picture of the dialog."""
    finish(start(name, values), f"{name}-done")


def wait_for_log(dialog, text):
    """Wait until the dialog's log says something, or the algorithm is done."""
    while text not in dialog.findChild(QTextEdit, "txtLog").toPlainText() and dialog.cancelButton().isEnabled():
        wait(0.2)


def run_and_leave(script):
    """Run a script once QGIS has started, and leave, whatever happens; what went wrong is in the log."""

    def main():
        status = 0
        try:
            iface.mainWindow().resize(1600, 1200)
            wait(3)
            script()
        except Exception:  # noqa: BLE001 - QGIS would show it in a window that nobody sees
            traceback.print_exc()
            status = 1
        sys.stdout.flush()
        os._exit(status)  # no question about an unsaved project

    QTimer.singleShot(2000, main)
