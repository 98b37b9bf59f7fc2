"""``history.csv``: what was measured in each epoch of a training."""

import csv
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from seg4eo_engine.errors import MissingInput
from seg4eo_engine.outputs import staged_files

Row = Mapping[str, float]
WHOLE_NUMBERS = ("epoch", "step")
SCORES = ("learning_rate", "train_loss", "validation_loss", "validation_miou", "validation_accuracy")
COLUMNS = (*WHOLE_NUMBERS, "minutes", *SCORES)


def iou_columns(class_names: Sequence[str]) -> list[str]:
    """The names of the columns with the intersection over union of each class, all different."""
    columns: list[str] = []
    for name in class_names:
        column, count = f"iou_{name}", 1
        while column in columns:
            count += 1
            column = f"iou_{name} ({count})"
        columns.append(column)
    return columns


def write_history(rows: Sequence[Row], class_names: Sequence[str], path: Path) -> None:
    """Write one line for each epoch; what was not measured (NaN) is empty. There is never half a file."""
    columns = [*COLUMNS, *iou_columns(class_names)]
    with staged_files(path) as (staged,), staged.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_text(name, row.get(name, math.nan)) for name in columns] for row in rows)


def read_history(path: Path) -> list[dict[str, float]]:
    """The rows of a ``history.csv``, with NaN for what was not measured.

    Raises:
        MissingInput: there is no such file.
    """
    if not path.is_file():
        raise MissingInput(f"Expected the course of a training at {path}, found nothing there: check the path.")
    with path.open(newline="", encoding="utf-8") as file:
        return [
            {name: float(text) if text else math.nan for name, text in line.items()} for line in csv.DictReader(file)
        ]


def _text(name: str, value: float) -> str:
    if math.isnan(value):
        return ""
    return str(int(value)) if name in WHOLE_NUMBERS else f"{value:.6g}"
