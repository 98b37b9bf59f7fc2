"""Compare a class map with a reference raster, in pieces, so that their size does not matter."""

from collections import Counter
from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
from numpy.typing import NDArray
from rasterio.features import geometry_mask
from rasterio.io import DatasetReader
from rasterio.windows import Window

from seg4eo_engine.errors import GridMismatch, UnknownClass
from seg4eo_engine.evaluation.confusion import ConfusionMatrix
from seg4eo_engine.patches.polygons import read_polygons, to_raster_crs
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.classes import class_names_tag
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import open_raster, read_pixels

ROWS_PX = 512


@dataclass(frozen=True)
class Comparison:
    """The class values of map and reference, ascending, and their confusion matrix."""

    class_values: tuple[int, ...]
    confusion: ConfusionMatrix


def compare_rasters(
    class_map: Path,
    reference: Path,
    *,
    ignore_values: Collection[int],
    area: Path | None,
    split: str | None,
    reporter: Reporter,
) -> Comparison:
    """Count the class pairs of all pixels that are valid in both rasters.

    Args:
        class_map: the map, one band of class values.
        reference: the truth on the same pixels.
        ignore_values: values of the reference that are not a class.
        area: polygons; only pixels whose centre lies inside are counted.
        split: only polygons with this word in their ``split`` column.
        reporter: hears of the progress, and may cancel.

    Raises:
        GridMismatch: the rasters do not have the same pixels, or no pixel is left to compare.
        UnknownClass: the reference holds a value that the map's model does not know.
        MissingInput, NotARaster, NotAVector: an input cannot be read.
    """
    pairs: Counter[tuple[int, int]] = Counter()
    with ExitStack() as stack:
        map_file = stack.enter_context(open_raster(class_map))
        reference_file = stack.enter_context(open_raster(reference))
        grid = _common_grid(map_file, reference_file)
        known = class_names_tag(map_file)
        polygons = None if area is None else _polygons(area, split, grid, reporter)
        for row_off in range(0, grid.height, ROWS_PX):
            reporter.check_cancelled()
            window = Window(0, row_off, grid.width, min(ROWS_PX, grid.height - row_off))
            mapped, map_valid = read_pixels(map_file, window, [1])
            truth, truth_valid = read_pixels(reference_file, window, [1])
            counted = map_valid & truth_valid & ~np.isin(truth[0], list(ignore_values))
            if polygons is not None:
                counted &= _inside(polygons, grid.window_grid(window))
            pairs.update(_count(truth[0][counted], mapped[0][counted]))
            reporter.progress((row_off + window.height) / grid.height, "Comparing")
    if known is not None:
        _check_known({truth for truth, _ in pairs}, known, reference)
    if not pairs:
        raise GridMismatch(
            f"Expected pixels with a class in both {class_map.name} and {reference.name}, found none"
            f"{'' if area is None else f' inside the polygons of {area.name}'}: check the inputs."
        )
    return _comparison(pairs)


def _check_known(values: set[int], known: dict[int, str], reference: Path) -> None:
    unknown = sorted(values - set(known))
    if unknown:
        classes = ", ".join(f"{value} {name}" for value, name in known.items())
        found = ", ".join(map(str, unknown))
        raise UnknownClass(
            f"Expected the classes of the map ({classes}), found {found} in {reference.name} too: "
            "give these as values to ignore, or train a model that knows them."
        )


def _common_grid(map_file: DatasetReader, reference_file: DatasetReader) -> RasterGrid:
    grid = RasterGrid.from_dataset(map_file)
    difference = grid.describe_difference(RasterGrid.from_dataset(reference_file))
    if difference:
        raise GridMismatch(
            f"Expected a reference on the pixels of the map, found {difference} in {reference_file.name}: "
            "bring the reference onto the map's grid first."
        )
    return grid


def _polygons(area: Path, split: str | None, grid: RasterGrid, reporter: Reporter) -> geopandas.GeoDataFrame:
    polygons = to_raster_crs(read_polygons(area), grid.crs, area, reporter)
    if split is None:
        return polygons
    if "split" not in polygons:
        raise GridMismatch(
            f"Expected a column named split in {area.name}, found {', '.join(map(str, polygons.columns))}: "
            "use a grid made by Create sampling grid, or give no split."
        )
    chosen = polygons[polygons["split"] == split]
    if chosen.empty:
        found = ", ".join(sorted(map(str, polygons["split"].unique())))
        raise GridMismatch(f"Expected cells of the split '{split}' in {area.name}, found {found}: change the split.")
    return chosen


def _inside(polygons: geopandas.GeoDataFrame, grid: RasterGrid) -> NDArray[np.bool_]:
    near = polygons.cx[grid.bounds[0] : grid.bounds[2], grid.bounds[1] : grid.bounds[3]]
    if near.empty:
        return np.zeros((grid.height, grid.width), dtype=bool)
    return geometry_mask(near.geometry, (grid.height, grid.width), grid.transform, invert=True)


def _count(truth: NDArray[np.generic], mapped: NDArray[np.generic]) -> dict[tuple[int, int], int]:
    both, counts = np.unique(np.stack([truth, mapped]).astype(np.int64), axis=1, return_counts=True)
    return {(int(t), int(m)): int(count) for (t, m), count in zip(both.T, counts, strict=True)}


def _comparison(pairs: Counter[tuple[int, int]]) -> Comparison:
    values = tuple(sorted({value for pair in pairs for value in pair}))
    counts = np.zeros((len(values), len(values)), dtype=np.int64)
    for (truth, mapped), count in pairs.items():
        counts[values.index(truth), values.index(mapped)] = count
    return Comparison(values, ConfusionMatrix(counts))
