"""What uv and pip print, as progress, as lines for the log, and as one sentence when they fail."""

from pathlib import Path

import pytest

from seg4eo_qgis.installer.diagnosis import explain
from seg4eo_qgis.installer.errors import StepFailed
from seg4eo_qgis.installer.places import Places, data_folder, interpreter
from seg4eo_qgis.installer.progress import InstallProgress

UV = """Using Python 3.11.7 environment at: /e
Resolved 8 packages in 319ms
Downloading numpy (20.0MiB)
Downloading torch (80.0MiB)
 Downloaded numpy
 Downloaded torch
Prepared 8 packages in 2.81s
Installed 8 packages in 73ms
 + numpy==2.4.6"""
PIP = """Looking in links: /w
Processing /w/seg4eo_engine-0.1.0-py3-none-any.whl
Collecting numpy==2.4.6
  Downloading numpy-2.4.6-cp311-cp311-manylinux_2_28_x86_64.whl (16.9 MB)
Installing collected packages: numpy
Successfully installed numpy-2.4.6"""


def follow(text, listener):
    fractions = []
    progress = InstallProgress(listener, 2, fractions.append)
    for line in text.splitlines():
        progress.hear(line)
    return fractions


def test_uv_is_followed_by_the_size_of_what_it_has_downloaded(listener):
    assert follow(UV, listener) == pytest.approx([0, 0, 0, 0, 0.18, 0.9, 0.95, 0.95, 0.95])
    assert "Downloaded numpy; 21 of 105 MB" in listener.lines
    assert not [line for line in listener.lines if line.startswith("+")]


def test_pip_is_followed_by_the_packages_that_it_takes(listener):
    assert follow(PIP, listener)[:4] == pytest.approx([0, 0.45, 0.9, 0.9])
    assert listener.lines[-1].startswith("Successfully installed")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("error: Failed to write: No space left on device (os error 28)", "disk is full"),
        ("cause: dns error: failed to lookup address information", "no connection"),
        (
            "NewConnectionError: Failed to establish a new connection: [Errno 101] Network is unreachable",
            "no connection",
        ),
        ("cause: invalid peer certificate: UnknownIssuer", "authority"),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] unable to get local issuer certificate", "authority"),
        ("cause: proxy error: unsuccessful tunnel: 407 Proxy Authentication Required", "proxy"),
        ("ERROR: No matching distribution found for torch==2.15.0", "try another Python"),
        ("Segmentation fault", "status 2 (Segmentation fault)"),
    ],
)
def test_what_went_wrong_is_one_sentence_with_the_cure(said, told):
    message = str(explain(StepFailed(2, ["error: it failed", said]), None))
    assert message.startswith("Expected")
    assert told in message


def test_a_program_that_does_not_say_why_it_failed_on_a_full_disk_is_explained():
    said = ["Error: Command '['python', '-m', 'ensurepip']' returned non-zero exit status 1."]
    assert "found that the disk is full" in str(explain(StepFailed(1, said), None, disk_is_full=True))


def test_a_folder_of_wheels_that_lacks_some_is_named():
    message = str(explain(StepFailed(1, ["error: No solution found"]), Path("/my wheels")))
    assert "in /my wheels" in message


def test_a_snap_keeps_the_engine_where_its_updates_do_not_copy_it():
    assert data_folder({}, "/home/me/.local/share") == Path("/home/me/.local/share/seg4eo")
    snap = {"SNAP": "/snap/qgis/1", "SNAP_USER_COMMON": "/home/me/snap/qgis/common"}
    assert data_folder(snap, "/home/me/snap/qgis/1/.local/share") == Path("/home/me/snap/qgis/common/seg4eo")


def test_the_interpreter_of_an_environment_has_another_place_on_windows():
    assert interpreter(Path("e"), windows=True) == Path("e/Scripts/python.exe")
    assert interpreter(Path("e"), windows=False) == Path("e/bin/python")


def test_only_earlier_versions_are_older(tmp_path):
    for name in ("engine-0.9.0", "engine-0.10.0", "engine-0.11.0", "engine-0.9.0.removed-1"):
        (tmp_path / name).mkdir()
    assert [path.name for path in Places(tmp_path, "0.10.0").older_engines()] == ["engine-0.9.0"]


def test_a_marker_that_cannot_be_read_is_none(tmp_path):
    where = Places(tmp_path, "0.1.0")
    assert where.read_marker() is None
    where.engine.mkdir()
    where.marker.write_text("{", encoding="utf-8")
    assert where.read_marker() is None
