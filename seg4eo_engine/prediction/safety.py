"""Whether a scene means what a model learned: number format, units, order of bands, size of pixels."""

from pathlib import Path

import numpy as np
from rasterio.io import DatasetReader

from seg4eo_engine.errors import ValueRangeMismatch
from seg4eo_engine.models.card import ModelCard
from seg4eo_engine.patches.manifest import BandInfo
from seg4eo_engine.prediction.safety_causes import BandSpread, explain, misfit
from seg4eo_engine.prediction.safety_sampling import sample_pixels
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import raster_name
from seg4eo_engine.raster.remarks import remarks_on, value_remarks_on

MOST_RESOLUTION_RATIO = 1.25
MUCH_BETTER = 0.5


def check_scene(dataset: DatasetReader, band_indexes: list[int], card: ModelCard, reporter: Reporter) -> None:
    """Compare the values of a scene with those that the model learned from, and warn where they are far apart.

    A few windows are read. Nothing is said of models that do not tell what they learned from.

    Args:
        dataset: the scene, as it lies in its file.
        band_indexes: 1-based, in the order of the model's bands.
        card: of the model.
        reporter: is warned.

    Raises:
        ValueRangeMismatch: the scene's number format cannot hold what the model learned from.
        NotARaster: the scene is damaged.
    """
    name = Path(raster_name(dataset.name)).name
    # control points go over to the map, a camera model does not
    has_place = not dataset.rpcs or dataset.gcps[0]
    for remark in (value_remarks_on if has_place else remarks_on)(dataset, Path(name), band_indexes):
        reporter.info(remark.of_one)
    if not card.band_statistics:
        return
    for index, band in zip(band_indexes, card.band_statistics, strict=True):
        _check_dtype(dataset.dtypes[index - 1], band, name)
    samples = sample_pixels(dataset, band_indexes)
    if samples is None:
        return
    scene, training = BandSpread.of_pixels(samples), BandSpread.of_training(card.band_statistics)
    cause = explain(scene, training, card.bands, band_indexes)
    if cause is not None:
        cure = _cure_of_tags(dataset, band_indexes, scene, training) or cause.cure
        reporter.warning(f"The map may mean little: in {name}, {cause.what}; {cure}.")


def _check_dtype(dtype: str, band: BandInfo, name: str) -> None:
    """Refuse whole numbers that cannot be what the model learned from."""
    if not np.issubdtype(np.dtype(dtype), np.integer):
        return
    limits, wanted = np.iinfo(dtype), f"values of {band.p2:.4g} to {band.p98:.4g}, as the model learned from,"
    if band.p98 > limits.max:
        problem = f"{dtype}, which ends at {limits.max}"
        cure = "take the raster as it was before it was scaled for display"
    elif band.mean < limits.min:
        problem = f"{dtype}, which begins at {limits.min}"
        cure = "take the raster in the units of the training, such as decibels"
    elif band.p98 > band.p2 and np.floor(band.p98) - np.ceil(band.p2) < 1 and not _is_whole(band):
        problem = f"whole numbers ({dtype})"
        cure = "bring it to the units of the training first, often by dividing by 10,000"
    else:
        return
    raise ValueRangeMismatch(f"Expected {wanted} in band {band.name}, found {problem}, in {name}: {cure}.")


def _is_whole(band: BandInfo) -> bool:
    return float(band.minimum).is_integer() and float(band.maximum).is_integer() and band.maximum - band.minimum <= 1


def _cure_of_tags(
    dataset: DatasetReader, band_indexes: list[int], scene: BandSpread, training: BandSpread
) -> str | None:
    """What to do where the scale and offset that the scene's tags tell would bring its values to the training's."""
    scales, offsets = (
        np.array([numbers[index - 1] for index in band_indexes], np.float64)
        for numbers in (dataset.scales, dataset.offsets)
    )
    if (scales > 0).all() and ((scales != 1) | (offsets != 0)).any():
        scaled = misfit(scene.mapped(scales, offsets), training)
        if scaled < MUCH_BETTER * misfit(scene, training):
            return (
                f"its tags say scale {scales[0]:g} and offset {offsets[0]:g}, which would explain it: apply them first "
                "(gdal_translate -unscale)"
            )
    return None


def check_resolution(grid: RasterGrid, card: ModelCard, reporter: Reporter | None) -> float | None:
    """How many times as large as those of the training a scene's pixels are; None where either size is not known.

    Warns the reporter, if there is one, where they differ by more than a quarter.
    """
    here, there = grid.pixel_height_m, card.ground_resolution_m
    if not here or not there:
        return None
    ratio = here / there
    if reporter is not None and max(ratio, 1 / ratio) > MOST_RESOLUTION_RATIO:
        reporter.warning(
            f"Pixels of the raster are {here:.3g} m high, those that the model learned from {there:.3g} m: things look "
            "larger or smaller than it knows; the parameter 'resample' shows it the raster in its own pixel size."
        )
    return ratio
