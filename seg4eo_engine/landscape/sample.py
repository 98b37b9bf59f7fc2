"""Makes the sample landscape and writes it into a folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.landscape.classes import NODATA
from seg4eo_engine.landscape.files import write_labels, write_polygons, write_scene
from seg4eo_engine.landscape.landcover import Landscape, make_landscape
from seg4eo_engine.landscape.noise import Mask
from seg4eo_engine.landscape.sensor import make_air, observe_band, outside_swath
from seg4eo_engine.landscape.spectra import BANDS
from seg4eo_engine.outputs import check_folder_output, staged_folder
from seg4eo_engine.progress import PartialReporter, Reporter

NAMES = {"scene": "scene.tif", "labels": "labels.tif", "polygons": "classes.gpkg", "grid": "grid.gpkg"}

LayGrid = Callable[[Path, Path, Reporter], object]


def write_sample(output: Path, *, size_px: int, seed: int, lay_grid: LayGrid, reporter: Reporter) -> dict[str, Path]:
    """Write a landscape of ``size_px`` × ``size_px`` pixels of 10 m, whole or not at all.

    The same seed and size give the same pixels.

    Args:
        output: a new or empty folder, or one with an earlier sample, which is replaced.
        size_px: width and height of the scene.
        seed: another number gives another landscape.
        lay_grid: called with the scene, the path of the sampling grid that it is to write, and a reporter.
        reporter: told of the progress, and asked between the stages whether to stop.

    Returns:
        The paths of ``scene`` (ten bands, uint16 reflectance × 10000, nodata 0), ``labels`` (uint8 class values, nodata
        0), ``polygons`` (the labels as polygons, without the smallest) and ``grid``.

    Raises:
        UnwritableOutput: the folder cannot be written, or holds something else.
        Cancelled: the reporter asked to stop.
    """
    check_folder_output(output, tuple(NAMES.values()))
    world, weather = np.random.SeedSequence(seed).spawn(2)
    landscape = make_landscape(world, size_px, PartialReporter(reporter, 0, 0.45))
    rng = np.random.default_rng(weather)
    nodata_mask = outside_swath(rng, size_px)
    labels = np.where(nodata_mask, np.uint8(NODATA), landscape.classes)
    with staged_folder(output) as folder:
        bands = _observe(rng, landscape, nodata_mask, PartialReporter(reporter, 0.45, 0.85))
        write_scene(folder / NAMES["scene"], size_px, bands)
        reporter.check_cancelled()
        reporter.progress(0.85, "Writing labels")
        write_labels(folder / NAMES["labels"], labels)
        write_polygons(folder / NAMES["polygons"], labels)
        reporter.check_cancelled()
        reporter.progress(0.93, "Laying the grid")
        lay_grid(folder / NAMES["scene"], folder / NAMES["grid"], PartialReporter(reporter, 0.93, 1))
        reporter.check_cancelled()
    return {field: output / name for field, name in NAMES.items()}


def _observe(
    rng: np.random.Generator, landscape: Landscape, nodata_mask: Mask, reporter: Reporter
) -> Iterator[NDArray[np.uint16]]:
    air = make_air(rng, len(nodata_mask))
    for band in range(len(BANDS)):
        reporter.check_cancelled()
        reporter.progress(band / len(BANDS), "Writing bands", done=band, total=len(BANDS), unit="bands")
        values = observe_band(rng, landscape, air, band)
        values[nodata_mask] = NODATA
        yield values
