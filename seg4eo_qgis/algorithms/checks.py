"""What is wrong with a value, in one sentence; QGIS itself only says that it is incorrect."""

from pathlib import Path
from typing import Any

from .parameters import label, parameter_name

LAYERS = {"raster": "a raster", "rasters": "rasters", "vector": "a vector layer", "vectors": "vector layers"}


def first_problem(algorithm, fields: list[dict[str, Any]], parameters: dict[str, Any], context) -> str:
    """The first input value that cannot be used, as a sentence with the cure; empty when there is none."""
    for field in fields:
        value = parameters.get(parameter_name(field))
        for path in _paths(field, value):
            if not Path(path.split("|")[0]).exists():
                return f"Expected '{field['title']}' to be at {path}, found nothing there: check the path."
        definition = algorithm.parameterDefinition(parameter_name(field))
        if isinstance(value, (str, int, float)) and not definition.checkValueIsAcceptable(value, context):
            expected = _expected(field)
            if expected and value != "":
                return f"Expected '{label(field)}' to be {expected}, found {value}: change it."
    return ""


def _paths(field: dict[str, Any], value: Any) -> list[str]:
    """The paths among the values of an input; a relative one may be the name of a layer in the project."""
    if field["kind"] in ("file", "folder"):
        return [value] if isinstance(value, str) and value else []
    if field["kind"] not in (*LAYERS, "files"):
        return []
    values = value.split(";") if isinstance(value, str) else value if isinstance(value, (list, tuple)) else []
    return [each for each in values if isinstance(each, str) and Path(each).is_absolute()]


def _expected(field: dict[str, Any]) -> str:
    if field["kind"] in LAYERS:
        return f"{LAYERS[field['kind']]} that QGIS can open"
    if field["kind"] == "choice":
        return "one of " + ", ".join(field["choices"])
    if field["kind"] in ("integer", "number"):
        kind = "a whole number" if field["kind"] == "integer" else "a number"
        lower, upper = field["minimum"], field["maximum"]
        return kind + (f" from {lower}" if lower is not None else "") + (f" to {upper}" if upper is not None else "")
    return ""
