"""The job ``grid``."""

from pathlib import Path
from typing import ClassVar, Literal

from seg4eo_engine.jobs.job import Group, Job, Result
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.jobs.shared_parameters import (
    block_parameter,
    buffer_parameter,
    class_field_parameter,
    overlap_parameter,
    patch_size_parameter,
    seed_parameter,
    test_share_parameter,
    validation_share_parameter,
)
from seg4eo_engine.jobs.source_parameters import ignore_parameter
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

    The cells are aligned to the raster's pixels. Neighbouring cells are kept together in blocks, with a gap between the
    splits, so that no test cell is next door to a training cell and the measured accuracy stays honest.
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
    patch_size_m: float | None = parameter(
        None,
        kind="number",
        title="Patch size in metres",
        unit="m",
        minimum=0.01,
        maximum=10_000_000,
        help="Width and height of a cell on the ground, instead of in pixels; rounded to whole pixels.",
    )
    overlap_px: int = overlap_parameter("Overlap of neighbouring cells.")
    stride_px: int | None = parameter(
        None,
        kind="integer",
        title="Stride",
        unit="px",
        minimum=1,
        maximum=100_000,
        advanced=True,
        help="From the start of one cell to that of the next, instead of an overlap; more than the patch size leaves "
        "gaps.",
    )
    min_valid_share: float = parameter(
        0.5,
        kind="number",
        title="Least valid share",
        minimum=0,
        maximum=1,
        help="Cells with a smaller share of valid (not nodata) pixels are left out.",
    )
    labels: Path | None = parameter(
        None,
        kind="raster",
        title="Labels",
        help="Label raster, whose class shares are written into the grid. Empty: no labels, or polygons.",
    )
    label_polygons: Path | None = parameter(
        None, kind="vector", title="Label polygons", help="Polygons to be used as labels instead of a label raster."
    )
    class_field: str = class_field_parameter(
        "label_polygons", "Column of the label polygons with class numbers or names. Empty: all polygons are class 1."
    )
    ignore_values: list[int] = ignore_parameter()
    min_labelled_share: float = parameter(
        0.0,
        kind="number",
        title="Least labelled share",
        minimum=0,
        maximum=1,
        help="Cells with a smaller share of labelled pixels are left out, where labels are given.",
    )
    validation_share: float = validation_share_parameter("Share of the cells for validation.")
    test_share: float = test_share_parameter("Share of the cells for the test.")
    split_method: Literal["blocks", "random", "stratified", "column"] = parameter(
        "blocks",
        kind="choice",
        title="Split",
        help="How cells become training, validation and test: in blocks of neighbours, stratified in blocks so that "
        "every split has its share of each class of the labels, at random, or by a column of the area of interest.",
    )
    split_column: str = parameter(
        "split",
        kind="field",
        parent="area",
        title="Split column",
        advanced=True,
        help="Column of the area of interest that holds train, validation or test: a cell takes it from the polygon "
        "that it mostly lies in. Where it is empty, cells are split in blocks.",
    )
    block_cells: int | None = block_parameter("cells")
    buffer_cells: float | None = buffer_parameter("cells")
    seed: int = seed_parameter("Another number gives another split.")

    def run(self, reporter: Reporter = SilentReporter()) -> GridResult:  # noqa: B008 - it has no state
        # imported late: a job describes itself instantly
        from seg4eo_engine.patches.grid.cells import CellLayout
        from seg4eo_engine.patches.grid.layer import write_grid
        from seg4eo_engine.patches.grid.request import GridLabels, GridRequest
        from seg4eo_engine.patches.splits import SplitRule

        request = GridRequest(
            raster=self.raster,
            output=self.output,
            area=self.area,
            layout=CellLayout(self.patch_size_px, self.patch_size_m, self.overlap_px, self.stride_px),
            min_valid_share=self.min_valid_share,
            labels=GridLabels(
                self.labels,
                self.label_polygons,
                self.class_field,
                tuple(self.ignore_values),
                self.min_labelled_share,
            ),
            split_column=self.split_column if self.split_method == "column" else None,
            splits=SplitRule(
                validation_share=self.validation_share,
                test_share=self.test_share,
                block_cells=self.block_cells,
                seed=self.seed,
                method="blocks" if self.split_method == "column" else self.split_method,
                buffer_cells=self.buffer_cells,
            ),
        )
        return GridResult(output=self.output, **write_grid(request, reporter))
