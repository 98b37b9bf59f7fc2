"""Classes of a label raster or a map: value, name, colour."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from pydantic import BaseModel, ConfigDict, Field
from rasterio.io import DatasetReader

from seg4eo_engine.raster.reader import open_raster

CLASSES_TAG = "SEG4EO_CLASSES"

# Told apart by people with any colour vision as far as twelve colours can be (after Okabe & Ito 2008, and Tol 2021).
DEFAULT_COLOURS = (
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#cc79a7",
    "#f0e442",
    "#d55e00",
    "#56b4e9",
    "#882255",
    "#44aa99",
    "#999933",
    "#332288",
    "#999999",
)


class ClassInfo(BaseModel):
    """One class: the pixel ``value`` in rasters, the ``name`` and the ``colour`` (``#rrggbb``) for people."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: int
    name: str
    colour: str = Field(pattern=r"^#[0-9a-fA-F]{6}$")

    @property
    def rgb(self) -> tuple[int, int, int]:
        """The colour as three numbers from 0 to 255."""
        return int(self.colour[1:3], 16), int(self.colour[3:5], 16), int(self.colour[5:7], 16)


def default_class(value: int, position: int) -> ClassInfo:
    """The class of a value that nobody named, the ``position``-th (from 0) of its list."""
    return ClassInfo(value=value, name=f"class {value}", colour=DEFAULT_COLOURS[position % len(DEFAULT_COLOURS)])


def aux_path(path: Path) -> Path:
    """GDAL's sidecar of a raster, where it keeps category names."""
    return path.with_name(path.name + ".aux.xml")


def read_classes(path: Path, values: list[int]) -> list[ClassInfo]:
    """The classes of these values as a class raster describes them: by its palette and its category names.

    What the raster leaves open is taken from :func:`default_class`.
    """
    names, colours = _category_names(path), _palette_colours(path, values)
    classes = []
    for position, value in enumerate(values):
        default = default_class(value, position)
        name, colour = names.get(value) or default.name, colours.get(value) or default.colour
        classes.append(ClassInfo(value=value, name=name, colour=colour))
    return classes


def classes_tag(classes: Sequence[ClassInfo]) -> dict[str, str]:
    """The tag by which a map says which classes its model knows."""
    return {CLASSES_TAG: json.dumps({item.value: item.name for item in classes}, ensure_ascii=False)}


def class_names_tag(dataset: DatasetReader) -> dict[int, str] | None:
    """Names by value of the classes that a map's model knows; None for rasters that do not say."""
    text = dataset.tags().get(CLASSES_TAG)
    return None if text is None else {int(value): name for value, name in json.loads(text).items()}


def _palette_colours(path: Path, values: list[int]) -> dict[int, str]:
    with open_raster(path) as dataset:
        try:
            palette = dataset.colormap(1)
        except ValueError:  # rasterio's way to say that there is none
            return {}
    colours = {value: "#{:02x}{:02x}{:02x}".format(*palette[value][:3]) for value in values if value in palette}
    uses = Counter(colours.values())
    # palettes are filled up with black, and a colour that two classes share tells them apart for nobody
    return {value: colour for value, colour in colours.items() if colour != "#000000" and uses[colour] == 1}


def _category_names(path: Path) -> dict[int, str]:
    """The category names that GDAL keeps in a sidecar file, by value; rasterio has no call for them."""
    sidecar = aux_path(path)
    if not sidecar.is_file():
        return {}
    try:
        band = ElementTree.parse(sidecar).getroot().find("PAMRasterBand[@band='1']/CategoryNames")
    except ElementTree.ParseError:
        return {}  # a broken sidecar costs the names only, as in GDAL
    return {} if band is None else {value: category.text or "" for value, category in enumerate(band)}
