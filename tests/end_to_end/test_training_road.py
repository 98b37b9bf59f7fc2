"""A training as QGIS tells it, stopped and gone on with; a model of SemanticSeg4EO; each way to measure a model."""

import json
import re
import signal
import time
from pathlib import Path

import pytest

EPOCH = re.compile(r"Epoch (\d+) of (\d+): loss \d+\.\d{3}")


def train_values(dataset, output, **more):
    values = {"DATASET": dataset["OUTPUT"], "OUTPUT": output, "DEVICE": "cpu", "BATCH_SIZE": 4, **more}
    return [f"{name}={value}" for name, value in values.items()]


def test_a_training_leaves_a_report_and_its_course(model):
    folder = Path(model["FOLDER"])
    assert folder == Path(model["OUTPUT"]).with_name("model_training")
    assert Path(model["REPORT"]).suffix == ".html"
    assert Path(model["REPORT"]).is_file()
    assert (folder / "history.csv").is_file()


def epochs_kept(output):
    """The epochs in the table of a training that goes on, or was stopped."""
    table = output.with_name(f"{output.stem}_training") / "history.csv"
    return len(table.read_text(encoding="utf-8").splitlines()) - 1 if table.is_file() else 0


@pytest.fixture(scope="module")
def stopped(qgis, dataset, tmp_path_factory):
    """What a training said that was cancelled after its second epoch, and the file that it would have written."""
    output = tmp_path_factory.mktemp("stopped") / "stopped.safetensors"
    process = qgis.start("run", "seg4eo:train", *train_values(dataset, output, EPOCHS=400, PATIENCE=400))
    deadline_s = time.monotonic() + 120
    while epochs_kept(output) < 2 and process.poll() is None and time.monotonic() < deadline_s:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    said = "".join(process.communicate(timeout=60))
    assert process.returncode != 0
    return said, output


def test_a_cancelled_training_says_where_the_best_model_is_and_that_one_maps(qgis, stopped, sample, tmp_path):
    said, output = stopped
    assert "Epoch 2 of 400" in said
    assert not output.exists()
    best = Path(re.search(r"The best model so far is (.*?);", said).group(1))
    assert best.parent.name == "stopped_training"
    mapped = qgis.results("seg4eo:predict", MODEL=best, RASTER=sample["SCENE"], OUTPUT=tmp_path / "map.tif")
    assert Path(mapped["OUTPUT"]).is_file()


def test_a_cancelled_training_is_gone_on_with(qgis, dataset, stopped):
    _, output = stopped
    done = epochs_kept(output)
    arguments = train_values(dataset, output, EPOCHS=400, PATIENCE=400, RESUME=True, MAX_MINUTES=0.05)
    status, said = qgis.finish("run", "seg4eo:train", *arguments)
    assert status == 0, said
    epochs = [int(number) for number, _ in EPOCH.findall(said)]
    assert 1 < epochs[0] <= done + 1
    assert output.is_file()
    # no flood: an epoch is a line, beside the inputs, the bar, the scores of the classes and the results
    assert epochs == list(range(epochs[0], epochs[0] + len(epochs)))
    assert len(said.splitlines()) < len(epochs) + 80


def test_a_model_of_semanticseg4eo_is_imported_and_maps(qgis, checkpoint, sample, tmp_path):
    values = {"PATCH_SIZE_PX": 64, "CLASSES": "0=land,1=water,2=ice,3=snow", "OUTPUT": tmp_path / "m.safetensors"}
    model = qgis.results("seg4eo:importmodel", CHECKPOINT=checkpoint, **values)
    assert model["RESULT_CLASSES"] == "0=land, 1=water, 2=ice, 3=snow"
    values = {"RASTER": sample["SCENE"], "OUTPUT": tmp_path / "map.tif", "DEVICE": "cpu"}
    mapped = qgis.results("seg4eo:predict", MODEL=model["OUTPUT"], **values)
    assert Path(mapped["OUTPUT"]).is_file()


@pytest.fixture
def measured(qgis, tmp_path):
    """Measure something; the scores that QGIS got and those of the JSON file beside the report."""

    def measure(**values):
        scores = qgis.results("seg4eo:evaluate", DEVICE="cpu", REPORT=tmp_path / "report.html", **values)
        assert {path.suffix for path in tmp_path.glob("report.*")} == {".html", ".json", ".csv"}
        return scores, json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))

    return measure


def test_a_model_is_measured_on_its_test_patches(measured, model, dataset):
    scores, facts = measured(MODEL=model["OUTPUT"], DATASET=dataset["OUTPUT"])
    assert scores["MIOU"] == pytest.approx(model["TEST_MIOU"], abs=1e-6)
    assert 0 <= scores["ECE"] <= 1
    assert facts["pixels"] == scores["PIXELS"]


def test_a_model_is_measured_on_scenes_that_it_maps_whole(measured, model, sample):
    scores, facts = measured(MODEL=model["OUTPUT"], IMAGES=sample["SCENE"], REFERENCE=sample["LABELS"])
    assert 0 <= scores["ACCURACY"] <= 1
    assert set(facts["classes"]) <= {"water", "forest", "cropland", "grassland", "built-up"}


def test_a_map_is_measured_against_polygons(measured, class_map, sample):
    scores, _ = measured(CLASS_MAP=class_map["OUTPUT"], REFERENCE_POLYGONS=sample["POLYGONS"], CLASS_FIELD="class")
    assert 0 < scores["PIXELS"] < 256 * 256
    assert "ECE" not in scores  # a map has no model whose confidence could be looked at
