"""What the job ``train`` does, from a dataset to a measured model: train, calibrate, write, test."""

import dataclasses
import json
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.evaluation.folds import FoldScores
from seg4eo_engine.evaluation.patch_scores import PatchesMeasured
from seg4eo_engine.evaluation.threshold import DEFAULT_THRESHOLD, best_threshold
from seg4eo_engine.jobs.accuracy.patches import describe_patches, measure_model_on_dataset
from seg4eo_engine.models.checkpoint import describe_model, save_model, splits_hash
from seg4eo_engine.models.device import choose_compute
from seg4eo_engine.models.model import SegmentationModel
from seg4eo_engine.outputs import staged_files
from seg4eo_engine.patches.manifest import BandInfo, DatasetManifest, PatchRecord
from seg4eo_engine.prediction.patches import PatchRunner
from seg4eo_engine.prediction.preview import ScenePreviewer
from seg4eo_engine.progress import PartialReporter, Reporter, SilentReporter
from seg4eo_engine.reports.evaluation.measured import Measured
from seg4eo_engine.reports.evaluation.report import write_report
from seg4eo_engine.training.data import Parts
from seg4eo_engine.training.fit import train_network
from seg4eo_engine.training.folder import TrainingFolder
from seg4eo_engine.training.folds import bands_of, split_folds, summarize_patches
from seg4eo_engine.training.processes import is_first_process
from seg4eo_engine.training.settings import TrainingSettings
from seg4eo_engine.training.task import Task

# what may change when a stopped training is gone on with: where it runs, and what is shown of it
_FREE = {"max_minutes", "device", "devices", "nodes", "precision", "workers", "tensorboard", "preview_every"}
SUMMARIZED_SHARE, FIT_SHARE, CALIBRATED_SHARE = 0.02, 0.94, 0.96  # of the progress bar


class TrainingCourse:
    """One call of the job ``train``. Of several processes, all but the first end within :meth:`run`."""

    def __init__(
        self, folder: Path, settings: TrainingSettings, folds: int | None, output: Path, reporter: Reporter
    ) -> None:
        if folds and settings.devices * settings.nodes > 1:
            raise InvalidJob(
                f"Expected one device for a training in folds, found {settings.devices * settings.nodes}: "
                "train the folds on one, or one network on all."
            )
        self._is_first = is_first_process()
        self._folder = folder
        self._dataset = DatasetManifest.read(folder)
        self._settings = settings
        self._folds = folds
        self._output = output
        self._kept = TrainingFolder.beside(output)
        self._reporter = reporter if self._is_first else SilentReporter()
        compute = choose_compute(settings.device, settings.precision)  # that of predict, for all that is measured
        self._runner = PatchRunner(folder, self._dataset, compute, settings.batch_size)

    def run(self, preview_scenes: Sequence[Path], *, resume: bool) -> dict[str, Any]:
        """Train, write the model, and give back the fields of the job's result."""
        comparable = {name: value for name, value in dataclasses.asdict(self._settings).items() if name not in _FREE}
        comparable |= {"folds": self._folds, "splits_hash": splits_hash(self._dataset)}
        comparable = json.loads(json.dumps(comparable))  # tuples are lists there, and so they will be read again
        started = self._kept.started(comparable, resume=resume) if self._is_first else nullcontext(True)
        with started as goes_on:
            if resume and not goes_on:
                self._reporter.info("There is no stopped training of this model: a new one begins.")
            model = self._train_folds(self._folds) if self._folds else self._train_one(preview_scenes)
            return self._finish(model)

    def _train_one(self, preview_scenes: Sequence[Path]) -> SegmentationModel:
        parts = Parts.of(self._dataset)
        previewer = None
        if preview_scenes:
            previews = self._kept.path / "previews"
            previewer = ScenePreviewer(preview_scenes, previews, self._dataset, self._runner.compute, self._reporter)
        model = train_network(self._task(parts, self._dataset.bands, self._kept), previewer, self._stage(0, FIT_SHARE))
        if not _labelled(parts.validation):
            self._reporter.warning("There was no labelled validation patch to choose by, so the last epoch was kept.")
            return model
        return self._runner.calibrate(model, parts.validation, self._stage(FIT_SHARE, CALIBRATED_SHARE))

    def _train_folds(self, folds: int) -> SegmentationModel:
        """An ensemble: in each fold the epoch is chosen on one part, and the scores are of another."""
        patches = [patch for patch in self._dataset.patches if patch.split != "test"]
        parts = split_folds(patches, folds, self._settings.seed)
        summaries = summarize_patches(self._folder, self._dataset, patches, self._stage(0, SUMMARIZED_SHARE))
        models: list[SegmentationModel] = []
        measured: list[PatchesMeasured] = []
        for index, part in enumerate(parts):
            self._reporter.info(
                f"Fold {index + 1} of {folds}: {len(part.train)} patches to learn from, {len(part.validation)} to "
                f"choose by, {len(part.test)} to test on."
            )
            start, end = (
                SUMMARIZED_SHARE + (CALIBRATED_SHARE - SUMMARIZED_SHARE) * position / folds
                for position in (index, index + 1)
            )
            kept = self._kept.fold(index + 1)
            kept.path.mkdir(exist_ok=True)
            task = self._task(part, bands_of(self._dataset, summaries, part.train), kept, (index + 1, folds))
            model = self._runner.calibrate(
                train_network(task, None, self._stage(start, end)), part.validation, SilentReporter()
            )
            models.append(model)
            measured.append(self._runner.measure(model, part.test, SilentReporter()))
        return self._join(models, measured)

    def _join(self, models: Sequence[SegmentationModel], measured: Sequence[PatchesMeasured]) -> SegmentationModel:
        """The ensemble of the folds, with the scores of each patch by the network that never saw it."""
        pooled = sum(measured[1:], start=measured[0])
        curve, threshold = pooled.tally.threshold_curve, DEFAULT_THRESHOLD
        confusions = [part.tally.confusion for part in measured]
        if curve is not None:
            threshold = best_threshold(curve)
            # each fold was measured at a threshold of its own, but the ensemble has one
            curves = [part.tally.threshold_curve for part in measured]
            confusions = [one.confusion_at(threshold) for one in curves if one is not None]
        scores = FoldScores(tuple(confusions))
        pooled.tally.confusion = scores.pooled
        members = [member for model in models for member in model.manifest.members]
        manifest = describe_model(self._dataset, members, scores.pooled.miou)
        manifest = manifest.model_copy(update={"threshold": threshold})
        ensemble = SegmentationModel(manifest, [network for model in models for network in model.networks])
        names = [item.name for item in self._dataset.classes]
        against = f"the held-out patches of {len(models)} folds"
        # the best and worst are not shown: the ensemble has seen the patches that each of its networks has not
        described = describe_patches(ensemble, self._output, self._runner, against, pooled, show=False)
        write_report(self._kept.folds_page, described)
        with staged_files(self._kept.path / "fold_scores.json") as (staged,):
            text = json.dumps(scores.as_json(names), indent=1, ensure_ascii=False)
            staged.write_text(text + "\n", encoding="utf-8")
        self._reporter.info(
            f"All folds together, each patch by the network that never saw it: mIoU {scores.pooled.miou:.3f}."
        )
        for name, mean, sd in zip(names, scores.iou_mean, scores.iou_sd, strict=True):
            self._reporter.info(f"  {name}: IoU {mean:.3f} ± {sd:.3f} between the folds")
        return ensemble

    def _finish(self, model: SegmentationModel) -> dict[str, Any]:
        """Test the model, and write it."""
        manifest, test = model.manifest, None
        report = self._kept.folds_page if self._folds else None
        if _labelled(self._dataset.of_split("test")):
            report = self._kept.report
            test = measure_model_on_dataset(model, self._output, self._runner, "test", self._stage(CALIBRATED_SHARE, 1))
            write_report(report, test)
            scores = {"test_miou": test.confusion.miou, "test_accuracy": test.confusion.accuracy}
            manifest = manifest.model_copy(update=scores)
        with staged_files(self._output) as (staged,):
            save_model(staged, model.networks, manifest)
        self._tell(model, test)
        summaries = [member.training for member in manifest.members]
        return {
            "output": self._output,
            "report": report,
            "folder": self._kept.path,
            "epochs": sum(summary.epochs for summary in summaries),
            "best_epoch": summaries[0].best_epoch,
            "validation_miou": manifest.validation_miou,
            "test_miou": manifest.test_miou,
            "test_accuracy": manifest.test_accuracy,
            "test_ece": None if test is None or test.trust is None else test.trust.after.ece,
        }

    def _tell(self, model: SegmentationModel, test: Measured | None) -> None:
        if not self._folds:
            summary = model.manifest.members[0].training
            words = {"miou": "by mIoU", "loss": "by loss", "last": "the last one"}[summary.chosen_by]
            self._reporter.info(f"Kept epoch {summary.best_epoch} of {summary.epochs}, {words}.")
        if test is None:
            self._reporter.warning("There was no labelled test patch, so the accuracy was not measured.")
            return
        self._reporter.info(f"Test mIoU {test.confusion.miou:.3f}, accuracy {test.confusion.accuracy:.1%}.")
        for item, iou in zip(self._dataset.classes, test.confusion.iou, strict=True):
            # a class that is neither in the labels nor in the prediction has no score
            self._reporter.info(f"  {item.name}: " + (f"IoU {iou:.3f}" if iou == iou else "not in the test patches"))

    def _task(
        self, parts: Parts, bands: tuple[BandInfo, ...], kept: TrainingFolder, fold: tuple[int, int] | None = None
    ) -> Task:
        return Task(self._folder, self._dataset, parts, bands, self._settings, kept, fold)

    def _stage(self, start: float, end: float) -> PartialReporter:
        return PartialReporter(self._reporter, start, end)


def _labelled(patches: Sequence[PatchRecord]) -> bool:
    return any(any(patch.class_counts) for patch in patches)
