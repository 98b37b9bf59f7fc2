"""Polygon layers, read with clear errors and brought into a raster's coordinate reference system."""

from pathlib import Path

import geopandas
from pyogrio.errors import DataLayerError, DataSourceError
from rasterio.crs import CRS

from seg4eo_engine.errors import GridMismatch, MissingInput, NotAVector
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.grid import crs_name
from seg4eo_engine.raster.mapping import transformer_between


def read_polygons(path: Path | str) -> geopandas.GeoDataFrame:
    """The polygons of a vector layer with their attributes, numbered from 0.

    Args:
        path: a file, or a layer as QGIS writes it: ``file.gpkg|layername=grid|subset="split" = 'test'``.

    Raises:
        MissingInput: there is no such file.
        NotAVector: GDAL cannot open it or has no such layer, or it holds no polygons.
    """
    file, *options = str(path).split("|")
    given = dict(option.split("=", 1) for option in options if "=" in option)
    if not Path(file).exists():
        raise MissingInput(f"Expected polygons at {file}, found nothing there: check the path.")
    try:
        layer = int(given["layerid"]) if "layerid" in given else given.get("layername")
        frame = geopandas.read_file(file, layer=layer, where=given.get("subset"), engine="pyogrio")
    except (DataSourceError, DataLayerError, ValueError) as error:
        reason = str(error).splitlines()[0].rstrip(".")
        raise NotAVector(
            f"Expected a polygon layer, found that GDAL cannot read {path} ({reason}): choose another file."
        ) from error
    if isinstance(frame, geopandas.GeoDataFrame):
        frame = frame[frame.geom_type.isin(["Polygon", "MultiPolygon"]) & ~frame.is_empty].reset_index(drop=True)
    if not isinstance(frame, geopandas.GeoDataFrame) or frame.empty:
        raise NotAVector(f"Expected a layer with polygons, found none in {path}: choose another layer.")
    if frame.crs is not None and frame.crs.name.startswith("Undefined "):  # how a GeoPackage says that it has none
        frame = frame.set_crs(None, allow_override=True)
    return frame


def to_raster_crs(
    polygons: geopandas.GeoDataFrame, crs: CRS | None, path: Path, reporter: Reporter
) -> geopandas.GeoDataFrame:
    """The polygons (of the layer ``path``) in a raster's CRS; says so where they had to be reprojected.

    Raises:
        GridMismatch: one of them has no CRS while the other has one, or PROJ knows no way between the two.
    """
    if (polygons.crs is None) != (crs is None):
        lacking = path.name if polygons.crs is None else "the raster"
        raise GridMismatch(
            f"Expected a coordinate reference system in both {path.name} and the raster, found none in {lacking}: "
            "assign one, or warp a raster that has only control points."
        )
    if crs is None:
        return polygons
    own_crs = CRS.from_user_input(polygons.crs)
    if own_crs == crs:
        return polygons
    transformer_between(own_crs, crs)  # there may be none
    reporter.info(f"{path.name} was reprojected from {crs_name(own_crs)} to {crs_name(crs)}.")
    return polygons.to_crs(crs)
