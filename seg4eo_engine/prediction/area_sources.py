"""Polygons and extents of any coordinate reference system, brought into that of a scene."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from pyproj.exceptions import CRSError as ProjCRSError
from rasterio.crs import CRS

from seg4eo_engine.errors import GridMismatch, InvalidJob
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.mapping import transformer_between

# Straight edges of one system are bent in another: with so many pieces, an edge of 1,000 km is right within 5 m.
EDGE_PIECES = 64
_NUMBER = r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*"
_EXTENT = re.compile(",".join([_NUMBER] * 4) + r"(?:\[([^\]]*)\])?\s*", re.IGNORECASE)

Polygons = NDArray[np.object_]


def polygons_on(grid: RasterGrid, path: Path) -> Polygons:
    """The polygons of a layer in the CRS of a scene; those far from it are left out.

    Raises:
        MissingInput, NotAVector: they cannot be read.
        GridMismatch: only one of both has a CRS, or PROJ knows no way between them.
    """
    from seg4eo_engine.patches.polygons import read_polygons  # imported late: pandas takes 40 MiB, polygons are seldom

    layer = read_polygons(path)
    crs = None if layer.crs is None else CRS.from_user_input(layer.crs)
    polygons = np.asarray(layer.geometry.force_2d().to_numpy(), np.object_)
    return _reproject(shapely.make_valid(polygons), crs, grid, path.name)


def extent_on(grid: RasterGrid, text: str) -> shapely.Geometry:
    """The rectangle that ``xmin,xmax,ymin,ymax [EPSG:4326]`` says, in the CRS of a scene.

    Raises:
        InvalidJob: it says none.
        GridMismatch: it has a CRS and the scene none, or PROJ knows no way between them.
    """
    found = _EXTENT.fullmatch(text)
    if found is None:
        raise InvalidJob(f"Expected an extent as xmin,xmax,ymin,ymax [EPSG:4326], found {text!r}: write it so.")
    xmin, xmax, ymin, ymax = (float(number) for number in found.groups()[:4])
    if xmin >= xmax or ymin >= ymax:
        raise InvalidJob(
            f"Expected an extent with xmin < xmax and ymin < ymax, found {text!r}: the order is xmin,xmax,ymin,ymax."
        )
    crs = _crs_of(found[5].strip(), text) if found[5] and found[5].strip() else grid.crs
    return _reproject(np.array([shapely.box(xmin, ymin, xmax, ymax)]), crs, grid, "the extent", keep=True)[0]


def _crs_of(name: str, extent: str) -> CRS:
    try:
        return CRS.from_wkt(pyproj.CRS.from_user_input(name).to_wkt())
    except ProjCRSError as error:
        raise InvalidJob(
            f"Expected a coordinate reference system such as EPSG:4326 in brackets, found {extent!r}: change it."
        ) from error


def _reproject(polygons: Polygons, crs: CRS | None, grid: RasterGrid, name: str, keep: bool = False) -> Polygons:
    if (crs is None) != (grid.crs is None):
        lacking = name if crs is None else "the raster"
        raise GridMismatch(
            f"Expected a coordinate reference system in both {name} and the raster, found none in {lacking}: "
            "assign one, or warp a raster that has only control points."
        )
    if crs is None or grid.crs is None or crs == grid.crs:
        return polygons
    near = polygons if keep else _near(polygons, crs, grid)
    if not len(near):
        return near
    bounds = shapely.bounds(near)
    longest = np.maximum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])
    transformer = transformer_between(crs, grid.crs)

    def move(places: NDArray[Any]) -> NDArray[Any]:
        return np.stack(transformer.transform(places[:, 0], places[:, 1]), axis=1)

    moved = shapely.transform(shapely.segmentize(near, longest / EDGE_PIECES), move)
    return np.asarray(moved[np.isfinite(shapely.bounds(moved)).all(axis=1)])


def _near(polygons: Polygons, crs: CRS, grid: RasterGrid) -> Polygons:
    """What of the polygons lies around the scene: elsewhere, its CRS may have no place for them."""
    assert grid.crs is not None
    left, bottom, right, top = transformer_between(grid.crs, crs).transform_bounds(*grid.bounds)
    if not np.isfinite([left, bottom, right, top]).all() or left >= right:  # across the date line
        return polygons
    margin = max(right - left, top - bottom) / 2
    clipped = shapely.clip_by_rect(polygons, left - margin, bottom - margin, right + margin, top + margin)
    return np.asarray(clipped[~shapely.is_empty(clipped)])
