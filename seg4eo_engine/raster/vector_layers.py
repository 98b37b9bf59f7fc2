"""Polygons that go with a raster: written as GeoPackage, with a style for QGIS (``.qml``) beside it."""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import geopandas
import pyogrio

from seg4eo_engine.raster.styles import write_qml

# The same polygons give the same bytes: GeoPackages tell when they were written, and two runs differ in nothing else.
WRITTEN_AT = "2000-01-01T00:00:00.000Z"


class Category(NamedTuple):
    """How the polygons with ``value`` in a column are shown; ``opacity`` of the filling from 0 to 255."""

    value: str
    label: str
    rgb: tuple[int, int, int]
    opacity: int


def write_geopackage(polygons: geopandas.GeoDataFrame, path: Path, layer: str) -> None:
    """Write ``polygons`` as the only layer of the GeoPackage ``path``.

    Version 1.2 of the format is what every QGIS since 3.22 reads without a warning.
    """
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": WRITTEN_AT})
    with warnings.catch_warnings():
        # images without georeferencing are welcome, and their patches are outlined in pixels
        warnings.filterwarnings("ignore", message="'crs' was not provided")
        polygons.to_file(path, layer=layer, driver="GPKG", engine="pyogrio", VERSION="1.2")


def write_category_style(path: Path, column: str, categories: Sequence[Category]) -> None:
    """Write a style beside the vector file ``path``, where QGIS finds it by its name: a colour for each category."""
    root = ElementTree.Element("qgis", version="3.22.0", styleCategories="Symbology")
    renderer = ElementTree.SubElement(root, "renderer-v2", type="categorizedSymbol", attr=column)
    listed = ElementTree.SubElement(renderer, "categories")
    symbols = ElementTree.SubElement(renderer, "symbols")
    for position, category in enumerate(categories):
        name = str(position)
        ElementTree.SubElement(
            listed, "category", value=category.value, label=category.label, symbol=name, render="true"
        )
        symbol = ElementTree.SubElement(symbols, "symbol", type="fill", name=name, alpha="1")
        fill = ElementTree.SubElement(symbol, "layer", {"class": "SimpleFill", "enabled": "1", "pass": "0"})
        for key, value in _fill_options(category).items():
            ElementTree.SubElement(fill, "prop", k=key, v=value)  # read by every QGIS from 3.0 on
    write_qml(path, root)


def _fill_options(category: Category) -> dict[str, str]:
    rgb = ",".join(str(part) for part in category.rgb)
    return {
        "color": f"{rgb},{category.opacity}",
        "outline_color": f"{rgb},255",
        "outline_width": "0.4",
        "outline_width_unit": "MM",
        "outline_style": "solid",
        "style": "solid",
    }
