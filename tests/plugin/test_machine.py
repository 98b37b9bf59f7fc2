"""What the settings make of a run, with a stand-in for the engine."""

import json
from pathlib import Path

import pytest
from qgis.core import QgsProcessingException, QgsSettings

from seg4eo_qgis import machine, settings
from seg4eo_qgis.capabilities import job_description
from seg4eo_qgis.machine import Machine

KEYS = (machine.DEVICE, machine.MEMORY, machine.THREADS, machine.SCRATCH, machine.SCHEDULER)


@pytest.fixture(autouse=True)
def nothing_set(qgis_app):
    for key in KEYS:
        QgsSettings().remove(key)
    yield
    for key in KEYS:
        QgsSettings().remove(key)


def fields(job_id):
    return job_description(job_id)["fields"]


def test_nothing_set_changes_nothing():
    found = machine.machine()
    values = {"device": "auto", "raster": "/scene.tif"}
    assert found.complete(fields("predict"), values) == values
    assert found.environment() == {}
    assert found.describe(values, values) == ""


def test_settings_fill_what_the_user_left_open():
    found = Machine("cpu", 2000).complete(fields("predict"), {"device": "auto"})
    assert found == {"device": "cpu", "memory_mb": 2000}


def test_what_the_user_gave_wins():
    values = {"device": "cuda", "memory_mb": 500}
    assert Machine("cpu", 2000).complete(fields("predict"), values) == values


def test_jobs_without_such_fields_are_left_alone():
    assert Machine("cpu", 2000).complete(fields("grid"), {}) == {}
    assert Machine("cpu", 2000).complete(fields("train"), {"device": "auto"}) == {"device": "cpu"}


def test_maps_go_to_the_cluster_of_the_settings_unless_the_user_says_where():
    allowed = Machine(scheduler="tcp://10.0.0.1:8786")
    completed = allowed.complete(fields("predict"), {})
    assert completed["scheduler"] == "tcp://10.0.0.1:8786"
    assert "cluster tcp://10.0.0.1:8786" in allowed.describe(completed, {})
    for chosen in ({"scheduler": "tcp://other:8786"}, {"workers": 2}):
        assert allowed.complete(fields("predict"), chosen) == {**chosen, "device": "auto"}
    assert "scheduler" not in allowed.complete(fields("train"), {})


def test_many_scenes_go_to_the_cluster_of_the_settings_too():
    completed = Machine(scheduler="tcp://10.0.0.1:8786").complete(fields("predictscenes"), {})
    assert completed["scheduler"] == "tcp://10.0.0.1:8786"


def test_a_scheduler_that_is_no_address_is_refused(tmp_path):
    with pytest.raises(ValueError, match="found my cluster"):
        machine.check_scheduler("my cluster")
    (tmp_path / "scheduler.json").touch()
    for given in ("", "tls://10.0.0.1:8786", str(tmp_path / "scheduler.json")):
        assert machine.check_scheduler(given) == given


def test_the_log_names_what_holds_by_the_settings_and_nothing_else():
    allowed = Machine("cpu", 2000, 4, "/scratch")
    given = {"device": "auto"}
    assert allowed.describe(allowed.complete(fields("predict"), given), given) == (
        "By the settings: device cpu, 2000 MB for the scene, threads: 4, scratch folder /scratch."
    )
    chosen = {"device": "cuda", "memory_mb": 500}
    assert Machine("cpu", 2000).describe(chosen, chosen) == ""


def told(log):
    return json.loads(next(line for line in log.lines if line.startswith('{"environment"')))


def test_threads_and_scratch_folder_reach_the_engine(run, use_fake_engine, feedback, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", "/elsewhere")
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    scratch = tmp_path / "schnell é"
    scratch.mkdir()
    QgsSettings().setValue(machine.THREADS, "2")
    QgsSettings().setValue(machine.SCRATCH, str(scratch))
    use_fake_engine("tells_its_surroundings")
    run("checkengine", feedback)
    environment = told(feedback)["environment"]
    assert environment["OMP_NUM_THREADS"] == "2"
    assert {environment[name] for name in ("TMPDIR", "TEMP", "TMP")} == {str(scratch)}
    assert Path(told(feedback)["folder"]).parent == scratch
    assert list(scratch.iterdir()) == []
    assert feedback.lines[0] == f"By the settings: threads: 2, scratch folder {scratch}."


def test_without_settings_the_environment_of_qgis_holds(run, use_fake_engine, feedback, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    use_fake_engine("tells_its_surroundings")
    run("checkengine", feedback)
    assert told(feedback)["environment"]["OMP_NUM_THREADS"] == "7"
    assert not any(line.startswith("By the settings") for line in feedback.lines)


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        (machine.DEVICE, "abacus", "Expected one of auto, cpu, cuda, mps as device, found abacus"),
        (machine.MEMORY, "much", "Expected 0 (automatic) or 64 to 1048576 MB as memory for a scene, found much"),
        (machine.THREADS, "2.5", "Expected 0 (all) or 1 to 1024 threads, found 2.5"),
        (machine.SCRATCH, "/proc/self", "Expected a scratch folder at /proc/self, found that nothing can be written"),
    ],
)
def test_a_wrong_setting_stops_a_run_with_one_sentence_and_the_cure(
    run, use_fake_engine, feedback, key, value, problem
):
    QgsSettings().setValue(key, value)
    use_fake_engine("finishes")
    with pytest.raises(QgsProcessingException) as caught:
        run("checkengine", feedback)
    assert str(caught.value).startswith(problem)
    assert str(caught.value).endswith(f": change it under {settings.MENU_PATH}.")


@pytest.mark.parametrize(("device", "is_told"), [("auto", True), ("cuda", False)])
def test_a_device_of_the_settings_that_is_not_there_is_told_with_where_it_was_chosen(
    run, use_fake_engine, feedback, tmp_path, device, is_told
):
    QgsSettings().setValue(machine.DEVICE, "cuda")
    use_fake_engine("has_no_such_device")
    (tmp_path / "dataset").mkdir()
    with pytest.raises(QgsProcessingException) as caught:
        run("train", feedback, DATASET=str(tmp_path / "dataset"), OUTPUT=str(tmp_path / "m.safetensors"), DEVICE=device)
    assert (settings.MENU_PATH in str(caught.value)) == is_told
