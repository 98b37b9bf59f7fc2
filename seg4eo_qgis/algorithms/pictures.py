"""Layers of services that only draw: asked for a rectangle, they answer with a picture."""

import re
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsProcessingException,
    QgsRasterBlock,
    QgsRasterBlockFeedback,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QByteArray
from qgis.PyQt.QtGui import QImage

from ..compat import tr

LONGEST_PROBLEM = 300
TRIES = 3
OPAQUE_FROM = 128
_VALIDITY = bytes(0 if alpha < OPAQUE_FROM else 255 for alpha in range(256))


class DrawnByQgis:
    """A picture as the layer's provider draws it."""

    def __init__(self, provider: Any, name: str, feedback: Any) -> None:
        self._provider = provider
        self._name = name
        self._feedback = feedback
        self._pixels = 0
        self._blank = 0

    def blocks(self, rectangle: QgsRectangle, columns: int, rows: int) -> list[QgsRasterBlock]:
        """The bands of a rectangle; the last one says where there is something.

        Raises:
            QgsProcessingException: the service did not answer with one.
        """
        for _ in range(TRIES):  # blank may be what could not be fetched, of which QGIS does not always tell
            blocks = blocks_of(self._draw(rectangle, columns, rows))
            blank = bytes(blocks[-1].data()).count(0)
            if blank < columns * rows or self._feedback.isCanceled():
                break
        self._pixels += columns * rows
        self._blank += blank
        return blocks

    def _draw(self, rectangle: QgsRectangle, columns: int, rows: int) -> QImage:
        waiting = QgsRasterBlockFeedback()
        if hasattr(self._feedback, "canceled"):
            self._feedback.canceled.connect(waiting.cancel)
        # A provider leaves blank what it could not fetch, and tells the log only
        complaints: list[str] = []

        def listen(message: str, tag: str, level: Any) -> None:
            if level in (Qgis.MessageLevel.Warning, Qgis.MessageLevel.Critical) and tag == "WMS":
                complaints.append(message)

        log = QgsApplication.messageLog()
        log.messageReceived.connect(listen)
        try:
            block = self._provider.block(1, rectangle, columns, rows, waiting)
        finally:
            log.messageReceived.disconnect(listen)
        complaints += waiting.errors()
        if not self._feedback.isCanceled() and (complaints or not block.isValid()):
            raise not_fetched(self._name, complaints[0] if complaints else block.error().summary())
        return block.image()

    def finish(self) -> None:
        """Tell the user how much is blank: QGIS does not always say why.

        Raises:
            QgsProcessingException: all of it is.
        """
        if self._blank == self._pixels:
            raise QgsProcessingException(
                tr(
                    "Expected a picture of the layer {layer}, found that its service has none there: choose another "
                    "area, or another pixel size."
                ).format(layer=self._name)
            )
        if self._blank:
            self._feedback.pushWarning(
                tr(
                    "{share} % of the copy of the layer {layer} is blank, for its service has nothing there or could "
                    "not send it: nothing is mapped there."
                ).format(share=f"{100 * self._blank / self._pixels:.3g}", layer=self._name)
            )


def blocks_of(picture: QImage) -> list[QgsRasterBlock]:
    """Red, green, blue and validity (0 or 255) of a picture, a byte for each pixel."""
    picture = picture.convertToFormat(QImage.Format.Format_RGBA8888)
    bits = picture.constBits()
    bits.setsize(picture.sizeInBytes())
    content = bytes(bits)
    bands = content[0::4], content[1::4], content[2::4], content[3::4].translate(_VALIDITY)
    blocks = []
    for band in bands:
        block = QgsRasterBlock(Qgis.DataType.Byte, picture.width(), picture.height())
        block.setData(QByteArray(band))
        blocks.append(block)
    return blocks


def not_fetched(name: str, problem: str) -> QgsProcessingException:
    """What to raise where a service did not send a part of a layer."""
    # addresses are long, and what follows the question mark may be a key that is nobody else's business
    told = re.sub(r"\?\S*", "?…", problem)[:LONGEST_PROBLEM]
    return QgsProcessingException(
        tr(
            "Expected the service to send all of the layer {layer}, found that a part is missing ({problem}): try "
            "again, or ask for a smaller area."
        ).format(layer=name, problem=told)
    )
