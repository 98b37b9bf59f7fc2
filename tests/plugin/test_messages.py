import pytest

from seg4eo_qgis.engine.messages import EventTeller, describe_metrics, parse_line


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
