"""The parameters and the result of the job ``evaluate``."""

from pathlib import Path

from seg4eo_engine.jobs.job import Job, Result
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.jobs.shared_parameters import (
    Device,
    Precision,
    background_parameter,
    class_field_parameter,
    class_names_parameter,
    device_parameter,
    prediction_batch_parameter,
    prediction_precision_parameter,
)


class EvaluateResult(Result):
    """The scores, and where the report is. A score is empty where it has no value."""

    miou: float = parameter(kind="number", title="mIoU", help="Mean intersection over union of the classes.")
    accuracy: float = parameter(kind="number", title="Accuracy", help="Share of pixels with the right class.")
    kappa: float | None = parameter(
        kind="number", title="Kappa", help="Agreement beyond what chance gives: 0 is chance, 1 is perfect."
    )
    mean_f1: float = parameter(kind="number", title="Mean F1", help="Mean F1 (Dice) of the classes.")
    ece: float | None = parameter(
        kind="number",
        title="Calibration error",
        help="How far the model's confidence is from its accuracy, on average; empty without a model.",
    )
    pixels: int = parameter(kind="integer", title="Pixels", help="Pixels that were compared.")
    report: Path | None = parameter(kind="file", title="Accuracy report", help="The page.")
    json_file: Path | None = parameter(kind="file", title="Report as JSON", help="The same in numbers.")
    csv_file: Path | None = parameter(kind="file", title="Scores as CSV", help="A row for each class.")


class WhatIsMeasured(Job):
    """A class map, or a model that makes one of images or of the patches of a dataset."""

    class_map: Path | None = parameter(
        None, kind="raster", title="Class map", help="A finished map to be measured. Empty: a model is measured."
    )
    model: Path | None = parameter(
        None,
        kind="file",
        title="Model",
        suffixes=(".safetensors",),
        help="Model to be measured, on a dataset or on images. Empty: a class map is measured.",
    )
    dataset: Path | None = parameter(
        None, kind="folder", title="Dataset", help="Folder with a dataset: the model is measured on its test patches."
    )


class WhatIsTrue(Job):
    """What the map is compared with, and where."""

    images: list[Path] = parameter(
        [], kind="rasters", title="Images", help="Whole scenes: the model maps them, and the maps are measured."
    )
    reference: list[Path] = parameter(
        [],
        kind="rasters",
        title="Reference rasters",
        help="Rasters with the true class of the pixels: one for the class map, or one for each image, in their order.",
    )
    reference_polygons: Path | None = parameter(
        None, kind="vector", title="Reference polygons", help="Polygons of known classes, instead of rasters."
    )
    class_field: str = class_field_parameter(
        "reference_polygons",
        "Column with the class of each polygon, whole numbers or names. Empty: all polygons are one class.",
    )
    classes: list[str] = class_names_parameter("those of the map or of the model.")
    background_value: int | None = background_parameter(
        "True class of the pixels outside of all reference polygons. Empty: they are not compared.", advanced=True
    )
    ignore_values: list[int] = parameter(
        [], kind="integers", title="Values to ignore", help="Values of the reference that are not a class."
    )
    grid: Path | None = parameter(
        None, kind="vector", title="Grid", help="Polygons: only pixels inside are compared. Empty: all."
    )
    split: str | None = parameter(
        None,
        kind="text",
        title="Split",
        help="Of a grid, only cells with this word in their split column. Of a dataset, the patches to measure: train, "
        "validation, test or all; empty is test.",
    )


class HowItIsMeasured(Job):
    """The machine, and what is written."""

    batch_size: int = prediction_batch_parameter("Patches or windows that the model sees at once.")
    device: Device = device_parameter()
    precision: Precision = prediction_precision_parameter()
    report: Path | None = parameter(
        None,
        kind="file_output",
        title="Accuracy report",
        suffixes=(".html",),
        help="Page with scores, confusion matrix and pictures; the numbers are written beside it as JSON and CSV. "
        "Empty: not written.",
    )
