"""What the engine can do, as JSON: the plugin builds its algorithms from it, so that nothing is typed twice."""

import inspect
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from seg4eo_engine import __version__
from seg4eo_engine.jobs import JOBS
from seg4eo_engine.jobs.job import Job
from seg4eo_engine.jobs.protocol import PROTOCOL_VERSION
from seg4eo_engine.progress import Stage, Unit


def capabilities() -> dict[str, Any]:
    """Every job with its fields and results: names, kinds, bounds, defaults, choices and help."""
    return {
        "protocol": PROTOCOL_VERSION,
        "engine_version": __version__,
        "stages": list(get_args(Stage)),
        "units": [unit for unit in get_args(Unit) if unit],
        "jobs": [_describe(job) for job in JOBS.values()],
    }


def _describe(job: type[Job]) -> dict[str, Any]:
    return {
        "id": job.id,
        "title": job.title,
        "group": job.group,
        "help": " ".join(inspect.getdoc(job).split()),  # type: ignore[union-attr]
        "fields": _fields(job),
        "results": [
            {key: field[key] for key in ("name", "kind", "title", "help", "unit")} for field in _fields(job.result_type)
        ],
    }


def _fields(model: type[BaseModel]) -> list[dict[str, Any]]:
    properties = model.model_json_schema()["properties"]
    return [_field(name, info, properties[name]) for name, info in model.model_fields.items()]


def _field(name: str, info: FieldInfo, schema: dict[str, Any]) -> dict[str, Any]:
    # an optional number keeps its bounds in the first branch of anyOf
    inner = {**schema.get("anyOf", [{}])[0], **schema}
    return {
        "name": name,
        "kind": schema["kind"],
        "title": info.title,
        "help": info.description,
        "unit": schema["unit"],
        "required": info.is_required(),
        "default": None if info.is_required() else info.get_default(call_default_factory=True),
        "minimum": inner.get("minimum"),
        "maximum": inner.get("maximum"),
        "choices": inner.get("enum"),
        "suffixes": schema["suffixes"],
        "advanced": schema["advanced"],
        "parent": schema["parent"],
    }
