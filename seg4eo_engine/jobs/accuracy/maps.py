"""Maps and their reference, compared and added up."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from seg4eo_engine.errors import GridMismatch
from seg4eo_engine.evaluation.comparison import Comparison, compare, confusion_of
from seg4eo_engine.evaluation.extent import Extent
from seg4eo_engine.evaluation.references import PolygonReference, RasterReference, Reference
from seg4eo_engine.evaluation.tiles import merged_parts
from seg4eo_engine.jobs.accuracy.squares import ComparedMap, Squares
from seg4eo_engine.patches.labels.classes import NamedClass
from seg4eo_engine.patches.labels.polygons import PolygonRule
from seg4eo_engine.progress import PartialReporter, Reporter
from seg4eo_engine.raster.classes import ClassInfo, class_names_tag, read_classes
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import open_raster, small_cache
from seg4eo_engine.reports.evaluation.measured import Measured


@dataclass(frozen=True)
class Truth:
    """What maps are compared with, besides a raster for each: see the fields of the job."""

    polygons: Path | None
    class_field: str
    classes: tuple[NamedClass, ...]
    background: int | None
    ignore_values: tuple[int, ...]
    grid: Path | None
    split: str | None


class MapComparison:
    """Compares maps one after the other and adds up what is found."""

    def __init__(self, truth: Truth, *, show: bool) -> None:
        """Take the truth; with ``show``, squares are kept to be shown."""
        self._truth = truth
        self._squares = Squares(truth.ignore_values) if show else None
        self._sum: Comparison | None = None
        self._compared = ("", "")  # the last map and its reference, for messages

    def add(self, one: ComparedMap, reporter: Reporter) -> None:
        """Compare a map.

        Raises:
            Seg4eoError: as :func:`~seg4eo_engine.evaluation.comparison.compare` and the inputs deserve.
        """
        with ExitStack() as stack:
            stack.enter_context(small_cache())
            map_file = stack.enter_context(open_raster(one.class_map))
            grid = RasterGrid.from_dataset(map_file)
            known = class_names_tag(map_file)
            reference: Reference
            if one.reference is not None:
                reference = RasterReference(stack.enter_context(open_raster(one.reference)), grid, reporter)
            else:
                reference = self._polygons(grid, known, reporter)
            extent = None
            if self._truth.grid is not None:
                extent = Extent.read(self._truth.grid, self._truth.split, grid, reporter)
            found = compare(
                one.class_map,
                reference,
                ignore_values=self._truth.ignore_values,
                extent=extent,
                confidence=one.confidence,
                reporter=PartialReporter(reporter, 0, 0.95),
            )
            self._compared = (one.name, reference.name)
            self._sum = found if self._sum is None else self._sum + found
            if self._squares is not None:
                self._squares.add(one, found.tiles, reference, extent)

    def measured(
        self, subject: str, against: str, classes: Sequence[ClassInfo], bands: tuple[str, ...] = ()
    ) -> Measured:
        """All maps together, for the report.

        Raises:
            GridMismatch: no pixel was left to compare.
        """
        found = self.found
        values = [item.value for item in classes]
        best, worst = self._squares.shown(classes) if self._squares else ([], [])
        return Measured(
            subject=subject,
            against=against,
            classes=tuple(classes),
            confusion=found.confusion(values),
            parts=[confusion_of(pairs, values) for pairs in merged_parts(found.tiles)],
            mapped_px=[found.mapped_px[value] for value in values],
            pixel_area_m2=found.pixel_area_m2,
            best=best,
            worst=worst,
            bands=bands,
        )

    @property
    def found(self) -> Comparison:
        """What was counted on all maps.

        Raises:
            GridMismatch: no pixel was left to compare.
        """
        if self._sum is None or not self._sum.pairs:
            inside = "" if self._truth.grid is None else f" inside the polygons of {self._truth.grid.name}"
            raise GridMismatch(
                f"Expected pixels with a class in both {' and '.join(self._compared)}, found none{inside}: "
                "check that they show the same place."
            )
        return self._sum

    def _polygons(self, grid: RasterGrid, known: dict[int, str] | None, reporter: Reporter) -> PolygonReference:
        assert self._truth.polygons is not None, "a map is compared with a raster or with polygons"
        named = self._truth.classes or tuple(NamedClass(value, name, None) for value, name in (known or {}).items())
        rule = PolygonRule(class_field=self._truth.class_field, classes=named, background=self._truth.background)
        return PolygonReference.open(self._truth.polygons, grid, rule, self._truth.ignore_values, reporter)


def measure_map(class_map: Path, reference: Path | None, truth: Truth, *, show: bool, reporter: Reporter) -> Measured:
    """Compare a finished map with a reference raster (None: with the polygons of ``truth``).

    Raises:
        Seg4eoError: as comparing says.
    """
    comparison = MapComparison(truth, show=show)
    comparison.add(ComparedMap(class_map, class_map.name, reference), reporter)
    found = comparison.found
    values = sorted({*found.class_values, *found.mapped_px})
    known = reference or truth.polygons
    return comparison.measured(
        class_map.name, known.name if known else "", classes_of_map(class_map, values, truth.classes, reference)
    )


def classes_of_map(
    class_map: Path, values: Sequence[int], given: Sequence[NamedClass], reference: Path | None
) -> list[ClassInfo]:
    """The classes of these values: as the user named them, else as the map describes them, else as the reference."""
    with open_raster(class_map) as file:
        tagged = class_names_tag(file) or {}
    named = {item.value: item for item in given}
    of_reference = read_classes(reference, list(values)) if reference is not None else [None] * len(values)
    classes = []
    for item, other in zip(read_classes(class_map, list(values)), of_reference, strict=True):
        name = tagged.get(item.value, item.name)
        if name == f"class {item.value}" and other is not None:
            item, name = other, other.name
        user = named.get(item.value)
        colour = (user.colour if user else None) or item.colour
        classes.append(ClassInfo(value=item.value, name=user.name if user else name, colour=colour))
    return classes
