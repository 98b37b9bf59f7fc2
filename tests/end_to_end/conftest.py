"""The real qgis_process with the real engine, in a profile of its own.

Needs SEG4EO_ENGINE_PYTHON. SEG4EO_PLUGIN_DIR names a folder that holds the plugin; else one is staged from the tree.
"""

import fcntl
import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProject

ROOT = Path(__file__).resolve().parents[2]
# Debian's wrapper of 3.22 hands the binary an option that it rejects
QGIS_PROCESS = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
PATCH_SIZE = "64"
MOST_BATCH_S = 200
# a file as SemanticSeg4EO's QGIS plugin writes it
MAKE_CHECKPOINT = """
import sys, torch, segmentation_models_pytorch as smp
network = smp.Unet("resnet18", encoder_weights=None, in_channels=10, classes=4)
metadata = {"model_name": "unet", "mode": "multiclass", "in_channels": 10, "num_classes": 4, "encoder_name": "resnet18"}
torch.save({"model_state_dict": network.state_dict(), "metadata": metadata}, sys.argv[1])
"""


class QgisProcess:
    """Runs algorithms through qgis_process, each in a process of its own."""

    def __init__(self, environment):
        self.environment = environment

    def start(self, *arguments, stdin=None, **more_environment):
        return subprocess.Popen(
            [QGIS_PROCESS, *arguments],
            stdin=stdin,
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
    """Where the road leaves its files; with a name that is not plain ASCII. All processes of the tests share it."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    folder /= "données d'essai"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def once(folder):
    """What ``make`` returned, which is called by the first process of the tests that asks for ``name``."""

    def make_once(name, make, *arguments, **values):
        kept = folder.parent / f"{name}.json"
        with kept.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                kept.write_text(json.dumps(make(*arguments, **values)), encoding="utf-8")
            return json.loads(kept.read_text(encoding="utf-8"))

    return make_once


@pytest.fixture(scope="session")
def sample(once, qgis, folder):
    return once("sample", qgis.results, "seg4eo:sampledata", OUTPUT=folder / "sample", SIZE_PX=256)


@pytest.fixture(scope="session")
def grid(once, qgis, folder, sample):
    values = {"PATCH_SIZE_PX": PATCH_SIZE, "BLOCK_CELLS": 1, "OUTPUT": folder / "grid.gpkg"}
    return once("grid", qgis.results, "seg4eo:grid", RASTER=sample["SCENE"], **values)


@pytest.fixture(scope="session")
def dataset(once, qgis, folder, sample, grid):
    values = {"IMAGES": sample["SCENE"], "LABELS": sample["LABELS"], "OUTPUT": folder / "dataset"}
    values.update(GRID=grid["OUTPUT"], PATCH_SIZE_PX=PATCH_SIZE)
    return once("dataset", qgis.results, "seg4eo:extractpatches", **values)


@pytest.fixture(scope="session")
def model(once, qgis, folder, dataset):
    values = {"EPOCHS": 1, "DEVICE": "cpu", "OUTPUT": folder / "model.safetensors"}
    return once("model", qgis.results, "seg4eo:train", DATASET=dataset["OUTPUT"], **values)


@pytest.fixture(scope="session")
def class_map(once, qgis, folder, sample, model):
    values = {"DEVICE": "cpu", "OUTPUT": folder / "map.tif", "CONFIDENCE": folder / "confidence.tif"}
    return once("class_map", qgis.results, "seg4eo:predict", MODEL=model["OUTPUT"], RASTER=sample["SCENE"], **values)


@pytest.fixture(scope="session")
def checkpoint(once, engine_python, folder):
    path = folder / "unet_best_iou.pth"

    def save():
        subprocess.run([engine_python, "-I", "-c", MAKE_CHECKPOINT, str(path)], check=True)

    once("checkpoint", save)
    return path


@pytest.fixture
def provider(qgis_processing, engine_python):
    """The plugin in this process, as in QGIS's own; only the engine has one of its own."""
    from seg4eo_qgis import classFactory

    plugin = classFactory(None)
    plugin.initProcessing()
    yield QgsApplication.processingRegistry().providerById("seg4eo")
    plugin.unload()
    QgsProject.instance().clear()


@pytest.fixture
def run(provider):
    """Run an algorithm as in QGIS's Python console."""
    from qgis import processing

    return lambda name, **values: processing.run(f"seg4eo:{name}", values)


@pytest.fixture
def loading(provider, monkeypatch):
    """Have QGIS load what algorithms made, though there is no window that shows it."""
    from processing.gui import Postprocessing

    monkeypatch.setattr(Postprocessing, "iface", None, raising=False)  # a stub, from 3.32 on


@pytest.fixture
def batch(loading, monkeypatch):
    """Run an algorithm in QGIS's batch dialog, with a row for each dictionary of values; what came out of each row."""
    from processing.core.ProcessingResults import resultsList
    from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog

    # a defect of QGIS from 3.22 to 3.44: it forgets to say when a page of a batch was made
    add = resultsList.addResult
    monkeypatch.setattr(
        resultsList, "addResult", lambda icon, name, timestamp=None, result="": add(icon, name, timestamp, result)
    )

    class Batch(BatchAlgorithmDialog):
        results, errors = None, None

        def createSummaryTable(self, algorithm_results, errors):
            self.results, self.errors = algorithm_results, errors
            super().createSummaryTable(algorithm_results, errors)

    def run_batch(name, rows):
        dialog = Batch(QgsApplication.processingRegistry().algorithmById(f"seg4eo:{name}").create())
        panel = dialog.mainWidget()
        panel.addRow(len(rows) - panel.batchRowCount())
        for row, values in enumerate(rows):
            for parameter, value in values.items():
                fill_in(panel, row, panel.parameter_to_column[parameter], value)
        dialog.show()  # from 3.38 on, one that is not shown deletes itself when a row is done
        dialog.runAlgorithm()
        deadline_s = time.monotonic() + MOST_BATCH_S
        while dialog.results is None and time.monotonic() < deadline_s:  # from 3.38 on it runs in the background
            QgsApplication.processEvents()
            time.sleep(0.01)
        assert dialog.results is not None
        dialog.close()
        assert not dialog.errors, dialog.errors
        return [row["results"] for row in dialog.results]

    return run_batch


def fill_in(panel, row, column, value):
    """Type a value into the table of a batch; destinations have widgets of their own, below a row of buttons."""
    wrapper = panel.wrappers[row][column]
    if wrapper is None:
        panel.tblParameters.cellWidget(row + 1, column).setValue(str(value))
    else:
        wrapper.setParameterValue(value, panel.processing_context)
