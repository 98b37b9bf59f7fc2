"""The job ``sampledata``."""

from pathlib import Path
from typing import ClassVar

from seg4eo_engine.jobs.job import Group, Job, Result
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.jobs.shared_parameters import seed_parameter
from seg4eo_engine.progress import Reporter, SilentReporter

GRID_PATCH_SIZE_PX = 128
GRID_MIN_VALID_SHARE = 0.5


class SampleDataResult(Result):
    """Where the sample files lie."""

    output: Path = parameter(kind="folder", title="Sample folder", help="The folder with all sample files.")
    scene: Path = parameter(kind="raster", title="Scene", help="Ten-band scene, Sentinel-2-like reflectance × 10000.")
    labels: Path = parameter(kind="raster", title="Labels", help="Label raster: the class of every pixel.")
    polygons: Path = parameter(kind="vector", title="Class polygons", help="The same classes as polygons.")
    grid: Path = parameter(kind="vector", title="Grid", help="Sampling grid with a split column.")


class SampleData(Job):
    """Write a small, realistic landscape to try everything else on.

    It is a ten-band Sentinel-2-like scene with its label raster, class polygons and a sampling grid. The same seed
    gives the same files.
    """

    id: ClassVar[str] = "sampledata"
    title: ClassVar[str] = "Create sample data"
    group: ClassVar[Group] = "data"
    result_type: ClassVar[type[Result]] = SampleDataResult

    output: Path = parameter(
        kind="folder_output", title="Sample folder", help="New folder that the sample files are written into."
    )
    size_px: int = parameter(
        1536,
        kind="integer",
        title="Scene size",
        unit="px",
        minimum=256,
        maximum=8192,
        help="Width and height of the scene.",
    )
    seed: int = seed_parameter("Another number gives another landscape.", advanced=False)

    def run(self, reporter: Reporter = SilentReporter()) -> SampleDataResult:  # noqa: B008 - it has no state
        # imported late: a job describes itself instantly
        from seg4eo_engine.landscape.sample import write_sample
        from seg4eo_engine.patches.grid.cells import CellLayout
        from seg4eo_engine.patches.grid.layer import write_grid
        from seg4eo_engine.patches.grid.request import GridRequest
        from seg4eo_engine.patches.splits import SplitRule

        def lay_grid(scene: Path, grid: Path, reporter: Reporter) -> None:
            request = GridRequest(
                scene,
                grid,
                layout=CellLayout(GRID_PATCH_SIZE_PX),
                min_valid_share=GRID_MIN_VALID_SHARE,
                splits=SplitRule(seed=self.seed),
            )
            write_grid(request, reporter)

        files = write_sample(self.output, size_px=self.size_px, seed=self.seed, lay_grid=lay_grid, reporter=reporter)
        return SampleDataResult(output=self.output, **files)
