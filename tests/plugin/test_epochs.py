"""The line of an epoch, and the numbers in it. Needs no QGIS."""

import pytest

from seg4eo_qgis.engine.epochs import describe_epoch, is_epoch
from seg4eo_qgis.engine.numbers import format_duration, format_number

# what the engine sends after an epoch
EPOCH = {
    "epochs": 50.0,
    "learning_rate": 0.0009,
    "train_loss": 0.41234,
    "validation_loss": 0.4551,
    "validation_miou": 0.6132,
    "validation_accuracy": 0.81,
    "iou_water": 0.9,
    "iou_bare soil": 0.4,
    "best_miou": 0.6204,
    "best_epoch": 9.0,
    "epoch_s": 1.71,
    "left_s": 312.0,
}


def without(*names):
    return {name: value for name, value in EPOCH.items() if name not in names}


def test_an_epoch_says_its_scores_the_best_one_and_the_time_left():
    assert describe_epoch(12, EPOCH) == (
        "Epoch 12 of 50: loss 0.412, validation loss 0.455, mIoU 0.613, best 0.620 (epoch 9), 1.7 s an epoch, "
        "about 5 min left"
    )


def test_what_was_not_measured_is_left_out():
    values = without("validation_loss", "validation_miou", "best_miou", "best_epoch", "left_s")
    assert describe_epoch(1, values) == "Epoch 1 of 50: loss 0.412, 1.7 s an epoch"


def test_the_last_epoch_does_not_say_that_nothing_is_left():
    assert describe_epoch(50, {**EPOCH, "left_s": 0.0}).endswith("1.7 s an epoch")


def test_the_best_may_be_that_of_the_loss():
    values = {**without("best_miou"), "best_loss": 0.4}
    assert ", best validation loss 0.400 (epoch 9), " in describe_epoch(12, values)


def test_an_epoch_of_a_fold_says_of_which():
    values = {**EPOCH, "fold": 2.0, "folds": 5.0}
    assert describe_epoch(12, values).startswith("Fold 2 of 5, epoch 12 of 50: loss 0.412, ")


def test_a_hundred_classes_do_not_make_the_line_longer():
    many = {f"iou_class {number}": 0.5 for number in range(100)}
    assert describe_epoch(12, {**EPOCH, **many}) == describe_epoch(12, EPOCH)


def test_only_a_training_counts_epochs():
    assert is_epoch(EPOCH)
    assert not is_epoch({"miou": 0.5})


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


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.04, "0.0 s"),
        (1.94, "1.9 s"),
        (2.4, "2 s"),
        (89, "89 s"),
        (91, "2 min"),
        (7100, "118 min"),
        (12000, "3 h 20 min"),
    ],
)
def test_durations_are_said_as_one_would(seconds, text):
    assert format_duration(seconds) == text
