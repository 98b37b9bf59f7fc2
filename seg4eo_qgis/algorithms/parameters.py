"""From a field of a job to a Processing parameter, and from a result to a Processing output."""

import math
from typing import Any

from qgis.core import (
    QgsProcessingOutputFile,
    QgsProcessingOutputFolder,
    QgsProcessingOutputHtml,
    QgsProcessingOutputNumber,
    QgsProcessingOutputRasterLayer,
    QgsProcessingOutputString,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from ..compat import ADVANCED, FILE, FOLDER, INTEGER, NUMBER, POLYGON, RASTER, tr, translatable

LIST_HINTS = {
    "integers": translatable("numbers, separated by commas"),
    "texts": translatable("separated by commas"),
}


def parameter_name(field: dict[str, Any]) -> str:
    """The name of the parameter or output of a field: Processing wants capitals."""
    return field["name"].upper()


def output_name(name: str, job: dict[str, Any]) -> str:
    """The name of the output of a result of a job; one that has the name of an input gets another.

    In a model QGIS would ask for such an output, as for an input, instead of giving it to the next step.
    """
    inputs = {field["name"] for field in job["fields"] if not field["kind"].endswith("_output")}
    return f"RESULT_{name.upper()}" if name in inputs else name.upper()


def label(field: dict[str, Any]) -> str:
    """What stands beside an input or a result: the title, and the unit or, for an input, how to write a list."""
    is_input = "default" in field
    if field["unit"]:
        hint = tr(field["unit"])
    else:
        hint = tr(LIST_HINTS[field["kind"]]) if is_input and field["kind"] in LIST_HINTS else ""
    return f"{tr(field['title'])} [{hint}]" if hint else tr(field["title"])


def make_parameter(field: dict[str, Any]):
    """The Processing parameter of a field of a job."""
    definition = _MAKERS[field["kind"]](field, parameter_name(field), label(field))
    definition.setHelp(tr(field["help"]))
    if field["advanced"]:
        definition.setFlags(definition.flags() | ADVANCED)
    return definition


def make_output(result: dict[str, Any], name: str):
    """The Processing output of a result that is no destination parameter."""
    return _OUTPUTS[result["kind"]](name, label(result))


def make_page(result: dict[str, Any], name: str):
    """The Processing output of a result that is an HTML file."""
    return QgsProcessingOutputHtml(name, label(result))


def _is_optional(field: dict[str, Any]) -> bool:
    return not field["required"] and field["default"] in (None, "", [])


def _number(field, name, text, kind=NUMBER):
    bounds = {"minValue": field["minimum"], "maxValue": field["maximum"]}
    given = {side: bound for side, bound in bounds.items() if bound is not None}
    definition = QgsProcessingParameterNumber(name, text, kind, field["default"], _is_optional(field), **given)
    if kind == NUMBER:
        definition.setMetadata({"widget_wrapper": {"decimals": _decimals(field)}})
    return definition


def _decimals(field: dict[str, Any]) -> int:
    """Decimals of the spin box, which rounds.

    A learning rate of 1e-7 must not become zero, nor a hundredth of the default, nor a bound of 0.99999 one that lies
    beyond; but 0.15 need not read 0.150000.
    """
    needed = (field["minimum"] or 0, (field["default"] or 0) / 100, 1 - (field["maximum"] or 0) % 1)
    return max([3] + [math.ceil(-math.log10(number) - 1e-6) for number in needed if number > 0])


def _text(field, name, text):
    default = field["default"]
    default = ",".join(str(item) for item in default) if isinstance(default, list) else default
    return QgsProcessingParameterString(name, text, default, optional=_is_optional(field))


def _file(field, name, text):
    definition = QgsProcessingParameterFile(name, text, optional=_is_optional(field))
    if field["suffixes"]:
        definition.setFileFilter(_file_filter(field))
    return definition


def _file_filter(field: dict[str, Any]) -> str:
    return f"{tr(field['title'])} ({' '.join('*' + suffix for suffix in field['suffixes'])})"


def _destination(maker):
    def make(field, name, text):
        optional = _is_optional(field)
        return maker(name, text, optional=optional, createByDefault=not optional)

    return make


def _file_destination(field, name, text):
    optional = _is_optional(field)
    is_wanted = not optional or ".html" in field["suffixes"]  # a page is there to be shown
    return QgsProcessingParameterFileDestination(
        name, text, _file_filter(field), optional=optional, createByDefault=is_wanted
    )


_MAKERS = {
    "raster": lambda field, name, text: QgsProcessingParameterRasterLayer(name, text, optional=_is_optional(field)),
    "rasters": lambda field, name, text: QgsProcessingParameterMultipleLayers(
        name, text, RASTER, optional=_is_optional(field)
    ),
    "vector": lambda field, name, text: QgsProcessingParameterFeatureSource(
        name, text, [POLYGON], optional=_is_optional(field)
    ),
    "vectors": lambda field, name, text: QgsProcessingParameterMultipleLayers(
        name, text, POLYGON, optional=_is_optional(field)
    ),
    # the dialog knows no columns while the layer is not chosen, so a default does not make it a must
    "field": lambda field, name, text: QgsProcessingParameterField(
        name, text, field["default"], field["parent"].upper(), optional=not field["required"]
    ),
    "folder": lambda field, name, text: QgsProcessingParameterFile(name, text, FOLDER, optional=_is_optional(field)),
    "file": _file,
    "files": lambda field, name, text: QgsProcessingParameterMultipleLayers(
        name, text, FILE, optional=_is_optional(field)
    ),
    "extent": lambda field, name, text: QgsProcessingParameterExtent(name, text, optional=_is_optional(field)),
    "raster_output": _destination(QgsProcessingParameterRasterDestination),
    "vector_output": _destination(QgsProcessingParameterVectorDestination),
    "folder_output": _destination(QgsProcessingParameterFolderDestination),
    "file_output": _file_destination,
    "integer": lambda field, name, text: _number(field, name, text, INTEGER),
    "number": _number,
    "boolean": lambda field, name, text: QgsProcessingParameterBoolean(name, text, field["default"]),
    "choice": lambda field, name, text: QgsProcessingParameterEnum(
        name,
        text,
        field["choices"],
        defaultValue=field["default"],
        optional=_is_optional(field),
        usesStaticStrings=True,
    ),
    "text": _text,
    "integers": _text,
    "texts": _text,
}

_OUTPUTS = {
    "raster": QgsProcessingOutputRasterLayer,
    "vector": QgsProcessingOutputVectorLayer,
    "folder": QgsProcessingOutputFolder,
    "file": QgsProcessingOutputFile,
    "integer": QgsProcessingOutputNumber,
    "number": QgsProcessingOutputNumber,
    "text": QgsProcessingOutputString,
    "texts": QgsProcessingOutputString,
    "integers": QgsProcessingOutputString,
}
