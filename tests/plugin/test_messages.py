from datetime import datetime

import pytest

from seg4eo_qgis.engine.messages import EventTeller, describe_left, describe_metrics, describe_speed, parse_line


def test_a_line_of_json_is_an_event():
    assert parse_line('{"event": "message", "level": "info", "text": "é"}\n')["text"] == "é"


@pytest.mark.parametrize("line", ["", "hello", "[1]", "3", '{"no": "event"}', '{"event": "unheard-of"}', '{"event":'])
def test_a_line_of_something_else_is_none(line):
    assert parse_line(line) is None


def test_measured_values_are_one_line():
    values = {"loss": 0.43125, "validation_miou": 0.71, "learning_rate": 1e-4}
    assert describe_metrics(12, values) == "Step 12: loss 0.431, validation mIoU 0.710, learning rate 0.0001"


def test_a_stage_is_told_once_and_progress_every_time(listener):
    teller = EventTeller(listener)
    for fraction, stage in [(0.1, "reading"), (0.2, "reading"), (0.9, "writing")]:
        teller.tell({"event": "progress", "fraction": fraction, "stage": stage})
    assert listener.stages == ["reading", "writing"]
    assert listener.fractions == pytest.approx([10, 20, 90])


def test_a_warning_is_told_as_a_warning(listener):
    EventTeller(listener).tell({"event": "message", "level": "warning", "text": "mind this"})
    assert listener.warnings == ["mind this"]
    assert listener.lines == []


def test_measured_values_of_no_training_go_to_the_log_only(listener):
    EventTeller(listener).tell({"event": "metrics", "step": 3, "values": {"loss": 0.5}})
    assert listener.lines == ["Step 3: loss 0.500"]
    assert listener.stages == []


def test_a_training_is_a_line_an_epoch_whatever_it_says_in_between(listener):
    teller = EventTeller(listener)
    for epoch in range(1, 4):
        for batch in range(20):
            fraction = (20 * epoch + batch) / 80
            teller.tell(
                {"event": "progress", "fraction": fraction, "stage": "Training", "done": epoch, "unit": "epochs"}
            )
        teller.tell({"event": "metrics", "step": epoch, "values": {"epochs": 3.0, "train_loss": 1 / epoch}})
    assert listener.stages == [
        "Training",
        "Epoch 1 of 3: loss 1.000",
        "Epoch 2 of 3: loss 0.500",
        "Epoch 3 of 3: loss 0.333",
    ]
    assert listener.lines == []
    assert len(listener.fractions) == 60


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self):
        self.now_s = 1000.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


def go_through(teller, clock, stage, duration_s, start=0.0, end=1.0, total=None, unit=""):
    """Tell of a stage that goes evenly, ten times a second."""
    steps = round(10 * duration_s)
    for step in range(steps + 1):
        share = step / steps
        event = {"event": "progress", "fraction": start + (end - start) * share, "stage": stage, "unit": unit}
        teller.tell({**event, "done": None if total is None else round(share * total), "total": total})
        clock.now_s += 0.1


def test_a_long_stage_tells_share_count_speed_and_what_is_left(listener, clock):
    go_through(EventTeller(listener, clock), clock, "Mapping", 40, total=600_000_000, unit="px")
    assert listener.stages[0] == "Mapping"
    assert listener.stages[1] == "Mapping: 12 %, 75 of 600 Mpx, 15 Mpx/s, about 35 s left"
    assert listener.stages[2].startswith("Mapping: 37 %, 225 of 600 Mpx, 15 Mpx/s, about 25 s left")


def test_a_stage_of_hours_tells_often_at_first_and_then_every_five_minutes(listener, clock):
    started_s = clock.now_s
    told_s = []
    listener.setProgressText = lambda text: told_s.append(round(clock.now_s - started_s))
    go_through(EventTeller(listener, clock), clock, "Mapping", 3600)
    assert told_s[:8] == pytest.approx([0, 5, 15, 35, 75, 155, 315, 615], abs=2)
    assert len(told_s) == pytest.approx(7 + (3600 - 315) / 300, abs=1)


def test_a_short_stage_tells_its_name_only(listener, clock):
    teller = EventTeller(listener, clock)
    go_through(teller, clock, "Reading", 4, end=0.5)
    go_through(teller, clock, "Writing", 4, start=0.5)
    assert listener.stages == ["Reading", "Writing"]


def test_each_stage_has_a_speed_of_its_own(listener, clock):
    teller = EventTeller(listener, clock)
    go_through(teller, clock, "Reading", 4, end=0.1)
    go_through(teller, clock, "Cutting", 100, start=0.1, total=1000, unit="patches")
    assert listener.stages[2] == "Cutting: 14 %, 50 of 1000 patches, 10 patches/s, about 2 min left"


def test_a_stage_that_tells_no_count_tells_share_and_what_is_left(listener, clock):
    go_through(EventTeller(listener, clock), clock, "Comparing", 20)
    assert listener.stages[1] == "Comparing: 25 %, about 15 s left"


def test_a_stage_that_stands_still_does_not_make_up_a_speed(listener, clock):
    go_through(EventTeller(listener, clock), clock, "Waiting", 6, start=0.5, end=0.5, total=0, unit="px")
    assert listener.stages == ["Waiting", "Waiting: 50 %"]


def test_a_stage_that_becomes_slower_tells_so_within_a_minute_or_two(listener, clock):
    teller = EventTeller(listener, clock)
    go_through(teller, clock, "Mapping", 60, end=0.6)
    go_through(teller, clock, "Mapping", 400, start=0.6)
    assert "about 5 min left" in listener.stages[-2]


def test_long_epochs_tell_in_between_what_is_left(listener, clock):
    teller = EventTeller(listener, clock)
    for epoch in (1, 2):
        for batch in range(2000):
            place = {"fraction": (2000 * (epoch - 1) + batch) / 4000, "stage": "Training"}
            teller.tell({"event": "progress", **place, "done": epoch, "total": 2, "unit": "epochs"})
            clock.now_s += 0.1
        teller.tell({"event": "metrics", "step": epoch, "values": {"epochs": 2.0, "train_loss": 1 / epoch}})
    assert listener.stages[1].startswith("Training: 1 %, epoch 1 of 2, about 7 min left (until ")
    assert listener.stages[-1] == "Epoch 2 of 2: loss 0.500"
    assert len(listener.stages) < 12


@pytest.mark.parametrize(
    ("left_s", "text"),
    [
        (40, "about 40 s left"),
        (600, "about 10 min left (until 23:40)"),
        (7200, "about 2 h 0 min left (until 2026-03-02 01:30)"),
    ],
)
def test_what_is_left_names_the_time_of_day_where_it_is_far(left_s, text):
    assert describe_left(left_s, datetime(2026, 3, 1, 23, 30)) == text


@pytest.mark.parametrize(
    ("per_second", "unit", "text"),
    [
        (21e6, "px", "21 Mpx/s"),
        (3.14e6, "px", "3.1 Mpx/s"),
        (9.9999, "patches", "10 patches/s"),
        (0.25e6, "px", "0.25 Mpx/s"),
        (0.0024e6, "px", "0.14 Mpx/min"),
        (0.05, "patches", "3 patches/min"),
    ],
)
def test_a_speed_is_said_so_that_it_is_no_zero(per_second, unit, text):
    assert describe_speed(per_second, unit) == text
