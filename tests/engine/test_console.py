"""What a person sees of a job."""

import io

import pytest
from rich.console import Console

from seg4eo_engine.console import ConsoleReporter, duration, epoch_line
from seg4eo_engine.progress import PartialReporter

EPOCH = {
    "epochs": 50.0, "learning_rate": 0.001, "train_loss": 0.4123, "validation_loss": 0.455, "validation_miou": 0.6131,
    "validation_accuracy": 0.8, "iou_water": 0.7, "best_miou": 0.6171, "best_epoch": 11.0,
    "epoch_s": 8.1, "left_s": 304.0,
}  # fmt: skip
LINE = (
    "Epoch 12 of 50: loss 0.412, validation loss 0.455, mIoU 0.613, best 0.617 (epoch 11), 8 s an epoch, "
    "about 5 min left"
)


@pytest.fixture
def screen():
    """A console that remembers, as wide as a terminal is by default."""

    def make(*, terminal):
        return Console(file=io.StringIO(), force_terminal=terminal, width=80, color_system=None)

    return make


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, LINE),
        ({"fold": 2, "folds": 5}, f"Fold 2 of 5, e{LINE[1:]}"),
        ({"left_s": 0}, LINE.removesuffix(", about 5 min left")),
        (dict.fromkeys(["validation_loss", "validation_miou", "best_miou", "best_epoch"]),
         "Epoch 12 of 50: loss 0.412, 8 s an epoch, about 5 min left"),
        ({"best_miou": None, "best_loss": 0.44}, LINE.replace("best 0.617", "best validation loss 0.440")),
        (dict.fromkeys(EPOCH), "Epoch 12"),
    ],
)  # fmt: skip
def test_an_epoch_is_a_line(changes, line):
    values = {name: value for name, value in (EPOCH | changes).items() if value is not None}
    assert epoch_line(12, values) == line


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.44, "0.4 s"), (8.4, "8 s"), (89, "89 s"), (91, "2 min"), (3000, "50 min"), (12_000, "3 h 20 min")],
)
def test_a_duration_is_said_as_people_do(seconds, text):
    assert duration(seconds) == text


def test_a_log_gets_one_line_for_an_epoch_and_no_bar(screen):
    console = screen(terminal=False)
    with ConsoleReporter(console) as reporter:
        reporter.progress(0.3, "Training", done=12, total=50, unit="epochs", detail="loss 0.412")
        reporter.metrics(12, EPOCH)
    assert console.file.getvalue() == LINE + "\n"


def test_a_terminal_shows_stage_share_count_and_scores_in_one_line(screen):
    console = screen(terminal=True)
    with ConsoleReporter(console) as reporter:
        reporter.progress(0.3, "Training", done=12, total=50, unit="epochs", detail="loss 0.412, mIoU 0.613")
    line = next(line for line in console.file.getvalue().replace("\r", "\n").splitlines() if "Training" in line)
    assert all(word in line for word in ("30 %", "12/50 epochs", "loss 0.412, mIoU 0.613"))


@pytest.mark.parametrize("terminal", [True, False])
def test_words_are_shown_as_they_are(screen, terminal):
    console = screen(terminal=terminal)
    with ConsoleReporter(console) as reporter:
        reporter.warning("[red]Class {b} at C:\\data has 3 pixels.")
    assert "Warning: [red]Class {b} at C:\\data has 3 pixels." in console.file.getvalue()


def test_a_part_of_a_job_hands_the_scores_on(screen):
    console = screen(terminal=True)
    with ConsoleReporter(console) as reporter:
        PartialReporter(reporter, 0.5, 1.0).progress(0.5, "Training", detail="loss 0.412")
    assert "75 %" in console.file.getvalue() and "loss 0.412" in console.file.getvalue()
