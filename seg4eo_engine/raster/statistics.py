"""Statistics of each band over the valid pixels of many patches, in memory that does not grow with them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SAMPLES_PER_BAND = 200_000  # of these, a 2 % rank is known to ± 0.03 %


@dataclass(frozen=True)
class BandNumbers:
    """The numbers of one band; ``p2`` and ``p98`` are percentiles, ``std`` is of the population (divided by n)."""

    minimum: float
    maximum: float
    mean: float
    std: float
    p2: float
    p98: float


@dataclass(frozen=True)
class PixelSummary:
    """What is kept of a patch: exact moments of each band ``(bands,)``, and pixels drawn from it ``(bands, n)``."""

    count: int
    minimum: NDArray[np.float64]
    maximum: NDArray[np.float64]
    mean: NDArray[np.float64]
    squares: NDArray[np.float64]  # sum of squared differences from the mean
    samples: NDArray[np.generic]


def samples_per_patch(patches: int) -> int:
    """How many pixels to draw from each of so many patches for :data:`SAMPLES_PER_BAND` in all, at least 16."""
    return max(16, SAMPLES_PER_BAND // max(1, patches))


def summarize(
    pixels: NDArray[np.generic], valid_mask: NDArray[np.bool_], samples: int, seed: tuple[int, ...]
) -> PixelSummary | None:
    """Summarize the valid pixels of a patch; None when it has none.

    Args:
        pixels: ``(bands, height, width)``.
        valid_mask: ``(height, width)``, True where valid.
        samples: pixels to draw from a patch that is wholly valid; fewer from others, in proportion.
        seed: of the draw; give every patch its own.
    """
    values = pixels.reshape(len(pixels), -1) if valid_mask.all() else pixels[:, valid_mask]
    count = values.shape[1]
    if count == 0:
        return None
    minimum, maximum = values.min(axis=1).astype(np.float64), values.max(axis=1).astype(np.float64)
    exact = values.astype(np.float64)
    mean = exact.mean(axis=1)
    exact -= mean[:, None]
    drawn = min(count, -(-samples * count // valid_mask.size))
    chosen = np.random.default_rng(seed).choice(count, drawn, replace=False, shuffle=False)
    return PixelSummary(count, minimum, maximum, mean, np.einsum("bn,bn->b", exact, exact), values[:, chosen])


def merge(summaries: list[PixelSummary]) -> list[BandNumbers]:
    """The statistics of each band over all these patches together.

    Mean and variance are combined as in Chan, Golub & LeVeque (1979), "Updating formulae and a pairwise algorithm for
    computing sample variances"; the percentiles are those of the drawn pixels.

    Raises:
        ValueError: there is nothing to merge.
    """
    if not summaries:
        raise ValueError("no valid pixels to make statistics of")
    counts = np.array([[summary.count] for summary in summaries], np.float64)
    means = np.stack([summary.mean for summary in summaries])
    mean = (counts * means).sum(axis=0) / counts.sum()
    squares = np.stack([summary.squares for summary in summaries]).sum(axis=0)
    squares += (counts * (means - mean) ** 2).sum(axis=0)
    p2, p98 = np.percentile(np.concatenate([summary.samples for summary in summaries], axis=1), (2, 98), axis=1)
    columns = (
        np.min([summary.minimum for summary in summaries], axis=0),
        np.max([summary.maximum for summary in summaries], axis=0),
        mean,
        np.sqrt(squares / counts.sum()),
        p2,
        p98,
    )
    return [BandNumbers(*(float(number) for number in band)) for band in zip(*columns, strict=True)]
