"""A label raster from polygons, written piece by piece."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rasterio.windows import Window

from seg4eo_engine.errors import GridMismatch
from seg4eo_engine.outputs import check_file_output, staged_files
from seg4eo_engine.patches.labels.polygons import PolygonLabels, PolygonRule
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.labels import map_encoding
from seg4eo_engine.raster.reader import open_raster, small_cache
from seg4eo_engine.raster.styles import write_class_sidecars
from seg4eo_engine.raster.writer import TILE_PX, create_tiled, to_cog

PIECE_WIDTH_PX = 16 * TILE_PX  # whole tiles, so that each is compressed once; 60 MB while painting
BURNING_SHARE = 0.8  # of the time; the rest is for overviews


class LabelRaster(NamedTuple):
    """What was written: the classes by value, polygons that touch the raster, and the share of labelled pixels."""

    classes: list[ClassInfo]
    polygons: int
    labelled_share: float


def write_label_raster(
    polygons: Path, raster: Path, output: Path, rule: PolygonRule, reporter: Reporter
) -> LabelRaster:
    """Paint polygons on the pixels of ``raster``, and write the labels as a GeoTIFF with palette, names and style.

    Raises:
        GridMismatch: no polygon touches the raster, or only one of the two has a CRS.
        MissingInput, NotARaster, UnwritableOutput: an input cannot be read, or the output cannot be written.
        Seg4eoError: as :meth:`PolygonLabels.read` says.
    """
    check_file_output(output, (".tif", ".tiff"))
    with open_raster(raster) as dataset:
        grid = RasterGrid.from_dataset(dataset)
    labels = PolygonLabels.read(polygons, grid.crs, rule, reporter)
    touching = labels.count_touching(grid)
    if touching == 0:
        raise GridMismatch(
            f"Expected polygons on {raster.name}, found none of {polygons.name} touching it: choose a layer of the "
            "same place, and check the coordinate reference systems."
        )
    if touching < len(labels):
        reporter.info(f"{touching} of {len(labels)} polygons touch {raster.name}.")
    dtype, nodata, _ = map_encoding(labels.classes)
    with small_cache(), staged_files(output) as [staged]:
        tiled = staged.with_name(f"tiled-{staged.name}")
        labelled_share = _burn_pieces(labels, grid, tiled, dtype, nodata, reporter)
        reporter.check_cancelled()
        to_cog(tiled, staged, "mode")
        tiled.unlink()
        write_class_sidecars(staged, labels.classes, nodata)
    reporter.progress(1, "Labels")
    return LabelRaster(labels.classes, touching, labelled_share)


def _burn_pieces(
    labels: PolygonLabels, grid: RasterGrid, path: Path, dtype: str, nodata: int, reporter: Reporter
) -> float:
    """Write the labels of all pixels; the share that has one."""
    labelled, done = 0, 0
    absent = {item.value: item.name for item in labels.classes}
    with create_tiled(path, grid, dtype, nodata, labels.classes) as dataset:
        for window in _pieces(grid):
            reporter.check_cancelled()
            values, has_value = labels.burn(grid.window_grid(window))
            encoded = np.where(has_value, values, nodata).astype(dtype)
            dataset.write(encoded, 1, window=window)
            labelled += int(has_value.sum())
            for value in [value for value in absent if (encoded == value).any()]:
                del absent[value]
            done += encoded.size
            share = done / (grid.width * grid.height)
            reporter.progress(BURNING_SHARE * share, "Labels", done=done, total=grid.width * grid.height, unit="px")
    if absent:
        reporter.warning(
            f"No pixel is labelled {', '.join(absent.values())}: polygons of it are missing here, smaller than "
            "a pixel, or painted over."
        )
    return labelled / done


def _pieces(grid: RasterGrid) -> Iterator[Window]:
    for row_off in range(0, grid.height, TILE_PX):
        for col_off in range(0, grid.width, PIECE_WIDTH_PX):
            width, height = min(PIECE_WIDTH_PX, grid.width - col_off), min(TILE_PX, grid.height - row_off)
            yield Window(col_off, row_off, width, height)
