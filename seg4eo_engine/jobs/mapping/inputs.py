"""What a map is made of: the models, the raster, the part of it that is wanted; all checked before any work is done."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rasterio.io import DatasetReader
from rasterio.windows import Window

from seg4eo_engine.errors import InvalidModel, UnwritableOutput
from seg4eo_engine.jobs.mapping_parameters import RASTER_SUFFIXES
from seg4eo_engine.jobs.predict import Predict
from seg4eo_engine.models.card import ModelCard
from seg4eo_engine.outputs import check_file_output
from seg4eo_engine.prediction.area import Area
from seg4eo_engine.prediction.assembly import Placement
from seg4eo_engine.prediction.backends.choosing import read_card
from seg4eo_engine.prediction.bands import choose_bands
from seg4eo_engine.prediction.pipeline import Scene
from seg4eo_engine.prediction.safety import check_resolution, check_scene
from seg4eo_engine.prediction.source import block_height_px
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import dated_files, ground_control_points
from seg4eo_engine.raster.sources import find_source
from seg4eo_engine.raster.views import RasterView, resampled_grid


@dataclass(frozen=True)
class MappingInputs:
    """The inputs of a map.

    ``placement`` is where the raster's pixels lie, ``view_placement`` where those lie that the network sees, ``area``
    and ``view_area`` the part of either that is mapped. ``itemsize`` (bytes of a pixel of a band) and
    ``block_height_px`` are those of the file, ``fingerprint`` tells whether it is the same as before.
    """

    models: tuple[Path, ...]
    card: ModelCard
    scene: Scene
    placement: Placement
    view_placement: Placement
    area: Window
    view_area: Window
    itemsize: int
    block_height_px: int
    fingerprint: dict[str, Any]


def read_inputs(job: Predict, reporter: Reporter) -> MappingInputs:
    """Read what there is to know of the inputs of ``job``, and check that they go together.

    Raises:
        Seg4eoError: they do not, or one of them is missing.
    """
    models = (job.model, *job.more_models)
    card = _common_card(models)
    source = find_source(job.raster, job.more_rasters)
    view = RasterView(source)
    with view.open() as dataset:
        band_indexes = choose_bands(dataset, card.bands, job.band_indexes, reporter)
        placement = _placement_of(dataset)
        check_scene(dataset, band_indexes, card, reporter)
        itemsize = max(np.dtype(dataset.dtypes[index - 1]).itemsize for index in band_indexes)
        block_height = block_height_px(dataset)
        fingerprint = fingerprint_of(dataset)
    view_placement = placement
    ratio = check_resolution(placement.grid, card, None if job.resample else reporter)
    if job.resample and ratio is not None and card.ground_resolution_m is not None:
        seen = resampled_grid(placement.grid, card.ground_resolution_m)
        view, view_placement, block_height = RasterView(source, seen), Placement(seen), 1
    area, view_area = (_area_of(job, placed.grid) for placed in (placement, view_placement))
    return MappingInputs(
        models, card, Scene(view, band_indexes, view_area), placement, view_placement,
        area.window if area else placement.grid.full_window,
        view_area.window if view_area else view_placement.grid.full_window,
        itemsize, block_height, fingerprint,
    )  # fmt: skip


def check_outputs(job: Predict) -> None:
    """Make sure that all outputs can be written, and that none is an input or another output.

    Raises:
        UnwritableOutput: one cannot.
    """
    rasters = [path for path in (job.output, job.confidence, job.uncertainty, job.probabilities) if path is not None]
    for path in rasters:
        check_file_output(path, RASTER_SUFFIXES)
    if job.polygons is not None:
        check_file_output(job.polygons, (".gpkg",))
    outputs = [*rasters, *([] if job.polygons is None else [job.polygons])]
    names = [job.raster, *job.more_rasters, *map(str, (job.model, *job.more_models))]
    inputs = {Path(name).resolve() for name in names}
    for path in outputs:
        if path.resolve() in inputs:
            raise UnwritableOutput(f"Expected a new file, found that {path} is the input: change the name.")
    # files of one name share their sidecars and the folder of their parts
    stems = [path.resolve().with_suffix("") for path in outputs]
    for path, stem in zip(outputs, stems, strict=True):
        if stems.count(stem) > 1:
            raise UnwritableOutput(
                f"Expected another name for each output, found {path.stem} twice in {path.parent}: change one."
            )


def _common_card(models: Sequence[Path]) -> ModelCard:
    first, *others = (read_card(path) for path in models)
    for path, card in zip(models[1:], others, strict=True):
        mine, theirs = ([item.value for item in each.classes] for each in (first, card))
        if mine != theirs:
            raise InvalidModel(f"Expected models for the classes {mine}, found {theirs} in {path.name}: leave it out.")
        if first.bands != card.bands:
            named, others_named = (", ".join(each.bands) for each in (first, card))
            raise InvalidModel(
                f"Expected models for the bands {named}, found {others_named} in {path.name}: leave it out."
            )
    return first


def _placement_of(dataset: DatasetReader) -> Placement:
    found = ground_control_points(dataset)
    points, crs = found if found is not None else ((), None)
    return Placement(RasterGrid.from_dataset(dataset), tuple(points), crs)


def _area_of(job: Predict, grid: RasterGrid) -> Area | None:
    if job.area is None and not job.extent.strip():
        return None
    return Area.on(grid, polygons=job.area, extent=job.extent.strip() or None)


def fingerprint_of(dataset: DatasetReader) -> dict[str, Any]:
    """What changes when another raster lies under the same name: its shape, and size and date of all its files."""
    return {
        "shape": [dataset.count, dataset.height, dataset.width],
        "transform": list(dataset.transform)[:6],
        "files_sha256": hashlib.sha256(repr(dated_files(dataset)).encode()).hexdigest(),
    }
