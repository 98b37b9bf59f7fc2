"""The job ``extractpatches``."""

from functools import partial
from pathlib import Path
from typing import ClassVar

from seg4eo_engine.jobs.cluster_parameters import ClusterParameters
from seg4eo_engine.jobs.extraction_parameters import CuttingParameters
from seg4eo_engine.jobs.job import Group, Result
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.progress import Reporter, SilentReporter


class DatasetResult(Result):
    """The dataset and its patches by split."""

    output: Path = parameter(kind="folder", title="Dataset", help="The dataset folder.")
    outlines: Path = parameter(kind="vector", title="Patch outlines", help="Outline and split of each patch.")
    patches: int = parameter(kind="integer", title="Patches", help="Number of patches.")
    train: int = parameter(kind="integer", title="Training patches", help="Patches to learn from.")
    validation: int = parameter(kind="integer", title="Validation patches", help="Patches that choose the best epoch.")
    test: int = parameter(kind="integer", title="Test patches", help="Patches that measure the accuracy.")


class ExtractPatches(ClusterParameters, CuttingParameters):
    """Cut images and their labels into patches, and write them as a dataset to train on.

    The patches are the cells of a grid, or a regular tiling where no grid is given. Cells on the image's pixels are
    copied as they are; others are resampled. Labels are rasters of class values, colour masks or polygons; where they
    lie on another grid or in another coordinate reference system, they are brought onto the image's pixels.
    """

    id: ClassVar[str] = "extractpatches"
    title: ClassVar[str] = "Extract patches"
    group: ClassVar[Group] = "data"
    result_type: ClassVar[type[Result]] = DatasetResult

    def run(self, reporter: Reporter = SilentReporter()) -> DatasetResult:  # noqa: B008 - it has no state
        # imported late: a job describes itself instantly
        from seg4eo_engine.jobs.extraction.on_cluster import open_cluster
        from seg4eo_engine.jobs.extraction.request import extraction_of
        from seg4eo_engine.patches.extraction import extract_patches
        from seg4eo_engine.patches.records import OUTLINES_NAME
        from seg4eo_engine.patches.work import WorkHere

        open_work = partial(open_cluster, self, reporter) if self.is_for_cluster else WorkHere.open
        counts = extract_patches(extraction_of(self, reporter), self.output, reporter, open_work)
        return DatasetResult(output=self.output, outlines=self.output / OUTLINES_NAME, **counts)
