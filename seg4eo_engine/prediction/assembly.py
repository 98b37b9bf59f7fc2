"""From the parts of a map to its files: Cloud-Optimized GeoTIFFs with overviews, tags, colours, names and styles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree as ET

import rasterio
import rasterio.shutil
from rasterio.control import GroundControlPoint
from rasterio.crs import CRS
from rasterio.windows import Window

from seg4eo_engine.prediction.layers import MapLayer
from seg4eo_engine.prediction.parts import part_path
from seg4eo_engine.prediction.plan import Block
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.classes import classes_tag
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.styles import write_class_sidecars, write_score_style
from seg4eo_engine.raster.views import nearest_view
from seg4eo_engine.raster.writer import DRAFT_PROFILE, TILE_PX, Compression, palette, to_cog

_VRT_TYPES = {"uint8": "Byte", "uint16": "UInt16", "int16": "Int16", "int32": "Int32", "float32": "Float32"}


@dataclass(frozen=True)
class Placement:
    """Where a map lies: its grid, and the control points that place it where it has no other place."""

    grid: RasterGrid
    control_points: tuple[GroundControlPoint, ...] = ()
    control_points_crs: CRS | None = None

    def part(self, window: Window) -> "Placement":
        """Where a window of it lies."""
        points = tuple(
            GroundControlPoint(
                row=point.row - window.row_off,
                col=point.col - window.col_off,
                x=point.x,
                y=point.y,
                z=point.z,
                id=point.id,
            )
            for point in self.control_points
        )
        return replace(self, grid=self.grid.window_grid(window), control_points=points)


@dataclass(frozen=True)
class MapFile:
    """A file of the map: the layer that it shows, and where it is written."""

    layer: MapLayer
    path: Path


@dataclass(frozen=True)
class Assembly:
    """What the parts of a map are put together to.

    ``parts_placement`` is where the parts lie, block windows count from its first pixel; ``placement`` is where the map
    shall lie, another grid where the scene was resampled. Patches of a class smaller than ``smallest_px`` pixels of the
    map are given to what is around them.
    """

    folder: Path
    blocks: Sequence[Block]
    origin: tuple[int, int]
    parts_placement: Placement
    placement: Placement
    tags: Mapping[str, str]
    compression: Compression = "zstd"
    smallest_px: int = 0

    def write(self, file: MapFile, draft: Path, reporter: Reporter) -> None:
        """Write ``file`` as ``draft``, and its sidecars beside it, from the finished ``blocks``."""
        layer = file.layer
        source = self._parts_vrt(layer)
        resampled = self.folder / f"{layer.name}_resampled.tif"
        sieved = self.folder / f"{layer.name}_sieved.tif"
        if self.placement.grid != self.parts_placement.grid:
            _warp(source, resampled, self.placement.grid)
            source = self._whole_vrt(layer, resampled)
        if layer.classes and self.smallest_px > 1:
            from seg4eo_engine.raster.sieve import sieve_raster  # imported late: it takes 20 MiB

            sieve_raster(source, sieved, self.smallest_px, reporter)
            source = self._whole_vrt(layer, sieved)
        reporter.check_cancelled()
        to_cog(source, draft, layer.overviews, self.compression)
        for temporary in (resampled, sieved):
            temporary.unlink(missing_ok=True)
        if layer.classes:
            write_class_sidecars(draft, layer.classes, int(layer.nodata))
        else:
            write_score_style(draft, high_is_good=layer.name != "uncertainty")

    def _parts_vrt(self, layer: MapLayer) -> str:
        left, top = self.origin
        sources = [
            (
                part_path(self.folder, layer, block),
                Window(
                    block.window.col_off - left, block.window.row_off - top, block.window.width, block.window.height
                ),
            )
            for block in self.blocks
        ]
        return layer_vrt(layer, sources, self.parts_placement, self.tags)

    def _whole_vrt(self, layer: MapLayer, path: Path) -> str:
        return layer_vrt(layer, [(path, self.placement.grid.full_window)], self.placement, self.tags)


def _warp(source: str, target: Path, grid: RasterGrid) -> None:
    """Write a raster on another grid, each pixel as the nearest one of the source."""
    with (
        rasterio.open(source) as dataset,
        nearest_view(dataset, grid) as warped,
    ):
        rasterio.shutil.copy(warped, target, **DRAFT_PROFILE)


def layer_vrt(
    layer: MapLayer, sources: Sequence[tuple[Path, Window]], placement: Placement, tags: Mapping[str, str]
) -> str:
    """A virtual raster of these files, each at its window, with all that the map is to say of itself."""
    grid = placement.grid
    root = ET.Element("VRTDataset", rasterXSize=str(grid.width), rasterYSize=str(grid.height))
    _place(root, placement)
    metadata = ET.SubElement(root, "Metadata")
    for key, value in (dict(tags) | (classes_tag(layer.classes) if layer.classes else {})).items():
        ET.SubElement(metadata, "MDI", key=key).text = value
    for number, name in enumerate(layer.band_names, start=1):
        band = ET.SubElement(root, "VRTRasterBand", dataType=_VRT_TYPES[layer.dtype], band=str(number))
        if name:
            ET.SubElement(band, "Description").text = name
        ET.SubElement(band, "NoDataValue").text = str(layer.nodata)
        if layer.classes and layer.dtype == "uint8":
            _add_palette(band, layer)
        for path, window in sources:
            _add_source(band, path, number, window)
    return ET.tostring(root, encoding="unicode")


def _place(root: ET.Element, placement: Placement) -> None:
    grid = placement.grid
    if placement.control_points:
        crs = placement.control_points_crs
        listed = ET.SubElement(root, "GCPList", Projection=crs.to_wkt() if crs else "")
        for point in placement.control_points:
            place = {"Pixel": point.col, "Line": point.row, "X": point.x, "Y": point.y, "Z": point.z or 0.0}
            ET.SubElement(listed, "GCP", {"Id": str(point.id), **{name: repr(float(v)) for name, v in place.items()}})
        return
    if grid.crs is not None:
        ET.SubElement(root, "SRS", dataAxisToSRSAxisMapping="1,2").text = grid.crs.to_wkt()
    if not grid.transform.is_identity:
        ET.SubElement(root, "GeoTransform").text = ", ".join(map(repr, grid.transform.to_gdal()))


def _add_palette(band: ET.Element, layer: MapLayer) -> None:
    ET.SubElement(band, "ColorInterp").text = "Palette"
    table = ET.SubElement(band, "ColorTable")
    for colour in palette(layer.classes).values():
        ET.SubElement(table, "Entry", {f"c{number}": str(part) for number, part in enumerate(colour, start=1)})


def _add_source(band: ET.Element, path: Path, number: int, window: Window) -> None:
    source = ET.SubElement(band, "SimpleSource")
    ET.SubElement(source, "SourceFilename", relativeToVRT="0").text = str(path.absolute())
    ET.SubElement(source, "SourceBand").text = str(number)
    size = {"xSize": str(int(window.width)), "ySize": str(int(window.height))}
    # said here, GDAL does not open every part to ask for them
    ET.SubElement(
        source, "SourceProperties", RasterXSize=size["xSize"], RasterYSize=size["ySize"],
        DataType=str(band.get("dataType")), BlockXSize=str(TILE_PX), BlockYSize=str(TILE_PX),
    )  # fmt: skip
    ET.SubElement(source, "SrcRect", {"xOff": "0", "yOff": "0"} | size)
    ET.SubElement(source, "DstRect", {"xOff": str(int(window.col_off)), "yOff": str(int(window.row_off))} | size)
