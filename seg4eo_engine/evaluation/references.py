"""The true class of the pixels of a map: from a raster on any grid, or from polygons."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from rasterio.io import DatasetReader
from rasterio.windows import Window

from seg4eo_engine.errors import GridMismatch, InvalidJob, UnknownClass
from seg4eo_engine.patches.labels.classes import NamedClass
from seg4eo_engine.patches.labels.polygons import PolygonLabels, PolygonRule
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.classes import default_class
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import read_pixels
from seg4eo_engine.raster.resampling import resample


class Reference(Protocol):
    """What a map is compared with."""

    @property
    def name(self) -> str:
        """The file, for messages."""

    def read(self, window: Window) -> tuple[NDArray[np.integer], NDArray[np.bool_]]:
        """True class values ``(height, width)`` in a window of the map, and where there is one."""


class RasterReference:
    """A raster of class values; where its pixels are not those of the map, the nearest ones are taken."""

    def __init__(self, dataset: DatasetReader, map_grid: RasterGrid, reporter: Reporter) -> None:
        """Take an open raster; the caller closes it.

        Raises:
            GridMismatch: only one of map and reference has a coordinate reference system.
        """
        self.name = Path(dataset.name).name
        self._dataset = dataset
        self._grid = RasterGrid.from_dataset(dataset)
        self._map_grid = map_grid
        difference = map_grid.describe_difference(self._grid)
        if difference is not None and (self._grid.crs is None or map_grid.crs is None):
            raise GridMismatch(
                f"Expected a reference on the pixels of the map, found {difference} in {self.name}: "
                "bring the reference onto the map's grid first."
            )
        self._is_on_the_map = difference is None
        if difference is not None:
            reporter.info(f"{self.name} lies on other pixels ({difference}): the nearest ones were taken.")

    def read(self, window: Window) -> tuple[NDArray[np.integer], NDArray[np.bool_]]:
        """See :class:`Reference`."""
        if self._is_on_the_map:
            pixels, valid_mask = self._read(window)
        else:
            pixels, valid_mask = resample(self._read, self._grid, self._map_grid.window_grid(window), "nearest")
        return whole_classes(pixels[0], valid_mask, self.name), valid_mask

    def _read(self, window: Window) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        return read_pixels(self._dataset, window, [1])


class PolygonReference:
    """Polygons of known classes, painted on the pixels of the map."""

    def __init__(self, path: Path, labels: PolygonLabels, map_grid: RasterGrid) -> None:
        self.name = path.name
        self._labels = labels
        self._map_grid = map_grid

    @classmethod
    def open(
        cls,
        path: Path,
        map_grid: RasterGrid,
        rule: PolygonRule,
        ignore_values: Collection[int],
        reporter: Reporter,
    ) -> "PolygonReference":
        """Read the polygons of a layer by a rule whose classes are those of the map, empty where nobody knows them.

        Raises:
            InvalidJob: the polygons have names, and nobody says which values of the map these are.
            Seg4eoError: as :meth:`PolygonLabels.read` says.
        """
        labels = PolygonLabels.read(path, map_grid.crs, _allowing(rule, ignore_values), reporter)
        if not rule.classes:
            named = [c.name for c in labels.classes if c.value != rule.background and not _is_default(c.value, c.name)]
            if named:
                raise InvalidJob(
                    f"Expected class values of the map for the names in {path.name}, found none for {named[0]}: "
                    f"give classes, such as 1={named[0]}."
                )
        return cls(path, labels, map_grid)

    def read(self, window: Window) -> tuple[NDArray[np.integer], NDArray[np.bool_]]:
        """See :class:`Reference`."""
        return self._labels.burn(self._map_grid.window_grid(window))


def _allowing(rule: PolygonRule, ignore_values: Collection[int]) -> PolygonRule:
    """Polygons may have the values to ignore as well."""
    known: Sequence[NamedClass] = rule.classes
    if not known:
        return rule
    values = {item.value for item in known}
    ignored = (NamedClass(value, f"ignored {value}", None) for value in ignore_values if value not in values)
    return PolygonRule(class_field=rule.class_field, classes=(*known, *ignored), background=rule.background)


def _is_default(value: int, name: str) -> bool:
    return name == default_class(value, 0).name


def whole_classes(values: NDArray[Any], valid_mask: NDArray[np.bool_], name: str) -> NDArray[np.integer]:
    """Class values ``(height, width)`` as whole numbers, 0 where invalid if they were none.

    Raises:
        UnknownClass: they are measurements.
    """
    if np.issubdtype(values.dtype, np.integer):
        return values
    broken = valid_mask & (values != np.rint(np.where(valid_mask, values, 0)))
    if broken.any():
        raise UnknownClass(
            f"Expected whole numbers as classes in {name}, found {values[broken][0]:g}: choose a raster of classes."
        )
    return np.where(valid_mask, values, 0).astype(np.int64)
