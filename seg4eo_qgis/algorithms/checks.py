"""What is wrong with a value, in one sentence; QGIS itself only says that it is incorrect."""

from pathlib import Path
from typing import Any

from .parameters import label, parameter_name

LAYERS = {"raster": "a raster", "vector": "a vector layer"}
PATHS = (*LAYERS, "file", "folder")


def first_problem(algorithm, fields: list[dict[str, Any]], parameters: dict[str, Any], context) -> str:
    """The first input value that cannot be used, as a sentence with the cure; empty when there is none."""
    for field in fields:
        value = parameters.get(parameter_name(field))
        if field["kind"] in PATHS and _leads_nowhere(value):
            return f"Expected '{field['title']}' to be at {value}, found nothing there: check the path."
        definition = algorithm.parameterDefinition(parameter_name(field))
        if isinstance(value, (str, int, float)) and not definition.checkValueIsAcceptable(value, context):
            expected = _expected(field)
            if expected and value != "":
                return f"Expected '{label(field)}' to be {expected}, found {value}: change it."
    return ""


def _leads_nowhere(value: Any) -> bool:
    # relative names may be those of layers in the project
    return isinstance(value, str) and Path(value).is_absolute() and not Path(value.split("|")[0]).exists()


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
