"""The job ``rasterizelabels``."""

from pathlib import Path
from typing import ClassVar, Literal

from seg4eo_engine.jobs.job import Group, Job, Result
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.jobs.shared_parameters import (
    background_parameter,
    class_field_parameter,
    class_names_parameter,
)
from seg4eo_engine.progress import Reporter, SilentReporter

Order = Literal["layer", "largest_first", "field"]


class RasterizeLabelsResult(Result):
    """The label raster and what is in it."""

    output: Path = parameter(kind="raster", title="Label raster", help="GeoTIFF with the class of every pixel.")
    classes: list[str] = parameter(kind="texts", title="Classes", help="Class values with names: 1=water.")
    labelled_share: float = parameter(
        kind="number", title="Labelled share", help="Share of the raster's pixels that have a class."
    )
    polygons: int = parameter(kind="integer", title="Polygons", help="Number of polygons that touch the raster.")


class RasterizeLabels(Job):
    """Turn polygons into a label raster on the pixels of an image.

    The label raster has the class names and colours with it, and is styled when it is loaded into QGIS. Polygons in
    another coordinate reference system are reprojected.
    """

    id: ClassVar[str] = "rasterizelabels"
    title: ClassVar[str] = "Rasterize labels"
    group: ClassVar[Group] = "data"
    result_type: ClassVar[type[Result]] = RasterizeLabelsResult

    polygons: Path = parameter(kind="vector", title="Polygons", help="Layer of polygons of known classes.")
    raster: Path = parameter(kind="raster", title="Raster", help="The labels get the pixels of this raster.")
    output: Path = parameter(
        kind="raster_output",
        title="Label raster",
        suffixes=(".tif", ".tiff"),
        help="GeoTIFF that the class of every pixel is written into.",
    )
    class_field: str = class_field_parameter(
        "polygons", "Column with the class of each polygon, whole numbers or names. Empty: all polygons are class 1."
    )
    classes: list[str] = class_names_parameter(
        "what the polygons have; names get the values 1, 2, … in alphabetical order."
    )
    background_value: int | None = background_parameter(
        "Class value of pixels outside of all polygons. Empty: they are unlabelled, and nothing is learned there."
    )
    order: Order = parameter(
        "layer",
        kind="choice",
        title="Order of painting",
        advanced=True,
        help="Polygons that come later are painted over earlier ones: in the order of the layer, the largest first, or "
        "by a column.",
    )
    order_field: str = parameter(
        "",
        kind="field",
        title="Order field",
        parent="polygons",
        advanced=True,
        help="Column to paint by where the order is field, the smallest value first.",
    )
    all_touched: bool = parameter(
        False,
        kind="boolean",
        title="All touched pixels",
        advanced=True,
        help="A polygon takes every pixel that it touches, instead of those whose centre lies in it.",
    )
    buffer_m: float = parameter(
        0,
        kind="number",
        title="Buffer",
        unit="m",
        minimum=-10_000,
        maximum=10_000,
        advanced=True,
        help="Polygons grow by this on the ground; a negative number shrinks them.",
    )
    ignore_border_px: float = parameter(
        0,
        kind="number",
        title="Unlabelled border",
        unit="px",
        minimum=0,
        maximum=100,
        advanced=True,
        help="Pixels nearer than this to the outline of a polygon are unlabelled, inside and outside.",
    )

    def run(self, reporter: Reporter = SilentReporter()) -> RasterizeLabelsResult:  # noqa: B008 - it has no state
        # imported late: a job describes itself instantly
        from seg4eo_engine.patches.labels.classes import parse_classes
        from seg4eo_engine.patches.labels.polygons import PolygonRule
        from seg4eo_engine.patches.labels.rasterize import write_label_raster

        rule = PolygonRule(
            class_field=self.class_field,
            classes=tuple(parse_classes(self.classes)),
            background=self.background_value,
            all_touched=self.all_touched,
            order=self.order,
            order_field=self.order_field,
            buffer_m=self.buffer_m,
            ignore_border_px=self.ignore_border_px,
        )
        written = write_label_raster(self.polygons, self.raster, self.output, rule, reporter)
        return RasterizeLabelsResult(
            output=self.output,
            classes=[f"{item.value}={item.name}" for item in written.classes],
            labelled_share=written.labelled_share,
            polygons=written.polygons,
        )
