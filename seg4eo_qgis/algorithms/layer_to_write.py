"""Raster layers that the engine cannot open by name: what of them a job needs, and whether they are too many."""

import shutil
from dataclasses import dataclass
from typing import Any, Optional

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsProcessingException,
    QgsProcessingUtils,
    QgsRasterBlock,
    QgsRasterLayer,
    QgsRectangle,
)

from ..compat import tr
from .areas import Area
from .pixel_grid import PixelGrid, cover, pixel_on_the_ground
from .xyz import xyz_source

MANY_PX = 25_000_000
MOST_PX = 1_000_000_000
RGBA = 4
PICTURE_TYPES = (Qgis.DataType.ARGB32, Qgis.DataType.ARGB32_Premultiplied)


@dataclass(frozen=True, eq=False)
class LayerToWrite:
    """A layer, apart from the project, and those of its pixels that are wanted."""

    name: str
    source: str
    provider: Any
    crs: QgsCoordinateReferenceSystem
    grid: PixelGrid
    xyz: Optional[dict[str, str]]  # the parts of the source of an XYZ layer
    is_picture: bool

    @property
    def key(self) -> tuple:
        """What tells files of layers apart."""
        return self.name, self.source, self.grid

    @property
    def bands(self) -> int:
        return RGBA if self.is_picture else self.provider.bandCount()

    @property
    def size_mb(self) -> float:
        """The size of its pixels without compression."""
        depth = 1 if self.is_picture else QgsRasterBlock.typeSize(self.provider.sourceDataType(1))
        return self.grid.pixels * self.bands * depth / 1e6


def is_picture(layer: QgsRasterLayer) -> bool:
    """Whether a layer only draws: its colours mean something to people and are no values."""
    return layer.dataProvider().dataType(1) in PICTURE_TYPES


def plan(
    layer: QgsRasterLayer, area: Optional[Area], pixel_size_m: Optional[float], advice: str, context, feedback
) -> LayerToWrite:
    """What is to be written of a layer. Must be called on the thread of the project.

    Args:
        layer: the layer.
        area: a rectangle and its CRS, None for all that the layer covers.
        pixel_size_m: on the ground, for layers that have no pixels of their own.
        advice: which inputs say how large the area is.
        context: the Processing context.
        feedback: is told of the size.

    Raises:
        QgsProcessingException: it is too much, or nothing says how much it is.
    """
    provider = layer.dataProvider()
    wanted = _in_crs_of(layer, area, context) if area else layer.extent()
    if is_picture(layer) or not provider.xSize():
        grid = _grid_of_service(layer, wanted, pixel_size_m, context)
    else:
        size = (layer.extent().width() / provider.xSize(), layer.extent().height() / provider.ySize())
        grid = cover(wanted, layer.extent(), *size)
    if grid is None:
        raise QgsProcessingException(
            tr("Expected an area that the layer {layer} covers, found one that lies beside it: {cure}").format(
                layer=layer.name(), cure=_cure(advice)
            )
        )
    apart = provider.clone()
    apart.moveToThread(None)  # the thread that writes takes it
    xyz = xyz_source(layer.providerType(), layer.source())
    to_write = LayerToWrite(
        layer.name() or layer.providerType(), layer.source(), apart, layer.crs(), grid, xyz, is_picture(layer)
    )
    _check_size(to_write, advice, feedback)
    return to_write


def _in_crs_of(layer: QgsRasterLayer, area: Area, context) -> QgsRectangle:
    rectangle, crs = area
    if not crs.isValid() or crs == layer.crs():
        return rectangle
    try:
        return QgsCoordinateTransform(crs, layer.crs(), context.transformContext()).transformBoundingBox(rectangle)
    except QgsCsException as error:
        raise QgsProcessingException(
            tr("Expected an area that can be placed on the layer {layer}, found that it cannot ({problem}).").format(
                layer=layer.name(), problem=error
            )
        ) from error


def _grid_of_service(layer: QgsRasterLayer, area: QgsRectangle, size_m: Optional[float], context):
    if size_m is None:
        raise QgsProcessingException(
            tr(
                "Expected a pixel size for the layer {layer}, which comes from a service and has none of its own, "
                "found none: set 'Pixel size of services', in metres."
            ).format(layer=layer.name())
        )
    part = area.intersect(layer.extent())
    if part.width() <= 0 or part.height() <= 0:
        return None
    own_sizes = layer.dataProvider().nativeResolutions()
    size = pixel_on_the_ground(size_m, part, layer.crs(), own_sizes, context.transformContext())
    return cover(part, layer.extent(), *size)


def _check_size(layer: LayerToWrite, advice: str, feedback) -> None:
    grid = layer.grid
    facts = {
        "layer": layer.name,
        "columns": f"{grid.columns:,}",
        "rows": f"{grid.rows:,}",
        "size": f"{layer.size_mb:,.0f}",
    }
    free_mb = shutil.disk_usage(QgsProcessingUtils.tempFolder()).free / 1e6
    if grid.pixels > MOST_PX:
        raise QgsProcessingException(
            tr(
                "Expected a part of the layer {layer} that can be copied for the job, found {columns} × {rows} pixels "
                "({size} MB): {cure}"
            ).format(cure=_cure(advice), **facts)
        )
    if layer.size_mb > free_mb:
        raise QgsProcessingException(
            tr(
                "Expected room for a copy of the layer {layer} ({columns} × {rows} pixels, {size} MB), found {free} MB "
                "in {folder}: make room there, or ask for a smaller area."
            ).format(free=f"{free_mb:,.0f}", folder=QgsProcessingUtils.tempFolder(), **facts)
        )
    text = tr(
        "The layer {layer} is no file and is copied to one first: {columns} × {rows} pixels, up to {size} MB, which "
        "are deleted after the job."
    ).format(**facts)
    (feedback.pushWarning if grid.pixels > MANY_PX else feedback.pushInfo)(text)


def _cure(inputs: str) -> str:
    if not inputs:
        return tr("save the part that you want as a GeoTIFF and choose that.")
    return tr("say which area is wanted with {inputs}, or ask for larger pixels.").format(inputs=inputs)
