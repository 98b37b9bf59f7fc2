"""Serves a raster of this machine as a map service: ``map_server.py RASTER [FAULT@PLACE …]`` prints its port.

XYZ tiles are at ``/xyz/{z}/{x}/{y}.png`` (of a raster in Web Mercator), a WMS at ``/wms?``. Pixels are those of the
raster that lie nearest, transparent beside it and where it has none. A place is a tile (``14/8401/5801``) or ``wms``;
its fault is a status, or ``page``: a page of HTML in place of a picture.

A process of its own, for QGIS may hold Python's lock while it waits for a picture. Needs NumPy and GDAL.
"""

import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import numpy as np
from osgeo import gdal, osr

WORLD = 20037508.342789244
CAPABILITIES = """<?xml version="1.0"?>
<WMS_Capabilities version="1.3.0" xmlns="http://www.opengis.net/wms" xmlns:xlink="http://www.w3.org/1999/xlink">
<Service><Name>WMS</Name><Title>test</Title></Service>
<Capability><Request>
<GetMap><Format>image/png</Format><DCPType><HTTP><Get><OnlineResource xlink:href="{address}"/></Get></HTTP></DCPType>
</GetMap></Request>
<Layer><Title>all</Title><CRS>{crs}</CRS><Layer><Name>scene</Name><Title>scene</Title><CRS>{crs}</CRS>
<EX_GeographicBoundingBox><westBoundLongitude>{west}</westBoundLongitude><eastBoundLongitude>{east}</eastBoundLongitude>
<southBoundLatitude>{south}</southBoundLatitude><northBoundLatitude>{north}</northBoundLatitude>
</EX_GeographicBoundingBox>
<BoundingBox CRS="{crs}" minx="{left!r}" miny="{bottom!r}" maxx="{right!r}" maxy="{top!r}"/>
</Layer></Layer></Capability></WMS_Capabilities>"""


class Scene:
    """A raster with three bands of bytes, in memory."""

    def __init__(self, path):
        raster = gdal.Open(path)
        self._pixels = raster.ReadAsArray()[:3]
        bands = [raster.GetRasterBand(number) for number in (1, 2, 3)]
        self._alpha = np.min([band.GetMaskBand().ReadAsArray() for band in bands], axis=0)
        self._left, self._step, _, self._top, _, _ = raster.GetGeoTransform()
        self._system = raster.GetSpatialRef()
        self._size = raster.RasterXSize, raster.RasterYSize

    def picture(self, left, bottom, right, top, width, height):
        """A PNG of a rectangle."""
        columns = ((np.linspace(left, right, 2 * width + 1)[1::2] - self._left) // self._step).astype(int)
        rows = ((self._top - np.linspace(top, bottom, 2 * height + 1)[1::2]) // self._step).astype(int)
        inside = np.ix_((rows >= 0) & (rows < self._size[1]), (columns >= 0) & (columns < self._size[0]))
        drawn = np.zeros((4, height, width), np.uint8)
        for band, pixels in enumerate([*self._pixels, self._alpha]):
            drawn[band][inside] = pixels[np.ix_(rows[inside[0][:, 0]], columns[inside[1][0]])]
        return png(drawn)

    def capabilities(self, address):
        crs = "EPSG:" + self._system.GetAuthorityCode(None)
        right, bottom = self._left + self._step * self._size[0], self._top - self._step * self._size[1]
        sides = {"left": self._left, "bottom": bottom, "right": right, "top": self._top}
        west, south, east, north = self._degrees(**sides)
        places = {"west": west, "south": south, "east": east, "north": north}
        return CAPABILITIES.format(address=address, crs=crs, **sides, **places).encode()

    def _degrees(self, left, bottom, right, top):
        degrees = osr.SpatialReference()
        degrees.ImportFromEPSG(4326)
        degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        corners = [(x, y) for x in (left, right) for y in (bottom, top)]
        points = osr.CoordinateTransformation(self._system, degrees).TransformPoints(corners)
        longitudes, latitudes = np.transpose([point[:2] for point in points])
        return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def png(bands):
    """``bands``, (4, height, width) bytes, as a file."""
    image = gdal.GetDriverByName("MEM").Create("", bands.shape[2], bands.shape[1], 4)
    image.WriteArray(bands)
    path = f"/vsimem/{time.monotonic_ns()}-{id(image)}.png"
    gdal.GetDriverByName("PNG").CreateCopy(path, image)
    file = gdal.VSIFOpenL(path, "rb")
    content = bytes(gdal.VSIFReadL(1, gdal.VSIStatL(path).size, file))
    gdal.VSIFCloseL(file)
    gdal.Unlink(path)
    return content


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        """Nobody reads it."""

    def do_GET(self):
        address = urlsplit(self.path)
        query = {key.lower(): values[0] for key, values in parse_qs(address.query).items()}
        if query.get("request") == "GetCapabilities":
            here = f"http://127.0.0.1:{self.server.server_port}/wms?"
            self.answer(200, SCENE.capabilities(here), "text/xml")
            return
        place = "wms" if query else address.path[len("/xyz/") : -len(".png")]
        fault = FAULTS.get(place)
        if fault:
            self.answer(200 if fault == "page" else int(fault), b"<html>no</html>", "text/html")
        else:
            self.answer(200, map_of(query) if query else tile_of(place), "image/png")

    def answer(self, status, content, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def map_of(query):
    sides = [float(side) for side in query["bbox"].split(",")]
    return SCENE.picture(*sides, int(query["width"]), int(query["height"]))


def tile_of(place):
    zoom, column, row = map(int, place.split("/"))
    side = 2 * WORLD / 2**zoom
    left, top = column * side - WORLD, WORLD - row * side
    return SCENE.picture(left, top - side, left + side, top, 256, 256)


if __name__ == "__main__":
    SCENE = Scene(sys.argv[1])
    FAULTS = {place: fault for fault, place in (argument.split("@") for argument in sys.argv[2:])}
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
