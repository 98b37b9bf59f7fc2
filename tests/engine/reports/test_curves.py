"""The course of a training as a table and as curves."""

import math

import numpy as np
import pytest
from PIL import Image

from seg4eo_engine.errors import MissingInput
from seg4eo_engine.raster.classes import default_class
from seg4eo_engine.reports.training.curves import curves_figure, draw_curves
from seg4eo_engine.reports.training.history import iou_columns, read_history, write_history


def classes_of(*names):
    return [default_class(index, index).model_copy(update={"name": name}) for index, name in enumerate(names)]


def rows_of(mious, **columns):
    """One row for each epoch, with scores of the classes water and field."""
    return [
        {
            "epoch": epoch, "step": 7 * epoch, "minutes": 0.5 * epoch, "learning_rate": 0.1 / epoch,
            "train_loss": 2 / epoch, "validation_loss": 1 + (epoch - 3) ** 2, "validation_miou": miou,
            "validation_accuracy": 0.9, "iou_water": miou / 2, "iou_field": math.nan,
        } | {name: values[epoch - 1] for name, values in columns.items()}
        for epoch, miou in enumerate(mious, start=1)
    ]  # fmt: skip


WATER_FIELD = classes_of("water", "field")


def lines_of(axes):
    """What is drawn, by the words of the legend."""
    return {line.get_label(): line.get_ydata() for line in axes.get_lines() if not line.get_label().startswith("_")}


def words_of(axes):
    return [text.get_text() for text in axes.texts]


def test_the_table_is_read_as_it_was_written(tmp_path):
    rows = rows_of([0.2, 0.4, 1 / 3])
    path = tmp_path / "history.csv"
    write_history(rows, ["water", "field"], path)
    assert path.read_text().splitlines()[:2] == [
        "epoch,step,minutes,learning_rate,train_loss,validation_loss,validation_miou,validation_accuracy,"
        "iou_water,iou_field",
        "1,7,0.5,0.1,2,5,0.2,0.9,0.1,",
    ]
    for read, row in zip(read_history(path), rows, strict=True):
        assert read == pytest.approx(row, rel=1e-5, nan_ok=True)


def test_a_class_that_is_named_with_a_comma_stays_one_column(tmp_path):
    write_history([{"epoch": 1, "iou_crops, irrigated": 0.5}], ["crops, irrigated"], tmp_path / "history.csv")
    assert read_history(tmp_path / "history.csv")[0]["iou_crops, irrigated"] == 0.5


def test_classes_of_one_name_have_a_column_each():
    assert iou_columns(["crop", "crop", "wood", "crop"]) == ["iou_crop", "iou_crop (2)", "iou_wood", "iou_crop (3)"]


def test_a_missing_table_is_told(tmp_path):
    with pytest.raises(MissingInput, match="Expected the course of a training at"):
        curves_figure(tmp_path / "nowhere.csv", WATER_FIELD)


def test_curves_are_those_of_the_rows(tmp_path):
    rows = rows_of([0.2, 0.5, 0.4])
    losses, rate, scores = curves_figure(rows, WATER_FIELD).axes
    drawn = lines_of(losses)
    np.testing.assert_allclose(drawn["training"], [2, 1, 2 / 3])
    np.testing.assert_allclose(drawn["validation"], [5, 2, 1])
    np.testing.assert_allclose(rate.get_lines()[0].get_ydata(), [0.1, 0.05, 0.1 / 3])
    drawn = lines_of(scores)
    np.testing.assert_allclose(drawn["0.400 mean"], [0.2, 0.5, 0.4])
    np.testing.assert_allclose(drawn["0.200 water"], [0.1, 0.25, 0.2])
    assert np.isnan(drawn["– field"]).all()


def test_the_best_epochs_are_marked():
    losses, _, scores = curves_figure(rows_of([0.2, 0.5, 0.4, 0.1]), WATER_FIELD).axes
    assert words_of(losses) == ["lowest 1.000, epoch 3"]
    assert words_of(scores) == ["best mean 0.500, epoch 2"]


def test_curves_of_a_table_are_those_of_its_rows(tmp_path):
    rows = rows_of([0.2, 0.5, 0.4])
    write_history(rows, ["water", "field"], tmp_path / "history.csv")
    draw_curves(rows, WATER_FIELD, tmp_path / "rows.png")
    draw_curves(tmp_path / "history.csv", WATER_FIELD, tmp_path / "table.png")
    with Image.open(tmp_path / "rows.png") as one, Image.open(tmp_path / "table.png") as other:
        assert one.size == (1880, 800)
        difference = np.abs(np.asarray(one, np.int16) - np.asarray(other, np.int16))
    assert (difference > 64).mean() < 1e-3  # digits are lost on the way


def test_without_validation_the_rest_is_drawn():
    nothing = [math.nan] * 3
    losses, _, scores = curves_figure(rows_of(nothing, validation_loss=nothing), WATER_FIELD).axes
    assert set(lines_of(losses)) == {"training"}
    assert words_of(losses) == []
    assert words_of(scores) == ["There were no labelled validation patches."]


def test_a_single_epoch_can_be_seen():
    losses, *_ = curves_figure(rows_of([0.3]), WATER_FIELD).axes
    assert all(line.get_marker() == "o" for line in losses.get_lines() if not line.get_label().startswith("_"))


def test_losses_far_apart_are_drawn_by_their_logarithm():
    near, far, negative = (
        curves_figure(rows_of([0.1, 0.2], train_loss=losses), WATER_FIELD).axes[0].get_yscale()
        for losses in ([2.0, 0.5], [500.0, 0.5], [500.0, -0.5])
    )
    assert (near, far, negative) == ("linear", "log", "linear")


def test_the_legend_names_the_classes_that_end_highest_and_counts_the_rest():
    classes = classes_of(*(f"class {index}" for index in range(20)))
    ends = {f"iou_class {index}": [0.5, index / 20] for index in range(20)}
    scores = curves_figure(rows_of([0.3, 0.4], **ends), classes).axes[2]
    words = [text.get_text() for text in scores.get_legend().get_texts()]
    assert words[:3] == ["0.400 mean", "0.950 class 19", "0.900 class 18"]
    assert words[-1] == "and 4 more"
    assert len(words) == 1 + 16 + 1
