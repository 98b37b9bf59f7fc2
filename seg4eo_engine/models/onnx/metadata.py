"""What an ONNX file says of itself: the keys of Deepness, a plugin of QGIS that runs such files, and one of our own.

Deepness reads each value as JSON. It gives every model ``(x / 255 − mean) / std`` as float32, whatever the dtype of the
raster. Our graphs want the raster's own values: mean 0 and std 1/255 give them, but for the last bit.
"""

import ast
import json
from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from seg4eo_engine.errors import InvalidModel
from seg4eo_engine.models.checkpoint import FORMAT_VERSION, ModelManifest

MANIFEST_KEY = "seg4eo_manifest"
SEGMENTOR = "Segmentor"
BYTE_MAXIMUM = 255
_NAMES_KEYS = ("class_names", "names")  # Deepness writes the first, other programs the second
_TILE_KEYS = ("tile_size", "tiles_size")  # its code reads the first, its documents write the second
_DEEPNESS_KEYS = {
    "model_type", "class_names", "resolution", *_TILE_KEYS, "tiles_overlap", "standardization_mean",
    "standardization_std", "seg_thresh", "seg_small_segment",
}  # fmt: skip


class OnnxMetadata(BaseModel):
    """What the keys say; None or empty where there is no such key.

    ``class_names`` are those of the first output, ``standardization`` applies after division by 255, one number for
    each band or for all. ``manifest`` is that of one of our own files. ``is_deepness`` tells whether any of Deepness'
    keys is there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model_type: str | None = None
    class_names: tuple[str, ...] = ()
    resolution_cm: float | None = Field(None, gt=0)
    tile_size_px: int | None = Field(None, gt=0)
    standardization_mean: tuple[float, ...] = ()
    standardization_std: tuple[float, ...] = ()
    seg_thresh: float = Field(0.0, ge=0, le=1)
    manifest: ModelManifest | None = None
    is_deepness: bool = False

    @model_validator(mode="after")
    def _check(self) -> Self:
        if any(std == 0 for std in self.standardization_std):
            raise ValueError("standardization_std: none of its numbers may be 0")
        return self


def write_metadata(manifest: ModelManifest, window_px: int | None, overlap_percent: int) -> dict[str, str]:
    """The keys of one of our models.

    Args:
        manifest: goes into the file whole.
        window_px: the only size that the graph takes; None where it takes any, then the patch size is recommended.
        overlap_percent: of neighbouring tiles, recommended to the user of Deepness.
    """
    bands, two_classes = len(manifest.bands), len(manifest.classes) == 2
    tile_px = window_px or manifest.patch_size_px
    keys: dict[str, Any] = {
        "model_type": SEGMENTOR,
        "class_names": {str(index): item.name for index, item in enumerate(manifest.classes)},
        "tile_size": tile_px,
        "tiles_size": tile_px,
        "tiles_overlap": overlap_percent,
        "standardization_mean": [0.0] * bands,
        "standardization_std": [1 / BYTE_MAXIMUM] * bands,
        "seg_thresh": manifest.threshold if two_classes else 0.0,
        "seg_small_segment": 0,
    }
    if manifest.ground_resolution_m is not None:
        keys["resolution"] = manifest.ground_resolution_m * 100
    return {key: json.dumps(value, ensure_ascii=False) for key, value in keys.items()} | {
        MANIFEST_KEY: manifest.model_dump_json()
    }


def read_metadata(keys: Mapping[str, str], file_name: str) -> OnnxMetadata:
    """What the keys of a file say.

    Raises:
        InvalidModel: a value cannot be read, or the file is of another engine version.
    """
    if MANIFEST_KEY in keys:
        return OnnxMetadata(manifest=_parse_manifest(keys[MANIFEST_KEY], file_name))
    values = {key: _parse(keys[key], key, file_name) for key in {*_DEEPNESS_KEYS, *_NAMES_KEYS} & keys.keys()}
    fields = {
        "model_type": _capitalized(values.get("model_type")),
        "class_names": _first_of(values, _NAMES_KEYS),
        "resolution_cm": values.get("resolution"),
        "tile_size_px": _first_of(values, _TILE_KEYS),
        "standardization_mean": values.get("standardization_mean"),
        "standardization_std": values.get("standardization_std"),
        "seg_thresh": values.get("seg_thresh"),
        "is_deepness": not _DEEPNESS_KEYS.isdisjoint(keys),
    }
    try:
        fields["class_names"] = _names_in_order(fields["class_names"])
        return OnnxMetadata.model_validate({key: value for key, value in fields.items() if value is not None})
    except (ValidationError, ValueError) as error:
        raise _broken(_reason(error), file_name) from error


def _parse(text: str, key: str, file_name: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if key in _NAMES_KEYS:  # some programs write Python's {0: 'water'} there, and Deepness reads it
            try:
                return ast.literal_eval(text)
            except (ValueError, SyntaxError):
                pass
        raise _broken(f"{key}: {text[:60]!r} is no JSON", file_name) from error


def _names_in_order(found: Any) -> tuple[str, ...] | None:
    if isinstance(found, list) and found and isinstance(found[0], dict):
        found = found[0]  # one for each output; the first output is the one that is mapped
    if found is None:
        return None
    names = dict(enumerate(found)) if isinstance(found, list) else found
    if not isinstance(names, dict):
        raise ValueError("class_names: expected names by number")
    by_number = {int(number): str(name) for number, name in names.items()}
    if sorted(by_number) != list(range(len(by_number))):
        raise ValueError("class_names: their numbers must be 0, 1 and so on")
    return tuple(by_number[number] for number in range(len(by_number)))


def _capitalized(value: Any) -> Any:
    return value.capitalize() if isinstance(value, str) else value


def _first_of(values: Mapping[str, Any], keys: tuple[str, ...]) -> Any:
    return next((values[key] for key in keys if values.get(key) is not None), None)


def _parse_manifest(text: str, file_name: str) -> ModelManifest:
    try:
        content = json.loads(text)
        found = content.get("format_version") if isinstance(content, dict) else None
        if found != FORMAT_VERSION:
            raise InvalidModel(
                f"Expected an ONNX file of format {FORMAT_VERSION}, found format {found} in {file_name}: "
                "use the engine version that wrote it, or export the model again."
            )
        return ModelManifest.model_validate(content)
    except (json.JSONDecodeError, ValidationError) as error:
        raise _broken(_reason(error), file_name) from error


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        return f"{place}: {first['msg']}" if place else first["msg"]
    return str(error)


def _broken(reason: str, file_name: str) -> InvalidModel:
    return InvalidModel(
        f"Expected readable metadata in {file_name}, found a broken value ({reason}): export the model again."
    )
