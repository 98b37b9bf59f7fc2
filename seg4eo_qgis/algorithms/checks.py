"""What is wrong with a value, in one sentence; QGIS itself only says that it is incorrect."""

from pathlib import Path
from typing import Any

from ..compat import tr, translatable
from .parameters import label, parameter_name

LAYERS = {
    "raster": translatable("a raster that QGIS can open"),
    "rasters": translatable("rasters that QGIS can open"),
    "vector": translatable("a vector layer that QGIS can open"),
    "vectors": translatable("vector layers that QGIS can open"),
}


def first_problem(algorithm, fields: list[dict[str, Any]], parameters: dict[str, Any], context) -> str:
    """The first input value that cannot be used, as a sentence with the cure; empty when there is none."""
    for field in fields:
        value = parameters.get(parameter_name(field))
        for path in _paths(field, value):
            if not Path(path.split("|")[0]).exists():
                return tr("Expected '{title}' to be at {path}, found nothing there: check the path.").format(
                    title=tr(field["title"]), path=path
                )
        definition = algorithm.parameterDefinition(parameter_name(field))
        if isinstance(value, (str, int, float)) and not definition.checkValueIsAcceptable(value, context):
            expected = _expected(field)
            if expected and value != "":
                return tr("Expected '{title}' to be {expected}, found {value}: change it.").format(
                    title=label(field), expected=expected, value=value
                )
    return ""


def _paths(field: dict[str, Any], value: Any) -> list[str]:
    """The paths among the values of an input; a relative one may be the name of a layer in the project."""
    if field["kind"] in ("file", "folder"):
        return [value] if isinstance(value, str) and value else []
    if field["kind"] not in (*LAYERS, "files"):
        return []
    values = value.split(";") if isinstance(value, str) else value if isinstance(value, (list, tuple)) else []
    paths = [each for each in values if isinstance(each, str) and Path(each).is_absolute()]
    return [path for path in paths if not path.startswith("/vsi")]  # GDAL looks for those, in archives and elsewhere


def _expected(field: dict[str, Any]) -> str:
    if field["kind"] in LAYERS:
        return tr(LAYERS[field["kind"]])
    if field["kind"] == "choice":
        return tr("one of {choices}").format(choices=", ".join(field["choices"]))
    if field["kind"] in ("integer", "number"):
        kind = tr("a whole number") if field["kind"] == "integer" else tr("a number")
        lower, upper = field["minimum"], field["maximum"]
        at_least = tr(" from {lower}").format(lower=lower) if lower is not None else ""
        at_most = tr(" to {upper}").format(upper=upper) if upper is not None else ""
        return kind + at_least + at_most
    return ""
