"""The job ``train``."""

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from seg4eo_engine import __version__
from seg4eo_engine.jobs.job import Group, Job, Result
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.jobs.shared_parameters import (
    Device,
    Precision,
    device_parameter,
    precision_parameter,
    seed_parameter,
)
from seg4eo_engine.outputs import check_file_output, staged_files
from seg4eo_engine.patches.manifest import DatasetManifest
from seg4eo_engine.progress import Reporter, SilentReporter

if TYPE_CHECKING:
    from seg4eo_engine.models.checkpoint import TrainingSummary
    from seg4eo_engine.training.fit import TrainingOutcome, TrainingSettings

Architecture = Literal[
    "unet",
    "unetplusplus",
    "manet",
    "linknet",
    "fpn",
    "pspnet",
    "pan",
    "deeplabv3",
    "deeplabv3plus",
    "upernet",
    "segformer",
]


class TrainResult(Result):
    """The model and how good it is. A score is empty where its split holds no labelled pixel."""

    output: Path = parameter(kind="file", title="Model", help="The model file.")
    epochs: int = parameter(kind="integer", title="Epochs", help="Epochs that were trained.")
    best_epoch: int = parameter(kind="integer", title="Best epoch", help="The epoch that the model file holds.")
    validation_miou: float | None = parameter(
        kind="number", title="Validation mIoU", help="Mean intersection over union on the validation patches."
    )
    test_miou: float | None = parameter(
        kind="number", title="Test mIoU", help="Mean intersection over union on the test patches."
    )
    test_accuracy: float | None = parameter(
        kind="number", title="Test accuracy", help="Share of test pixels with the right class."
    )


class Train(Job):
    """Train a segmentation network on a dataset.

    The epoch with the best mean intersection over union on the validation patches becomes the model file, which
    holds everything that prediction needs: bands, classes, normalisation. The test patches, never seen in
    training, then tell how good it is.
    """

    id: ClassVar[str] = "train"
    title: ClassVar[str] = "Train a model"
    group: ClassVar[Group] = "model"
    result_type: ClassVar[type[Result]] = TrainResult

    dataset: Path = parameter(kind="folder", title="Dataset", help="Folder written by Extract patches.")
    output: Path = parameter(
        kind="file_output", title="Model", suffixes=(".safetensors",), help="File that the best model is written to."
    )
    architecture: Architecture = parameter(
        "unet", kind="choice", title="Architecture", help="Shape of the network; unet is a sound start."
    )
    encoder: str = parameter(
        "resnet18",
        kind="text",
        title="Encoder",
        help="Backbone of the network, by its name in segmentation-models-pytorch: resnet18 is quick, resnet34 or "
        "efficientnet-b0 are often a little better.",
    )
    encoder_weights: Literal["none", "imagenet"] = parameter(
        "none",
        kind="choice",
        title="Encoder weights",
        help="imagenet starts from weights learned on photographs, which are fetched from the internet once.",
    )
    epochs: int = parameter(
        50,
        kind="integer",
        title="Epochs",
        minimum=1,
        maximum=10000,
        help="Most passes through the training patches; it stops before where nothing improves.",
    )
    batch_size: int = parameter(
        8, kind="integer", title="Batch size", minimum=1, maximum=1024, help="Patches that are learned from at once."
    )
    learning_rate: float = parameter(
        0.001,
        kind="number",
        title="Learning rate",
        minimum=1e-7,
        maximum=1,
        help="Size of a learning step; smaller is slower and steadier.",
    )
    loss: str = parameter(
        "0.5*ce + 0.5*dice",
        kind="text",
        title="Loss",
        advanced=True,
        help="What is minimised: a weighted sum of ce (cross-entropy), dice, jaccard and focal.",
    )
    class_weights: Literal["none", "inverse"] = parameter(
        "none",
        kind="choice",
        title="Class weights",
        advanced=True,
        help="inverse lets rare classes count more in the cross-entropy.",
    )
    augmentation: Literal["none", "light", "medium"] = parameter(
        "light",
        kind="choice",
        title="Augmentation",
        help="Random changes to the training patches: light turns and flips them, medium also changes brightness.",
    )
    normalization: Literal["percentile", "zscore", "none"] = parameter(
        "percentile",
        kind="choice",
        title="Normalization",
        advanced=True,
        help="How band values are scaled, with numbers taken once from the training patches.",
    )
    patience: int = parameter(
        15,
        kind="integer",
        title="Patience",
        unit="epochs",
        minimum=1,
        maximum=10000,
        advanced=True,
        help="Stop after this many epochs without a better validation score.",
    )
    max_minutes: float | None = parameter(
        None,
        kind="number",
        title="Time limit",
        unit="min",
        minimum=0.05,
        maximum=100000,
        help="Stop after this many minutes and keep the best model so far; the result then depends on the machine. "
        "Empty: no limit.",
    )
    device: Device = device_parameter()
    precision: Precision = precision_parameter(
        "Number format of the computation; auto is bf16 where the device multiplies in it, fp32 elsewhere."
    )
    workers: int = parameter(
        0,
        kind="integer",
        title="Loader processes",
        minimum=0,
        maximum=64,
        advanced=True,
        help="Extra processes that read patches; 0 reads in the main one.",
    )
    seed: int = seed_parameter("The same seed gives the same training.")

    def run(self, reporter: Reporter = SilentReporter()) -> TrainResult:  # noqa: B008 - it has no state
        # imported late: a job describes itself instantly
        from seg4eo_engine.models.checkpoint import ModelManifest, save_model, splits_hash
        from seg4eo_engine.training.fit import fit

        check_file_output(self.output, (".safetensors",))
        dataset = DatasetManifest.read(self.dataset)
        outcome = fit(self.dataset, dataset, self._settings(), reporter)
        summary = self._summary(outcome)
        manifest = ModelManifest(
            engine_version=__version__,
            network=outcome.network_info,
            bands=tuple(band.name for band in dataset.bands),
            dtype=dataset.dtype,
            classes=dataset.classes,
            normalization=outcome.normalization,
            ground_resolution=dataset.ground_resolution,
            patch_size_px=dataset.patch_size_px,
            splits_hash=splits_hash(dataset),
            training=summary,
        )
        with staged_files(self.output) as (staged,):
            save_model(staged, outcome.network, manifest)
        self._tell(dataset, outcome, reporter)
        scores = summary.model_dump(include={"validation_miou", "test_miou", "test_accuracy"})
        return TrainResult(output=self.output, epochs=outcome.epochs, best_epoch=outcome.best_epoch, **scores)

    def _settings(self) -> "TrainingSettings":
        from seg4eo_engine.training.fit import TrainingSettings

        same = {field.name for field in dataclasses.fields(TrainingSettings)} & set(type(self).model_fields)
        return TrainingSettings(
            **{name: getattr(self, name) for name in same - {"encoder_weights"}},
            encoder_weights=None if self.encoder_weights == "none" else self.encoder_weights,
            weigh_classes=self.class_weights == "inverse",
        )

    def _summary(self, outcome: "TrainingOutcome") -> "TrainingSummary":
        from seg4eo_engine.models.checkpoint import TrainingSummary

        return TrainingSummary(
            epochs=outcome.epochs,
            best_epoch=outcome.best_epoch,
            seed=self.seed,
            loss=self.loss,
            minutes=round(outcome.minutes, 3),
            validation_miou=outcome.validation_miou,
            test_miou=outcome.test.miou if outcome.test.total else None,
            test_accuracy=outcome.test.accuracy if outcome.test.total else None,
        )

    def _tell(self, dataset: DatasetManifest, outcome: "TrainingOutcome", reporter: Reporter) -> None:
        if outcome.validation_miou is None:
            reporter.warning("There was no labelled validation patch to choose by, so the last epoch was kept.")
        reporter.info(f"Kept epoch {outcome.best_epoch} of {outcome.epochs}.")
        if not outcome.test.total:
            reporter.warning("There was no labelled test patch, so the accuracy was not measured.")
            return
        reporter.info(f"Test mIoU {outcome.test.miou:.3f}, accuracy {outcome.test.accuracy:.1%}.")
        for item, iou in zip(dataset.classes, outcome.test.iou, strict=True):
            # a class that is neither in the labels nor in the prediction has no score
            reporter.info(f"  {item.name}: " + (f"IoU {iou:.3f}" if iou == iou else "not in the test patches"))
