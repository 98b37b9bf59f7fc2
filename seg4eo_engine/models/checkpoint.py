"""The model file: weights as safetensors, and in its header everything that prediction needs to know."""

import hashlib
import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file

from seg4eo_engine.errors import InvalidModel, MissingInput
from seg4eo_engine.models.normalization import Normalization
from seg4eo_engine.models.registry import NetworkInfo, SegmentationNetwork, build_network
from seg4eo_engine.patches.manifest import DatasetManifest
from seg4eo_engine.raster.classes import ClassInfo

FORMAT_VERSION = 1
HEADER_KEY = "seg4eo"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TrainingSummary(_Frozen):
    """How the weights came about. A score is None where its split held no labelled pixel."""

    epochs: int
    best_epoch: int
    seed: int
    loss: str
    minutes: float
    validation_miou: float | None
    test_miou: float | None
    test_accuracy: float | None


class ModelManifest(_Frozen):
    """The header of a model file.

    ``dtype`` is that of the training images, ``ground_resolution`` their pixel size in units of their CRS.
    ``splits_hash`` tells whether two models were trained and tested on the same patches.
    """

    format_version: Literal[1] = 1
    engine_version: str
    network: NetworkInfo
    bands: tuple[str, ...]
    dtype: str
    classes: tuple[ClassInfo, ...]
    normalization: Normalization
    ground_resolution: float
    patch_size_px: int
    temperature: float = 1.0
    splits_hash: str
    training: TrainingSummary


def splits_hash(dataset: DatasetManifest) -> str:
    """SHA-256 of the names and splits of all patches."""
    lines = "\n".join(f"{patch.split} {patch.name}" for patch in dataset.patches)
    return hashlib.sha256(lines.encode()).hexdigest()


def save_model(path: Path, network: SegmentationNetwork, manifest: ModelManifest) -> None:
    """Write weights and manifest to ``path``."""
    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in network.state_dict().items()}
    save_file(tensors, path, metadata={"format": "pt", HEADER_KEY: manifest.model_dump_json()})
    path.chmod(0o644)  # safetensors writes private files, but a model is shared


def read_model_manifest(path: Path) -> ModelManifest:
    """The manifest of a model file, without its weights.

    Raises:
        MissingInput: there is no such file.
        InvalidModel: it is no model file of ours, or one of another format version.
    """
    if not path.is_file():
        raise MissingInput(f"Expected a model file at {path}, found nothing there: check the path.")
    try:
        with safe_open(path, framework="pt") as file:
            header = (file.metadata() or {}).get(HEADER_KEY)
    except (SafetensorError, OSError) as error:
        raise InvalidModel(
            f"Expected a model file (.safetensors), found something else in {path.name} ({error}): "
            "choose a file written by Train a model."
        ) from error
    if header is None:
        raise InvalidModel(
            f"Expected a model file of seg4eo, found safetensors of another program in {path.name}: "
            "choose a file written by Train a model."
        )
    return _parse(header, path)


def _parse(header: str, path: Path) -> ModelManifest:
    try:
        content = json.loads(header)
        found = content.get("format_version") if isinstance(content, dict) else None
        if found != FORMAT_VERSION:
            raise InvalidModel(
                f"Expected a model of format {FORMAT_VERSION}, found format {found} in {path.name}: "
                "use the engine version that wrote it, or train again."
            )
        return ModelManifest.model_validate(content)
    except (json.JSONDecodeError, ValidationError) as error:
        raise InvalidModel(
            f"Expected a readable model header, found a damaged one in {path.name} "
            f"({str(error).splitlines()[0]}): train again."
        ) from error


def load_model(path: Path) -> tuple[SegmentationNetwork, ModelManifest]:
    """The network of a model file, in evaluation mode on the CPU, and its manifest.

    Raises:
        MissingInput, InvalidModel: as :func:`read_model_manifest`, or the weights do not fit the described network.
    """
    manifest = read_model_manifest(path)
    network = build_network(manifest.network)
    try:
        network.load_state_dict(load_file(path), strict=True)
    except (RuntimeError, SafetensorError) as error:
        raise InvalidModel(
            f"Expected the weights of {manifest.network.architecture} with {manifest.network.encoder_name}, "
            f"found others in {path.name} ({str(error).splitlines()[0]}): the file is damaged, train again."
        ) from error
    return network.eval(), manifest
