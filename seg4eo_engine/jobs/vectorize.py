"""The job ``vectorize``."""

from pathlib import Path
from typing import ClassVar

from seg4eo_engine.jobs.job import Group, Job, Result
from seg4eo_engine.jobs.map_parameters import minimum_area_parameter, smallest_px
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.outputs import check_file_output
from seg4eo_engine.progress import Reporter, SilentReporter


class VectorizeResult(Result):
    """The polygons, and how much of the map each class has."""

    output: Path = parameter(kind="vector", title="Polygons", help="GeoPackage with a polygon for each area.")
    polygons: int = parameter(kind="integer", title="Number of polygons", help="Polygons that were written.")
    classes: list[str] = parameter(
        kind="texts", title="Classes", help="What was written of each class: 1=water: 12 polygons, 3.4 ha."
    )


class Vectorize(Job):
    """Turn a class map into polygons, one for each connected area of a class.

    The map may be of any size. Neighbouring polygons fit together without gaps and overlaps, simplified or not. The
    polygons have the colours and the class names of the map, their area on the ground, their pixels and, where a
    confidence is given, its mean. Pixels without a class get no polygon.
    """

    id: ClassVar[str] = "vectorize"
    title: ClassVar[str] = "Polygons of a map"
    group: ClassVar[Group] = "map"
    result_type: ClassVar[type[Result]] = VectorizeResult

    class_map: Path = parameter(
        kind="raster",
        title="Class map",
        help="Raster of class values in its first band, written by Map a raster or not.",
    )
    output: Path = parameter(
        kind="vector_output",
        title="Polygons",
        suffixes=(".gpkg",),
        help="GeoPackage that the polygons are written into.",
    )
    confidence: Path | None = parameter(
        None,
        kind="raster",
        title="Confidence",
        help="Confidence that was written with the class map; each polygon gets its mean. Empty: not written.",
    )
    minimum_area: float = minimum_area_parameter()
    fill_holes: bool = parameter(
        False,
        kind="boolean",
        title="Fill holes",
        help="Holes without a class, smaller than the minimum mapping unit, become part of the area around them.",
    )
    simplify_px: float = parameter(
        1.0,
        kind="number",
        title="Simplification",
        unit="px",
        minimum=0,
        maximum=20,
        help="How far an outline may be from the sides of the pixels. 1 makes straight lines of the steps of pixels, "
        "0 keeps them.",
    )
    classes_left_out: list[int] = parameter(
        [],
        kind="integers",
        title="Classes left out",
        help="Class values that get no polygons, such as that of the background.",
    )

    def run(self, reporter: Reporter = SilentReporter()) -> VectorizeResult:  # noqa: B008 - it has no state
        # imported late: a job describes itself instantly
        from seg4eo_engine.raster.grid import RasterGrid
        from seg4eo_engine.raster.reader import open_raster
        from seg4eo_engine.vector.polygons import PolygonOptions, write_polygons

        check_file_output(self.output, (".gpkg",))
        with open_raster(self.class_map) as dataset:
            limit_px = smallest_px(self.minimum_area, RasterGrid.from_dataset(dataset))
        options = PolygonOptions(
            smallest_px=limit_px,
            fill_holes_px=limit_px if self.fill_holes else 0,
            simplify_px=self.simplify_px,
            left_out=frozenset(self.classes_left_out),
        )
        summaries = write_polygons(self.class_map, self.confidence, self.output, options, reporter)
        polygons = sum(item.polygons for item in summaries)
        if not polygons:
            reporter.warning(f"There are no polygons: {self.class_map.name} has no pixels of a class that is wanted.")
        return VectorizeResult(
            output=self.output,
            polygons=polygons,
            classes=[
                f"{item.value}={item.name}: {item.polygons} polygons, "
                + (f"{item.pixels} px" if item.area_m2 is None else f"{item.area_m2 / 10_000:.4g} ha")
                for item in summaries
            ],
        )
