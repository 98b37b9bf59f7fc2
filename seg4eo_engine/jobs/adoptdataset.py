"""The job ``adoptdataset``."""

from pathlib import Path
from typing import ClassVar

from seg4eo_engine.jobs.extractpatches import DatasetResult
from seg4eo_engine.jobs.job import Group, Job, Result
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.jobs.source_parameters import (
    Bands,
    bands_parameter,
    binary_parameter,
    classes_parameter,
    ignore_parameter,
    nodata_parameter,
)
from seg4eo_engine.progress import Reporter, SilentReporter


class AdoptDataset(Job):
    """Make a dataset of patches that were cut elsewhere.

    The folder holds train, validation (or val) and test; in each of them, images and labels (or masks) have files of
    the same names, GeoTIFF, PNG or JPEG. Every pair is checked, and the patches keep their pixels and their split.
    """

    id: ClassVar[str] = "adoptdataset"
    title: ClassVar[str] = "Adopt existing patches"
    group: ClassVar[Group] = "data"
    result_type: ClassVar[type[Result]] = DatasetResult

    folder: Path = parameter(
        kind="folder", title="Folder of patches", help="Folder with train, validation and test in it."
    )
    output: Path = parameter(kind="folder_output", title="Dataset", help="New folder that the dataset is written into.")
    bands: Bands = bands_parameter()
    classes: list[str] = classes_parameter()
    ignore_values: list[int] = ignore_parameter()
    positive_values: list[int] = binary_parameter()
    nodata: float | None = nodata_parameter()

    def run(self, reporter: Reporter = SilentReporter()) -> DatasetResult:  # noqa: B008 - it has no state
        # imported late: a job describes itself instantly
        from seg4eo_engine.patches.adoption import adopt_dataset
        from seg4eo_engine.patches.labels.classes import parse_classes
        from seg4eo_engine.patches.records import OUTLINES_NAME
        from seg4eo_engine.patches.sources import SourceRequest

        request = SourceRequest(
            images=(),
            labels=(),
            bands=tuple(self.bands),
            nodata=self.nodata,
            classes=tuple(parse_classes(self.classes)),
            ignore_values=tuple(self.ignore_values),
            positive_values=tuple(self.positive_values),
        )
        counts = adopt_dataset(self.folder, request, self.output, reporter)
        return DatasetResult(output=self.output, outlines=self.output / OUTLINES_NAME, **counts)
