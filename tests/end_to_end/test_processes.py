"""The engine ends when QGIS wants it to, and when QGIS itself is gone."""

import signal
import time
from pathlib import Path

import pytest

SOON_S = 20  # the second that is promised, and enough on a busy machine; a training here takes hours


def children_of(pid):
    """Processes whose parent is ``pid``, and theirs."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, parent = int(stat.parent.name), int(stat.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):  # it ended while we looked
            continue
        if parent == pid:
            found += [number, *children_of(number)]
    return found


def is_alive(pid):
    """Whether there is such a process, and it is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def seconds_until_gone(pids, limit_s=SOON_S):
    started_s = time.monotonic()
    while any(map(is_alive, pids)) and time.monotonic() - started_s < limit_s:
        time.sleep(0.005)
    return time.monotonic() - started_s


@pytest.fixture
def training(qgis, dataset, tmp_path):
    """A training with two loader processes, well under way: qgis_process, and all that it has started."""
    values = {"DATASET": dataset["OUTPUT"], "OUTPUT": tmp_path / "model.safetensors", "EPOCHS": 10000}
    values.update(PATIENCE=10000, WORKERS=2, DEVICE="cpu")
    process = qgis.start("run", "seg4eo:train", *(f"{name}={value}" for name, value in values.items()))
    deadline_s = time.monotonic() + 120
    while len(children_of(process.pid)) < 3 and process.poll() is None and time.monotonic() < deadline_s:
        time.sleep(0.1)
    pids = children_of(process.pid)
    assert len(pids) >= 3, process.communicate()
    yield process, pids
    process.kill()
    process.communicate()


def test_cancel_ends_the_engine_and_its_loaders_at_once(training, tmp_path):
    process, pids = training
    process.send_signal(signal.SIGINT)  # what Ctrl-C sends; qgis_process makes a cancel of it
    assert seconds_until_gone(pids) < SOON_S
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "cancelled" in stdout + stderr
    assert list(tmp_path.glob("*.safetensors")) == []


def test_the_engine_and_its_loaders_do_not_outlive_a_qgis_that_was_killed(training):
    process, pids = training
    process.kill()
    assert seconds_until_gone(pids) < SOON_S


def test_two_jobs_at_once_do_not_hold_each_other(qgis, sample, tmp_path):
    names = ("one", "two")
    runs = [
        qgis.start(
            "run", "seg4eo:grid", f"RASTER={sample['SCENE']}", "PATCH_SIZE_PX=64", f"OUTPUT={tmp_path / name}.gpkg"
        )
        for name in names
    ]
    assert [run.wait(timeout=120) for run in runs] == [0, 0]
    for run in runs:
        run.communicate()
    assert all((tmp_path / f"{name}.gpkg").is_file() for name in names)
