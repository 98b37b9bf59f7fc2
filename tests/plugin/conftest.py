"""The plugin in a real QGIS, with a stand-in for the engine."""

import sys
import time
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject

FAKE_ENGINE = Path(__file__).with_name("fake_engine.py")


class Listener:
    """Feedback that remembers what it was told. ``cancel_on`` cancels when that word is said."""

    def __init__(self, cancel_on=None):
        self.lines = []
        self.warnings = []
        self.stages = []
        self.fractions = []
        self.cancelled_s = None
        self._cancel_on = cancel_on

    def isCanceled(self):
        return self.cancelled_s is not None

    def setProgress(self, percent):
        self.fractions.append(percent)

    def setProgressText(self, text):
        self.stages.append(text)

    def pushInfo(self, text):
        self.lines.append(text)
        if self._cancel_on and self._cancel_on in text:
            self.cancelled_s = time.monotonic()

    def pushConsoleInfo(self, text):
        self.lines.append(text)

    def pushWarning(self, text):
        self.warnings.append(text)


class LogFeedback(QgsProcessingFeedback):
    """Processing feedback that remembers all that it was told. ``cancel_on`` cancels when that word is said."""

    def __init__(self, cancel_on=None):
        super().__init__()
        self.lines, self.warnings, self.errors, self.stages = [], [], [], []
        self._cancel_on = cancel_on

    def pushInfo(self, info):
        self.lines.append(info)
        if self._cancel_on and self._cancel_on in info:
            self.cancel()

    def setProgressText(self, text):
        self.stages.append(text)

    def pushWarning(self, warning):
        self.warnings.append(warning)

    def reportError(self, error, fatalError=False):
        self.errors.append(error)


@pytest.fixture
def make_listener():
    return Listener


@pytest.fixture
def listener():
    return Listener()


@pytest.fixture
def fake_python(tmp_path):
    """Make an executable that takes the arguments of the engine's Python and plays a scenario of fake_engine.py."""

    def make(scenario):
        path = tmp_path / f"python-{scenario}"
        path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I "{FAKE_ENGINE}" {scenario} "$@"\n', encoding="utf-8")
        path.chmod(0o755)
        return path

    return make


@pytest.fixture
def use_fake_engine(fake_python, monkeypatch):
    """Have the plugin start a scenario of fake_engine.py."""

    def use(scenario):
        monkeypatch.setenv("SEG4EO_ENGINE_PYTHON", str(fake_python(scenario)))

    return use


@pytest.fixture
def provider(qgis_processing):
    """The provider, registered as the plugin does it."""
    from qgis.core import QgsApplication

    from seg4eo_qgis import classFactory

    plugin = classFactory(None)
    plugin.initProcessing()
    yield QgsApplication.processingRegistry().providerById("seg4eo")
    plugin.unload()


@pytest.fixture
def run(provider):
    """Run an algorithm of ours and return its results."""
    from qgis import processing

    def run_algorithm(name, feedback=None, context=None, **parameters):
        return processing.run(f"seg4eo:{name}", parameters, feedback=feedback or LogFeedback(), context=context)

    return run_algorithm


@pytest.fixture
def make_log(qgis_processing):
    return LogFeedback


@pytest.fixture
def raster(tmp_path):
    """The path of a raster whose name is not plain ASCII."""
    path = str(tmp_path / "scène.tif")
    gdal.GetDriverByName("GTiff").Create(path, 4, 4, 1).FlushCache()
    return path


@pytest.fixture
def context(qgis_processing):
    """What an algorithm runs in, with the project."""
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    yield context
    context.temporaryLayerStore().removeAllMapLayers()  # before QGIS ends, which may be before the context does
    QgsProject.instance().clear()


@pytest.fixture
def read(context, feedback):
    """Turn the values of an algorithm's dialog into the fields of its job."""
    from seg4eo_qgis.algorithms.inputs import InputReader

    def read_inputs(algorithm, **parameters):
        instance = algorithm().create()
        return InputReader(instance, parameters, context, feedback).read(instance.job["fields"])

    return read_inputs


@pytest.fixture
def feedback(qgis_processing):
    return LogFeedback()
