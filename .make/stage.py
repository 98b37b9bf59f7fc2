"""Put the plugin where QGIS finds it, and switch it on in a QGIS profile of its own. Run by QGIS's Python.

``build/plugins`` is to be named in QGIS_PLUGINPATH and ``build/qgis-profile`` in QGIS_CUSTOM_CONFIG_PATH.
"""

import shutil
from pathlib import Path

from qgis.PyQt.QtCore import QSettings

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
PLUGIN = "seg4eo_qgis"


def stage_plugin() -> None:
    """Copy the plugin with its metadata, anew each time: what was deleted in the tree must not live on."""
    target = BUILD / "plugins" / PLUGIN
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(ROOT / PLUGIN, target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    shutil.copy(ROOT / "metadata.txt", target)


def write_profile() -> None:
    """Switch the plugin on and tell it where the engine is."""
    folder = BUILD / "qgis-profile" / "profiles" / "default" / "QGIS"
    for name in ("QGIS3.ini", "QGIS4.ini"):
        settings = QSettings(str(folder / name), QSettings.Format.IniFormat)
        settings.setValue(f"PythonPlugins/{PLUGIN}", True)
        settings.setValue("PythonPlugins/processing", True)
        for other in ("grassprovider", "sagaprovider", "otbprovider"):  # they complain about what is not installed
            settings.setValue(f"PythonPlugins/{other}", False)
        settings.setValue("seg4eo/engine_python", str(ROOT / ".venv" / "engine" / "bin" / "python"))
        settings.sync()


if __name__ == "__main__":
    stage_plugin()
    write_profile()
