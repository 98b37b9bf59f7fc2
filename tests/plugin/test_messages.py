import pytest

from seg4eo_qgis.engine.messages import EventTeller, describe_metrics, format_number, parse_line


def test_a_line_of_json_is_an_event():
    assert parse_line('{"event": "message", "level": "info", "text": "é"}\n')["text"] == "é"


@pytest.mark.parametrize("line", ["", "hello", "[1]", "3", '{"no": "event"}', '{"event": "unheard-of"}', '{"event":'])
def test_a_line_of_something_else_is_none(line):
    assert parse_line(line) is None


def test_an_epoch_is_one_line_with_its_scores():
    values = {"loss": 0.43125, "validation_miou": 0.71, "learning_rate": 1e-4}
    assert describe_metrics(12, values) == "Epoch 12: loss 0.431, validation mIoU 0.710, learning rate 0.0001"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (float("nan"), "–"),
        (0.5, "0.500"),
        (0.0, "0.000"),
        (12.34567, "12.346"),
        (1234567, "1234567"),
        (0.00012345, "0.000123"),
    ],
)
def test_numbers_keep_the_digits_that_matter(value, text):
    assert format_number(value) == text


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
