"""The command line."""

import json

import pytest

from seg4eo_engine import __version__
from seg4eo_engine.cli import EXIT_CANCELLED, main, run_job
from seg4eo_engine.errors import Cancelled
from seg4eo_engine.jobs import JOBS


@pytest.fixture
def seg4eo(monkeypatch, capfd):
    """Run the command line in this process and return status, standard output and standard error."""

    def run(*words):
        monkeypatch.setattr("sys.argv", ["seg4eo", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capfd.readouterr()
        return ended.value.code, captured.out, captured.err

    return run


def test_help_lists_every_job(seg4eo):
    status, out, _ = seg4eo("--help")
    assert status == 0
    assert all(name in out for name in (*JOBS, "run", "capabilities"))


def test_every_job_has_help(seg4eo):
    for name in JOBS:
        status, out, _ = seg4eo(name, "--help")
        assert status == 0 and f"Usage: seg4eo {name}" in out


def test_capabilities_are_json(seg4eo):
    status, out, _ = seg4eo("capabilities")
    assert status == 0
    assert json.loads(out)["engine_version"] == __version__


def test_a_job_prints_its_result_as_json(seg4eo, scene, tmp_path):
    status, out, _ = seg4eo("grid", "--raster", scene, "--output", tmp_path / "grid.gpkg", "--patch-size-px", 64)
    assert status == 0
    assert json.loads(out)["cells"] > 0


def test_lists_are_given_one_after_the_other(seg4eo, scene, labels, tmp_path):
    status, _, _ = seg4eo(
        "extractpatches", "--images", scene, scene, "--labels", labels, labels, "--output", tmp_path / "dataset",
        "--patch-size-px", 64, "--ignore-values", 0,
    )  # fmt: skip
    assert status == 0
    assert len(json.loads((tmp_path / "dataset" / "dataset.json").read_text())["sources"]) == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["predict", "--raster", "x.tif"], "Expected a value for 'model' of predict, found none: give it."),
        (["grid", "--raster", "a", "--output", "b", "--patch-size-px", 3], "Expected 'patch_size_px' of grid to be"),
        (["predict", "--windw", "3"], "Unknown option"),
        (["fly"], 'Unknown command "fly"'),
    ],
)
def test_wrong_words_are_told_in_one_sentence(seg4eo, words, sentence):
    status, out, err = seg4eo(*words)
    assert status == 2
    assert err.startswith(sentence) and "Traceback" not in err
    assert out == ""


def test_a_failure_is_one_sentence_and_a_status(seg4eo, tmp_path):
    status, out, err = seg4eo("modelinfo", "--model", tmp_path / "none.safetensors")
    assert status == 1
    assert err.startswith("Expected a model file at") and len(err.splitlines()) == 1
    assert out == ""


def test_a_job_file_runs_without_events(seg4eo, scene, tmp_path):
    job = tmp_path / "job.json"
    parameters = {"raster": str(scene), "output": str(tmp_path / "grid.gpkg"), "patch_size_px": 64}
    job.write_text(json.dumps({"protocol": 1, "job": "grid", "parameters": parameters}))
    status, out, _ = seg4eo("run", job)
    assert status == 0
    assert json.loads(out)["cells"] > 0


@pytest.mark.parametrize(
    ("stop", "sentence"),
    [
        (KeyboardInterrupt(), "Cancelled: nothing was written."),
        (Cancelled("The training was stopped: the best model so far is best.safetensors."), "The training was stopped"),
    ],
)
def test_a_stopped_job_says_what_it_leaves_behind(capfd, stop, sentence):
    class Stopped:
        def run(self, reporter):
            raise stop

    assert run_job(Stopped()) == EXIT_CANCELLED
    assert capfd.readouterr().err.startswith(sentence)
