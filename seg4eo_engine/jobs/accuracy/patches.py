"""A model on the patches of a dataset."""

from functools import partial
from pathlib import Path

from seg4eo_engine.errors import InvalidDataset, InvalidJob
from seg4eo_engine.evaluation.extent import pixel_area_m2
from seg4eo_engine.evaluation.patch_scores import PatchesMeasured
from seg4eo_engine.models.checkpoint import ModelManifest, splits_hash
from seg4eo_engine.models.model import SegmentationModel
from seg4eo_engine.patches.manifest import SPLITS, DatasetManifest, PatchRecord, Split
from seg4eo_engine.prediction.patches import PatchRunner
from seg4eo_engine.progress import PartialReporter, Reporter, SilentReporter
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import open_raster
from seg4eo_engine.reports.evaluation.from_patches import MeasuredModel, report_on_patches
from seg4eo_engine.reports.evaluation.measured import Measured
from seg4eo_engine.reports.words import patches as patches_text

ALL = "all"
SEEN: dict[str, str] = {
    "train": "The model learned from these patches, so the scores say little of other places: use the test patches.",
    "validation": "The model was chosen by these patches, so the scores are a little too good: use the test patches.",
    ALL: "The model has learned from most of these patches, so the scores are too good: use the test patches.",
}


def measure_model_on_dataset(
    model: SegmentationModel, model_path: Path, runner: PatchRunner, split: str, reporter: Reporter
) -> Measured:
    """How well a model does on the patches of a split (``all``: of every split).

    Raises:
        InvalidJob: there is no such split.
        InvalidDataset: there is no labelled pixel in the split.
        BandMismatch, UnknownClass: the dataset does not go with the model.
    """
    folder, dataset = runner.folder, runner.dataset
    records = _records(dataset, split, folder)
    measured = runner.measure(model, records, PartialReporter(reporter, 0, 0.9))
    if not measured.tally.confusion.total:
        raise InvalidDataset(
            f"Expected labelled pixels in the {split} patches of {folder.name}, found none: choose another split."
        )
    is_own = model.manifest.splits_hash == splits_hash(dataset)
    warnings = (SEEN[split],) if is_own and split in SEEN else ()
    kind = "" if split == ALL else split
    against = f"the {patches_text(len(records), kind)} of {folder.resolve().name}"
    return describe_patches(model, model_path, runner, against, measured, warnings)


def describe_patches(
    model: SegmentationModel,
    model_path: Path,
    runner: PatchRunner,
    against: str,
    measured: PatchesMeasured,
    warnings: tuple[str, ...] = (),
    *,
    show: bool = True,
) -> Measured:
    """What was measured on patches, with everything that the report shows beside it.

    With ``show``, the best and the worst patches are predicted again, by ``model``.
    """
    predict = partial(runner.predict, model, reporter=SilentReporter())
    with open_raster(runner.folder / _first_image(measured)) as image:
        area_m2 = pixel_area_m2(RasterGrid.from_dataset(image))
    return report_on_patches(
        measured_model(model.manifest, model_path), against, measured, area_m2, predict if show else None, warnings
    )


def measured_model(manifest: ModelManifest, path: Path) -> MeasuredModel:
    """What a report says of a model."""
    return MeasuredModel(
        name=path.name,
        classes=manifest.classes,
        bands=manifest.bands,
        threshold=manifest.threshold,
        temperatures=tuple(member.temperature for member in manifest.members),
        history=history_of(path),
    )


def history_of(model_path: Path) -> Path | None:
    """The table of the training that made a model, where it still lies beside it."""
    places = [model_path.with_name(f"{model_path.stem}_training")]
    if model_path.parent.name.endswith("_training"):  # one of those that are kept on the way
        places.append(model_path.parent)
    return next((folder / "history.csv" for folder in places if (folder / "history.csv").is_file()), None)


def _records(dataset: DatasetManifest, split: str, folder: Path) -> list[PatchRecord]:
    if split == ALL:
        return list(dataset.patches)
    known: dict[str, Split] = {name: name for name in SPLITS}
    if split not in known:
        raise InvalidJob(f"Expected a split of a dataset ({', '.join(SPLITS)} or all), found '{split}': change it.")
    records = dataset.of_split(known[split])
    if not records:
        raise InvalidDataset(f"Expected {split} patches in {folder.name}, found none: choose another split.")
    return records


def _first_image(measured: PatchesMeasured) -> Path:
    record = measured.patch_scores[0].record
    return Path(record.split) / "images" / f"{record.name}.tif"
