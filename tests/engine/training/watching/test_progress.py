"""What a reporter hears of a training, and when it is asked whether to stop."""

import json

import numpy as np
import pytest

from seg4eo_engine.errors import Cancelled
from seg4eo_engine.training.watching.progress import ReportProgress


def test_the_reporter_hears_of_each_epoch_once_with_all_that_was_measured(fit, listen, course):
    listener = listen()
    fit([ReportProgress(listener, course)])
    assert [epoch for epoch, _ in listener.epochs] == [1, 2, 3, 4]
    values = listener.epochs[2][1]
    assert values["epochs"] == 4
    assert values["learning_rate"] == 0.25
    assert (values["train_loss"], values["validation_loss"], values["validation_miou"]) == pytest.approx((0.5, 5, 0.4))
    assert values["validation_accuracy"] == pytest.approx(0.9)
    assert (values["iou_water"], values["iou_field"]) == pytest.approx((30 / 40, 60 / 70))
    assert (values["best_miou"], values["best_epoch"]) == pytest.approx((0.5, 2))


def test_the_best_epoch_is_that_with_the_lowest_loss_where_the_loss_decides(fit, listen, course):
    listener = listen()
    fit([ReportProgress(listener, course, chosen_by="loss")])
    assert [values["best_loss"] for _, values in listener.epochs] == pytest.approx([20, 10, 5, 5])
    assert [values["best_epoch"] for _, values in listener.epochs] == [1, 2, 3, 3]
    assert "best_miou" not in listener.epochs[0][1]


def test_what_was_not_measured_is_not_told(fit, listen, course):
    listener = listen()
    fit([ReportProgress(listener, course)], validate=False)
    values = listener.epochs[-1][1]
    assert {"validation_miou", "validation_loss", "best_miou", "best_epoch", "iou_water"}.isdisjoint(values)
    json.dumps(values, allow_nan=False)


def test_the_bar_moves_with_each_batch_and_shows_loss_and_score(fit, listen, course, clock):
    listener = listen()
    fit([ReportProgress(listener, course, clock=clock)], batch_s=1.0)
    assert [told["fraction"] for told in listener.progressed] == pytest.approx(np.arange(1, 13) / 12)
    assert [told["done"] for told in listener.progressed] == sorted([1, 2, 3, 4] * 3)
    assert listener.progressed[0]["stage"] == "Training"
    assert listener.progressed[0]["detail"] == "loss 2.000"  # there is no score yet
    assert listener.progressed[3]["detail"] == "loss 1.000, mIoU 0.200"


def test_the_time_that_is_left_is_what_the_rest_takes_at_the_present_pace(fit, listen, course, clock):
    listener = listen()
    fit([ReportProgress(listener, course, clock=clock)], batch_s=2.0)
    assert [values["epoch_s"] for _, values in listener.epochs] == pytest.approx([6, 6, 6, 6])
    assert [values["left_s"] for _, values in listener.epochs] == pytest.approx([18, 12, 6, 0])


def test_a_fold_says_which_it_is_and_counts_those_to_come(fit, listen, course, clock):
    listener = listen()
    fit([ReportProgress(listener, course, fold=(2, 5), clock=clock)], batch_s=2.0)
    values = listener.epochs[0][1]
    assert (values["fold"], values["folds"]) == (2, 5)
    assert values["left_s"] == pytest.approx(18 + 3 * 24)
    assert listener.progressed[0]["detail"].startswith("fold 2 of 5")


@pytest.mark.parametrize("questions", [0, 1, 3, 4])  # the last ones are asked while validating
def test_a_stop_is_asked_for_at_every_batch(fit, questions, listen, course):
    listener = listen(cancel_after=questions)
    with pytest.raises(Cancelled):
        fit([ReportProgress(listener, course)])
    assert len(listener.progressed) == min(questions, 3)


def test_a_resumed_training_knows_its_best_epoch_and_its_pace(fit, tmp_path, listen, course, clock, save_each):
    point = tmp_path / "point.ckpt"
    fit([ReportProgress(listen(), course), save_each(point)], epochs=2)
    listener = listen()
    fit([ReportProgress(listener, course, clock=clock)], batch_s=2.0, ckpt_path=point)
    assert [epoch for epoch, _ in listener.epochs] == [3, 4]
    assert listener.epochs[0][1]["best_epoch"] == 2
    assert listener.epochs[0][1]["left_s"] == pytest.approx(6)  # of an epoch, by the one that was trained here
    assert listener.progressed[0]["detail"] == "loss 0.500, mIoU 0.500"
