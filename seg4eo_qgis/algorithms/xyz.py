"""The tiles of XYZ layers, fetched one by one.

QGIS could draw them too; but from some version on it moves their pixels by up to one, so that tiles leave no gaps on a
screen, and it leaves blank what it could not fetch.
"""

import math
from typing import Any, Optional

from qgis.core import (
    QgsApplication,
    QgsNetworkAccessManager,
    QgsProcessingException,
    QgsProviderRegistry,
    QgsRasterBlock,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QEventLoop, QRectF, QTimer, QUrl
from qgis.PyQt.QtGui import QImage, QPainter
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest

from ..compat import tr
from .pictures import blocks_of, not_fetched

WORLD = 20037508.342789244
TILE_PX = 256
TRIES = 3
MOST_REDUCTION = 8
TIMEOUT_MS = 30_000
WAKE_MS = 100
# how servers say that there is nothing at a place, rather than that something went wrong
NOTHING_THERE = (204, 404, 410)


class XyzTiles:
    """The tiles of an XYZ layer, at the zoom level whose pixels are as small as wanted, or smaller."""

    def __init__(self, source: dict[str, str], pixel_size: float, name: str, feedback: Any) -> None:
        self._source = source
        self._name = name
        self._feedback = feedback
        wanted = math.log2(2 * WORLD / TILE_PX / pixel_size)
        lowest, highest = zoom_levels(source)
        self.zoom = min(highest, max(lowest, math.ceil(wanted - 1e-3)))
        self._pixel = 2 * WORLD / TILE_PX / 2**self.zoom
        self.fetched = 0
        self.absent = 0
        if pixel_size > MOST_REDUCTION * self._pixel:
            raise QgsProcessingException(
                tr(
                    "Expected pixels that the layer {layer} can be drawn with, found that the least detailed tiles of "
                    "its service are {times} times as fine: ask for smaller pixels."
                ).format(layer=name, times=round(pixel_size / self._pixel))
            )

    def blocks(self, rectangle: QgsRectangle, columns: int, rows: int) -> list[QgsRasterBlock]:
        """The bands of a rectangle; the last one says where the service has a tile.

        Raises:
            QgsProcessingException: a tile could not be fetched.
        """
        return blocks_of(self._draw(rectangle, columns, rows))

    def _draw(self, rectangle: QgsRectangle, columns: int, rows: int) -> QImage:
        part = QRectF(
            (rectangle.xMinimum() + WORLD) / self._pixel,
            (WORLD - rectangle.yMaximum()) / self._pixel,
            rectangle.width() / self._pixel,
            rectangle.height() / self._pixel,
        )
        last = 2**self.zoom - 1
        left, top = (max(0, math.floor(side / TILE_PX + 1e-9)) for side in (part.left(), part.top()))
        right, bottom = (min(last, math.ceil(side / TILE_PX - 1e-9) - 1) for side in (part.right(), part.bottom()))
        mosaic = _blank(TILE_PX * (right - left + 1), TILE_PX * (bottom - top + 1))
        places = [(column, row) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        tiles = self._fetch(places)
        painter = QPainter(mosaic)  # from here on nothing may be raised: it must be ended before the image goes
        for (column, row), tile in tiles.items():
            if tile is not None:
                painter.drawImage(TILE_PX * (column - left), TILE_PX * (row - top), tile)
        painter.end()
        part.translate(-TILE_PX * left, -TILE_PX * top)
        if abs(part.width() - columns) < 1e-3 and abs(part.height() - rows) < 1e-3:  # its own pixels, as they are
            return mosaic.copy(round(part.left()), round(part.top()), columns, rows)
        picture = _blank(columns, rows)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(0, 0, columns, rows), mosaic, part)
        painter.end()
        return picture

    def finish(self) -> None:
        """Tell the user of tiles that the service has not.

        Raises:
            QgsProcessingException: it has none at all.
        """
        facts = {"layer": self._name, "zoom": self.zoom, "absent": self.absent, "all": self.fetched}
        if self.absent == self.fetched:
            raise QgsProcessingException(
                tr(
                    "Expected tiles of the layer {layer}, found that its service has none of zoom level {zoom} there: "
                    "choose another area, or ask for larger pixels."
                ).format(**facts)
            )
        if self.absent:
            self._feedback.pushWarning(
                tr(
                    "The service of the layer {layer} has no picture for {absent} of {all} tiles of zoom level {zoom}: "
                    "nothing is mapped there."
                ).format(**facts)
            )

    def _fetch(self, places: list) -> dict[tuple, Optional[QImage]]:
        tiles: dict[tuple, Optional[QImage]] = {}
        problem = ""
        for _ in range(TRIES):
            missing = [place for place in places if place not in tiles]
            for place, reply in self._replies(missing).items():
                status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
                content = bytes(reply.readAll())
                image = QImage.fromData(content)
                if status in NOTHING_THERE:
                    tiles[place] = None
                elif reply.error() == QNetworkReply.NetworkError.NoError and not image.isNull():
                    tiles[place] = _tile(image)
                else:
                    said = (
                        reply.errorString() if reply.error() != QNetworkReply.NetworkError.NoError else tr("no picture")
                    )
                    problem = f"{self._address(*place)}: {said}"
                reply.deleteLater()
            if len(tiles) == len(places) or self._feedback.isCanceled():
                break
        else:
            raise not_fetched(self._name, problem)
        self.fetched += len(tiles)
        self.absent += sum(tile is None for tile in tiles.values())
        return tiles

    def _replies(self, places: list) -> dict[tuple, QNetworkReply]:
        """The finished answers for some tiles; several are under way at once."""
        manager = QgsNetworkAccessManager.instance()
        replies = {place: manager.get(self._request(*place)) for place in places}
        alarm = QTimer()
        alarm.start(WAKE_MS)  # the loop wakes up to see whether the user has cancelled
        loop = QEventLoop()
        while not all(reply.isFinished() for reply in replies.values()):
            if self._feedback.isCanceled():
                for reply in replies.values():
                    reply.abort()
            loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        alarm.stop()
        return replies

    def _request(self, column: int, row: int) -> QNetworkRequest:
        request = QNetworkRequest(QUrl(self._address(column, row)))
        request.setTransferTimeout(TIMEOUT_MS)
        request.setAttribute(
            QNetworkRequest.Attribute.CacheLoadControlAttribute, QNetworkRequest.CacheLoadControl.PreferCache
        )
        request.setAttribute(QNetworkRequest.Attribute.CacheSaveControlAttribute, True)
        for key, value in self._source.items():
            if key == "referer" or key.startswith("http-header:"):
                request.setRawHeader(key.split(":")[-1].capitalize().encode(), str(value).encode())
        if self._source.get("authcfg"):
            QgsApplication.authManager().updateNetworkRequest(request, self._source["authcfg"])
        return request

    def _address(self, column: int, row: int) -> str:
        digits = "".join(
            str((column >> bit & 1) + 2 * (row >> bit & 1)) for bit in reversed(range(self.zoom))
        )  # of Bing's quadtree
        parts = {"x": column, "y": row, "-y": 2**self.zoom - 1 - row, "z": self.zoom, "q": digits}
        address = self._source["url"]
        for key, value in parts.items():
            address = address.replace(f"{{{key}}}", str(value))
        return address


def xyz_source(provider_type: str, source: str) -> Optional[dict[str, str]]:
    """The parts of an XYZ layer's source; None where it is none, or one with tiles of a kind of its own."""
    parts = QgsProviderRegistry.instance().decodeUri(provider_type, source)
    url = str(parts.get("url", ""))
    has_place = "{q}" in url or ("{x}" in url and "{z}" in url and ("{y}" in url or "{-y}" in url))
    is_plain = (
        provider_type == "wms"
        and parts.get("type") == "xyz"
        and has_place
        and parts.get("crs", "EPSG:3857") in ("", "EPSG:3857")
        and str(parts.get("tilePixelRatio", "0")) in ("", "0", "1")
        and not parts.get("interpretation")
    )
    return {key: str(value) for key, value in parts.items()} if is_plain else None


def zoom_levels(source: dict[str, str]) -> tuple:
    """The lowest and the highest zoom level of an XYZ layer."""
    return int(source.get("zmin") or 0), int(source.get("zmax") or 18)


def _blank(columns: int, rows: int) -> QImage:
    image = QImage(columns, rows, QImage.Format.Format_ARGB32)
    image.fill(0)
    return image


def _tile(image: QImage) -> QImage:
    image = image.convertToFormat(QImage.Format.Format_ARGB32)
    return image if image.width() == image.height() == TILE_PX else image.scaled(TILE_PX, TILE_PX)
