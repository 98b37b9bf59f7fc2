"""How large the pixels of a layer that is only a picture are to be: a map from a service has none of its own."""

import json
import mmap
import re
from pathlib import Path
from typing import Any, Optional

from ..compat import tr

NAME = "pixel_size_m"
SMALLEST_M = 0.001
# what these rasters hold are values, which a picture has not
VALUE_FIELDS = ("class_map", "confidence", "labels", "reference", "stack")
# Deepness' key in the metadata of an ONNX file, in centimetres: a protobuf message of two texts, each with its length
_ONNX_RESOLUTION = re.compile(rb"\x0a\x0aresolution\x12.([0-9.eE+-]+)", re.DOTALL)


def fields(job: dict[str, Any]) -> list[dict[str, Any]]:
    """The plugin's own input that asks for it, described as those of a job are.

    None where no input of the job may be a picture, or the job itself asks for a resolution.
    """
    kinds = {field["kind"] for field in job["fields"] if field["name"] not in VALUE_FIELDS}
    if not kinds & {"raster", "rasters"} or any(field["name"] == "resolution_m" for field in job["fields"]):
        return []
    return [
        {
            "name": NAME,
            "kind": "number",
            "title": tr("Pixel size of services"),
            "help": tr(
                "Size on the ground of the pixels of rasters that come from a service (XYZ, WMS, WMTS), which are "
                "copied to a file before the job starts. Empty: that of the model or dataset. Files keep theirs."
            ),
            "unit": "m",
            "required": False,
            "default": None,
            "minimum": SMALLEST_M,
            "maximum": None,
            "advanced": True,
        }
    ]


def trained_resolution_m(values: dict[str, Any]) -> Optional[float]:
    """The pixel size on the ground that the job's model or dataset was made with, None where neither says it."""
    if values.get("model"):
        return _resolution_of_model(Path(values["model"]))
    if values.get("dataset"):
        return _number(_read_json(Path(values["dataset"]) / "dataset.json").get("ground_resolution_m"))
    return None


def _resolution_of_model(path: Path) -> Optional[float]:
    if path.suffix.lower() == ".onnx":
        return _resolution_of_onnx(path)
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            header = json.loads(file.read(min(length, 100_000_000)))
        return _number(json.loads(header["__metadata__"]["seg4eo"]).get("ground_resolution_m"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # the engine says what is wrong with the file


def _resolution_of_onnx(path: Path) -> Optional[float]:
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            found = _ONNX_RESOLUTION.search(content)
            return float(found[1]) / 100 if found else None
    except (OSError, ValueError):
        return None


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _number(value: Any) -> Optional[float]:
    return float(value) if isinstance(value, (int, float)) and value > 0 else None
