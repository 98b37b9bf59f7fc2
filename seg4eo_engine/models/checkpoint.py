"""The model file: weights as safetensors, and in its header everything that prediction needs to know."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor

from seg4eo_engine import __version__
from seg4eo_engine.errors import InvalidModel, MissingInput
from seg4eo_engine.models.normalization import Normalization
from seg4eo_engine.models.registry import NetworkInfo, SegmentationNetwork, build_network
from seg4eo_engine.patches.manifest import BandInfo, DatasetManifest
from seg4eo_engine.raster.classes import ClassInfo

FORMAT_VERSION = 2
HEADER_KEY = "seg4eo"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TrainingSummary(_Frozen):
    """How the weights came about. A score is None where its split held no labelled pixel.

    ``chosen_by`` says what made ``best_epoch`` the best: ``miou`` or ``loss`` on the validation split, or ``last``
    where there was nothing to choose by.
    """

    epochs: int
    best_epoch: int
    chosen_by: str
    seed: int
    loss: str
    minutes: float
    validation_miou: float | None


class Member(_Frozen):
    """A trained network: how it is built, what it is fed, and how its logits become probabilities."""

    network: NetworkInfo
    normalization: Normalization
    temperature: float = 1.0
    training: TrainingSummary


class ModelManifest(_Frozen):
    """The header of a model file.

    ``members`` has one entry, or one for each network of an ensemble. ``dtype`` is that of the training images,
    ``ground_resolution`` their pixel size in units of their CRS, ``ground_resolution_m`` in metres where that can be
    told; ``band_statistics`` are those of the training patches, empty where they are not known. Of two classes, a pixel
    is of the second one where its probability is at least ``threshold``. ``splits_hash`` tells whether two models were
    trained and tested on the same patches. A score is None where there was nothing to measure it on; for an ensemble it
    is that of the ensemble.
    """

    format_version: Literal[2] = 2
    engine_version: str
    bands: tuple[str, ...]
    dtype: str
    classes: tuple[ClassInfo, ...]
    ground_resolution: float
    ground_resolution_m: float | None = None
    band_statistics: tuple[BandInfo, ...] = ()
    patch_size_px: int
    threshold: float = 0.5
    splits_hash: str
    members: tuple[Member, ...] = Field(min_length=1)
    validation_miou: float | None = None
    test_miou: float | None = None
    test_accuracy: float | None = None


def describe_model(
    dataset: DatasetManifest, members: Sequence[Member], validation_miou: float | None = None
) -> ModelManifest:
    """The manifest of a model that was trained on ``dataset``."""
    return ModelManifest(
        engine_version=__version__,
        bands=tuple(band.name for band in dataset.bands),
        dtype=dataset.dtype,
        classes=dataset.classes,
        ground_resolution=dataset.ground_resolution,
        ground_resolution_m=dataset.ground_resolution_m,
        band_statistics=dataset.bands,
        patch_size_px=dataset.patch_size_px,
        splits_hash=splits_hash(dataset),
        members=tuple(members),
        validation_miou=validation_miou,
    )


def splits_hash(dataset: DatasetManifest) -> str:
    """SHA-256 of the names and splits of all patches."""
    lines = "\n".join(f"{patch.split} {patch.name}" for patch in dataset.patches)
    return hashlib.sha256(lines.encode()).hexdigest()


Weights = Mapping[str, Tensor]


def save_model(path: Path, networks: Sequence[SegmentationNetwork], manifest: ModelManifest) -> None:
    """Write the weights of the network of each member, and the manifest, to ``path``."""
    save_weights(path, [network.state_dict() for network in networks], manifest)


def save_weights(path: Path, members: Sequence[Weights], manifest: ModelManifest) -> None:
    """As :func:`save_model`, with the state of each network."""
    tensors = {
        f"{_prefix(index, len(members))}{name}": tensor.detach().cpu().contiguous()
        for index, weights in enumerate(members)
        for name, tensor in weights.items()
    }
    # a single entry: several are written in random order, and the same model would be another file each time
    save_file(tensors, path, metadata={HEADER_KEY: manifest.model_dump_json()})
    path.chmod(0o644)  # safetensors writes private files, but a model is shared


def _prefix(index: int, members: int) -> str:
    """Before the names of a member's weights; a single network's have the names that they have in the network."""
    return "" if members == 1 else f"{index}/"


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


def load_networks(path: Path) -> tuple[list[SegmentationNetwork], ModelManifest]:
    """The networks of a model file, in evaluation mode on the CPU, and its manifest.

    Raises:
        MissingInput, InvalidModel: as :func:`read_model_manifest`, or the weights do not fit the described networks.
    """
    manifest = read_model_manifest(path)
    networks = [build_network(member.network).eval() for member in manifest.members]
    try:
        tensors = load_file(path)
        expected = {
            f"{_prefix(index, len(networks))}{name}"
            for index, network in enumerate(networks)
            for name in network.state_dict()
        }
        if set(tensors) - expected:
            raise RuntimeError(f"unexpected weights such as {min(set(tensors) - expected)}")
        for index, network in enumerate(networks):
            prefix = _prefix(index, len(networks))
            own = {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}
            network.load_state_dict(own, strict=True)
    except (RuntimeError, SafetensorError) as error:
        described = manifest.members[0].network
        raise InvalidModel(
            f"Expected the weights of {described.architecture} {described.encoder_name}, "
            f"found others in {path.name} ({str(error).splitlines()[0]}): the file is damaged, train again."
        ) from error
    return networks, manifest
