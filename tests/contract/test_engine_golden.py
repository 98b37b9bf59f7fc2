"""What the plugin sends and expects, as the engine understands it. The plugin's half is beside this."""

import json
from pathlib import Path

import pytest

from seg4eo_engine.jobs import JOBS
from seg4eo_engine.jobs.capabilities import capabilities
from seg4eo_engine.jobs.protocol import parse_event, read_job_file

GOLDEN = Path(__file__).parent / "golden"
CAPABILITIES = Path(__file__).parents[2] / "seg4eo_qgis" / "capabilities.json"
EVENTS = [(path.stem, line) for path in sorted((GOLDEN / "events").glob("*.jsonl")) for line in path.open()]


def test_the_plugin_knows_what_this_engine_can_do():
    expected = json.dumps(capabilities(), ensure_ascii=False, indent=1) + "\n"
    assert CAPABILITIES.read_text(encoding="utf-8") == expected, "run make capabilities"


def test_there_is_a_golden_job_for_every_job():
    assert {path.stem for path in (GOLDEN / "jobs").glob("*.json")} == set(JOBS)


@pytest.mark.parametrize("job_id", JOBS)
def test_a_job_of_the_plugin_is_a_job_of_the_engine(job_id):
    job_file = read_job_file(GOLDEN / "jobs" / f"{job_id}.json")
    assert job_file.job == job_id
    job = JOBS[job_id].from_parameters(job_file.parameters)
    assert job.model_dump(mode="json", exclude_unset=True) == job_file.parameters


@pytest.mark.parametrize(("run", "line"), EVENTS)
def test_an_event_is_read_and_written_alike(run, line):
    assert json.loads(parse_event(line).model_dump_json()) == json.loads(line)


def test_a_golden_result_has_the_fields_of_its_job():
    lines = (GOLDEN / "events" / "finished.jsonl").read_text(encoding="utf-8").splitlines()
    started, finished = json.loads(lines[0]), json.loads(lines[-1])
    result = JOBS[started["job"]].result_type.model_validate(finished["result"])
    assert result.model_dump(mode="json") == finished["result"]
