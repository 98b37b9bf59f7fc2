"""The job ``evaluate``."""

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from seg4eo_engine.jobs.job import Group, Job, Result
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.outputs import check_file_output, staged_files
from seg4eo_engine.progress import Reporter, SilentReporter

if TYPE_CHECKING:
    from seg4eo_engine.evaluation.comparison import Comparison


class EvaluateResult(Result):
    """The scores of a map."""

    miou: float = parameter(kind="number", title="mIoU", help="Mean intersection over union of the classes.")
    accuracy: float = parameter(kind="number", title="Accuracy", help="Share of pixels with the right class.")
    pixels: int = parameter(kind="integer", title="Pixels", help="Pixels that were compared.")
    report: Path | None = parameter(kind="file", title="Report", help="Scores of each class and confusion matrix.")


class Evaluate(Job):
    """Compare a class map with a reference raster on the same pixels.

    It gives the overall accuracy, intersection over union and F1 of each class, and the confusion matrix. With a
    grid and a split, only the cells of that split are compared.
    """

    id: ClassVar[str] = "evaluate"
    title: ClassVar[str] = "Measure accuracy"
    group: ClassVar[Group] = "map"
    result_type: ClassVar[type[Result]] = EvaluateResult

    class_map: Path = parameter(kind="raster", title="Class map", help="The map to be measured.")
    reference: Path = parameter(kind="raster", title="Reference", help="Raster with the true class of the pixels.")
    ignore_values: list[int] = parameter(
        [], kind="integers", title="Values to ignore", help="Values of the reference that are not a class."
    )
    grid: Path | None = parameter(
        None, kind="vector", title="Grid", help="Polygons: only pixels inside are compared. Empty: all."
    )
    split: str | None = parameter(
        None, kind="text", title="Split", help="Only cells with this word in their split column, such as test."
    )
    report: Path | None = parameter(
        None,
        kind="file_output",
        title="Report",
        suffixes=(".json",),
        help="JSON file with the scores of each class and the confusion matrix. Empty: not written.",
    )

    def run(self, reporter: Reporter = SilentReporter()) -> EvaluateResult:  # noqa: B008 - it has no state
        # imported late: a job describes itself instantly
        from seg4eo_engine.evaluation.comparison import compare_rasters
        from seg4eo_engine.raster.classes import read_classes

        if self.report is not None:
            check_file_output(self.report, (".json",))
        comparison = compare_rasters(
            self.class_map,
            self.reference,
            ignore_values=self.ignore_values,
            area=self.grid,
            split=self.split,
            reporter=reporter,
        )
        classes = read_classes(self.class_map, list(comparison.class_values))
        scores = _scores(comparison, [item.name for item in classes])
        for name, score in scores["classes"].items():
            reporter.info(f"  {name}: IoU {score['iou']:.3f}, F1 {score['f1']:.3f}")
        reporter.info(f"mIoU {scores['miou']:.3f}, accuracy {scores['accuracy']:.1%}, {scores['pixels']} pixels.")
        if self.report is not None:
            with staged_files(self.report) as (staged,):
                staged.write_text(json.dumps(scores, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return EvaluateResult(
            miou=scores["miou"], accuracy=scores["accuracy"], pixels=scores["pixels"], report=self.report
        )


def _scores(comparison: "Comparison", names: list[str]) -> dict[str, Any]:
    confusion = comparison.confusion
    by_class = zip(
        names, comparison.class_values, confusion.iou, confusion.f1, confusion.precision, confusion.recall, strict=True
    )
    return {
        "miou": confusion.miou,
        "accuracy": confusion.accuracy,
        "pixels": confusion.total,
        "classes": {
            name: {
                "value": value,
                "iou": float(iou),
                "f1": float(f1),
                # a class that was never mapped has no precision, one that is not in the reference no recall
                "precision": None if math.isnan(precision) else float(precision),
                "recall": None if math.isnan(recall) else float(recall),
            }
            for name, value, iou, f1, precision, recall in by_class
        },
        "class_values": list(comparison.class_values),
        "confusion_matrix": confusion.counts.tolist(),
    }
