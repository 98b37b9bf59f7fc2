"""The job ``modelinfo``."""

from pathlib import Path
from typing import ClassVar

from seg4eo_engine.jobs.job import Group, Job, Result
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.progress import Reporter, SilentReporter


class ModelInfoResult(Result):
    """What a model file says about itself."""

    architecture: str = parameter(kind="text", title="Architecture", help="Shape of the network and its encoder.")
    bands: list[str] = parameter(kind="texts", title="Bands", help="Names of the bands, in order.")
    classes: list[str] = parameter(kind="texts", title="Classes", help="Class values and names.")
    patch_size_px: int = parameter(kind="integer", title="Patch size", unit="px", help="Size of the training patches.")
    ground_resolution: float = parameter(
        kind="number", title="Ground resolution", help="Pixel size of the training images, in units of their CRS."
    )
    parameters: int = parameter(kind="integer", title="Weights", help="Number of trained weights.")
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
        from seg4eo_engine.models.checkpoint import load_model  # imported late: a job describes itself instantly

        network, manifest = load_model(self.model)
        training = manifest.training
        return ModelInfoResult(
            architecture=f"{manifest.network.architecture} with {manifest.network.encoder_name}",
            bands=list(manifest.bands),
            classes=[f"{item.value}={item.name}" for item in manifest.classes],
            patch_size_px=manifest.patch_size_px,
            ground_resolution=manifest.ground_resolution,
            parameters=sum(weight.numel() for weight in network.parameters()),
            validation_miou=training.validation_miou,
            test_miou=training.test_miou,
            engine_version=manifest.engine_version,
        )
