"""How a job describes its fields: kind, unit, bounds, default and a sentence of help, each said once."""

from typing import Any, Literal, get_args

from pydantic import Field

Kind = Literal[
    "raster",
    "rasters",
    "vector",
    "vectors",
    "field",
    "folder",
    "file",
    "files",
    "extent",
    "raster_output",
    "vector_output",
    "folder_output",
    "file_output",
    "integer",
    "number",
    "text",
    "boolean",
    "choice",
    "integers",
    "texts",
]
KINDS: tuple[str, ...] = get_args(Kind)


def parameter(
    default: Any = ...,
    *,
    kind: Kind,
    title: str,
    help: str,
    unit: str = "",
    minimum: float | None = None,
    maximum: float | None = None,
    suffixes: tuple[str, ...] = (),
    advanced: bool = False,
    parent: str = "",
) -> Any:
    """A pydantic field of a job or a result.

    Args:
        default: left out where the user must give a value; ``None`` where a value is optional.
        kind: what the value is, for the plugin (a ``raster`` is picked among layers, a ``choice`` in a list).
        title: the label in a dialog.
        help: one sentence, in the user's words.
        unit: ``px``, ``m``, ``min`` or nothing.
        minimum: smallest allowed value.
        maximum: largest allowed value.
        suffixes: file name endings of a file, the preferred one first (``.tif``).
        advanced: folded away in dialogs.
        parent: of a ``field``, the name of the vector layer among the job's fields whose column it names.
    """
    extra = {"kind": kind, "unit": unit, "suffixes": list(suffixes), "advanced": advanced, "parent": parent}
    return Field(default, title=title, description=help, ge=minimum, le=maximum, json_schema_extra=extra)  # type: ignore[arg-type]
