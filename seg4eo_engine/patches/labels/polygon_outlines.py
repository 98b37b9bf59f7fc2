"""Outlines of polygons before they are painted: mended, grown in metres on the ground, ordered."""

from pathlib import Path
from typing import Any, Literal

import geopandas
import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from pyproj.crs import ProjectedCRS
from pyproj.crs.coordinate_operation import TransverseMercatorConversion

from seg4eo_engine.errors import InvalidDataset, InvalidJob
from seg4eo_engine.patches.labels.polygon_classes import find_column
from seg4eo_engine.progress import Reporter

PaintingOrder = Literal["layer", "largest_first", "field"]

LOCAL_DEGREES = 2  # polygons this near to one another are grown together; the scale is then off by 0.02 % at most


def mend(polygons: geopandas.GeoDataFrame, path: Path, reporter: Reporter) -> geopandas.GeoDataFrame:
    """The polygons with an area on the map; outlines that cross themselves are made valid.

    Raises:
        InvalidDataset: none is left.
    """
    outlines = polygons.geometry.to_numpy().copy()
    finite = np.isfinite(shapely.bounds(outlines)).all(axis=1)  # a reprojection may lead out of what a map can show
    outlines[~finite] = None
    mended = _valid(outlines)
    kept = finite & ~shapely.is_empty(mended)
    changed = (kept & ~shapely.is_valid(outlines)).sum()
    if changed:
        reporter.info(f"{changed} of {len(kept)} polygons of {path.name} cross themselves and were mended.")
    return _keep(polygons.set_geometry(mended, crs=polygons.crs), kept, f"no area on the map in {path.name}", reporter)


def grow(polygons: geopandas.GeoDataFrame, buffer_m: float, path: Path, reporter: Reporter) -> geopandas.GeoDataFrame:
    """Polygons grown by so many metres on the ground, or shrunk by a negative number, whatever the units of their CRS.

    They are grown in transverse Mercator projections of their own, one for each square of a few degrees.

    Raises:
        InvalidJob: there is no CRS, so that nobody knows what a metre is.
        InvalidDataset: none is left.
    """
    if not buffer_m:
        return polygons
    if polygons.crs is None or polygons.crs.geodetic_crs is None:
        raise InvalidJob(
            f"Expected a coordinate reference system on the ground for a buffer in metres, found none in {path.name}: "
            "assign one, or leave the buffer at 0."
        )
    outlines = polygons.geometry.to_numpy().copy()
    cells, numbers = np.unique(_local_cells(outlines, polygons.crs), axis=0, return_inverse=True)
    for number, (lon, lat) in enumerate(cells):
        chosen = numbers.ravel() == number
        outlines[chosen] = _grown(outlines[chosen], polygons.crs, buffer_m, float(lon), float(lat))
    return _keep(
        polygons.set_geometry(outlines, crs=polygons.crs),
        ~shapely.is_empty(outlines),
        f"nothing left after shrinking by {-buffer_m:g} m",
        reporter,
    )


def painting_order(
    polygons: geopandas.GeoDataFrame, path: Path, order: PaintingOrder, order_field: str
) -> NDArray[np.intp]:
    """The positions of the polygons in the order of painting; equals stay in the order of the layer.

    Raises:
        InvalidJob: the column is missing, not there, or given for another order.
    """
    if order == "field" and not order_field:
        raise InvalidJob("Expected a column to order the polygons by, found none: choose one or another order.")
    if order != "field" and order_field:
        raise InvalidJob(
            f"Expected no column to order by, found '{order_field}' while the order is {order}: choose the order field "
            "or leave the column empty."
        )
    if order == "largest_first":
        return np.argsort(-shapely.area(polygons.geometry.to_numpy()), kind="stable")
    if order == "field":
        column = find_column(polygons, path, order_field).reset_index(drop=True)
        return column.sort_values(kind="stable", na_position="first").index.to_numpy()
    return np.arange(len(polygons))


def _valid(outlines: NDArray[Any]) -> NDArray[Any]:
    """Outlines none of which crosses itself; None stays."""
    broken, mended = ~shapely.is_valid(outlines), outlines.copy()
    mended[broken] = shapely.make_valid(outlines[broken], method="structure", keep_collapsed=False)
    return mended


def _keep(
    polygons: geopandas.GeoDataFrame, kept: NDArray[np.bool_], what_others_have: str, reporter: Reporter
) -> geopandas.GeoDataFrame:
    if not kept.any():
        raise InvalidDataset(f"Expected polygons to paint, found that all have {what_others_have}: change it.")
    if not kept.all():
        reporter.warning(f"{(~kept).sum()} of {len(kept)} polygons have {what_others_have} and are left out.")
    return polygons[kept]


def _local_cells(outlines: NDArray[Any], crs: pyproj.CRS) -> NDArray[np.float64]:
    """Longitude and latitude of the middle of the square of :data:`LOCAL_DEGREES` that each polygon lies in."""
    left, bottom, right, top = shapely.bounds(outlines).T
    to_degrees = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    places = np.stack(to_degrees.transform((left + right) / 2, (bottom + top) / 2), axis=1)
    return (np.floor(places / LOCAL_DEGREES) + 0.5) * LOCAL_DEGREES


def _grown(outlines: NDArray[Any], crs: pyproj.CRS, buffer_m: float, lon: float, lat: float) -> NDArray[Any]:
    local = ProjectedCRS(TransverseMercatorConversion(lat, lon), geodetic_crs=crs.geodetic_crs)
    on_ground = geopandas.GeoSeries(outlines, crs=crs).to_crs(local).buffer(buffer_m)
    grown = _valid(on_ground.to_crs(crs).to_numpy())
    if not crs.is_geographic:
        return grown
    # a polygon at the date line stays in one piece: its longitudes go on beyond 180°
    return shapely.transform(grown, lambda points: points + [360, 0] * np.round((lon - points[:, :1]) / 360))
