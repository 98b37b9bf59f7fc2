"""Layers of services and databases that hold data: their values, pixel by pixel."""

from typing import Any

from qgis.core import QgsProcessingException, QgsRasterBlock, QgsRasterBlockFeedback, QgsRectangle

from ..compat import tr


class Values:
    """What a layer's provider reads. ``nodata`` holds the value of it for each band that has one."""

    def __init__(self, provider: Any, name: str, feedback: Any) -> None:
        self._provider = provider
        self._name = name
        self._feedback = feedback
        self._bands = range(1, provider.bandCount() + 1)
        self.nodata = {
            band: provider.sourceNoDataValue(band) for band in self._bands if provider.sourceHasNoDataValue(band)
        }

    def blocks(self, rectangle: QgsRectangle, columns: int, rows: int) -> list[QgsRasterBlock]:
        """The bands of a rectangle of whole pixels.

        Raises:
            QgsProcessingException: they cannot be read.
        """
        waiting = QgsRasterBlockFeedback()
        if hasattr(self._feedback, "canceled"):
            self._feedback.canceled.connect(waiting.cancel)
        blocks = [self._provider.block(band, rectangle, columns, rows, waiting) for band in self._bands]
        problems = waiting.errors() + [block.error().summary() for block in blocks if not block.isValid()]
        if problems and not self._feedback.isCanceled():
            raise QgsProcessingException(
                tr(
                    "Expected the values of the layer {layer}, found that they cannot be read ({problem}): save it as "
                    "a GeoTIFF and choose that."
                ).format(layer=self._name, problem=problems[0])
            )
        return blocks

    def finish(self) -> None:
        """Nothing is left to be said."""
