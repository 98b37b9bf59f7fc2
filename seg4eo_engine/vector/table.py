"""What is written about each polygon."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.components.merging import Regions
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.vector.ground import ground_areas_m2
from seg4eo_engine.vector.layer import PolygonLayer
from seg4eo_engine.vector.lines import Numbers

BATCH = 20_000  # polygons: a GeoPackage is opened anew for each batch


@dataclass(frozen=True)
class ClassSummary:
    """What was written of a class; ``area_m2`` is None where the map has no place on the earth."""

    value: int
    name: str
    polygons: int
    pixels: int
    area_m2: float | None


class AreaTable:
    """Collects polygons with their columns, writes them in batches, and adds them up by class."""

    def __init__(
        self,
        path: Path,
        layer: str,
        grid: RasterGrid,
        classes: Sequence[ClassInfo],
        regions: Regions,
        *,
        has_confidence: bool,
    ) -> None:
        self._layer = PolygonLayer(path, layer, grid.crs)
        self._grid, self._regions = grid, regions
        self._names = {item.value: item.name for item in classes}
        count = regions.pixels.size if has_confidence else 0
        self._percent_sums, self._percent_counts = np.zeros(count), np.zeros(count, np.int64)
        self._waiting: list[tuple[Numbers, NDArray[np.object_]]] = []
        self._totals = {item.value: np.zeros(3) for item in classes}

    def count_confidence(
        self,
        region_of: NDArray[np.int32],
        labels: NDArray[np.int32],
        percent: NDArray[Any],
        is_valid: NDArray[np.bool_],
    ) -> None:
        """Add the confidence of a strip's pixels, whose region is ``region_of[labels]``."""
        numbers, weights = labels[is_valid], percent[is_valid].astype(np.float64)
        np.add.at(self._percent_sums, region_of, np.bincount(numbers, weights, minlength=region_of.size))
        np.add.at(self._percent_counts, region_of, np.bincount(numbers, minlength=region_of.size))

    def add(self, numbers: Numbers, polygons: NDArray[np.object_]) -> None:
        """Take the polygons of regions, in pixels; their confidence must have been counted."""
        self._waiting.append((numbers, polygons))
        if sum(len(found) for found, _ in self._waiting) >= BATCH:
            self._flush()

    def close(self, classes: Sequence[ClassInfo]) -> list[ClassSummary]:
        """Write what waits, and the style of these ``classes``."""
        self._flush()
        self._layer.write_style(classes)
        return [self._summary(item) for item in classes]

    def _summary(self, item: ClassInfo) -> ClassSummary:
        polygons, pixels, area_m2 = self._totals[item.value]
        return ClassSummary(
            item.value, item.name, int(polygons), int(pixels), None if math.isnan(area_m2) else float(area_m2)
        )

    def _flush(self) -> None:
        numbers = np.concatenate([np.zeros(0, np.int64), *(found for found, _ in self._waiting)])
        polygons = np.concatenate([np.zeros(0, object), *(shapes for _, shapes in self._waiting)])
        self._waiting = []
        placed = self._on_the_map(polygons)
        values, pixels = self._regions.values[numbers], self._regions.pixels[numbers]
        areas_m2 = ground_areas_m2(placed, self._grid.crs, min(self._grid.resolution))
        columns: dict[str, NDArray[Any]] = {
            "class_value": values,
            "class_name": np.array([self._names[value] for value in values.tolist()], object),
            "area_m2": areas_m2,
            "pixels": pixels,
        }
        if self._percent_sums.size:
            with np.errstate(invalid="ignore"):
                columns["mean_confidence"] = self._percent_sums[numbers] / self._percent_counts[numbers]
        for value in np.unique(values).tolist():
            own = values == value
            self._totals[value] += [own.sum(), pixels[own].sum(), areas_m2[own].sum()]
        self._layer.write(placed, columns)

    def _on_the_map(self, polygons: NDArray[np.object_]) -> NDArray[np.object_]:
        """In map coordinates, outlines running counterclockwise as seen on the map, as the standard has it."""
        transform = self._grid.transform
        matrix = np.array([[transform.a, transform.b], [transform.d, transform.e]])
        placed = shapely.transform(polygons, lambda points: points @ matrix.T + [transform.c, transform.f])
        return shapely.reverse(placed) if transform.determinant < 0 else placed
