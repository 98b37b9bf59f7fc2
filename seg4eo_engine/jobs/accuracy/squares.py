"""Squares of maps that are worth a look: those that did best and worst, kept while many maps are compared."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rasterio.windows import Window

from seg4eo_engine.evaluation.extent import Extent
from seg4eo_engine.evaluation.references import Reference
from seg4eo_engine.evaluation.tiles import TileScore, best_and_worst
from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.labels import IGNORE_INDEX, class_indexes
from seg4eo_engine.raster.reader import open_raster, read_pixels
from seg4eo_engine.reports.evaluation.from_patches import MOST_SHOWN
from seg4eo_engine.reports.evaluation.measured import Shown


class ComparedMap(NamedTuple):
    """A map and what belongs to it.

    ``name`` is what people know it by, ``reference`` a raster (None: polygons), ``confidence`` a raster in percent,
    ``image`` the scene that was mapped with the numbers of the bands that the model saw.
    """

    class_map: Path
    name: str
    reference: Path | None
    confidence: Path | None = None
    image: Path | None = None
    band_indexes: tuple[int, ...] = ()


class _Square(NamedTuple):
    """A square with the class values in it; see :class:`Shown`."""

    tile: TileScore
    name: str
    truth: NDArray[np.integer]
    compared: NDArray[np.bool_]
    mapped: NDArray[Any]
    map_valid: NDArray[np.bool_]
    image: NDArray[Any] | None
    image_valid: NDArray[np.bool_] | None

    @property
    def pixels(self) -> int:
        """Pixels that were compared."""
        return self.tile.pixels

    @property
    def right(self) -> float:
        """Share of them with the right class."""
        return self.tile.right


class Squares:
    """The best and the worst squares so far, a dozen at most."""

    def __init__(self, ignore_values: Sequence[int]) -> None:
        self._ignore_values = ignore_values
        self._kept: list[_Square] = []

    def add(self, one: ComparedMap, tiles: Sequence[TileScore], reference: Reference, extent: Extent | None) -> None:
        """Look at the squares of a map, and read those that may be shown."""
        best, worst = best_and_worst(tiles, lambda tile: tile.is_varied, MOST_SHOWN)
        new = [self._read(one, tile, reference, extent) for tile in (*best, *worst)]
        kept_best, kept_worst = _best_and_worst([*self._kept, *new])
        self._kept = [*kept_best, *kept_worst]

    def shown(self, classes: Sequence[ClassInfo]) -> tuple[list[Shown], list[Shown]]:
        """The best and the worst, by class indexes."""
        best, worst = _best_and_worst(self._kept)
        return [_shown(square, classes) for square in best], [_shown(square, classes) for square in worst]

    def _read(self, one: ComparedMap, tile: TileScore, reference: Reference, extent: Extent | None) -> _Square:
        window: Window = tile.window
        with open_raster(one.class_map) as file:
            mapped, map_valid = read_pixels(file, window, [1])
        truth, has_truth = reference.read(window)
        compared = has_truth & ~np.isin(truth, list(self._ignore_values))
        if extent is not None:
            compared &= extent.inside(window)
        image, image_valid = None, None
        if one.image is not None:
            with open_raster(one.image) as file:
                image, image_valid = read_pixels(file, window, list(one.band_indexes))
        name = f"{one.name}, column {window.col_off}, row {window.row_off}"
        return _Square(tile, name, truth, compared, mapped[0], map_valid, image, image_valid)


def _best_and_worst(squares: Sequence[_Square]) -> tuple[list[_Square], list[_Square]]:
    return best_and_worst(squares, lambda square: square.tile.is_varied, MOST_SHOWN)


def _shown(square: _Square, classes: Sequence[ClassInfo]) -> Shown:
    reference = np.where(square.compared, class_indexes(square.truth, classes), IGNORE_INDEX).astype(np.uint8)
    predicted = np.where(square.map_valid, class_indexes(square.mapped, classes), IGNORE_INDEX).astype(np.uint8)
    return Shown(square.name, square.right, reference, predicted, square.image, square.image_valid)
