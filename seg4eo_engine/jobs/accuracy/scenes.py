"""A model on whole images: they are mapped as the user would map them, and the maps are compared."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from seg4eo_engine.jobs.accuracy.maps import MapComparison, Truth
from seg4eo_engine.jobs.accuracy.patches import history_of
from seg4eo_engine.jobs.accuracy.squares import ComparedMap
from seg4eo_engine.jobs.predict import Predict
from seg4eo_engine.jobs.shared_parameters import Device, Precision
from seg4eo_engine.models.checkpoint import read_model_manifest
from seg4eo_engine.prediction.bands import choose_bands
from seg4eo_engine.progress import PartialReporter, Reporter, SilentReporter
from seg4eo_engine.raster.reader import open_raster
from seg4eo_engine.reports.evaluation.measured import Measured, Trust
from seg4eo_engine.reports.words import counted

PREDICT_SHARE = 0.9  # of the time that an image takes


def measure_model_on_images(
    model: Path,
    images: Sequence[Path],
    references: Sequence[Path | None],
    truth: Truth,
    *,
    batch_size: int,
    device: Device,
    precision: Precision,
    show: bool,
    reporter: Reporter,
) -> Measured:
    """Map each image with the model, and compare the maps with their references (None: the polygons of ``truth``).

    Raises:
        Seg4eoError: as mapping and comparing say.
    """
    manifest = read_model_manifest(model)
    comparison = MapComparison(truth, show=show)
    with tempfile.TemporaryDirectory(prefix="seg4eo-") as folder:
        for number, (image, reference) in enumerate(zip(images, references, strict=True)):
            step = PartialReporter(reporter, number / len(images), (number + 1) / len(images))
            class_map, confidence = (Path(folder) / f"{number}_{name}.tif" for name in ("map", "confidence"))
            Predict(
                model=model,
                raster=image,
                output=class_map,
                confidence=confidence,
                batch_size=batch_size,
                device=device,
                precision=precision,
            ).run(PartialReporter(step, 0, PREDICT_SHARE))
            with open_raster(image) as file:
                band_indexes = tuple(choose_bands(file, manifest.bands, (), SilentReporter()))
            one = ComparedMap(class_map, image.name, reference, confidence, image, band_indexes)
            comparison.add(one, PartialReporter(step, PREDICT_SHARE, 1))
    against = images[0].name if len(images) == 1 else counted(len(images), "image")
    measured = comparison.measured(
        model.name, f"{_truth_name(truth, references)} on {against}", manifest.classes, manifest.bands
    )
    return replace(measured, trust=Trust(comparison.found.reliability), history=history_of(model))


def _truth_name(truth: Truth, references: Sequence[Path | None]) -> str:
    if truth.polygons is not None:
        return truth.polygons.name
    return references[0].name if len(references) == 1 and references[0] else "their references"
