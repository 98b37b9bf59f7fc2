"""The course of a training, on disk while it runs."""

import lightning as L
import pytest

from seg4eo_engine.reports.training.history import read_history
from seg4eo_engine.training.watching.history import History


def test_the_table_has_a_line_for_each_epoch(fit, tmp_path, clock, classes):
    fit([History(tmp_path, classes, clock)], batch_s=20.0)
    rows = read_history(tmp_path / "history.csv")
    assert [row["epoch"] for row in rows] == [1, 2, 3, 4]
    assert [row["step"] for row in rows] == [3, 6, 9, 12]
    assert [row["minutes"] for row in rows] == pytest.approx([1, 2, 3, 4])
    assert [row["train_loss"] for row in rows] == pytest.approx([2, 1, 0.5, 0.7])
    assert [row["validation_miou"] for row in rows] == pytest.approx([0.2, 0.5, 0.4, 0.3])
    assert rows[0]["iou_field"] == pytest.approx(60 / 70, rel=1e-5)
    assert (tmp_path / "curves.png").is_file()


def test_a_resumed_training_goes_on_with_its_table_and_its_time(fit, tmp_path, clock, classes, save_each):
    point = tmp_path / "point.ckpt"
    first = [History(tmp_path, classes, clock), save_each(point)]
    fit(first, epochs=2, batch_s=20.0)
    clock.now_s += 10_000  # nothing runs
    fit([History(tmp_path, classes, clock)], batch_s=20.0, ckpt_path=point)
    rows = read_history(tmp_path / "history.csv")
    assert [row["epoch"] for row in rows] == [1, 2, 3, 4]
    assert [row["minutes"] for row in rows] == pytest.approx([1, 2, 3, 4])


def test_curves_are_drawn_now_and_then_and_at_the_end(fit, tmp_path, clock, classes):
    curves, drawn = tmp_path / "curves.png", []

    class Look(L.Callback):
        def on_train_epoch_end(self, trainer, module):
            drawn.append(curves.is_file())
            curves.unlink(missing_ok=True)

    # 12 s an epoch, and 20 s from one drawing to the next
    fit([History(tmp_path, classes, clock), Look()], batch_s=4.0)
    assert drawn == [True, False, True, False]
    assert curves.is_file()
