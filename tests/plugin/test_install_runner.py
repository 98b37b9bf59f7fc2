"""Programs of an installation: heard, cancelled, and gone with the process that started them. And the lock."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from seg4eo_qgis.installer.errors import InstallCancelled, InstallError, StepFailed
from seg4eo_qgis.installer.lock import InstallLock
from seg4eo_qgis.installer.runner import Runner

ROOT = Path(__file__).resolve().parents[2]
SOON_S = 20  # much less than the minute for which programs sleep here, and enough on a busy machine
SLEEPS = "import os, time; print('pid', os.getpid(), flush=True); time.sleep(60)"
WITH_A_CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SLEEPS!r}])"


@pytest.fixture
def runner(listener, tmp_path):
    return Runner({"PATH": "/usr/bin:/bin"}, tmp_path, listener)


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def is_gone_soon(pid):
    deadline_s = time.monotonic() + SOON_S
    while is_alive(pid) and time.monotonic() < deadline_s:
        time.sleep(0.01)
    return not is_alive(pid)


def test_what_a_program_prints_is_heard_and_returned(runner):
    heard = []
    assert runner.run(["sh", "-c", "echo é; echo two >&2"], heard.append) == ["é", "two"]
    assert heard == ["é", "two"]


def test_a_program_that_fails_is_told_with_its_status_and_last_lines(runner):
    with pytest.raises(StepFailed) as caught:
        runner.run(["sh", "-c", "for i in $(seq 100); do echo $i; done; exit 3"])
    assert caught.value.status == 3
    assert caught.value.said[-1] == "100"
    assert len(caught.value.said) == 20


@pytest.mark.parametrize("supervised", [False, True])
def test_a_program_that_is_not_there_has_failed(runner, supervised):
    runner.supervisor = Path(sys.executable) if supervised else None
    with pytest.raises(StepFailed):
        runner.run(["/no/such/program"])


def test_a_program_that_takes_too_long_has_failed(runner):
    with pytest.raises(StepFailed, match="status -1"):
        runner.run(["sleep", "60"], limit_s=0.1)


def test_passwords_are_blotted_out(runner):
    assert runner.run(["echo", "http://me:secret@proxy:1"]) == ["http://me:***@proxy:1"]


@pytest.mark.parametrize("supervised", [False, True])
def test_the_status_of_a_program_is_that_of_its_end(runner, supervised):
    runner.supervisor = Path(sys.executable) if supervised else None
    with pytest.raises(StepFailed, match="status 7"):
        runner.run(["sh", "-c", "exit 7"])


@pytest.mark.parametrize("supervised", [False, True])
def test_cancel_ends_a_program_and_what_it_started_at_once(runner, listener, supervised):
    runner.supervisor = Path(sys.executable) if supervised else None
    pids = []

    def hear(line):
        pids.append(int(line.split()[1]))
        listener.cancelled_s = time.monotonic()

    with pytest.raises(InstallCancelled):
        runner.run([sys.executable, "-c", WITH_A_CHILD], hear)
    assert time.monotonic() - listener.cancelled_s < SOON_S
    assert is_gone_soon(pids[0])


PARENT = """
import sys
sys.path[:0] = [{root!r}]
from pathlib import Path
from types import SimpleNamespace
from seg4eo_qgis.installer.lock import InstallLock
from seg4eo_qgis.installer.runner import Runner
with InstallLock(Path({lock!r})) as lock:
    runner = Runner({{"PATH": "/usr/bin:/bin"}}, Path("/"), SimpleNamespace(isCanceled=lambda: False))
    runner.supervisor, runner.lock = Path(sys.executable), lock.fileno()
    runner.run([sys.executable, "-c", {program!r}], lambda line: print(line, flush=True))
"""


@pytest.fixture
def parent(tmp_path):
    """A process that holds the lock and runs a program under it, and the program's process id."""
    code = PARENT.format(root=str(ROOT), lock=str(tmp_path / "lock"), program=WITH_A_CHILD)
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        yield process, int(process.stdout.readline().split()[1])
        process.kill()


def test_nothing_goes_on_installing_for_a_qgis_that_was_killed(parent):
    process, pid = parent
    assert is_alive(pid)
    process.send_signal(signal.SIGKILL)
    assert is_gone_soon(pid)


def test_the_lock_keeps_others_out_until_its_process_is_dead(parent, tmp_path):
    process, pid = parent
    with pytest.raises(InstallError, match="another QGIS does it"), InstallLock(tmp_path / "lock"):
        pass
    process.send_signal(signal.SIGKILL)
    assert is_gone_soon(pid)
    deadline_s = time.monotonic() + SOON_S
    while time.monotonic() < deadline_s:
        try:
            with InstallLock(tmp_path / "lock"):
                return
        except InstallError:
            time.sleep(0.01)
    pytest.fail("the lock outlived its holder")


def test_the_lock_can_be_taken_again_and_again(tmp_path):
    for _ in range(2):
        with InstallLock(tmp_path / "new folder" / "lock"):
            pass


def test_a_place_where_no_lock_can_be_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(InstallError, match="cannot be done"), InstallLock(tmp_path / "file" / "lock"):
        pass
