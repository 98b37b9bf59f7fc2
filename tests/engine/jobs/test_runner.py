"""The engine as a child process, as the plugin starts it."""

import json
import os
import signal
import subprocess
import sys

import pytest

from seg4eo_engine.jobs.protocol import Failed, Finished, Started, WasCancelled, parse_event


@pytest.fixture
def write_job(tmp_path):
    def write(job, **parameters):
        path = tmp_path / "job.json"
        path.write_text(json.dumps({"protocol": 1, "job": job, "parameters": parameters}, default=str))
        return path

    return write


def start(path, *options):
    # no -I here: the engine may be imported from the tree
    return subprocess.Popen(
        [sys.executable, "-u", "-m", "seg4eo_engine", "run", str(path), "--events", *options],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


def events_of(child):
    out, _ = child.communicate(timeout=120)
    return [parse_event(line) for line in out.splitlines()]


def test_a_job_ends_with_its_result(write_job, model):
    child = start(write_job("modelinfo", model=model))
    started, *_, finished = events_of(child)
    assert isinstance(started, Started) and started.job == "modelinfo" and started.pid == child.pid
    assert isinstance(finished, Finished) and finished.result["patch_size_px"] == 64
    assert child.returncode == 0


def test_without_a_lifeline_standard_input_may_be_closed(write_job, model):
    child = start(write_job("modelinfo", model=model))
    child.stdin.close()
    child.stdin = None
    assert isinstance(events_of(child)[-1], Finished)


@pytest.mark.parametrize(
    ("job", "parameters", "code", "sentence"),
    [
        ("modelinfo", {"model": "/nowhere/model.safetensors"}, "missing-input", "Expected a model file at"),
        ("modelinfo", {"modle": "x"}, "invalid-job", "Expected only fields of modelinfo, found 'modle'"),
        ("fly", {}, "invalid-job", "Expected one of the jobs sampledata, grid"),
    ],
)
def test_a_failure_is_one_sentence_and_a_status(write_job, job, parameters, code, sentence):
    child = start(write_job(job, **parameters))
    failed = events_of(child)[-1]
    assert isinstance(failed, Failed)
    assert failed.code == code
    assert failed.message.startswith(sentence) and "\n" not in failed.message
    assert child.returncode == 1


def long_job(write_job, tmp_path):
    return write_job("sampledata", output=tmp_path / "sample", size_px=8192)


def wait_for_progress(child):
    for line in child.stdout:
        if '"progress"' in line:
            return
    raise AssertionError("the job ended before it was under way")


def test_a_cancel_line_stops_the_job_and_leaves_nothing(write_job, tmp_path):
    path = long_job(write_job, tmp_path)
    child = start(path, "--lifeline")
    wait_for_progress(child)
    child.stdin.write("cancel\n")
    child.stdin.flush()
    # standard input stays open meanwhile: its end would mean that the parent is gone
    last_line = child.stdout.read().splitlines()[-1]
    child.communicate(timeout=120)
    assert isinstance(parse_event(last_line), WasCancelled)
    assert child.returncode in (130, -signal.SIGKILL)  # by itself, or made to
    assert [item.name for item in tmp_path.iterdir()] == ["job.json"]


def test_a_step_that_takes_long_does_not_hold_up_the_end(tmp_path):
    # a job that never looks up, and has begun to write
    script = tmp_path / "busy.py"
    script.write_text(
        "import os, sys, threading, time\n"
        "from pathlib import Path\n"
        "from seg4eo_engine import jobs, outputs\n"
        "from seg4eo_engine.jobs import runner\n"
        "class Busy(jobs.ModelInfo):\n"
        "    def run(self, reporter):\n"
        "        with outputs.staged_files(self.model) as (staged,):\n"
        "            staged.touch()\n"
        "            reporter.progress(0, 'Busy')\n"
        "            time.sleep(60)\n"
        "jobs.JOBS['modelinfo'] = Busy\n"
        "sys.exit(runner.run_with_events(Path(sys.argv[1]), sys.stdout, sys.stdin))\n"
    )
    job = tmp_path / "job.json"
    job.write_text(json.dumps({"protocol": 1, "job": "modelinfo", "parameters": {"model": str(tmp_path / "m.tif")}}))
    child = subprocess.Popen(
        [sys.executable, str(script), str(job)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        start_new_session=True, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    wait_for_progress(child)
    child.stdin.write("cancel\n")
    child.stdin.flush()
    last_line = child.stdout.read().splitlines()[-1]
    child.communicate(timeout=30)
    assert isinstance(parse_event(last_line), WasCancelled)
    assert child.returncode != 0
    assert sorted(item.name for item in tmp_path.iterdir()) == ["busy.py", "job.json"]


def test_the_end_of_the_lifeline_ends_the_process(write_job, tmp_path):
    child = start(long_job(write_job, tmp_path), "--lifeline")
    wait_for_progress(child)
    child.stdin.close()
    child.wait(timeout=30)
    assert child.returncode != 0
    assert not os.path.exists(tmp_path / "sample")
    child.stdout.close()
    child.stderr.close()
