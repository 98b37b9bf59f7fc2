"""Bands that lie in several files, as those of Sentinel-2 do, seen as one raster. Nothing is copied."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

import numpy as np
from rasterio import Affine

from seg4eo_engine.errors import GridMismatch
from seg4eo_engine.raster.grid import RasterGrid, crs_name
from seg4eo_engine.raster.mosaic_parts import BandTraits, MosaicPart, read_part
from seg4eo_engine.raster.mosaic_xml import add_band, add_place, add_source

MOST_SHIFT_PX = 0.5  # of the extents' corners, in pixels of the finest file


def stack_of(sources: Sequence[str], names: Sequence[str]) -> str:
    """A virtual raster with the first band of each of ``sources``, called ``names``, on the pixels of the finest one.

    Coarser files are interpolated bilinearly, as prediction does where it resamples. The files must cover the same
    ground.

    Raises:
        MissingInput, NotARaster: one of them cannot be opened.
        GridMismatch: they do not cover the same ground in the same CRS.
    """
    parts = [read_part(source) for source in sources]
    finest = min(parts, key=lambda part: part.grid.resolution[0])
    for part in parts:
        _check_ground(finest, part)
    grid = finest.grid
    root = ET.Element("VRTDataset", rasterXSize=str(grid.width), rasterYSize=str(grid.height))
    add_place(root, grid)
    for number, (part, name) in enumerate(zip(parts, names, strict=True), start=1):
        _add_band(root, number, part, name, finest)
    return ET.tostring(root, encoding="unicode")


def _add_band(root: ET.Element, number: int, part: MosaicPart, name: str, finest: MosaicPart) -> None:
    traits = part.bands[0]
    traits = BandTraits(traits.dtype, traits.nodata, name, traits.colour, traits.numbers)
    band = add_band(root, number, traits, traits.nodata, finest.block_px)
    is_coarse = (part.grid.width, part.grid.height) != (finest.grid.width, finest.grid.height)
    # a complex source leaves nodata out of what it interpolates
    source = add_source(band, "ComplexSource" if is_coarse else "SimpleSource", part, finest.grid.full_window, "1")
    if is_coarse:
        source.set("resampling", "bilinear")
        if traits.nodata is not None:
            ET.SubElement(source, "NODATA").text = repr(traits.nodata)


def _check_ground(finest: MosaicPart, part: MosaicPart) -> None:
    if part.grid.crs != finest.grid.crs:
        raise GridMismatch(
            f"Expected bands in one coordinate reference system ({crs_name(finest.grid.crs)}), found "
            f"{crs_name(part.grid.crs)} in {part.source}: warp it first."
        )
    corners = np.array([_corners_px(part.grid, finest.grid), _corners_px(finest.grid, finest.grid)])
    if np.abs(corners[0] - corners[1]).max() > MOST_SHIFT_PX:
        raise GridMismatch(
            f"Expected bands of the same extent as {finest.source}, found another one in {part.source}: "
            "cut or warp them to one extent first."
        )


def _corners_px(grid: RasterGrid, onto: RasterGrid) -> list[tuple[float, float]]:
    """Upper left, upper right and lower left corner of a raster on the pixels of another."""
    to_px: Affine = ~onto.transform * grid.transform
    return [to_px * (0, 0), to_px * (grid.width, 0), to_px * (0, grid.height)]
