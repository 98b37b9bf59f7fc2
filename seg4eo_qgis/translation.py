"""The plugin's strings in the language of QGIS, read from ``i18n/seg4eo_<language>.ts`` as it is.

There is no QTranslator behind it: only our own strings are looked up, so that nothing has to be compiled, put into
QGIS and taken out again, and no string of QGIS goes through our code.
"""

from functools import lru_cache
from pathlib import Path
from typing import Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QXmlStreamReader

FOLDER = Path(__file__).with_name("i18n")


@lru_cache(maxsize=1)
def translations() -> dict[str, str]:
    """Each English string with its translation, for the language that QGIS was started in; empty where we have none."""
    path = translation_file(QgsApplication.locale())
    return read_translations(path) if path is not None else {}


def translation_file(locale: str) -> Optional[Path]:
    """The file for a locale such as ``fr_CA``: the one of that region, else the one of the language, else None."""
    names = (locale.replace("-", "_"), locale.replace("-", "_").split("_")[0])
    paths = (FOLDER / f"seg4eo_{name}.ts" for name in names)
    return next((path for path in paths if path.is_file()), None)


def read_translations(path: Path) -> dict[str, str]:
    """The strings of a file of Qt Linguist that have a translation."""
    xml = QXmlStreamReader(path.read_bytes())
    found, source = {}, ""
    while not xml.atEnd():
        xml.readNext()
        if xml.isStartElement() and xml.name() == "source":
            source = xml.readElementText()
        elif xml.isStartElement() and xml.name() == "translation":
            found[source] = xml.readElementText()
    return {source: text for source, text in found.items() if text}
