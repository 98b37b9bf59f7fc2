"""The job ``extractpatches``."""

from pathlib import Path
from typing import ClassVar

from seg4eo_engine.jobs.job import Group, Job, Result
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.jobs.shared_parameters import (
    block_parameter,
    overlap_parameter,
    patch_size_parameter,
    seed_parameter,
    test_share_parameter,
    validation_share_parameter,
)
from seg4eo_engine.progress import Reporter, SilentReporter


class ExtractPatchesResult(Result):
    """The dataset and its patches by split."""

    output: Path = parameter(kind="folder", title="Dataset", help="The dataset folder.")
    outlines: Path = parameter(kind="vector", title="Patch outlines", help="Outline and split of each patch.")
    patches: int = parameter(kind="integer", title="Patches", help="Number of patches.")
    train: int = parameter(kind="integer", title="Training patches", help="Patches to learn from.")
    validation: int = parameter(kind="integer", title="Validation patches", help="Patches that choose the best epoch.")
    test: int = parameter(kind="integer", title="Test patches", help="Patches that measure the accuracy.")


class ExtractPatches(Job):
    """Cut images and their label rasters into patches, and write them as a dataset to train on.

    The patches are the cells of a grid, or a regular tiling where no grid is given. Pixels are copied as they are. The
    grid may be in another coordinate reference system; its cells are then reprojected.
    """

    id: ClassVar[str] = "extractpatches"
    title: ClassVar[str] = "Extract patches"
    group: ClassVar[Group] = "data"
    result_type: ClassVar[type[Result]] = ExtractPatchesResult

    images: list[Path] = parameter(kind="rasters", title="Images", help="One or more rasters with the same bands.")
    labels: list[Path] = parameter(
        kind="rasters",
        title="Labels",
        help="A label raster for each image, in the same order and on the same pixels; each pixel holds a class value.",
    )
    output: Path = parameter(
        kind="folder_output", title="Dataset", help="New folder that the patches are written into."
    )
    grid: Path | None = parameter(
        None,
        kind="vector",
        title="Grid",
        help="Polygons, one a patch; a column named split may hold train, validation or test. Empty: regular tiling.",
    )
    patch_size_px: int = patch_size_parameter("Width and height of a patch; a grid's cells must have this size too.")
    overlap_px: int = overlap_parameter("Overlap of neighbouring patches in regular tiling.")
    band_indexes: list[int] = parameter(
        [], kind="integers", title="Bands", help="Numbers of the bands to use, the first is 1. Empty: all bands."
    )
    classes: list[str] = parameter(
        [],
        kind="texts",
        title="Classes",
        help="Class values with names, and colours if wanted: 1=water, 2=forest:#0a7d32. What is left out is taken "
        "from the label raster.",
    )
    ignore_values: list[int] = parameter(
        [],
        kind="integers",
        title="Values to ignore",
        help="Label values that are not a class (unlabelled, clouds): they are neither learned nor measured.",
    )
    min_valid_share: float = parameter(
        0.1,
        kind="number",
        title="Least valid share",
        minimum=0,
        maximum=1,
        advanced=True,
        help="Patches with a smaller share of pixels that are valid and labelled are left out.",
    )
    validation_share: float = validation_share_parameter(
        "Share of the patches for validation where the grid has no split column."
    )
    test_share: float = test_share_parameter("Share of the patches for the test where the grid has no split column.")
    block_cells: int = block_parameter("patches")
    seed: int = seed_parameter("Another number gives another split.")

    def run(self, reporter: Reporter = SilentReporter()) -> ExtractPatchesResult:  # noqa: B008 - it has no state
        # imported late: a job describes itself instantly
        from seg4eo_engine.patches.cells import GridLayout
        from seg4eo_engine.patches.extraction import Extraction, extract_patches
        from seg4eo_engine.patches.records import OUTLINES_NAME
        from seg4eo_engine.patches.splits import SplitRule

        extraction = Extraction(
            images=self.images,
            labels=self.labels,
            grid=self.grid,
            layout=GridLayout(self.patch_size_px, self.overlap_px, self.min_valid_share),
            band_indexes=self.band_indexes,
            classes=self.classes,
            ignore_values=self.ignore_values,
            splits=SplitRule(self.validation_share, self.test_share, self.block_cells, self.seed),
        )
        counts = extract_patches(extraction, self.output, reporter)
        return ExtractPatchesResult(output=self.output, outlines=self.output / OUTLINES_NAME, **counts)
