"""The job ``evaluate``."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from seg4eo_engine.errors import InvalidJob, UnwritableOutput
from seg4eo_engine.jobs.evaluation_parameters import EvaluateResult, HowItIsMeasured, WhatIsMeasured, WhatIsTrue
from seg4eo_engine.jobs.job import Group, Result
from seg4eo_engine.patches.manifest import MANIFEST_NAME
from seg4eo_engine.progress import PartialReporter, Reporter, SilentReporter

if TYPE_CHECKING:
    from seg4eo_engine.jobs.accuracy.maps import Truth
    from seg4eo_engine.reports.evaluation.facts import AccuracyFacts
    from seg4eo_engine.reports.evaluation.measured import Measured

MEASURE_SHARE = 0.95  # of the progress bar; the rest is drawing


class Evaluate(HowItIsMeasured, WhatIsTrue, WhatIsMeasured):  # fields come in the order from the last base on
    """Say how good a class map or a model is, by pixels whose true class is known.

    Three ways: a model on the test patches of a dataset; a model on whole images with their reference; a finished class
    map with its reference. The reference is rasters or polygons. The page shows the scores of each class, the confusion
    matrix, where the map is right and wrong, and the area of each class with its uncertainty.
    """

    id: ClassVar[str] = "evaluate"
    title: ClassVar[str] = "Measure accuracy"
    group: ClassVar[Group] = "map"
    result_type: ClassVar[type[Result]] = EvaluateResult

    def run(self, reporter: Reporter = SilentReporter()) -> EvaluateResult:  # noqa: B008 - it has no state
        # imported late: a job describes itself instantly
        from seg4eo_engine.reports.evaluation.collect import collect_facts
        from seg4eo_engine.reports.evaluation.report import check_report_files, report_files, write_report

        self._check()
        if self.report is not None:
            check_report_files(self.report)
            self._check_not_an_input(report_files(self.report))
        measured = self._measure(PartialReporter(reporter, 0, MEASURE_SHARE))
        reporter.check_cancelled()
        reporter.progress(MEASURE_SHARE, "Drawing")
        facts = collect_facts(measured) if self.report is None else write_report(self.report, measured)
        _tell(facts, reporter)
        reporter.progress(1, "Drawing")
        page, json_file, csv_file = (None, None, None) if self.report is None else report_files(self.report)
        return EvaluateResult(
            **facts.model_dump(include={"miou", "accuracy", "kappa", "mean_f1", "pixels"}),
            ece=facts.calibration.ece if facts.calibration else None,
            report=page,
            json_file=json_file,
            csv_file=csv_file,
        )

    def _check(self) -> None:
        """Refuse what does not go together."""
        way = "give a class map, or a model with a dataset or with images"
        if (self.class_map is None) == (self.model is None):
            found = "none" if self.model is None else "both"
            raise InvalidJob(f"Expected a class map or a model to measure, found {found}: {way}.")
        if self.class_map is not None and (self.dataset is not None or self.images):
            other = "a dataset" if self.dataset is not None else "images"
            raise InvalidJob(f"Expected a class map without images and dataset, found {other} too: {way}.")
        if self.model is not None and (self.dataset is None) == (not self.images):
            found = "none" if self.dataset is None else "both"
            raise InvalidJob(f"Expected a dataset or images for the model, found {found}: {way}.")
        if self.dataset is not None:
            self._check_dataset()
        else:
            self._check_reference()

    def _check_not_an_input(self, outputs: Sequence[Path]) -> None:
        inputs = [self.class_map, self.model, *self.images, *self.reference, self.reference_polygons, self.grid]
        files = {Path(str(path).split("|")[0]).resolve() for path in inputs if path is not None}
        if self.dataset is not None:
            files.add((self.dataset / MANIFEST_NAME).resolve())
        taken = [path for path in outputs if path.resolve() in files]
        if taken:
            raise UnwritableOutput(
                f"Expected new files for the report, found that {taken[0]} is an input: change the name of the report."
            )

    def _check_dataset(self) -> None:
        names = ("reference", "reference_polygons", "class_field", "classes", "ignore_values", "grid")
        for name in (*names, "background_value"):
            if getattr(self, name) not in (None, "", []):
                title = str(type(self).model_fields[name].title).lower()
                raise InvalidJob(
                    f"Expected a dataset alone, which has its own labels, found {title} too: leave it out."
                )

    def _check_reference(self) -> None:
        if bool(self.reference) == (self.reference_polygons is not None):
            found = "both" if self.reference else "neither"
            raise InvalidJob(f"Expected reference rasters or reference polygons, found {found}: give one of them.")
        wanted = len(self.images) if self.images else 1
        if self.reference and len(self.reference) != wanted:
            what = "each image" if self.images else "the class map"
            raise InvalidJob(
                f"Expected one reference raster for {what}, found {len(self.reference)} instead of {wanted}: "
                "change the list."
            )
        for name, value in (("class field", self.class_field), ("background value", self.background_value)):
            if self.reference and value not in ("", None):
                raise InvalidJob(
                    f"Expected a {name} with reference polygons only, found one with rasters: leave it out."
                )
        if self.split is not None and self.grid is None:
            raise InvalidJob(
                f"Expected a grid for the split '{self.split}', found none: give the grid, or leave the split out."
            )

    def _measure(self, reporter: Reporter) -> "Measured":
        if self.model is None:
            return self._measure_map(reporter)
        if self.dataset is None:
            return self._measure_images(self.model, reporter)
        from seg4eo_engine.jobs.accuracy.patches import measure_model_on_dataset
        from seg4eo_engine.models.device import choose_compute
        from seg4eo_engine.models.model import load_model
        from seg4eo_engine.patches.manifest import DatasetManifest
        from seg4eo_engine.prediction.patches import PatchRunner

        compute = choose_compute(self.device, self.precision)
        runner = PatchRunner(self.dataset, DatasetManifest.read(self.dataset), compute, self.batch_size)
        return measure_model_on_dataset(load_model(self.model), self.model, runner, self.split or "test", reporter)

    def _measure_images(self, model: Path, reporter: Reporter) -> "Measured":
        from seg4eo_engine.jobs.accuracy.scenes import measure_model_on_images

        return measure_model_on_images(
            model,
            self.images,
            self.reference or [None] * len(self.images),
            self._truth(),
            batch_size=self.batch_size,
            device=self.device,
            precision=self.precision,
            show=self.report is not None,
            reporter=reporter,
        )

    def _measure_map(self, reporter: Reporter) -> "Measured":
        from seg4eo_engine.jobs.accuracy.maps import measure_map

        assert self.class_map is not None, "there is a model or a map"
        reference = self.reference[0] if self.reference else None
        return measure_map(self.class_map, reference, self._truth(), show=self.report is not None, reporter=reporter)

    def _truth(self) -> "Truth":
        from seg4eo_engine.jobs.accuracy.maps import Truth
        from seg4eo_engine.patches.labels.classes import parse_classes

        return Truth(
            polygons=self.reference_polygons,
            class_field=self.class_field,
            classes=tuple(parse_classes(self.classes)),
            background=self.background_value,
            ignore_values=tuple(self.ignore_values),
            grid=self.grid,
            split=self.split,
        )


def _tell(facts: "AccuracyFacts", reporter: Reporter) -> None:
    for remark in facts.remarks:
        reporter.warning(remark)
    for name, score in facts.classes.items():
        found = "neither on the map nor in the reference" if score.iou is None else f"IoU {score.iou:.3f}"
        reporter.info(f"  {name}: {found}" + ("" if score.f1 is None else f", F1 {score.f1:.3f}"))
    reporter.info(f"mIoU {facts.miou:.3f}, accuracy {facts.accuracy:.1%}, {facts.pixels} pixels.")
