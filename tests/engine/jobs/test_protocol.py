"""Jobs in, events out."""

import io
import json
import threading

import pytest

from seg4eo_engine.errors import Cancelled, InvalidJob, MissingInput
from seg4eo_engine.jobs import JOBS, Predict
from seg4eo_engine.jobs.capabilities import capabilities
from seg4eo_engine.jobs.parameters import KINDS
from seg4eo_engine.jobs.protocol import EventReporter, parse_event, read_job_file


def write(tmp_path, content):
    path = tmp_path / "job.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def test_a_job_file_is_read(tmp_path):
    job_file = read_job_file(write(tmp_path, {"protocol": 1, "job": "predict", "parameters": {"a": 1}}))
    assert (job_file.job, job_file.parameters) == ("predict", {"a": 1})


@pytest.mark.parametrize("content", ["{", "[]", '{"protocol": 1}', '{"protocol": 1, "job": "predict", "extra": 1}'])
def test_something_else_than_a_job_is_refused(tmp_path, content):
    with pytest.raises(InvalidJob, match="Expected JSON like"):
        read_job_file(write(tmp_path, content))


def test_another_protocol_is_refused_with_both_versions(tmp_path):
    with pytest.raises(InvalidJob, match="Expected a job of protocol 1, found protocol 2"):
        read_job_file(write(tmp_path, {"protocol": 2, "job": "predict"}))


def test_a_missing_job_file_is_named(tmp_path):
    with pytest.raises(MissingInput, match=r"none\.json"):
        read_job_file(tmp_path / "none.json")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"windw_px": 64}, "Expected only fields of predict, found 'windw_px': use one of model, raster, output"),
        ({"window_px": 3}, "Expected 'window_px' of predict to be greater than or equal to 32, found 3: change it."),
        ({"device": "gpu"}, "Expected 'device' of predict to be 'auto', 'cpu', 'cuda' or 'mps', found 'gpu'"),
        ({"raster": None}, "Expected 'raster' of predict to be"),
    ],
)
def test_a_wrong_field_is_told_in_one_sentence(change, sentence):
    with pytest.raises(InvalidJob) as caught:
        Predict.from_parameters({"model": "m", "raster": "r", "output": "o"} | change)
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)


def test_a_missing_field_is_named():
    with pytest.raises(InvalidJob, match="Expected a value for 'raster' of predict, found none"):
        Predict.from_parameters({"model": "m", "output": "o"})


def events(stream):
    return [parse_event(line) for line in stream.getvalue().splitlines()]


def test_progress_is_held_back_but_never_the_last_one():
    stream = io.StringIO()
    reporter = EventReporter(stream, threading.Event(), interval_s=1000)
    for done in range(101):
        reporter.progress(done / 100, "Mapping", done=done, total=100, unit="windows")
    assert [event.fraction for event in events(stream)] == [0, 1]


def test_a_new_stage_is_always_told():
    stream = io.StringIO()
    reporter = EventReporter(stream, threading.Event(), interval_s=1000)
    reporter.progress(0.1, "Reading")
    reporter.progress(0.2, "Writing")
    assert [event.stage for event in events(stream)] == ["Reading", "Writing"]


def test_a_cancelled_job_hears_of_it():
    cancel = threading.Event()
    reporter = EventReporter(io.StringIO(), cancel)
    reporter.check_cancelled()
    cancel.set()
    with pytest.raises(Cancelled):
        reporter.check_cancelled()


def test_capabilities_describe_every_field_of_every_job():
    described = {job["id"]: job for job in capabilities()["jobs"]}
    assert list(described) == list(JOBS)
    for name, job in JOBS.items():
        assert [field["name"] for field in described[name]["fields"]] == list(job.model_fields)
        assert [field["name"] for field in described[name]["results"]] == list(job.result_type.model_fields)
        for field in described[name]["fields"] + described[name]["results"]:
            assert field["kind"] in KINDS
            assert field["title"] and field["help"].endswith(".")


def test_capabilities_keep_the_bounds_of_optional_numbers():
    predict = next(job for job in capabilities()["jobs"] if job["id"] == "predict")
    window = next(field for field in predict["fields"] if field["name"] == "window_px")
    assert (window["minimum"], window["maximum"], window["default"]) == (32, 8192, None)
