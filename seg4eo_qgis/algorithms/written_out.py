"""Raster layers that the engine cannot open by name, written to a GeoTIFF for the time of a job.

Of a layer that holds data (a database, a coverage service, a virtual raster) its values are written, pixel by pixel; of
one that only draws (XYZ, WMS, WMTS, ArcGIS), the picture: red, green, blue, and an alpha band that says where there is
nothing.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Union

from qgis.core import Qgis, QgsFileUtils, QgsProcessingException, QgsProcessingUtils, QgsRasterFileWriter
from qgis.PyQt.QtCore import QThread

from ..compat import tr
from ..engine.run import EngineStopped
from .layer_to_write import LayerToWrite
from .pictures import DrawnByQgis
from .pixel_grid import PixelGrid
from .values import Values
from .xyz import XyzTiles

BLOCK_PX = 1024
OPTIONS = ["TILED=YES", "COMPRESS=DEFLATE", "ZLEVEL=1", "BIGTIFF=IF_SAFER"]
# files of jobs that were stopped on their way, by what they show
_kept: dict[tuple, str] = {}


@contextmanager
def written_out(values: dict[str, Any], feedback) -> Iterator[dict[str, Any]]:
    """The values of a job with the path of a file in place of each layer that is to be written, while it runs.

    Where the job was stopped on its way, the files stay until QGIS ends: the same job goes on with the same files only.

    Raises:
        QgsProcessingException: a layer could not be written, or the user cancelled.
    """
    written: dict[LayerToWrite, str] = {}

    def path_of(value: Any) -> Any:
        if isinstance(value, list):
            return [path_of(item) for item in value]
        if not isinstance(value, LayerToWrite):
            return value
        kept = _kept.pop(value.key, "")
        written[value] = kept or QgsProcessingUtils.generateTempFilename(
            QgsFileUtils.stringToSafeFilename(value.name) + ".tif"
        )
        if not Path(kept).is_file():
            _write(value, written[value], feedback)
        return written[value]

    try:
        yield {name: path_of(value) for name, value in values.items()}
    except QgsProcessingException as error:
        if isinstance(error.__cause__, EngineStopped):
            _kept.update({layer.key: path for layer, path in written.items()})
            written.clear()
        raise
    finally:
        for path in written.values():
            shutil.rmtree(Path(path).parent, ignore_errors=True)  # a folder of this file only


def _write(layer: LayerToWrite, path: str, feedback) -> None:
    feedback.setProgressText(tr("Copying the layer {layer}").format(layer=layer.name))
    layer.provider.moveToThread(QThread.currentThread())
    origin = _origin_of(layer, feedback)
    target = _create(layer, path)
    for band, nodata in getattr(origin, "nodata", {}).items():
        target.setNoDataValue(band, nodata)
    windows = _windows(layer.grid)
    for number, window in enumerate(windows):
        blocks = origin.blocks(layer.grid.rectangle(*window), *window[2:])
        if feedback.isCanceled():
            raise QgsProcessingException(tr("The job was cancelled."))
        column, row = window[:2]
        if not all(target.writeBlock(block, band, column, row) for band, block in enumerate(blocks, start=1)):
            raise _not_writable(layer, path)
        feedback.setProgress(100 * (number + 1) / len(windows))
    target.setEditable(False)  # closes the file
    origin.finish()


def _windows(grid: PixelGrid) -> list:
    """The grid in pieces of a size that a service sends at once: column, row, columns and rows."""
    return [
        (column, row, min(BLOCK_PX, grid.columns - column), min(BLOCK_PX, grid.rows - row))
        for row in range(0, grid.rows, BLOCK_PX)
        for column in range(0, grid.columns, BLOCK_PX)
    ]


def _create(layer: LayerToWrite, path: str):
    """An empty GeoTIFF for a layer, as a provider that takes blocks."""
    writer = QgsRasterFileWriter(path)
    writer.setOutputFormat("GTiff")
    set_options = getattr(writer, "setCreationOptions", None) or writer.setCreateOptions  # renamed in QGIS 3.44
    set_options([*OPTIONS, "PHOTOMETRIC=RGB", "ALPHA=YES"] if layer.is_picture else OPTIONS)
    kind = Qgis.DataType.Byte if layer.is_picture else layer.provider.sourceDataType(1)
    grid = layer.grid
    target = writer.createMultiBandRaster(kind, grid.columns, grid.rows, grid.extent, layer.crs, layer.bands)
    if target is None or not target.isValid():
        raise _not_writable(layer, path)
    return target


def _not_writable(layer: LayerToWrite, path: str) -> QgsProcessingException:
    return QgsProcessingException(
        tr("Expected to copy the layer {layer} to {path}, found that it cannot be written: make room there.").format(
            layer=layer.name, path=path
        )
    )


def _origin_of(layer: LayerToWrite, feedback) -> Union[Values, DrawnByQgis, XyzTiles]:
    if not layer.is_picture:
        return Values(layer.provider, layer.name, feedback)
    if layer.xyz is None:
        return DrawnByQgis(layer.provider, layer.name, feedback)
    return XyzTiles(layer.xyz, layer.grid.pixel_width, layer.name, feedback)
