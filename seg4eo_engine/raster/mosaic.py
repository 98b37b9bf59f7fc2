"""Several rasters seen as one. Nothing is copied: GDAL reads each file where it lies."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio import Affine
from rasterio.windows import Window

from seg4eo_engine.errors import BandMismatch, GridMismatch
from seg4eo_engine.raster.grid import RasterGrid, crs_name
from seg4eo_engine.raster.mosaic_parts import MosaicPart, PlacedPart, read_part
from seg4eo_engine.raster.mosaic_xml import mosaic_xml

MOST_DRIFT_PX = 0.5


def mosaic_of(sources: Sequence[str]) -> str:
    """A virtual raster of these, written out, which GDAL opens like a file, in any thread and process.

    Where they overlap, later ones lie over earlier ones as far as they are valid; pixels that none of them covers are
    invalid. Each raster is moved by at most half a pixel, onto the pixels of the first.

    Raises:
        MissingInput, NotARaster: one of them cannot be opened.
        GridMismatch: they have no place, or differ in the CRS or in the size or direction of their pixels.
        BandMismatch: they differ in the number, type, names, scale or offset of their bands.
    """
    parts = [read_part(source) for source in sources]
    first = parts[0]
    for part in parts:
        _check_place(first, part)
        _check_bands(first, part)
    corners = [_offset_px(first.grid, part.grid) for part in parts]
    left, top = (min(corner[axis] for corner in corners) for axis in (0, 1))
    windows = [
        Window(col - left, row - top, part.grid.width, part.grid.height)
        for part, (col, row) in zip(parts, corners, strict=True)
    ]
    width, height = (
        int(max(window.flatten()[axis] + window.flatten()[axis + 2] for window in windows)) for axis in (0, 1)
    )
    grid = RasterGrid(first.grid.crs, first.grid.transform * Affine.translation(left, top), width, height)
    boxes = shapely.box(
        *np.array([(w.col_off, w.row_off, w.col_off + w.width, w.row_off + w.height) for w in windows]).T
    )
    placed = [
        PlacedPart(part, window, overlaps)
        for part, window, overlaps in zip(parts, windows, _lie_over_others(boxes), strict=True)
    ]
    return mosaic_xml(grid, placed, has_gaps=bool(shapely.union_all(boxes).area < width * height))


def _check_place(first: MosaicPart, part: MosaicPart) -> None:
    if part.grid.transform.is_identity:
        raise GridMismatch(
            f"Expected rasters that say where they lie, found no place in {part.source}: georeference it, "
            "or map the rasters one by one."
        )
    if part.grid.crs != first.grid.crs:
        raise GridMismatch(
            f"Expected rasters of one coordinate reference system ({crs_name(first.grid.crs)}), found "
            f"{crs_name(part.grid.crs)} in {part.source}: warp it first, or map the rasters one by one."
        )
    shape = ~first.grid.transform * part.grid.transform
    reach = np.array([[shape.a - 1, shape.b], [shape.d, shape.e - 1]]) * (part.grid.width, part.grid.height)
    if np.abs(reach).max() > MOST_DRIFT_PX:
        raise GridMismatch(
            f"Expected rasters with pixels of one size and direction ({_pixel(first.grid)}), found {_pixel(part.grid)} "
            f"in {part.source}: resample it first, or map the rasters one by one."
        )


def _pixel(grid: RasterGrid) -> str:
    a, b, _, d, e = tuple(grid.transform)[:5]
    plain = f"{a:.9g} × {e:.9g}"
    return plain if not b and not d else f"{plain}, turned by {b:.9g} and {d:.9g}"


def _check_bands(first: MosaicPart, part: MosaicPart) -> None:
    cure = f"in {part.source}: change it, or map the rasters one by one."
    if len(part.bands) != len(first.bands):
        raise BandMismatch(f"Expected rasters of {len(first.bands)} bands, found {len(part.bands)} {cure}")
    for index, (wanted, band) in enumerate(zip(first.bands, part.bands, strict=True), start=1):
        if band.dtype != wanted.dtype:
            raise BandMismatch(f"Expected band {index} as {wanted.dtype}, found {band.dtype} {cure}")
        if band.name and wanted.name and band.name.casefold() != wanted.name.casefold():
            raise BandMismatch(f"Expected {wanted.name} as band {index} of all rasters, found {band.name} {cure}")
        if band.numbers != wanted.numbers:
            (scale, offset), (other_scale, other_offset) = wanted.numbers, band.numbers
            raise BandMismatch(
                f"Expected scale {scale:g} and offset {offset:g} in the tags of band {index}, "
                f"found {other_scale:g} and {other_offset:g} {cure}"
            )


def _offset_px(first: RasterGrid, other: RasterGrid) -> tuple[int, int]:
    """Column and row of the upper left pixel of a raster on the pixels of the first."""
    col, row = ~first.transform * (other.transform * (0.5, 0.5))
    return int(np.floor(col + 1e-6)), int(np.floor(row + 1e-6))


def _lie_over_others(boxes: NDArray[np.object_]) -> list[bool]:
    """For each rectangle, whether it shares pixels with an earlier one."""
    later, earlier = shapely.STRtree(boxes).query(boxes, predicate="intersects")
    pairs = later[earlier < later], earlier[earlier < later]
    shared = shapely.area(shapely.intersection(boxes[pairs[0]], boxes[pairs[1]])) > 0
    is_over = np.zeros(len(boxes), np.bool_)
    is_over[pairs[0][shared]] = True
    return is_over.tolist()
