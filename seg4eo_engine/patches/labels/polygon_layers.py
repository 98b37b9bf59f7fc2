"""The polygon layers that label the images of a dataset: read once for each CRS, with the same classes in all."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from seg4eo_engine.errors import GridMismatch
from seg4eo_engine.patches.labels.classes import NamedClass, names_raw_values
from seg4eo_engine.patches.labels.forms import BurnedLabels, LabelChoice
from seg4eo_engine.patches.labels.polygons import PolygonLabels, PolygonRule
from seg4eo_engine.patches.notes import Notes
from seg4eo_engine.progress import Reporter, SilentReporter
from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.grid import RasterGrid


class PolygonLayers:
    """Polygon layers by file and CRS; ``rule`` says how they become pixels, ``choice`` what their classes are."""

    def __init__(self, rule: PolygonRule, choice: LabelChoice) -> None:
        self._rule = replace(rule, classes=rule.classes or _named_polygons(choice))
        self._choice = choice
        self._layers: dict[tuple[Path, str], PolygonLabels] = {}
        self._classes: tuple[ClassInfo, ...] = ()

    def read(self, paths: Sequence[Path], grids: Sequence[RasterGrid], reporter: Reporter) -> None:
        """Read the layers; where they number names each in its own way, number them together.

        Raises:
            MissingInput, NotAVector, GridMismatch, InvalidJob, UnknownClass, InvalidDataset: as
                :meth:`~seg4eo_engine.patches.labels.polygons.PolygonLabels.read` says.
        """
        self._read(paths, grids, self._rule, reporter)
        named = {(item.value, item.name) for layer in self._layers.values() for item in layer.classes}
        if len(named) > len({value for value, _ in named}):
            self._layers.clear()
            self._read(paths, grids, replace(self._rule, classes=self._number(named)), SilentReporter())
        by_value = {item.value: item for layer in self._layers.values() for item in layer.classes}
        self._classes = tuple(by_value[value] for value in sorted(by_value))

    def _read(self, paths: Sequence[Path], grids: Sequence[RasterGrid], rule: PolygonRule, reporter: Reporter) -> None:
        for path, grid in zip(paths, grids, strict=True):
            if _key(path, grid) not in self._layers:
                reporter.check_cancelled()
                self._layers[_key(path, grid)] = PolygonLabels.read(path, grid.crs, rule, reporter)

    def _number(self, named: set[tuple[int, str]]) -> tuple[NamedClass, ...]:
        """All names in alphabetical order, with values from 1 that the background leaves free."""
        background = self._rule.background
        names = sorted({name for value, name in named if value != background})
        values = [value for value in range(1, len(names) + 2) if value != background]
        return tuple(NamedClass(value, name, None) for value, name in zip(values, names, strict=False))

    def check_touching(
        self, images: Sequence[Path], paths: Sequence[Path], grids: Sequence[RasterGrid], notes: Notes
    ) -> None:
        """Refuse polygons that lie on none of the images, and note the images on which none lies.

        Raises:
            GridMismatch: no polygon touches an image.
        """
        bare = [
            (image, path)
            for image, path, grid in zip(images, paths, grids, strict=True)
            if not self._layers[_key(path, grid)].count_touching(grid)
        ]
        if bare and len(bare) == len(images):
            raise GridMismatch(
                f"Expected polygons over the images, found none in {bare[0][1].name} that touches a pixel of "
                f"{bare[0][0].name}: choose the polygons of these images."
            )
        for image, path in bare:
            notes.add("Images on which no polygon lies", image, f"No polygon of {path.name} lies on {image.name}.")

    def labels(self, path: Path, grid: RasterGrid) -> BurnedLabels:
        """The labels that a layer makes on an image with this grid."""
        return BurnedLabels(self._layers[_key(path, grid)], self._classes, self._choice)


def _key(path: Path, grid: RasterGrid) -> tuple[Path, str]:
    return path, grid.crs.to_wkt() if grid.crs else ""


def _named_polygons(choice: LabelChoice) -> tuple[NamedClass, ...]:
    """The user's classes as far as they name polygons, and the values to ignore, which polygons may have as well."""
    if not choice.classes or (choice.positive_values and not names_raw_values(choice.classes, choice.positive_values)):
        return ()
    named = {item.value for item in choice.classes}
    ignored = (NamedClass(value, f"ignored {value}", None) for value in choice.ignore_values if value not in named)
    return (*choice.classes, *ignored)
