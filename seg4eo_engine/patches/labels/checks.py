"""Labels checked against their images: which form they have, and how they lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyogrio
from pyogrio.errors import DataSourceError

from seg4eo_engine.errors import NotARaster
from seg4eo_engine.patches.alignment import align
from seg4eo_engine.patches.labels.forms import (
    ColourLabels,
    LabelChoice,
    LabelForm,
    RasterLabels,
    check_label_raster,
)
from seg4eo_engine.patches.labels.polygon_layers import PolygonLayers
from seg4eo_engine.patches.labels.polygons import PolygonRule
from seg4eo_engine.patches.notes import Notes
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import open_raster


@dataclass(frozen=True)
class LabelInputs:
    """What all labels have in common: the user's choices, and who hears of surprises."""

    choice: LabelChoice
    rule: PolygonRule
    reporter: Reporter
    notes: Notes


def check_labels(
    images: Sequence[Path],
    grids: Sequence[RasterGrid],
    labels: Sequence[Path],
    polygons: Path | None,
    inputs: LabelInputs,
) -> list[tuple[Path, LabelForm]]:
    """The labels of each image: their path and form.

    Args:
        images: for messages.
        grids: of the images.
        labels: one for each image; or empty, where ``polygons`` are the labels of all.
        polygons: a layer for all images.
        inputs: choices of the user.

    Raises:
        Seg4eoError: as :func:`~seg4eo_engine.patches.sources.source.check_sources` says.
    """
    paths = labels if polygons is None else [polygons] * len(images)
    forms = [_check_form(*trio, inputs) for trio in zip(images, grids, paths, strict=True)]
    layers = PolygonLayers(inputs.rule, inputs.choice)
    drawn = [trio for trio, form in zip(zip(images, paths, grids, strict=True), forms, strict=True) if form is None]
    if drawn:
        its_images, its_paths, its_grids = zip(*drawn, strict=True)
        layers.read(its_paths, its_grids, inputs.reporter)
        layers.check_touching(its_images, its_paths, its_grids, inputs.notes)
    return [(path, form or layers.labels(path, grid)) for path, grid, form in zip(paths, grids, forms, strict=True)]


def _check_form(image: Path, grid: RasterGrid, label: Path, inputs: LabelInputs) -> RasterLabels | ColourLabels | None:
    """The form of a label raster; None where the labels are polygons."""
    inputs.reporter.check_cancelled()
    if "|" in str(label) and not label.exists():  # a layer, as QGIS writes it
        return None
    try:
        dataset = open_raster(label)
    except NotARaster:
        if _holds_layers(label):
            return None
        raise
    with dataset:
        alignment = align(grid, RasterGrid.from_dataset(dataset), image.name, label.name, "labels")
        form = check_label_raster(dataset, label, alignment, inputs.choice)
    if alignment.assumed:
        inputs.notes.add(
            "Labels that do not say where they lie are taken to lie on the pixels of their image",
            label,
            f"{label.name} and {image.name} do not both say where they lie: the labels are taken to lie on the "
            "image's pixels.",
        )
    elif alignment.offset is None:
        inputs.notes.add(
            f"Labels on other pixels than their image are brought onto the image's ({inputs.choice.resampling})",
            label,
            f"{label.name} is on other pixels than {image.name} ({alignment.difference}): the labels are brought onto "
            f"the image's pixels ({inputs.choice.resampling}).",
        )
    return form


def _holds_layers(path: Path) -> bool:
    """Whether GDAL finds layers of features in a file."""
    try:
        return len(pyogrio.list_layers(path)) > 0
    except DataSourceError:
        return False
