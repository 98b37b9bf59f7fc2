"""The job ``grid``."""

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


class GridResult(Result):
    """The grid and how its cells are split."""

    output: Path = parameter(kind="vector", title="Grid", help="Cells with a split column.")
    cells: int = parameter(kind="integer", title="Cells", help="Number of cells.")
    train: int = parameter(kind="integer", title="Training cells", help="Cells to learn from.")
    validation: int = parameter(kind="integer", title="Validation cells", help="Cells that choose the best epoch.")
    test: int = parameter(kind="integer", title="Test cells", help="Cells that measure the accuracy.")


class Grid(Job):
    """Lay a grid of patch-sized cells over a raster, and split them into training, validation and test.

    The cells are aligned to the raster's pixels. Neighbouring cells are kept together in blocks, so that the test cells
    are not next door to training cells everywhere and the measured accuracy stays honest.
    """

    id: ClassVar[str] = "grid"
    title: ClassVar[str] = "Create sampling grid"
    group: ClassVar[Group] = "data"
    result_type: ClassVar[type[Result]] = GridResult

    raster: Path = parameter(kind="raster", title="Raster", help="The cells are aligned to the pixels of this raster.")
    output: Path = parameter(
        kind="vector_output", title="Grid", suffixes=(".gpkg",), help="GeoPackage that the cells are written into."
    )
    area: Path | None = parameter(
        None,
        kind="vector",
        title="Area of interest",
        help="Polygons: only cells that touch them are kept. Empty: the whole raster.",
    )
    patch_size_px: int = patch_size_parameter("Width and height of a cell.")
    overlap_px: int = overlap_parameter("Overlap of neighbouring cells.")
    min_valid_share: float = parameter(
        0.5,
        kind="number",
        title="Least valid share",
        minimum=0,
        maximum=1,
        help="Cells with a smaller share of valid (not nodata) pixels are left out.",
    )
    validation_share: float = validation_share_parameter("Share of the cells for validation.")
    test_share: float = test_share_parameter("Share of the cells for the test.")
    block_cells: int = block_parameter("cells")
    seed: int = seed_parameter("Another number gives another split.")

    def run(self, reporter: Reporter = SilentReporter()) -> GridResult:  # noqa: B008 - it has no state
        # imported late: a job describes itself instantly
        from seg4eo_engine.patches.cells import GridLayout
        from seg4eo_engine.patches.grid import write_grid
        from seg4eo_engine.patches.splits import SplitRule

        layout = GridLayout(self.patch_size_px, self.overlap_px, self.min_valid_share)
        splits = SplitRule(self.validation_share, self.test_share, self.block_cells, self.seed)
        counts = write_grid(self.raster, self.output, self.area, layout, splits, reporter)
        return GridResult(output=self.output, **counts)
