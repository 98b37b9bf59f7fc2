"""A class map of any size as polygons, one for each connected area of a class."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rasterio.io import DatasetReader

from seg4eo_engine.errors import GridMismatch
from seg4eo_engine.outputs import staged_files
from seg4eo_engine.progress import PartialReporter, Reporter
from seg4eo_engine.raster.classes import ClassInfo, class_names_tag, read_classes
from seg4eo_engine.raster.components.graph import Components, find_components
from seg4eo_engine.raster.components.merging import Regions, merge_small
from seg4eo_engine.raster.components.strips import STRIP_PX, strip_cache, strip_count
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import open_raster, read_pixels
from seg4eo_engine.vector.lines import Numbers
from seg4eo_engine.vector.outlines import Outliner
from seg4eo_engine.vector.table import AreaTable, ClassSummary


@dataclass(frozen=True)
class PolygonOptions:
    """What polygons are made of.

    Attributes:
        smallest_px: areas with fewer pixels become part of what is around them first.
        fill_holes_px: areas with fewer pixels that one area encloses become part of it, invalid pixels too.
        simplify_px: how far outlines may be from where they were, in pixels. Steps of pixels are up to one pixel away
            from the line that they stand for, whatever its slope: 1 is the least that makes all of them straight, 0
            keeps them.
        left_out: class values that get no polygons.
        strip_px: about so many pixels are in memory at a time.
    """

    smallest_px: int = 0
    fill_holes_px: int = 0
    simplify_px: float = 1.0
    left_out: frozenset[int] = frozenset()
    strip_px: int = STRIP_PX


def write_polygons(
    class_map: Path, confidence: Path | None, output: Path, options: PolygonOptions, reporter: Reporter
) -> list[ClassSummary]:
    """Write the areas of ``class_map`` as the GeoPackage ``output``, with a style of the same name beside it.

    Columns are ``class_value``, ``class_name``, ``area_m2`` of the polygon on the ground (NULL where the map has no
    place on the earth), ``pixels`` and, with a ``confidence``, ``mean_confidence`` in percent. Invalid pixels get no
    polygon.

    Returns:
        what was written of each class, in ascending order of their values.

    Raises:
        MissingInput, NotARaster, UnknownClass: the map or the confidence is not what it has to be.
        GridMismatch: the confidence lies on other pixels than the map.
    """
    with ExitStack() as stack:
        dataset = stack.enter_context(open_raster(class_map))
        scores = None if confidence is None else stack.enter_context(open_raster(confidence))
        opened = [dataset] if scores is None else [dataset, scores]
        grid = RasterGrid.from_dataset(dataset)
        if scores is not None:
            _check_same_pixels(grid, scores)
        stack.enter_context(strip_cache(*opened))
        components = find_components(dataset, PartialReporter(reporter, 0, 0.3), options.strip_px)
        reporter.check_cancelled()
        regions = merge_small(components, options.smallest_px, options.fill_holes_px, reporter)
        classes = _classes_of(dataset, class_map, regions)
        is_wanted = regions.is_valid & ~np.isin(regions.values, list(options.left_out))
        (staged,) = stack.enter_context(staged_files(output))
        table = AreaTable(staged, output.stem, grid, classes, regions, has_confidence=scores is not None)
        finished = _outlines(dataset, scores, components, regions, is_wanted, options, table)
        strips = strip_count(dataset, options.strip_px)
        for done, (numbers, polygons) in enumerate(finished):
            table.add(numbers, polygons)
            reporter.check_cancelled()
            reporter.progress(0.35 + 0.6 * (done + 1) / strips, "Outlining", done=done + 1, total=strips, unit="strips")
        reporter.check_cancelled()
        return table.close([item for item in classes if item.value not in options.left_out])


def _check_same_pixels(grid: RasterGrid, scores: DatasetReader) -> None:
    difference = grid.describe_difference(RasterGrid.from_dataset(scores))
    if difference is not None:
        raise GridMismatch(
            f"Expected a confidence on the pixels of the class map, found {difference} in {Path(scores.name).name}: "
            "choose the confidence that was written with this map."
        )


def _classes_of(dataset: DatasetReader, class_map: Path, regions: Regions) -> list[ClassInfo]:
    """The classes that the map has, with the names that its model gave them, else those of its sidecar."""
    classes = read_classes(class_map, np.unique(regions.values[regions.is_valid]).tolist())
    names = class_names_tag(dataset) or {}
    return [item.model_copy(update={"name": names.get(item.value, item.name)}) for item in classes]


def _outlines(
    dataset: DatasetReader,
    scores: DatasetReader | None,
    components: Components,
    regions: Regions,
    is_wanted: NDArray[np.bool_],
    options: PolygonOptions,
    table: AreaTable,
) -> Iterator[tuple[Numbers, NDArray[np.object_]]]:
    """Per strip, the regions that are complete with it and their polygons in pixels; confidences go to the table."""
    outliner = Outliner(dataset.width, is_wanted, options.simplify_px)
    for strip, labels, of_labels in components.strips(dataset):
        region_of = regions.of_components[of_labels]
        if scores is not None:
            percent, is_valid = read_pixels(scores, strip.window, [1])
            table.count_confidence(region_of, labels, percent[0], is_valid)
        is_last = strip.row_off + len(labels) == dataset.height
        yield outliner.add(region_of[labels], is_last=is_last)
