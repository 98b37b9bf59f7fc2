"""A mosaic in the words of GDAL: its VRT format, https://gdal.org/en/stable/drivers/raster/vrt.html."""

import math
from collections.abc import Sequence
from dataclasses import replace
from xml.etree import ElementTree as ET

from rasterio.dtypes import dtype_rev, typename_fwd
from rasterio.enums import ColorInterp
from rasterio.windows import Window

from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.mosaic_parts import BandTraits, MosaicPart, PlacedPart

_COLOURS = {ColorInterp.alpha, ColorInterp.palette, ColorInterp.red, ColorInterp.green, ColorInterp.blue}
_WIDER: dict[str, tuple[str, float]] = {
    "uint8": ("int16", -1.0),
    "int8": ("int16", -32768.0),
    "uint16": ("int32", -1.0),
    "int16": ("int32", -2147483648.0),
}


def mosaic_xml(grid: RasterGrid, parts: Sequence[PlacedPart], has_gaps: bool) -> str:
    """A virtual raster on ``grid``; see :func:`~seg4eo_engine.raster.mosaic.mosaic_of` for what it shows.

    Args:
        grid: of the mosaic.
        parts: from the lowest to the uppermost.
        has_gaps: whether there are pixels that no part covers.
    """
    root = ET.Element("VRTDataset", rasterXSize=str(grid.width), rasterYSize=str(grid.height))
    add_place(root, grid)
    columns = list(zip(*(placed.part.bands for placed in parts), strict=True))
    fills = [_fill(column) for column in columns]
    for number, (column, (dtype, fill)) in enumerate(zip(columns, fills, strict=True), start=1):
        band = add_band(root, number, replace(column[0], dtype=dtype), fill, parts[0].part.block_px)
        for placed in parts:
            _add_pixels(band, placed, number, fill)
    if (has_gaps or any(placed.part.is_masked for placed in parts)) and any(fill is None for _, fill in fills):
        _add_mask(root, parts)
    return ET.tostring(root, encoding="unicode")


def add_place(root: ET.Element, grid: RasterGrid) -> None:
    """Say where the pixels of a virtual raster lie."""
    if grid.crs is not None:
        ET.SubElement(root, "SRS", dataAxisToSRSAxisMapping="1,2").text = grid.crs.to_wkt()
    ET.SubElement(root, "GeoTransform").text = ", ".join(map(repr, grid.transform.to_gdal()))


def _fill(column: Sequence[BandTraits]) -> tuple[str, float | None]:
    """The type of a band, and what stands in it where there is nothing: the tag that all have, else NaN.

    Whole numbers of several tags get a wider type, and a number that none of them has. None where there are no tags.
    """
    dtype, tags = (
        column[0].dtype,
        {str(band.nodata): band.nodata for band in column},
    )  # one NaN is no other, as a number
    if len(tags) == 1 and column[0].nodata is not None:
        return dtype, column[0].nodata
    if column[0].is_float:
        return dtype, math.nan
    if len(tags) == 1:
        return dtype, None
    return _WIDER.get(dtype, ("float64", math.nan))


def add_band(
    root: ET.Element, number: int, traits: BandTraits, fill: float | None, block_px: tuple[int, int]
) -> ET.Element:
    """A band of a virtual raster; ``fill`` is what stands where nothing is, ``block_px`` is (height, width)."""
    height, width = block_px
    band = ET.SubElement(
        root, "VRTRasterBand", dataType=typename_fwd[dtype_rev[traits.dtype]], band=str(number),
        blockXSize=str(width), blockYSize=str(height),
    )  # fmt: skip
    if traits.name:
        ET.SubElement(band, "Description").text = traits.name
    if traits.colour in _COLOURS:
        ET.SubElement(band, "ColorInterp").text = traits.colour.name.capitalize()
    if traits.numbers != (1.0, 0.0):
        ET.SubElement(band, "Scale").text, ET.SubElement(band, "Offset").text = map(repr, traits.numbers)
    if fill is not None:
        ET.SubElement(band, "NoDataValue").text = _number(fill)
    return band


def _add_pixels(band: ET.Element, placed: PlacedPart, number: int, fill: float | None) -> None:
    """Lay the pixels of a part over what is there; only where they are valid, if that makes a difference."""
    traits = placed.part.bands[number - 1]
    becomes_fill = fill is not None and traits.nodata is not None and str(traits.nodata) != str(fill)
    is_torn = placed.part.is_masked and (fill is not None or placed.lies_over_others)
    if not (placed.lies_over_others or becomes_fill or is_torn):
        _add_source(band, "SimpleSource", placed, str(number), traits.dtype)
        return
    source = _add_source(band, "ComplexSource", placed, str(number), traits.dtype)
    nodata = math.nan if traits.nodata is None and traits.is_float else traits.nodata
    if is_torn:  # of the two, GDAL takes one
        ET.SubElement(source, "UseMaskBand").text = "true"
    elif nodata is not None:
        ET.SubElement(source, "NODATA").text = _number(nodata)


def _add_mask(root: ET.Element, parts: Sequence[PlacedPart]) -> None:
    """A mask that is true where any part is valid."""
    band = ET.SubElement(ET.SubElement(root, "MaskBand"), "VRTRasterBand", dataType="Byte")
    for placed in parts:
        if placed.part.has_alpha:
            # alpha stays a band, which the reader may take for validity or for an image; here only gaps are marked
            source = _add_source(band, "ComplexSource", placed, "1", placed.part.bands[0].dtype)
            ET.SubElement(source, "ScaleOffset").text, ET.SubElement(source, "ScaleRatio").text = "255", "0"
        else:
            source = _add_source(band, "ComplexSource", placed, "mask,1", "uint8")
            ET.SubElement(source, "NODATA").text = "0"


def _add_source(band: ET.Element, kind: str, placed: PlacedPart, source_band: str, dtype: str) -> ET.Element:
    return add_source(band, kind, placed.part, placed.window, source_band, dtype)


def add_source(
    band: ET.Element, kind: str, part: MosaicPart, window: Window, source_band: str, dtype: str | None = None
) -> ET.Element:
    """Pixels of a whole file in a window of a virtual raster, which may have another size than the file.

    ``source_band`` is a number or ``mask,1``; ``dtype`` is its type, if it is not that of the first band.
    """
    dtype = dtype or part.bands[0].dtype
    source = ET.SubElement(band, kind)
    ET.SubElement(source, "SourceFilename", relativeToVRT="0").text = part.source
    ET.SubElement(source, "SourceBand").text = source_band
    width, height = str(part.grid.width), str(part.grid.height)
    # said here, GDAL does not open every file to ask for it
    ET.SubElement(
        source, "SourceProperties", RasterXSize=width, RasterYSize=height, DataType=typename_fwd[dtype_rev[dtype]],
        BlockXSize=str(part.block_px[1]), BlockYSize=str(part.block_px[0]),
    )  # fmt: skip
    ET.SubElement(source, "SrcRect", xOff="0", yOff="0", xSize=width, ySize=height)
    ET.SubElement(
        source, "DstRect", xOff=str(int(window.col_off)), yOff=str(int(window.row_off)),
        xSize=str(int(window.width)), ySize=str(int(window.height)),
    )  # fmt: skip
    return source


def _number(value: float) -> str:
    return "nan" if math.isnan(value) else repr(value)
