"""The job ``modelinfo``."""

from pathlib import Path
from typing import ClassVar

from seg4eo_engine.jobs.job import Group, Job, Result
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.progress import Reporter, SilentReporter


class ModelInfoResult(Result):
    """What a model file says about itself."""

    architecture: str = parameter(kind="text", title="Architecture", help="Shape of the network and its encoder.")
    networks: int = parameter(kind="integer", title="Networks", help="1, or the networks of an ensemble.")
    bands: list[str] = parameter(kind="texts", title="Bands", help="Names of the bands, in order.")
    classes: list[str] = parameter(kind="texts", title="Classes", help="Class values and names.")
    patch_size_px: int = parameter(kind="integer", title="Patch size", unit="px", help="Size of the training patches.")
    ground_resolution: float = parameter(
        kind="number", title="Ground resolution", help="Pixel size of the training images, in units of their CRS."
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
    engine_version: str = parameter(kind="text", title="Engine", help="Version of the engine that trained it.")


class ModelInfo(Job):
    """Say what a model file holds: architecture, bands, classes, patch size and the scores that were measured."""

    id: ClassVar[str] = "modelinfo"
    title: ClassVar[str] = "Describe a model"
    group: ClassVar[Group] = "model"
    result_type: ClassVar[type[Result]] = ModelInfoResult

    model: Path = parameter(kind="file", title="Model", suffixes=(".safetensors",), help="Model file to be described.")

    def run(self, reporter: Reporter = SilentReporter()) -> ModelInfoResult:  # noqa: B008 - it has no state
        from seg4eo_engine.models.model import load_model  # imported late: a job describes itself instantly

        model = load_model(self.model)
        manifest = model.manifest
        network = manifest.members[0].network
        return ModelInfoResult(
            architecture=f"{network.architecture} with {network.encoder_name}",
            networks=len(model.networks),
            bands=list(manifest.bands),
            classes=[f"{item.value}={item.name}" for item in manifest.classes],
            patch_size_px=manifest.patch_size_px,
            ground_resolution=manifest.ground_resolution,
            parameters=sum(weight.numel() for one in model.networks for weight in one.parameters()),
            temperatures=[f"{member.temperature:.3f}" for member in manifest.members],
            threshold=manifest.threshold if len(manifest.classes) == 2 else None,
            validation_miou=manifest.validation_miou,
            test_miou=manifest.test_miou,
            engine_version=manifest.engine_version,
        )
