"""What is probably wrong with a scene whose values are unlike those that a model learned from. No raster is read here.

The thresholds were chosen on real scenes: Sentinel-2 of four places and seasons, aerial mosaics of one city, radar of
fourteen floods. Pairs of them as they are keep silent; the same with a wrong unit, offset or order of bands do not.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.patches.manifest import BandInfo

LEAST_FACTOR = 6.0
MOST_FACTOR_SPREAD = 4.0  # between bands; wider for factors beyond what light and season can do
SURE_FACTOR = 30.0
BETTER = 0.5  # how much of the misfit may be left for a cause to be named
MOST_MISFIT = 5.0  # of one band
LEAST_GAIN = 0.8  # of all bands together, by another order
OFFSET = 0.1  # in reflectance, of Sentinel-2 products since January 2022 (processing baseline 04.00)
MOST_LISTED = 4


class Cause(NamedTuple):
    """What is probably wrong, and what helps; both are parts of a sentence."""

    what: str
    cure: str


@dataclass(frozen=True)
class BandSpread:
    """Where the values of each band lie, arrays ``(bands,)``: 2 % of them below ``low``, 98 % below ``high``."""

    low: NDArray[np.float64]
    middle: NDArray[np.float64]
    high: NDArray[np.float64]
    mean: NDArray[np.float64]
    std: NDArray[np.float64]

    @classmethod
    def of_pixels(cls, pixels: NDArray[np.float64]) -> "BandSpread":
        """The spread of pixels ``(bands, n)``."""
        low, middle, high = np.percentile(pixels, (2, 50, 98), axis=1)
        return cls(low, middle, high, pixels.mean(axis=1), pixels.std(axis=1))

    @classmethod
    def of_training(cls, bands: Sequence[BandInfo]) -> "BandSpread":
        """The spread of the pixels that a model learned from."""
        low, mean, high, std = np.array([(band.p2, band.mean, band.p98, band.std) for band in bands], np.float64).T
        return cls(low, mean, high, mean, std)

    def mapped(self, scale: float | NDArray[np.float64], offset: float | NDArray[np.float64]) -> "BandSpread":
        """The spread of ``scale`` × value + ``offset``; ``scale`` is positive."""
        low, middle, high, mean = (each * scale + offset for each in (self.low, self.middle, self.high, self.mean))
        return BandSpread(low, middle, high, mean, self.std * scale)


def misfits(scene: BandSpread, training: BandSpread) -> NDArray[np.float64]:
    """How far each band of a scene (rows) is from each band of the training (columns), in standard deviations."""
    widths = (scene.std[:, None] + training.std[None]) / 2
    apart = np.abs(scene.mean[:, None] - training.mean[None])
    return np.minimum(apart / np.maximum(widths, 1e-9 + 1e-6 * apart), MOST_MISFIT)


def misfit(scene: BandSpread, training: BandSpread) -> float:
    """The mean of :func:`misfits` over each band and its own."""
    return float(np.diagonal(misfits(scene, training)).mean())


def explain(scene: BandSpread, training: BandSpread, names: Sequence[str], band_indexes: Sequence[int]) -> Cause | None:
    """What sets the values of a scene apart from those of the training, with a guess why; None if nothing does.

    Args:
        scene: of its bands in the order of the model's.
        training: of the model's bands.
        names: of the model's bands.
        band_indexes: 1-based, of the scene's bands.
    """
    return (
        _logarithm(scene, training)
        or _factor(scene, training)
        or _offset(scene, training)
        or _order(scene, training, names, band_indexes)
        or _far_bands(scene, training, names)
    )


def _logarithm(scene: BandSpread, training: BandSpread) -> Cause | None:
    if (training.mean < 0).all() and (scene.low >= 0).all() and (scene.mean > 0).all():
        decibels = 10 * np.log10(scene.mean)
        if (np.abs(decibels - training.mean) <= training.high - training.low).all():
            return Cause(
                "values look like linear power where the model learned decibels", "take 10 · log10 of the raster first"
            )
    if (scene.mean < 0).all() and (training.low >= 0).all() and max(scene.high.max(), training.mean.max()) < 10:
        return Cause(
            "values look like decibels where the model learned linear power",
            "take 10 ^ (value / 10) of the raster first",
        )
    return None


def _factor(scene: BandSpread, training: BandSpread) -> Cause | None:
    has_both = (scene.mean > 0) & (training.mean > 0)
    if 2 * has_both.sum() < has_both.size or not has_both.any():
        return None
    ratios = scene.mean[has_both] / training.mean[has_both]
    ratio = float(np.exp(np.median(np.log(ratios))))
    size = max(ratio, 1 / ratio)
    most_spread = MOST_FACTOR_SPREAD if size < SURE_FACTOR else MOST_FACTOR_SPREAD**2
    if size < LEAST_FACTOR or ratios.max() / ratios.min() > most_spread or (ratios > 1).any() != (ratios > 1).all():
        return None
    power = round(math.log10(size))
    rounded = 10.0**power if abs(math.log10(size) - power) < 0.35 and power else float(f"{size:.2g}")
    here, there = float(scene.high.max()), float(training.high.max())
    guess = ""
    if abs(math.log10(size) - 4) < 0.9 and min(here, there) < 3 and 500 < max(here, there) < 30_000:
        rounded, guess = 10_000.0, _instead("reflectance 0–1", "reflectance 0–10,000", ratio)
    elif min(here, there) <= 1 and 10 < max(here, there) <= 255:
        guess = _instead("0–1", "0–255", ratio)
    elif there <= 255 < 1000 < here:
        guess = _instead("numbers of 8 bits", "numbers of 16 bits", ratio)
    return Cause(
        f"values are about {rounded:,.0f} times {'larger' if ratio > 1 else 'smaller'} than those that the model "
        f"learned from{guess}",
        f"{'divide' if ratio > 1 else 'multiply'} the raster by {rounded:,.0f} first, if that is it",
    )


def _instead(small: str, large: str, ratio: float) -> str:
    here, there = (large, small) if ratio > 1 else (small, large)
    return f", it seems {here} where the model learned {there}"


def _offset(scene: BandSpread, training: BandSpread) -> Cause | None:
    """Whether only one of both has the offset of newer Sentinel-2 products, seen in the darkest pixels of all bands."""
    typical = float(np.median(training.high))
    unit = 10_000.0 if 1500 < typical < 20_000 else 1.0 if 0.15 < typical < 2 else None
    if unit is None or len(scene.low) < 2:
        return None
    step = OFFSET * unit
    floors = float(scene.low.min()), float(training.low.min())
    shift = floors[0] - floors[1]
    sign = math.copysign(1, shift)
    if not 0.6 * step <= abs(shift) <= 1.4 * step or min(floors) > 0.6 * step:
        return None
    if sign * np.median(scene.low - training.low) < 0.4 * step:
        return None
    if misfit(scene.mapped(1, -sign * step), training) > BETTER * misfit(scene, training):
        return None
    if sign > 0:
        return Cause(
            f"values are about {step:g} higher in all bands: it seems that the offset of newer Sentinel-2 products "
            f"(−{step:g}) has not been applied, as it was in the training",
            f"subtract {step:g} first",
        )
    return Cause(
        f"values are about {step:g} lower in all bands: it seems that the offset of newer Sentinel-2 products "
        f"(−{step:g}) has not been applied to the training images, and has been here",
        f"add {step:g} first",
    )


def _order(scene: BandSpread, training: BandSpread, names: Sequence[str], band_indexes: Sequence[int]) -> Cause | None:
    """Whether the bands would fit far better in another order."""
    costs = misfits(scene, training)
    from scipy.optimize import linear_sum_assignment  # imported late: 20 MiB that are seldom needed

    here, there = linear_sum_assignment(costs)
    own, best = float(np.trace(costs)), float(costs[here, there].sum())
    if best > BETTER * own or own - best < LEAST_GAIN:
        return None
    order = [0] * len(band_indexes)  # of the scene's bands, as the model wants them
    for found, wanted in zip(here, there, strict=True):
        order[wanted] = band_indexes[found]
    moved = [number for number, (new, old) in enumerate(zip(order, band_indexes, strict=True)) if new != old]
    if len(moved) == 2:
        one, other = (f"band {band_indexes[number]}, taken as {names[number]}" for number in moved)
        what = f"{one}, and {other}, seem to be swapped"
    else:
        what = "the bands seem to be in another order than the model's"
    return Cause(what, f"give the band numbers {','.join(map(str, order))}, which would fit far better")


def _far_bands(scene: BandSpread, training: BandSpread, names: Sequence[str]) -> Cause | None:
    widths = training.high - training.low
    is_far = (scene.middle < training.low - widths) | (scene.middle > training.high + widths)
    if not is_far.any():
        return None
    listed = [
        f"{names[number]} has values of {_span(scene, number)} where the training had {_span(training, number)}"
        for number in np.flatnonzero(is_far).tolist()
    ]
    more = f", and so on for {len(listed) - MOST_LISTED} more bands" if len(listed) > MOST_LISTED else ""
    return Cause(
        ", ".join(listed[:MOST_LISTED]) + more,
        "check that units, processing and order of the bands are those of the training images",
    )


def _span(spread: BandSpread, number: int) -> str:
    return " to ".join(
        f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}" for value in (spread.low[number], spread.high[number])
    )
