"""Patches of many images laid out on common planes, so that neighbours can be told: the input of the split."""

from collections.abc import Sequence

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj.exceptions import ProjError
from rasterio.crs import CRS

from seg4eo_engine.patches.manifest import Split
from seg4eo_engine.patches.splits import Cells
from seg4eo_engine.raster.grid import RasterGrid

# Conformal and nearly global: distances are wrong by the same factor as sizes, so those in patch widths are right.
COMMON_CRS = CRS.from_epsg(3857)
SAME_PLACE = 0.01  # of the size of a patch: dates of a place are this close


def lay_out(
    grids: Sequence[RasterGrid],
    sources: Sequence[int],
    fixed: Sequence[Split | None],
    class_counts: NDArray[np.integer],
) -> Cells:
    """The patches as cells of planes.

    Images with a CRS share a plane: that of their CRS where it is one in metres, else Mercator. An image without one is
    a plane of its own. Where an image has a CRS that Mercator does not know, all images of that CRS share a plane.

    Args:
        grids: the pixels of each patch.
        sources: the number of the image of each patch.
        fixed: the split of each patch where it is told.
        class_counts: ``(patches, classes)``.
    """
    outlines, planes = _on_planes(grids, sources)
    bounds = shapely.bounds(outlines)
    sizes = np.sqrt(shapely.area(outlines))
    positions = np.zeros((len(grids), 2))
    polygons = np.zeros(len(grids), np.intp)
    places: dict[tuple[float, ...], int] = {}
    for plane in np.unique(planes):
        members = np.flatnonzero(planes == plane)
        size = float(np.median(sizes[members]))
        corner = bounds[members, :2].min(axis=0)
        positions[members] = ((bounds[members, :2] + bounds[members, 2:]) / 2 - corner) / size
        for index in members:
            place = (int(plane), *np.round((bounds[index] - [*corner, *corner]) / (size * SAME_PLACE)).tolist())
            polygons[index] = places.setdefault(place, len(places))
    return Cells(outlines, planes, positions, polygons, sizes, np.asarray(class_counts), list(fixed))


def _on_planes(grids: Sequence[RasterGrid], sources: Sequence[int]) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    outlines = np.array([grid.window_polygon(grid.full_window) for grid in grids], dtype=object)
    names = [
        f"image {source}" if grid.crs is None else grid.crs.to_wkt()
        for grid, source in zip(grids, sources, strict=True)
    ]
    crs_of = {name: grid.crs for name, grid in zip(names, grids, strict=True) if grid.crs is not None}
    planes = np.unique(names, return_inverse=True)[1]
    if len(crs_of) == 1 and not next(iter(crs_of.values())).is_geographic:
        return outlines, planes
    for name, crs in crs_of.items():
        members = np.flatnonzero(np.array(names) == name)
        try:
            projected = geopandas.GeoSeries(outlines[members], crs=crs).to_crs(COMMON_CRS).to_numpy()
        except ProjError:  # the map of a building site, or of the Moon
            continue
        if np.isfinite(shapely.bounds(projected)).all():
            outlines[members] = projected
            planes[members] = -1
    return outlines, planes
