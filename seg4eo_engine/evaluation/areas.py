"""How much area each class has, corrected for the errors of the map, with an interval that says how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student_t

from seg4eo_engine.evaluation.confusion import ConfusionMatrix, ratio

NORMAL_95 = 1.96
FEWEST_PIXELS = 2  # of a mapped class in the reference; a variance cannot be had from one


@dataclass(frozen=True)
class AreaEstimate:
    """The area of a class in m²: as mapped, and as the reference corrects it, with its standard error.

    ``low_m2`` and ``high_m2`` are the 95 % confidence interval. All but ``mapped_m2`` are NaN where nothing can be
    said.
    """

    mapped_m2: float
    adjusted_m2: float
    standard_error_m2: float
    low_m2: float
    high_m2: float


def estimate_areas(
    confusion: ConfusionMatrix,
    mapped_px: Sequence[int],
    pixel_area_m2: float,
    parts: Sequence[ConfusionMatrix] | None = None,
) -> list[AreaEstimate]:
    """The area of each class by the stratified estimator of Olofsson et al. (2014), equations 9 to 11.

    The strata are the classes of the map: of what is mapped as class i, the share n_ij / n_i is of class j, so its area
    is Σ_i W_i n_ij / n_i of the map, where W_i is the share of the map that is mapped as i.

    The published standard error takes the counts for independent places. Pixels of a patch are not: they are right or
    wrong together, and the interval would be far too narrow. Give the ``parts`` that the counts come from, and the
    standard error is that of the delete-one jackknife over them, so that a part counts as one observation; the interval
    is then that of Student's t for so few.

    What is mapped as a class that the reference (nearly) never visits could be anything: it is shared out like the rest
    of the map, and the upper end of every interval is raised by it.

    Args:
        confusion: of the pixels that have a reference.
        mapped_px: pixels of the whole map, by class.
        pixel_area_m2: area of a pixel.
        parts: matrices that add up to ``confusion``, of patches or other pieces far larger than a pixel.
    """
    mapped = np.asarray(mapped_px, dtype=np.float64)
    counts = confusion.counts.astype(np.float64).T  # rows are strata from here on: what the map says
    visited = counts.sum(1) >= FEWEST_PIXELS
    weights = ratio(mapped, mapped.sum())
    shares = _shares(counts, weights)
    if parts is None:
        errors, reach = _published_errors(counts, weights), NORMAL_95
    else:
        errors, reach = _jackknife_errors(counts, weights, parts)
    unvisited = weights[~visited].sum()
    whole_m2 = mapped.sum() * pixel_area_m2
    return [
        AreaEstimate(
            mapped_m2=float(part * whole_m2),
            adjusted_m2=float(share * whole_m2),
            standard_error_m2=float(error * whole_m2),
            low_m2=float(np.maximum((share - reach * error) * (1 - unvisited), 0) * whole_m2),
            high_m2=float(np.minimum((share + reach * error) * (1 - unvisited) + unvisited, 1) * whole_m2),
        )
        for part, share, error in zip(weights, shares, errors, strict=True)
    ]


def _shares(counts: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares (C,) of the classes by a matrix (C mapped, C true); NaN where no stratum is visited."""
    within, visited_weights = _within_strata(counts, weights)
    return ratio(visited_weights @ within, visited_weights.sum())


def _within_strata(
    counts: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The share of each class (C mapped, C true) in each stratum, and the weights (C,), 0 where none was visited."""
    of_stratum = counts.sum(1)
    return counts / np.maximum(of_stratum, 1)[:, None], np.where(of_stratum >= FEWEST_PIXELS, weights, 0)


def _published_errors(counts: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Standard errors (C,) of the shares: equation 10 of Olofsson et al. (2014)."""
    within, visited_weights = _within_strata(counts, weights)
    degrees = np.maximum(counts.sum(1), FEWEST_PIXELS) - 1
    variances = visited_weights[:, None] ** 2 * within * (1 - within) / degrees[:, None]
    return ratio(np.sqrt(variances.sum(0)), visited_weights.sum())


def _jackknife_errors(
    counts: NDArray[np.float64], weights: NDArray[np.float64], parts: Sequence[ConfusionMatrix]
) -> tuple[NDArray[np.float64], float]:
    """Standard errors (C,) of the shares by leaving out one part after the other, and how many of them 95 % reach.

    NaN for fewer than two parts.
    """
    used = [part.counts.T for part in parts if part.total]
    if len(used) < 2:
        return np.full(len(weights), np.nan), np.nan
    left_out = np.stack([_shares(counts - part, weights) for part in used])
    return np.sqrt((len(used) - 1) * left_out.var(axis=0)), float(student_t.ppf(0.975, len(used) - 1))
