"""How the values of a band are spread in each split."""

from collections.abc import Mapping

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from seg4eo_engine.patches.manifest import Split
from seg4eo_engine.patches.style import SPLIT_COLOURS
from seg4eo_engine.reports.pictures import STYLE, figure_picture
from seg4eo_engine.reports.words import number

BINS = 60
WIDTH_PX, HEIGHT_PX = 266, 116
# told apart without colour too
DASHES: dict[Split, str] = {"train": "-", "validation": "--", "test": ":"}


def draw_histogram(samples: Mapping[Split, NDArray[np.generic]]) -> str:
    """The histogram of one band.

    Args:
        samples: drawn values ``(n,)`` of each split that has some.

    Returns:
        A picture of 266 × 116 px, as a ``data:`` address.
    """
    low, high = _range(samples)
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH_PX / 100, HEIGHT_PX / 100))
        axes = figure.add_axes((0.03, 0.2, 0.94, 0.77))
        for split in reversed(SPLIT_COLOURS):  # training last, on top
            if split in samples:
                _draw(axes, samples[split], split, low, high)
        axes.set_xlim(low, high)
        axes.set_ylim(bottom=0)
        axes.set_yticks([])
        axes.spines[["top", "left", "right"]].set_visible(False)
        ticks = np.array(MaxNLocator(4).tick_values(low, high))
        edge = 0.07 * (high - low)  # numbers nearer to the edge would be cut off
        axes.set_xticks(ticks[(ticks >= low + edge) & (ticks <= high - edge)])
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
        axes.tick_params(length=3, pad=2)
        return figure_picture(figure)


def _range(samples: Mapping[Split, NDArray[np.generic]]) -> tuple[float, float]:
    """From the lowest 0.5 % of any split to the highest, so that a few outliers do not squeeze the rest."""
    edges = np.array([np.percentile(values.astype(np.float64), (0.5, 99.5)) for values in samples.values()])
    low, high = float(edges[:, 0].min()), float(edges[:, 1].max())
    if low == high:
        return low - 1, high + 1
    return low - 0.02 * (high - low), high + 0.02 * (high - low)


def _draw(axes: mpl.axes.Axes, values: NDArray[np.generic], split: Split, low: float, high: float) -> None:
    bins = BINS
    if np.issubdtype(values.dtype, np.integer):
        # whole numbers: as many in each bin, or the histogram is combed
        step = max(1, round((high - low) / BINS))
        edges = np.arange(np.floor(low) - 0.5, high + step, step)
    else:
        edges = np.linspace(low, high, bins + 1)
    counts, _ = np.histogram(values, edges)
    colour = tuple(part / 255 for part in SPLIT_COLOURS[split])
    shares = counts / max(1, counts.sum())
    if split == "train":
        axes.stairs(shares, edges, fill=True, color=colour, alpha=0.12)
    axes.stairs(shares, edges, color=colour, linewidth=1.2, linestyle=DASHES[split])
