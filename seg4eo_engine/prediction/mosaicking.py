"""One map of many: class maps of single scenes brought together on a common grid."""

import math
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import rasterio
import rasterio.shutil
from rasterio import Affine
from rasterio.crs import CRS
from rasterio.warp import transform_bounds

from seg4eo_engine.outputs import move_into_place
from seg4eo_engine.prediction.assembly import Placement, layer_vrt
from seg4eo_engine.prediction.layers import MapLayer
from seg4eo_engine.prediction.scene import parts_folder
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.mosaic import mosaic_of
from seg4eo_engine.raster.reader import open_raster, small_cache
from seg4eo_engine.raster.styles import write_class_sidecars
from seg4eo_engine.raster.views import nearest_view
from seg4eo_engine.raster.writer import Compression, to_cog

_SAME_SIZE = 1e-6  # of a pixel, relative


def write_mosaic(
    maps: Sequence[Path],
    target: Path,
    layer: MapLayer,
    tags: Mapping[str, str],
    reporter: Reporter,
    *,
    crs: CRS | None = None,
    compression: Compression = "zstd",
) -> list[Path]:
    """Write class maps as one Cloud-Optimized GeoTIFF, later ones over earlier ones as far as they have a class.

    The common grid has the pixels of the first map, or of that size in ``crs``. Maps in another CRS, or with other
    pixels, are brought onto it by the nearest pixel; the others keep theirs. ``target`` appears whole.

    Returns:
        The maps that have no place on earth, and are not in it.
    """
    folder = parts_folder(target)
    shutil.rmtree(folder, ignore_errors=True)  # of a run that was ended here
    folder.mkdir(parents=True)
    try:
        with small_cache():
            placed, homeless = _on_common_grid(maps, crs, folder, reporter)
            if placed:
                _write(placed, folder, target, layer, tags, compression, reporter)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return homeless


def _write(
    sources: Sequence[str],
    folder: Path,
    target: Path,
    layer: MapLayer,
    tags: Mapping[str, str],
    compression: Compression,
    reporter: Reporter,
) -> None:
    virtual = folder / "mosaic.vrt"
    virtual.write_text(mosaic_of(sources), encoding="utf-8")
    with open_raster(virtual) as dataset:
        grid = RasterGrid.from_dataset(dataset)
    reporter.check_cancelled()
    reporter.progress(1, "Writing the mosaic")
    draft = folder / "whole" / target.name
    draft.parent.mkdir()
    to_cog(layer_vrt(layer, [(virtual, grid.full_window)], Placement(grid), tags), draft, layer.overviews, compression)
    write_class_sidecars(draft, layer.classes, int(layer.nodata))
    move_into_place(draft.parent, target)


def _on_common_grid(
    maps: Sequence[Path], crs: CRS | None, folder: Path, reporter: Reporter
) -> tuple[list[str], list[Path]]:
    """The maps as rasters whose pixels fit on one another, and those without a place."""
    common: RasterGrid | None = None
    placed: list[str] = []
    homeless: list[Path] = []
    for number, path in enumerate(maps):
        reporter.check_cancelled()
        with open_raster(path) as dataset:
            grid = RasterGrid.from_dataset(dataset)
            if grid.crs is None:
                homeless.append(path)
                continue
            if common is None:
                common = grid if crs in (None, grid.crs) else _in_crs(grid, crs)
            if _fits(grid, common):
                placed.append(str(path))
                continue
            warped = folder / f"{number:06}.vrt"
            _write_warped(dataset, _part_of(common, grid), warped)
            placed.append(str(warped))
    return placed, homeless


def _fits(grid: RasterGrid, common: RasterGrid) -> bool:
    """Whether the pixels of a map can stay as they are: then it is moved by half a pixel at most."""
    numbers = zip(list(grid.transform)[:6], list(common.transform)[:6], strict=True)
    size = max(common.resolution)
    same = all(abs(a - b) <= _SAME_SIZE * size for at, (a, b) in enumerate(numbers) if at not in (2, 5))
    return grid.crs == common.crs and same


def _in_crs(grid: RasterGrid, crs: CRS) -> RasterGrid:
    """A north-up grid in ``crs`` around ``grid``, with about as many pixels."""
    left, bottom, right, top = transform_bounds(grid.crs, crs, *grid.bounds)
    size = math.sqrt((right - left) * (top - bottom) / (grid.width * grid.height))
    return RasterGrid(
        crs, Affine(size, 0, left, 0, -size, top), math.ceil((right - left) / size), math.ceil((top - bottom) / size)
    )


def _part_of(common: RasterGrid, grid: RasterGrid) -> RasterGrid:
    """The part of the endless grid with the pixels of ``common`` that covers ``grid``."""
    left, bottom, right, top = transform_bounds(grid.crs, common.crs, *grid.bounds)
    corners = [~common.transform * corner for corner in ((left, top), (right, top), (left, bottom), (right, bottom))]
    first_col, first_row = (math.floor(min(corner[axis] for corner in corners)) for axis in (0, 1))
    end_col, end_row = (math.ceil(max(corner[axis] for corner in corners)) for axis in (0, 1))
    return RasterGrid(
        common.crs,
        common.transform * Affine.translation(first_col, first_row),
        end_col - first_col,
        end_row - first_row,
    )


def _write_warped(dataset: rasterio.DatasetReader, grid: RasterGrid, path: Path) -> None:
    """Note how a map is warped, without doing it."""
    with nearest_view(dataset, grid) as warped:
        rasterio.shutil.copy(warped, path, driver="VRT")
