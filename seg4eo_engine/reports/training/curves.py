"""The course of a training as curves: losses, scores and the learning rate over the epochs."""

import io
import math
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import Normal, withStroke
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from seg4eo_engine.outputs import staged_files
from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.reports.pictures import DPI, INK, MUTED, RULE, STYLE
from seg4eo_engine.reports.training.history import Row, iou_columns, read_history

WIDTH_PX, HEIGHT_PX = 940, 400
TRAIN_COLOUR, VALIDATION_COLOUR = "#616e7c", "#0b69a3"
MOST_NAMES = 16  # in the legend; more do not fit beside the curves
LOG_FROM = 30.0  # times that the largest loss is the smallest: lower ones would lie on one another
PALE_FROM = 0.75  # luminance from which on a line is hard to see on white


def draw_curves(history: Path | Sequence[Row], classes: Sequence[ClassInfo], path: Path) -> None:
    """Draw the curves of a ``history.csv``, or of its rows, into the PNG ``path``; there is never half a file."""
    figure = curves_figure(history, classes)
    file = io.BytesIO()
    with mpl.rc_context(STYLE):
        figure.savefig(file, format="png", dpi=DPI)
    with staged_files(path) as (staged,):
        staged.write_bytes(file.getvalue())


def curves_figure(history: Path | Sequence[Row], classes: Sequence[ClassInfo]) -> Figure:
    """The curves as a figure of 940 × 400 px at 100 px an inch, for :func:`~..pictures.figure_picture`.

    Args:
        history: ``history.csv``, or its rows; at least one.
        classes: classes of the model, in its order.

    Raises:
        MissingInput: there is no such file.
    """
    rows = read_history(history) if isinstance(history, Path) else history
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH_PX / 100, HEIGHT_PX / 100))
        left, width = 0.05, 0.36
        _draw_losses(figure.add_axes((left, 0.42, width, 0.49)), rows)
        _draw_learning_rate(figure.add_axes((left, 0.11, width, 0.17)), rows)
        _draw_scores(figure.add_axes((0.47, 0.11, 0.35, 0.8)), rows, classes)
    return figure


def _draw_losses(axes: Axes, rows: Sequence[Row]) -> None:
    _prepare(axes, rows, "Loss")
    train, validation = _column(rows, "train_loss"), _column(rows, "validation_loss")
    both = np.concatenate([train, validation])
    both = both[np.isfinite(both)]
    if len(both) and both.min() > 0 and both.max() / both.min() > LOG_FROM:
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter("{x:g}")  # 10, not a formula, which our style does not set
    _line(axes, rows, train, TRAIN_COLOUR, "training", linestyle="--")
    if np.isfinite(validation).any():
        _line(axes, rows, validation, VALIDATION_COLOUR, "validation")
        _mark_best(axes, rows, int(np.nanargmin(validation)), validation, "lowest", above=True)
    axes.legend(
        frameon=False, loc="lower right", bbox_to_anchor=(1, 1), ncols=2, labelcolor=MUTED, borderaxespad=0.3,
        handlelength=1.6,
    )  # fmt: skip


def _draw_learning_rate(axes: Axes, rows: Sequence[Row]) -> None:
    _prepare(axes, rows, "Learning rate")
    axes.set_xlabel("Epoch")
    rates = _column(rows, "learning_rate")
    _line(axes, rows, rates, INK, "")
    highest = float(rates.max())
    axes.set_ylim(0, 1.1 * highest or 1)
    # 0.0012 and 8.2e-4 are short enough for the margin
    text = f"{highest:.2g}" if highest >= 0.001 else f"{highest:.1e}".replace("e-0", "e-")
    axes.set_yticks([0, highest], ["0", text])


def _draw_scores(axes: Axes, rows: Sequence[Row], classes: Sequence[ClassInfo]) -> None:
    _prepare(axes, rows, "Intersection over union on the validation patches")
    axes.set_xlabel("Epoch")
    axes.set_ylim(0, 1)
    mean = _column(rows, "validation_miou")
    if not np.isfinite(mean).any():
        axes.text(0.5, 0.5, "There were no labelled validation patches.", ha="center", transform=axes.transAxes)
        return
    names = iou_columns([item.name for item in classes])
    scores = {name: _column(rows, name) for name in names}
    for item, name in zip(classes, names, strict=True):
        _line(axes, rows, scores[name], item.colour, f"{_last(scores[name])} {_short(item.name)}", linewidth=1)
    _line(axes, rows, mean, INK, f"{_last(mean)} mean", linewidth=2.2)
    _mark_best(axes, rows, int(np.nanargmax(mean)), mean, "best mean", above=False)
    # in the order in which the curves end
    _draw_legend(
        axes, sorted(range(len(classes)), key=lambda index: -np.nan_to_num(_end(scores[names[index]]), nan=-1))
    )


def _draw_legend(axes: Axes, order: Sequence[int]) -> None:
    handles, texts = axes.get_legend_handles_labels()
    shown = [len(order), *order[:MOST_NAMES]]  # the mean was drawn last
    lines, words = [handles[index] for index in shown], [texts[index] for index in shown]
    if len(order) > MOST_NAMES:
        lines.append(Line2D([], [], linestyle="none"))
        words.append(f"and {len(order) - MOST_NAMES} more")
    legend = axes.legend(
        lines, words, frameon=False, loc="upper left", bbox_to_anchor=(1.01, 1), borderaxespad=0, handlelength=1.4
    )
    legend.get_texts()[0].set_fontweight("bold")


def _prepare(axes: Axes, rows: Sequence[Row], title: str) -> None:
    epochs = _column(rows, "epoch")
    axes.set_title(title, loc="left", fontsize=8.5, color=INK, fontweight="bold")
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color=RULE, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.set_xlim(min(epochs[0], epochs[-1] - 1) - 0.01 * len(epochs), epochs[-1] + 0.02 * len(epochs))
    axes.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    axes.tick_params(length=3, pad=2)


def _line(
    axes: Axes, rows: Sequence[Row], values: NDArray[np.float64], colour: str, label: str,
    linestyle: str = "-", linewidth: float = 1.5,
) -> None:  # fmt: skip
    (line,) = axes.plot(
        _column(rows, "epoch"), values, color=colour, label=label, linestyle=linestyle, linewidth=linewidth,
        marker="o" if len(rows) < 3 else None, markersize=3,
    )  # fmt: skip
    if np.dot(mpl.colors.to_rgb(colour), (0.299, 0.587, 0.114)) > PALE_FROM:
        line.set_path_effects([withStroke(linewidth=linewidth + 1, foreground="#9aa5b1"), Normal()])


def _mark_best(
    axes: Axes, rows: Sequence[Row], position: int, values: NDArray[np.float64], words: str, *, above: bool
) -> None:
    epoch = _column(rows, "epoch")[position]
    axes.axvline(epoch, color=MUTED, linewidth=0.8, linestyle=":")
    low, high = axes.get_xlim()
    on_the_right = epoch < (low + high) / 2
    axes.annotate(
        f"{words} {values[position]:.3f}, epoch {epoch:.0f}",
        (epoch, 0.93 if above else 0.02),
        xycoords=("data", "axes fraction"),
        xytext=(4 if on_the_right else -4, 0),
        textcoords="offset points",
        ha="left" if on_the_right else "right",
        color=MUTED,
        bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.8},
    )


def _column(rows: Sequence[Row], name: str) -> NDArray[np.float64]:
    return np.array([row.get(name, math.nan) for row in rows], np.float64)


def _end(values: NDArray[np.float64]) -> float:
    """The last value that was measured, NaN where none was."""
    finite = values[np.isfinite(values)]
    return float(finite[-1]) if len(finite) else math.nan


def _last(values: NDArray[np.float64]) -> str:
    end = _end(values)
    return "–" if math.isnan(end) else f"{end:.3f}"


def _short(name: str) -> str:
    return name if len(name) <= 18 else f"{name[:11]}…{name[-6:]}"
