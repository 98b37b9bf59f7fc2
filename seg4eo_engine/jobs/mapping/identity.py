"""What makes a map the same as another one: its parameters, its inputs, and the rasters that are wanted of it."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from seg4eo_engine import __version__
from seg4eo_engine.jobs.mapping.inputs import MappingInputs
from seg4eo_engine.jobs.predict import Predict
from seg4eo_engine.prediction.layers import LayerRequest

OUTPUTS = ("output", "confidence", "uncertainty", "probabilities", "polygons")
# what changes no pixel of a map, nor how it is cut: a stopped run goes on with another one of these
_FREE = {"batch_size", "compression", "minimum_area", "polygons", "scheduler", "start_anew", "workers"}


def identity_of(job: Predict, inputs: MappingInputs) -> dict[str, Any]:
    """What makes a run the same as one that was stopped: then its blocks can be used."""
    parameters = job.model_dump(mode="json", exclude=_FREE | set(OUTPUTS))
    wanted = [name for name in OUTPUTS[:-1] if getattr(job, name) is not None]
    return {**parameters, "outputs": wanted, **inputs_fingerprint(job, inputs)}


def inputs_fingerprint(job: Predict, inputs: MappingInputs) -> dict[str, Any]:
    """What tells whether two machines see the same inputs, and with the same engine."""
    area = {} if job.area is None else {"area_sha256": file_sha256(job.area)}
    models = {f"model_{number}_sha256": file_sha256(path) for number, path in enumerate(inputs.models, start=1)}
    raster = {f"raster_{name}": value for name, value in inputs.fingerprint.items()}
    return {"engine_version": __version__, **models, **area, **raster}


def layers_of(job: Predict, inputs: MappingInputs) -> LayerRequest:
    """The rasters that are wanted."""
    return LayerRequest(
        inputs.card.classes, job.confidence is not None,
        job.uncertainty_measure if job.uncertainty is not None else None,
        job.probabilities is not None, job.score_format, job.reject_below,
    )  # fmt: skip


def file_sha256(path: Path) -> str:
    """The hash of a file, which is read again when it was changed."""
    return _sha256(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _sha256(path: Path, _changed_ns: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
