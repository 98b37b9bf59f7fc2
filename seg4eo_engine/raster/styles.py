"""Sidecars of a raster: class names for GDAL (``.aux.xml``) and a style for QGIS (``.qml``).

GDAL keeps the category names of a GeoTIFF in a PAM sidecar, and rasterio has no call for them. QGIS loads a ``.qml``
of the same name by itself, so the layer is styled on the command line as well as in the plugin.
"""

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from seg4eo_engine.raster.classes import ClassInfo, aux_path

# Five stops of viridis (matplotlib, CC0): dark where the network is unsure, bright where it is sure.
SCORE_STOPS = ((0, "#440154"), (25, "#3b528b"), (50, "#21918c"), (75, "#5ec962"), (100, "#fde725"))


def write_class_sidecars(path: Path, classes: Sequence[ClassInfo], nodata: int | None) -> None:
    """Write category names and a paletted style beside the class raster ``path``."""
    write_category_names(path, classes, nodata)
    renderer = ET.Element("rasterrenderer", type="paletted", band="1", opacity="1", alphaBand="-1", nodataColor="")
    palette = ET.SubElement(renderer, "colorPalette")
    for item in classes:
        ET.SubElement(
            palette, "paletteEntry", value=str(item.value), label=item.name, color=item.colour.lower(), alpha="255"
        )
    _write_qml(path, renderer)


def write_category_names(path: Path, classes: Sequence[ClassInfo], nodata: int | None) -> None:
    """Write the class names where GDAL looks for them. GDAL numbers them from 0, so negative values have none."""
    names = {item.value: item.name for item in classes if item.value >= 0}
    if nodata is not None and nodata >= 0:
        names.setdefault(nodata, "no data")
    sidecar = aux_path(path)
    root = ET.parse(sidecar).getroot() if sidecar.exists() else ET.Element("PAMDataset")
    band = root.find("PAMRasterBand[@band='1']")
    if band is None:
        band = ET.SubElement(root, "PAMRasterBand", band="1")
    for previous in band.findall("CategoryNames"):
        band.remove(previous)
    categories = ET.SubElement(band, "CategoryNames")
    # up to the highest class only: the nodata value 255 would mean two hundred empty names
    for value in range(max((item.value for item in classes), default=-1) + 1):
        ET.SubElement(categories, "Category").text = names.get(value, "")
    ET.ElementTree(root).write(sidecar, encoding="utf-8", xml_declaration=False)


def write_score_style(path: Path, *, high_is_good: bool) -> None:
    """Write a colour ramp from 0 to 100 % beside the raster of scores ``path``, for its first band: bright is good."""
    renderer = ET.Element(
        "rasterrenderer",
        type="singlebandpseudocolor",
        band="1",
        opacity="1",
        alphaBand="-1",
        nodataColor="",
        classificationMin="0",
        classificationMax="100",
    )
    shader = ET.SubElement(
        ET.SubElement(renderer, "rastershader"),
        "colorrampshader",
        colorRampType="INTERPOLATED",
        classificationMode="1",
        minimumValue="0",
        maximumValue="100",
        clip="0",
        labelPrecision="0",
    )
    colours = [colour for _, colour in SCORE_STOPS]
    for (value, _), colour in zip(SCORE_STOPS, colours if high_is_good else colours[::-1], strict=True):
        ET.SubElement(shader, "item", value=str(value), label=f"{value} %", color=colour, alpha="255")
    ET.SubElement(shader, "rampLegendSettings", suffix=" %")
    _write_qml(path, renderer)


def write_composite_style(path: Path, band_indexes: tuple[int, int, int], low: float, high: float) -> None:
    """Write a red-green-blue style beside ``path``: three bands (1-based), stretched from ``low`` to ``high``."""
    red, green, blue = (str(index) for index in band_indexes)
    renderer = ET.Element(
        "rasterrenderer",
        type="multibandcolor",
        redBand=red,
        greenBand=green,
        blueBand=blue,
        opacity="1",
        alphaBand="-1",
        nodataColor="",
    )
    for colour in ("red", "green", "blue"):
        stretch = ET.SubElement(renderer, f"{colour}ContrastEnhancement")
        ET.SubElement(stretch, "minValue").text = str(low)
        ET.SubElement(stretch, "maxValue").text = str(high)
        ET.SubElement(stretch, "algorithm").text = "StretchToMinimumMaximum"
    _write_qml(path, renderer)


def _write_qml(path: Path, renderer: ET.Element) -> None:
    root = ET.Element("qgis", version="3.22.0", styleCategories="AllStyleCategories", maxScale="0", minScale="1e+08")
    ET.SubElement(root, "pipe").append(renderer)
    write_qml(path, root)


def write_qml(path: Path, root: ET.Element) -> None:
    """Write the style ``root`` beside the layer ``path``, where QGIS finds it by its name."""
    ET.indent(root)
    doctype = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    path.with_suffix(".qml").write_text(doctype + ET.tostring(root, encoding="unicode") + "\n", encoding="utf-8")
