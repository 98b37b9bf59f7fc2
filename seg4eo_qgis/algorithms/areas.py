"""Which part of a layer a job is about, told by its other inputs: services cover the world."""

from typing import Any, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsMapLayer, QgsRasterLayer, QgsRectangle, QgsVectorLayer

from ..compat import tr

Area = tuple[QgsRectangle, QgsCoordinateReferenceSystem]
# of several inputs with polygons, those that say best where a job works
FIRST_POLYGONS = ("area", "grid", "image_grids")


def area_of_polygons(fields: list[dict[str, Any]], values: dict[str, Any], position: int) -> Optional[Area]:
    """The rectangle around the polygons of a job; None where it has none.

    Args:
        fields: the fields of the job.
        values: their values, layers as paths.
        position: of several layers of an input, which one is meant.
    """
    names = [field["name"] for field in fields if field["kind"] in ("vector", "vectors") and field["name"] in values]
    names.sort(key=lambda name: FIRST_POLYGONS.index(name) if name in FIRST_POLYGONS else len(FIRST_POLYGONS))
    return _covered_by(QgsVectorLayer(_nth(values[names[0]], position), "", "ogr")) if names else None


def area_of_rasters(fields: list[dict[str, Any]], values: dict[str, Any], position: int) -> Optional[Area]:
    """As :func:`area_of_polygons`, of the first raster of the job that is a file."""
    for field in fields:
        value = _nth(values.get(field["name"]), position) if field["kind"] in ("raster", "rasters") else None
        if isinstance(value, str):
            return _covered_by(QgsRasterLayer(value, "", "gdal"))
    return None


def area_inputs(fields: list[dict[str, Any]]) -> str:
    """The titles of the inputs that say which area is wanted; empty where the job has none."""
    titles = [field["title"] for field in fields if field["kind"] in ("extent", "vector", "vectors")]
    return ", ".join(f"'{tr(title)}'" for title in titles)


def _nth(value: Any, position: int) -> Any:
    return (value[position] if position < len(value) else value[0]) if isinstance(value, list) and value else value


def _covered_by(layer: QgsMapLayer) -> Optional[Area]:
    return (layer.extent(), layer.crs()) if layer.isValid() else None
