"""From a ``.pth`` file of SemanticSeg4EO to a network and the manifest of a model file."""

from dataclasses import dataclass, replace
from pathlib import Path

from seg4eo_engine import __version__
from seg4eo_engine.errors import InvalidJob, InvalidModel
from seg4eo_engine.models.checkpoint import Member, ModelManifest, TrainingSummary
from seg4eo_engine.models.normalization import Normalization
from seg4eo_engine.models.registry import SegmentationNetwork, build_network
from seg4eo_engine.models.semanticseg4eo.reading import LegacyCheckpoint, WindowScheme, read_checkpoint
from seg4eo_engine.models.semanticseg4eo.recognition import RecognisedNetwork, plain_name, recognise
from seg4eo_engine.patches.labels.classes import NamedClass
from seg4eo_engine.raster.classes import ClassInfo, default_class


@dataclass(frozen=True)
class GivenFacts:
    """What the user says about a file; None or empty where the file is to say it."""

    architecture: str | None = None
    encoder: str | None = None
    bands: tuple[str, ...] = ()
    classes: tuple[NamedClass, ...] = ()
    patch_size_px: int | None = None
    normalization: WindowScheme | None = None


def import_model(path: Path, given: GivenFacts) -> tuple[SegmentationNetwork, ModelManifest]:
    """Read a file and build its network, in evaluation mode; every weight of either has its counterpart in the other.

    The manifest knows neither pixel size (0) nor splits nor scores: the file does not say them, or measures otherwise.

    Raises:
        MissingInput, InvalidModel: there is no such file, or it cannot be imported.
        InvalidJob: something must be given that the file does not say, or is not what the file says.
    """
    checkpoint = _completed(read_checkpoint(path), given, path)
    recognised = recognise(checkpoint)
    _check_sizes(checkpoint, recognised, path)
    recognised = _with_one_logit(recognised)
    network = _load(recognised, path)
    info = recognised.info
    classes = _classes(checkpoint, given, max(2, info.out_channels))
    normalization = Normalization.by_window(given.normalization or checkpoint.scheme, info.in_channels)
    manifest = ModelManifest(
        engine_version=__version__,
        bands=_bands(given, info.in_channels),
        dtype="float32",
        classes=classes,
        ground_resolution=0.0,
        patch_size_px=_patch_size(checkpoint, given, path),
        splits_hash="",
        members=(Member(network=info, normalization=normalization, training=_summary(checkpoint)),),
    )
    return network, manifest


def _completed(checkpoint: LegacyCheckpoint, given: GivenFacts, path: Path) -> LegacyCheckpoint:
    """The checkpoint with what the user gives where the file is silent."""
    for said, wanted, what in (
        (checkpoint.model_name, given.architecture, "architecture"),
        (checkpoint.encoder_name, given.encoder, "encoder"),
    ):
        if said and wanted and plain_name(said) != plain_name(wanted):
            raise InvalidJob(f"Expected {what} '{said}', which {path.name} says, found '{wanted}' given: leave it out.")
    return replace(
        checkpoint,
        model_name=checkpoint.model_name or given.architecture,
        encoder_name=checkpoint.encoder_name or given.encoder,
    )


def _check_sizes(checkpoint: LegacyCheckpoint, recognised: RecognisedNetwork, path: Path) -> None:
    bands, classes = recognised.info.in_channels, max(2, recognised.info.out_channels)
    for said, found, what in ((checkpoint.in_channels, bands, "bands"), (checkpoint.class_count, classes, "classes")):
        if said is not None and said != found:
            raise InvalidModel(
                f"Expected {said} {what}, which {path.name} says, found weights for {found}: choose another file."
            )


def _with_one_logit(recognised: RecognisedNetwork) -> RecognisedNetwork:
    """Two logits as the one that gives the same probabilities: softmax of two is the sigmoid of their difference."""
    if recognised.info.out_channels != 2:
        return recognised
    head = {name: recognised.weights.get(name) for name in (f"{recognised.head}.weight", f"{recognised.head}.bias")}
    joined = {name: value[1:] - value[:1] for name, value in head.items() if value is not None}
    info = recognised.info.model_copy(update={"out_channels": 1})
    return replace(recognised, info=info, weights=recognised.weights | joined)


def _load(recognised: RecognisedNetwork, path: Path) -> SegmentationNetwork:
    network = build_network(recognised.info)
    try:
        network.load_state_dict({f"core.{name}": value for name, value in recognised.weights.items()}, strict=True)
    except RuntimeError as error:
        lines = str(error).splitlines()
        found = lines[1 if len(lines) > 1 else 0].strip().rstrip(".").replace("core.", "")
        raise InvalidModel(
            f"Expected the weights of {recognised.info.architecture} {recognised.info.encoder_name}, found others in "
            f"{path.name} ({found[:200]}): check architecture and encoder, or choose another file."
        ) from error
    return network.eval()


def _bands(given: GivenFacts, count: int) -> tuple[str, ...]:
    if given.bands and len(given.bands) != count:
        raise InvalidJob(
            f"Expected names of {count} bands, which the model sees, found {len(given.bands)}: name all of them, or "
            "none."
        )
    return given.bands or tuple(f"band {index}" for index in range(1, count + 1))


def _classes(checkpoint: LegacyCheckpoint, given: GivenFacts, count: int) -> tuple[ClassInfo, ...]:
    defaults = [default_class(value, value) for value in range(count)]
    if given.classes:
        if len(given.classes) != count:
            raise InvalidJob(
                f"Expected {count} classes, which the model tells apart, found {len(given.classes)}: name all of them, "
                "or none."
            )
        return tuple(
            ClassInfo(value=item.value, name=item.name, colour=item.colour or default.colour)
            for item, default in zip(given.classes, defaults, strict=True)
        )
    names = checkpoint.class_names
    if names and len(names) == count:
        return tuple(item.model_copy(update={"name": name}) for item, name in zip(defaults, names, strict=True))
    return tuple(defaults)


def _patch_size(checkpoint: LegacyCheckpoint, given: GivenFacts, path: Path) -> int:
    size = given.patch_size_px or checkpoint.patch_size_px
    if size is None:
        raise InvalidJob(
            f"Expected the patch size of the training, by which windows are scaled, found none in {path.name}: give it."
        )
    return size


def _summary(checkpoint: LegacyCheckpoint) -> TrainingSummary:
    return TrainingSummary(
        epochs=checkpoint.epoch,
        best_epoch=checkpoint.epoch,
        chosen_by="unknown",
        seed=0,
        loss=checkpoint.loss,
        minutes=0.0,
        validation_miou=None,
    )
