"""How QGIS shows cells and patches: outlines coloured by split, with the image shining through (a ``.qml`` file)."""

from pathlib import Path
from xml.etree import ElementTree

from seg4eo_engine.patches.manifest import Split

SPLIT_COLOURS: dict[Split, tuple[int, int, int]] = {
    "train": (0, 114, 178),
    "validation": (230, 159, 0),
    "test": (204, 51, 119),
}
FILL_OPACITY = 40  # of 255


def write_split_style(layer: Path) -> None:
    """Write the style beside the vector file ``layer``, where QGIS finds it by its name."""
    root = ElementTree.Element("qgis", styleCategories="Symbology")
    renderer = ElementTree.SubElement(root, "renderer-v2", type="categorizedSymbol", attr="split")
    categories = ElementTree.SubElement(renderer, "categories")
    symbols = ElementTree.SubElement(renderer, "symbols")
    for position, (split, colour) in enumerate(SPLIT_COLOURS.items()):
        name = str(position)
        ElementTree.SubElement(categories, "category", value=split, label=split, symbol=name, render="true")
        symbol = ElementTree.SubElement(symbols, "symbol", type="fill", name=name, alpha="1")
        fill = ElementTree.SubElement(symbol, "layer", {"class": "SimpleFill", "enabled": "1", "pass": "0"})
        rgb = ",".join(str(part) for part in colour)
        options = {
            "color": f"{rgb},{FILL_OPACITY}",
            "outline_color": f"{rgb},255",
            "outline_width": "0.4",
            "outline_width_unit": "MM",
            "outline_style": "solid",
            "style": "solid",
        }
        for key, value in options.items():
            ElementTree.SubElement(fill, "prop", k=key, v=value)  # read by every QGIS from 3.0 on
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    doctype = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
    layer.with_suffix(".qml").write_text(f"{doctype}\n{text}\n", encoding="utf-8")
