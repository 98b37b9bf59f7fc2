"""The job ``train``."""

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from seg4eo_engine.jobs.course_parameters import CourseParameters, OptimizationParameters
from seg4eo_engine.jobs.job import Group, Result
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.jobs.training_parameters import LearningParameters, NetworkParameters, TrainingFiles
from seg4eo_engine.outputs import check_file_output
from seg4eo_engine.progress import Reporter, SilentReporter

if TYPE_CHECKING:
    from seg4eo_engine.training.settings import TrainingSettings


class TrainResult(Result):
    """The model and how good it is. A score is empty where its split holds no labelled pixel."""

    output: Path = parameter(kind="file", title="Model", help="The model file.")
    report: Path | None = parameter(
        kind="file", title="Accuracy report", help="The page that shows how good the model is on patches it never saw."
    )
    folder: Path = parameter(
        kind="folder", title="Training folder", help="The course of the training, previews, and other weights."
    )
    epochs: int = parameter(kind="integer", title="Epochs", help="Epochs that were trained, in all folds together.")
    best_epoch: int = parameter(
        kind="integer", title="Best epoch", help="The epoch that the model file holds; of folds, that of the first."
    )
    validation_miou: float | None = parameter(
        kind="number",
        title="Validation mIoU",
        help="Mean intersection over union on the validation patches; of folds, on the patches that each never saw.",
    )
    test_miou: float | None = parameter(
        kind="number", title="Test mIoU", help="Mean intersection over union on the test patches."
    )
    test_accuracy: float | None = parameter(
        kind="number", title="Test accuracy", help="Share of test pixels with the right class."
    )
    test_ece: float | None = parameter(
        kind="number",
        title="Calibration error",
        help="How far the confidence is from the share of pixels that are right, on average over the test patches.",
    )


class Train(
    CourseParameters, OptimizationParameters, LearningParameters, NetworkParameters, TrainingFiles
):  # fields come in the reverse order
    """Train a segmentation network on a dataset.

    The epoch with the best mean intersection over union on the validation patches becomes the model file, which
    holds everything that prediction needs: bands, classes, normalisation, calibrated confidence. The test patches,
    never seen in training, then tell how good it is. A training that was stopped can be gone on with.
    """

    id: ClassVar[str] = "train"
    title: ClassVar[str] = "Train a model"
    group: ClassVar[Group] = "model"
    result_type: ClassVar[type[Result]] = TrainResult

    def run(self, reporter: Reporter = SilentReporter()) -> TrainResult:  # noqa: B008 - it has no state
        # imported late: a job describes itself instantly
        from seg4eo_engine.jobs.training_course import TrainingCourse

        check_file_output(self.output, (".safetensors",))
        course = TrainingCourse(self.dataset, self.settings(), self.folds, self.output, reporter)
        return TrainResult(**course.run(self.preview_scenes, resume=self.resume))

    def settings(self) -> "TrainingSettings":
        """The fields that say how to train."""
        from seg4eo_engine.training.settings import TrainingSettings

        values: dict[str, Any] = {}
        for field in dataclasses.fields(TrainingSettings):
            value = getattr(self, field.name)
            values[field.name] = tuple(value) if isinstance(value, list) else value
        return TrainingSettings(**values)
