"""Where a comparison counts: inside of polygons, such as the cells of a grid; and how large pixels are there."""

from pathlib import Path

import geopandas
import numpy as np
import pyproj
from numpy.typing import NDArray
from pyproj.exceptions import ProjError
from rasterio.features import geometry_mask
from rasterio.windows import Window

from seg4eo_engine.errors import GridMismatch
from seg4eo_engine.patches.polygons import read_polygons, to_raster_crs
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.grid import RasterGrid


class Extent:
    """Polygons in the CRS of a map; a pixel is inside where its centre is."""

    def __init__(self, path: Path, polygons: geopandas.GeoDataFrame, grid: RasterGrid) -> None:
        self.name = path.name
        self._polygons = polygons
        self._grid = grid

    @classmethod
    def read(cls, path: Path, split: str | None, grid: RasterGrid, reporter: Reporter) -> "Extent":
        """The polygons of a layer; with ``split``, those with this word in their ``split`` column.

        Raises:
            GridMismatch: there is no such column, no such word in it, or only one of layer and map has a CRS.
            MissingInput, NotAVector: the layer cannot be read.
        """
        polygons = to_raster_crs(read_polygons(path), grid.crs, path, reporter)
        return cls(path, polygons if split is None else _of_split(polygons, path, split), grid)

    def inside(self, window: Window) -> NDArray[np.bool_]:
        """Which pixels ``(height, width)`` of a window of the map are inside."""
        part = self._grid.window_grid(window)
        near = self._polygons.cx[part.bounds[0] : part.bounds[2], part.bounds[1] : part.bounds[3]]
        if near.empty:
            return np.zeros((part.height, part.width), dtype=bool)
        return geometry_mask(near.geometry, (part.height, part.width), part.transform, invert=True)


def _of_split(polygons: geopandas.GeoDataFrame, path: Path, split: str) -> geopandas.GeoDataFrame:
    if "split" not in polygons:
        raise GridMismatch(
            f"Expected a column named split in {path.name}, found {', '.join(map(str, polygons.columns))}: "
            "use a grid made by Create sampling grid, or give no split."
        )
    chosen = polygons[polygons["split"] == split]
    if chosen.empty:
        found = ", ".join(sorted(map(str, polygons["split"].unique())))
        raise GridMismatch(f"Expected cells of the split '{split}' in {path.name}, found {found}: change the split.")
    return chosen


def pixel_area_m2(grid: RasterGrid) -> float | None:
    """Area on the ground of the pixel in the middle of a raster; None where it has no place on the earth.

    It is measured on the ellipsoid, so that it is right in degrees, in feet, and in maps that stretch areas, such as
    Web Mercator.
    """
    if grid.crs is None:
        return None
    try:
        crs = pyproj.CRS(grid.crs.to_wkt())
        geodetic, ellipsoid = crs.geodetic_crs, crs.get_geod()
        if geodetic is None or ellipsoid is None:
            return None
        to_degrees = pyproj.Transformer.from_crs(crs, geodetic, always_xy=True)
    except ProjError:
        return None
    middle = Window(grid.width / 2 - 0.5, grid.height / 2 - 0.5, 1, 1)
    xs, ys = grid.window_polygon(middle).exterior.xy
    lons, lats = to_degrees.transform(xs, ys)
    area, _ = ellipsoid.polygon_area_perimeter(lons, lats)
    return abs(float(area)) if np.isfinite(area) else None
