"""The job ``grid``: patch-sized cells over a raster, split and written as a layer."""

from pathlib import Path

import geopandas
import numpy as np
from numpy.typing import NDArray
from rasterio.windows import Window

from seg4eo_engine.errors import GridMismatch, InvalidDataset
from seg4eo_engine.outputs import check_file_output, staged_files
from seg4eo_engine.patches.cells import GridLayout, tile_cells
from seg4eo_engine.patches.manifest import SPLITS
from seg4eo_engine.patches.polygons import read_polygons, to_raster_crs
from seg4eo_engine.patches.splits import SplitRule, assign_splits, warn_of_missing
from seg4eo_engine.patches.style import write_split_style
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import image_band_indexes, is_always_valid, open_raster, read_pixels, small_cache
from seg4eo_engine.raster.vector_layers import write_geopackage


def write_grid(
    raster: Path, output: Path, area: Path | None, layout: GridLayout, splits: SplitRule, reporter: Reporter
) -> dict[str, int]:
    """Write a GeoPackage of cells with the columns ``id``, ``row``, ``col``, ``split`` and ``valid_share``.

    Args:
        raster: the cells are aligned to its pixels.
        output: the GeoPackage; a style of the same name is written beside it.
        area: polygons, of any CRS; cells that share no area with them are left out. None: the whole raster.
        layout: size and overlap of the cells, and the least share of valid pixels.
        splits: how the cells are split.
        reporter: hears of progress, and can cancel.

    Returns:
        the number of ``cells``, and of those in ``train``, ``validation`` and ``test``.

    Raises:
        GridMismatch: the area touches no pixel of the raster.
        InvalidDataset: no cell has enough valid pixels.
        Seg4eoError: as the inputs and the output deserve.
    """
    check_file_output(output, (".gpkg",))
    with open_raster(raster) as dataset:
        grid = RasterGrid.from_dataset(dataset)
    cells = tile_cells(grid, layout)
    if area is not None:
        cells = _touching(cells, area, grid, reporter)
    cells["valid_share"] = _valid_shares(raster, cells, layout.patch_size_px, reporter)
    cells = cells[cells.valid_share >= layout.min_valid_share]
    if cells.empty:
        raise InvalidDataset(
            f"Expected cells with at least {layout.min_valid_share:.0%} valid pixels, found none in {raster.name}: "
            "lower the least valid share."
        )
    blocks = list(zip(cells.row // splits.block_cells, cells.col // splits.block_cells, strict=True))
    cells["split"] = assign_splits(blocks, splits)
    warn_of_missing(cells["split"].tolist(), splits, reporter)
    cells["id"] = np.arange(1, len(cells) + 1)
    with staged_files(output) as [staged]:
        columns = ["id", "row", "col", "split", "valid_share", "geometry"]
        write_geopackage(cells[columns], staged, output.stem)
        write_split_style(staged)
    return {"cells": len(cells)} | {str(split): int((cells.split == split).sum()) for split in SPLITS}


def _touching(
    cells: geopandas.GeoDataFrame, area: Path, grid: RasterGrid, reporter: Reporter
) -> geopandas.GeoDataFrame:
    polygons = to_raster_crs(read_polygons(area), grid.crs, area, reporter)
    outline = polygons.union_all()
    # a shared edge alone is not enough
    touching = cells[cells.intersects(outline) & ~cells.touches(outline)]
    if touching.empty:
        raise GridMismatch(
            f"Expected an area over the raster, found no cell that touches {area.name}: check its place."
        )
    return touching.reset_index(drop=True)


def _valid_shares(raster: Path, cells: geopandas.GeoDataFrame, size_px: int, reporter: Reporter) -> NDArray[np.float64]:
    shares = np.ones(len(cells))
    with small_cache(), open_raster(raster) as dataset:
        bands = image_band_indexes(dataset)
        inside = (cells.col_off + size_px <= dataset.width) & (cells.row_off + size_px <= dataset.height)
        if is_always_valid(dataset, bands) and inside.all():
            return shares
        for position, (col_off, row_off) in enumerate(zip(cells.col_off, cells.row_off, strict=True)):
            reporter.check_cancelled()
            _, valid_mask = read_pixels(dataset, Window(col_off, row_off, size_px, size_px), bands)
            shares[position] = valid_mask.mean()
            reporter.progress((position + 1) / len(cells), "Looking for nodata", done=position + 1, total=len(cells))
    return shares
