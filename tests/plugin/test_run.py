"""The engine's process, played by fake_engine.py. Needs no QGIS."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from seg4eo_qgis.engine.environment import child_environment
from seg4eo_qgis.engine.process import GRACE_AFTER_CANCEL_S, GRACE_AFTER_TERMINATE_S
from seg4eo_qgis.engine.run import Engine, EngineError, run_job

ROOT = Path(__file__).resolve().parents[2]
SOON_S = 20  # much less than the minute for which processes sleep here, and enough on a busy machine


def engine(python, protocol=1):
    return Engine(python=python, protocol=protocol, version="0.1.0", environment=child_environment(os.environ, "/usr"))


def run(python, feedback, job="train", **parameters):
    return run_job(engine(python), job, parameters, feedback)


def failure(python, feedback):
    with pytest.raises(EngineError) as caught:
        run(python, feedback)
    return str(caught.value)


def is_alive(pid):
    """Whether there is such a process, and it is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def is_gone_soon(pid):
    deadline_s = time.monotonic() + SOON_S
    while is_alive(pid) and time.monotonic() < deadline_s:
        time.sleep(0.01)
    return not is_alive(pid)


def grandchild_of(listener):
    return next(int(line.split()[1]) for line in listener.lines if line.startswith("grandchild"))


def test_a_job_brings_its_result_and_tells_how_it_goes(fake_python, listener):
    result = run(fake_python("finishes"), listener)
    assert result["best_epoch"] == 2
    assert listener.fractions == [50]
    assert listener.stages == ["Starting the engine", "half way"]
    assert listener.lines == ["a word", "Step 1: train loss 0.431, validation mIoU 0.710"]
    assert listener.warnings == ["mind this"]


def test_the_engine_is_found_in_an_environment_and_a_folder_of_its_own(fake_python, listener, monkeypatch):
    monkeypatch.setenv("PROJ_LIB", "/poison")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/poison")
    run(fake_python("tells_its_surroundings"), listener)
    told = json.loads(listener.lines[0])
    assert not {"PROJ_LIB", "LD_LIBRARY_PATH"} & set(told["environment"])
    assert Path(told["folder"]).name.startswith("seg4eo-")
    assert not Path(told["folder"]).exists()  # removed at the end
    assert told["leader"]


def test_the_engines_sentence_is_the_error(fake_python, listener):
    message = failure(fake_python("fails"), listener)
    assert message == "Expected a model at a.safetensors, found nothing: check it."


def test_a_defect_of_the_engine_is_one_sentence_and_its_traceback_is_in_the_log(fake_python, listener):
    message = failure(fake_python("has_a_defect"), listener)
    assert "defect in the engine (ValueError: no)" in message
    assert listener.lines == ["Traceback: the place of the defect"]


def test_an_engine_that_dies_is_told_with_its_last_words(fake_python, listener):
    assert "ended with status 3 without one (cannot load libtorch)" in failure(fake_python("dies"), listener)


def test_an_engine_that_is_killed_is_told_as_such(fake_python, listener):
    message = failure(fake_python("is_killed"), listener)
    assert "ended by signal 9" in message
    assert "memory" in message


def test_a_python_without_the_engine_is_told_with_the_cure(fake_python, listener):
    message = failure(fake_python("is_not_installed"), listener)
    assert "not installed there" in message
    assert "install it" in message


def test_a_file_that_is_no_program_is_told_with_the_cure(tmp_path, listener):
    text = tmp_path / "python"
    text.write_text("not a program", encoding="utf-8")
    text.chmod(0o755)
    assert "cannot be run" in failure(text, listener)


def test_another_protocol_is_one_sentence_and_ends_the_engine(fake_python, listener):
    message = failure(fake_python("speaks_another_protocol"), listener)
    assert "Expected an engine that speaks protocol 1, found one of protocol 2" in message


def test_another_version_of_the_engine_is_a_warning(fake_python, listener):
    run(fake_python("is_another_version"), listener)
    assert "found 9.9.9" in listener.warnings[0]


def test_lines_that_are_no_events_are_left_out(fake_python, listener):
    assert run(fake_python("prints_noise"), listener)["epochs"] == 3


def test_much_on_standard_error_blocks_nothing(fake_python, listener):
    assert run(fake_python("floods_standard_error"), listener)["epochs"] == 3


@pytest.mark.parametrize("scenario", ["leaves_a_grandchild", "dies_with_a_grandchild"])
def test_a_grandchild_that_holds_the_pipe_neither_delays_the_end_nor_survives_it(fake_python, listener, scenario):
    started_s = time.monotonic()
    try:
        run(fake_python(scenario), listener)
    except EngineError:
        assert scenario == "dies_with_a_grandchild"
    assert time.monotonic() - started_s < SOON_S
    assert is_gone_soon(grandchild_of(listener))


def test_a_process_that_left_the_group_does_not_hold_up_the_end(fake_python, listener):
    started_s = time.monotonic()
    run(fake_python("leaves_a_process_of_another_group"), listener)
    assert time.monotonic() - started_s < SOON_S
    os.kill(grandchild_of(listener), signal.SIGKILL)


@pytest.mark.parametrize("scenario", ["stops_when_cancelled", "ignores_everything"])
def test_cancel_ends_the_engine_and_what_it_started_at_once(fake_python, make_listener, scenario):
    listener = make_listener(cancel_on="grandchild")
    with pytest.raises(EngineError, match="cancelled"):
        run(fake_python(scenario), listener)
    assert time.monotonic() - listener.cancelled_s < SOON_S
    assert is_gone_soon(grandchild_of(listener))


def test_a_cancel_is_waited_for_less_than_a_second():
    assert GRACE_AFTER_CANCEL_S + GRACE_AFTER_TERMINATE_S < 1


def test_qt_handles_its_events_while_the_job_runs(fake_python, listener):
    calls = []
    run_job(engine(fake_python("finishes")), "train", {}, listener, lambda: calls.append(1))
    assert calls


PARENT = """
import os, sys
sys.path[:0] = [{root!r}]
from seg4eo_qgis.engine.environment import child_environment
from seg4eo_qgis.engine.process import EngineProcess
from pathlib import Path
process = EngineProcess(Path({python!r}), {{"job": "train", "parameters": {{}}}}, child_environment(os.environ, "/usr"),
                        Path({folder!r}))
while not (event := process.next_event(1)):
    pass
print(event["pid"], flush=True)
import time; time.sleep(60)
"""


def test_the_engine_learns_at_once_that_qgis_was_killed(fake_python, tmp_path):
    python = str(fake_python("ends_with_its_parent"))
    code = PARENT.format(root=str(ROOT), python=python, folder=str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        pid = int(parent.stdout.readline())
        assert is_alive(pid)
        parent.send_signal(signal.SIGKILL)
        assert is_gone_soon(pid)
