"""Area of polygons on the ground."""

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from pyproj.exceptions import ProjError
from rasterio.crs import CRS

LONGEST_EDGE_PX = 64  # what is straight on the map is bent on the ground: longer edges get points in between


def ground_areas_m2(polygons: NDArray[np.object_], crs: CRS | None, pixel_size: float) -> NDArray[np.float64]:
    """Area of each polygon on the ellipsoid, also in degrees, in feet, and where the map stretches areas.

    The corners are brought into a cylindrical equal-area projection, where parallels are straight: so a pixel of a grid
    in degrees has exactly its area, which the shortest ways between its corners would not enclose.

    Args:
        polygons: in map coordinates.
        crs: of the coordinates; NaN is returned where there is none that has a place on the earth.
        pixel_size: of the map, in the same units.
    """
    unknown = np.full(len(polygons), np.nan)
    if crs is None or not len(polygons):
        return unknown
    try:
        system = pyproj.CRS(crs.to_wkt())
        geodetic, ellipsoid = system.geodetic_crs, system.ellipsoid
        if geodetic is None or ellipsoid is None:
            return unknown
        to_geodetic = pyproj.Transformer.from_crs(system, geodetic, always_xy=True)
    except ProjError:
        return unknown
    axis_m, other_axis_m = ellipsoid.semi_major_metre, ellipsoid.semi_minor_metre
    equal_area = pyproj.Proj(proj="cea", a=axis_m, b=other_axis_m)
    radians = geodetic.axis_info[0].unit_conversion_factor

    def on_ground(points: NDArray[np.float64]) -> NDArray[np.float64]:
        xs, ys = points.T if system.is_geographic else to_geodetic.transform(*points.T)
        lons, lats = np.asarray(xs) * radians, np.asarray(ys) * radians
        if not system.is_geographic:
            lons = np.unwrap(lons)  # corners are near one another, but may lie on either side of the date line
        _, norths = equal_area(np.zeros(len(lats)), np.degrees(lats))
        return np.stack([lons, norths], axis=1)

    detailed = polygons if system.is_geographic else shapely.segmentize(polygons, LONGEST_EDGE_PX * pixel_size)
    areas: NDArray[np.float64] = axis_m * shapely.area(shapely.transform(detailed, on_ground))
    return np.where(np.isfinite(areas), areas, np.nan)
