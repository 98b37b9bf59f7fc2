"""The job ``modelinfo``."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from seg4eo_engine.jobs.job import Group, Job, Result
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.progress import Reporter, SilentReporter

if TYPE_CHECKING:
    from seg4eo_engine.models.checkpoint import ModelManifest
    from seg4eo_engine.models.onnx.file import OnnxFile
    from seg4eo_engine.raster.classes import ClassInfo


class ModelInfoResult(Result):
    """What a model file says about itself."""

    architecture: str = parameter(kind="text", title="Architecture", help="Shape of the network and its encoder.")
    networks: int = parameter(kind="integer", title="Networks", help="1, or the networks of an ensemble.")
    bands: list[str] = parameter(kind="texts", title="Bands", help="Names of the bands, in order.")
    classes: list[str] = parameter(kind="texts", title="Classes", help="Class values and names.")
    patch_size_px: int | None = parameter(
        kind="integer", title="Patch size", unit="px", help="Size of the training patches, where the file says it."
    )
    ground_resolution: float | None = parameter(
        kind="number",
        title="Ground resolution",
        help="Pixel size of the training images in units of their CRS, in metres for an ONNX file of another program.",
    )
    window_px: int | None = parameter(
        kind="integer",
        title="Window size",
        unit="px",
        help="The only width and height of windows that an ONNX file takes. Empty: any.",
    )
    parameters: int = parameter(kind="integer", title="Weights", help="Number of trained weights.")
    temperatures: list[str] = parameter(
        kind="texts",
        title="Temperature",
        help="What the logits of each network are divided by, so that its confidence is right.",
    )
    threshold: float | None = parameter(
        kind="number", title="Threshold", help="Of two classes, the probability from which on a pixel is of the second."
    )
    validation_miou: float | None = parameter(
        kind="number", title="Validation mIoU", help="Score on the validation patches."
    )
    test_miou: float | None = parameter(kind="number", title="Test mIoU", help="Score on the test patches.")
    engine_version: str = parameter(
        kind="text", title="Engine", help="Version of the engine that trained it; empty for other programs."
    )


class ModelInfo(Job):
    """Say what a model file holds: architecture, bands, classes, patch size and the scores that were measured."""

    id: ClassVar[str] = "modelinfo"
    title: ClassVar[str] = "Describe a model"
    group: ClassVar[Group] = "model"
    result_type: ClassVar[type[Result]] = ModelInfoResult

    model: Path = parameter(
        kind="file", title="Model", suffixes=(".safetensors", ".onnx"), help="Model file to be described, ours or ONNX."
    )

    def run(self, reporter: Reporter = SilentReporter()) -> ModelInfoResult:  # noqa: B008 - it has no state
        # imported late: a job describes itself instantly
        from seg4eo_engine.models.model import load_model
        from seg4eo_engine.models.onnx.file import is_onnx, read_onnx

        if is_onnx(self.model):
            file = read_onnx(self.model)
            if file.metadata.manifest is None:
                return _describe_foreign(file)
            return _describe(file.metadata.manifest, file.weights, file.size_px)
        model = load_model(self.model)
        weights = sum(weight.numel() for one in model.networks for weight in one.parameters())
        return _describe(model.manifest, weights, None)


def _describe(manifest: "ModelManifest", weights: int, window_px: int | None) -> ModelInfoResult:
    network = manifest.members[0].network
    return ModelInfoResult(
        architecture=f"{network.architecture} with {network.encoder_name}",
        networks=len(manifest.members),
        bands=list(manifest.bands),
        classes=_classes(manifest.classes),
        patch_size_px=manifest.patch_size_px,
        ground_resolution=manifest.ground_resolution,
        window_px=window_px,
        parameters=weights,
        temperatures=[f"{member.temperature:.3f}" for member in manifest.members],
        threshold=manifest.threshold if len(manifest.classes) == 2 else None,
        validation_miou=manifest.validation_miou,
        test_miou=manifest.test_miou,
        engine_version=manifest.engine_version,
    )


def _describe_foreign(file: "OnnxFile") -> ModelInfoResult:
    """What an ONNX file of another program says."""
    from seg4eo_engine.models.onnx.card import card_of

    card = card_of(file)
    return ModelInfoResult(
        architecture=f"ONNX network, opset {file.opset}",
        networks=1,
        bands=list(card.bands),
        classes=_classes(card.classes),
        patch_size_px=card.patch_size_px,
        ground_resolution=card.ground_resolution_m,
        window_px=file.size_px,
        parameters=file.weights,
        temperatures=[],
        threshold=card.threshold if len(card.classes) == 2 else None,
        validation_miou=None,
        test_miou=None,
        engine_version="",
    )


def _classes(classes: "tuple[ClassInfo, ...]") -> list[str]:
    return [f"{item.value}={item.name}" for item in classes]
