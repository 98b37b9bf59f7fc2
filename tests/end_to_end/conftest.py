"""The real qgis_process with the real engine, in a profile of its own.

Needs SEG4EO_ENGINE_PYTHON. SEG4EO_PLUGIN_DIR names a folder that holds the plugin; else one is staged from the tree.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Debian's wrapper of 3.22 hands the binary an option that it rejects
QGIS_PROCESS = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
PATCH_SIZE = "64"


class QgisProcess:
    """Runs algorithms through qgis_process, each in a process of its own."""

    def __init__(self, environment):
        self.environment = environment

    def start(self, *arguments, **more_environment):
        return subprocess.Popen(
            [QGIS_PROCESS, *arguments],
            env={**self.environment, **more_environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )

    def finish(self, *arguments, **more_environment):
        """Run to the end; return the exit status and all that was said."""
        process = self.start(*arguments, **more_environment)
        said = "\n".join(process.communicate(timeout=240))
        return process.returncode, said

    def results(self, algorithm, **parameters):
        """The results of an algorithm that must succeed."""
        values = [f"{name}={value}" for name, value in parameters.items()]
        process = self.start("--json", "run", algorithm, *values)
        stdout, stderr = process.communicate(timeout=240)
        assert process.returncode == 0, stdout + stderr
        return json.loads(stdout[stdout.index("{") :])["results"]


@pytest.fixture(scope="session")
def engine_python():
    path = os.environ.get("SEG4EO_ENGINE_PYTHON")
    if not path:
        pytest.skip("SEG4EO_ENGINE_PYTHON names no engine")
    return path


@pytest.fixture(scope="session")
def plugins(tmp_path_factory):
    """The folder that QGIS looks for plugins in."""
    if "SEG4EO_PLUGIN_DIR" in os.environ:
        return Path(os.environ["SEG4EO_PLUGIN_DIR"])
    folder = tmp_path_factory.mktemp("plugins")
    shutil.copytree(ROOT / "seg4eo_qgis", folder / "seg4eo_qgis", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "metadata.txt", folder / "seg4eo_qgis")
    return folder


@pytest.fixture(scope="session")
def qgis(engine_python, plugins, tmp_path_factory):
    runtime = tmp_path_factory.mktemp("runtime")
    runtime.chmod(0o700)
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_RUNTIME_DIR": str(runtime),
        "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path_factory.mktemp("profile")),
        "QGIS_PLUGINPATH": str(plugins),
        "SEG4EO_ENGINE_PYTHON": engine_python,
    }
    qgis = QgisProcess(environment)
    status, said = qgis.finish("plugins", "enable", "seg4eo_qgis")
    assert status == 0, said
    return qgis


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Where the road leaves its files; with a name that is not plain ASCII."""
    folder = tmp_path_factory.mktemp("road") / "données d'essai"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def sample(qgis, folder):
    return qgis.results("seg4eo:sampledata", OUTPUT=folder / "sample", SIZE_PX=256)


@pytest.fixture(scope="session")
def grid(qgis, folder, sample):
    values = {"PATCH_SIZE_PX": PATCH_SIZE, "BLOCK_CELLS": 1, "OUTPUT": folder / "grid.gpkg"}
    return qgis.results("seg4eo:grid", RASTER=sample["SCENE"], **values)


@pytest.fixture(scope="session")
def dataset(qgis, folder, sample, grid):
    values = {"GRID": grid["OUTPUT"], "PATCH_SIZE_PX": PATCH_SIZE, "OUTPUT": folder / "dataset"}
    return qgis.results("seg4eo:extractpatches", IMAGES=sample["SCENE"], LABELS=sample["LABELS"], **values)


@pytest.fixture(scope="session")
def model(qgis, folder, dataset):
    values = {"EPOCHS": 1, "DEVICE": "cpu", "OUTPUT": folder / "model.safetensors"}
    return qgis.results("seg4eo:train", DATASET=dataset["OUTPUT"], **values)


@pytest.fixture(scope="session")
def class_map(qgis, folder, sample, model):
    values = {"DEVICE": "cpu", "OUTPUT": folder / "map.tif", "CONFIDENCE": folder / "confidence.tif"}
    return qgis.results("seg4eo:predict", MODEL=model["OUTPUT"], RASTER=sample["SCENE"], **values)


@pytest.fixture
def run(qgis_processing, engine_python):
    """Run an algorithm as QGIS's own console does, in this process; only the engine has one of its own."""
    from qgis import processing

    from seg4eo_qgis import classFactory

    plugin = classFactory(None)
    plugin.initProcessing()
    yield lambda name, **values: processing.run(f"seg4eo:{name}", values)
    plugin.unload()
    from qgis.core import QgsProject

    QgsProject.instance().clear()
