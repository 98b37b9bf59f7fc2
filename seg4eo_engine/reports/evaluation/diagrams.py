"""Diagrams of an accuracy report: how far confidence can be believed, and what other thresholds would do."""

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from seg4eo_engine.evaluation.confusion import ConfusionMatrix, ratio
from seg4eo_engine.evaluation.reliability import Reliability
from seg4eo_engine.evaluation.threshold import ThresholdCurve
from seg4eo_engine.reports.pictures import INK, MUTED, RULE, STYLE, figure_picture

WIDTH_PX, HEIGHT_PX = 402, 330
MATRIX_PX = 784
MOST_NAMES = 60  # along a side of the matrix
BLUE, ORANGE = "#0072b2", "#d55e00"
FEW_SHARE = 0.002  # of the pixels: the bars of emptier bins are drawn pale


def draw_reliability(reliability: Reliability) -> str:
    """How often pixels of each confidence are right, and how many there are; a ``data:`` address."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH_PX / 100, HEIGHT_PX / 100))
        axes = figure.add_axes((0.16, 0.34, 0.78, 0.63))
        counts = figure.add_axes((0.16, 0.13, 0.78, 0.16), sharex=axes)
        _draw_shares(axes, reliability)
        shares = reliability.counts / max(1, reliability.counts.sum())
        counts.stairs(shares, reliability.edges, fill=True, color=RULE)
        counts.set_yticks([])
        counts.set_ylabel("pixels")
        counts.set_xlabel("confidence of the model")
        _percents(counts, "x")
        for each in (axes, counts):
            each.spines[["top", "right"]].set_visible(False)
        return figure_picture(figure)


def _draw_shares(axes: Axes, reliability: Reliability) -> None:
    width = 1 / len(reliability.counts)
    total = max(1, reliability.counts.sum())
    for left, count, share in zip(reliability.edges[:-1], reliability.counts, reliability.share_right, strict=True):
        if count:
            alpha = 0.85 if count / total >= FEW_SHARE else 0.3
            axes.bar(left, share, width, align="edge", color=BLUE, alpha=alpha, edgecolor="white", linewidth=0.8)
    axes.plot([0, 1], [0, 1], color=INK, linewidth=1, linestyle="--")
    axes.text(0.03, 0.95, "bars on the dashed line:\nconfidence can be believed", color=MUTED, va="top")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_ylabel("share of right pixels")
    axes.tick_params(labelbottom=False)
    _percents(axes, "y")


def draw_precision_recall(curve: ThresholdCurve, threshold: float) -> str:
    """Precision against recall of the second class over all thresholds, with the one in use; a ``data:`` address."""
    with mpl.rc_context(STYLE):
        figure, axes = _square_diagram()
        used = ~np.isnan(curve.precision)
        axes.plot(curve.recall[used], curve.precision[used], color=BLUE, linewidth=1.6)
        at = round(threshold * (len(curve.thresholds) - 1))
        if used[at]:
            axes.plot(curve.recall[at], curve.precision[at], "o", color=ORANGE, markersize=6)
        axes.set_xlabel("recall: share of what is there that is found")
        axes.set_ylabel("precision: share of what is mapped that is right")
        _percents(axes, "x")
        return figure_picture(figure)


def draw_thresholds(curve: ThresholdCurve, threshold: float) -> str:
    """Precision, recall and F1 of the second class at each threshold; a ``data:`` address."""
    with mpl.rc_context(STYLE):
        figure, axes = _square_diagram()
        lines = (("precision", curve.precision, BLUE, "-"), ("recall", curve.recall, "#009e73", "--"))
        for name, values, colour, dash in (*lines, ("F1", curve.f1, INK, "-")):
            axes.plot(curve.thresholds, values, color=colour, linewidth=1.6, linestyle=dash, label=name)
        axes.axvline(threshold, color=ORANGE, linewidth=1.2)
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1), borderaxespad=0.2, frameon=False, ncols=3)
        axes.set_xlabel("threshold of the probability")
        axes.set_ylabel("score")
        return figure_picture(figure)


def draw_matrix(confusion: ConfusionMatrix, names: Sequence[str]) -> str:
    """The shares of each true class as a picture, for so many classes that a table could not be read."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(MATRIX_PX / 100, MATRIX_PX / 100))
        axes = figure.add_axes((0.2, 0.02, 0.78, 0.78))
        shares = ratio(confusion.counts, confusion.counts.sum(1, keepdims=True))
        axes.imshow(np.nan_to_num(shares) ** 0.7, cmap="Blues", vmin=0, vmax=1)
        if len(names) <= MOST_NAMES:
            short = [name if len(name) <= 20 else f"{name[:19]}…" for name in names]
            axes.set_xticks(range(len(names)), short, rotation=90)
            axes.set_yticks(range(len(names)), short)
        else:
            axes.set_xticks([])
            axes.set_yticks([])
        axes.xaxis.tick_top()
        axes.xaxis.set_label_position("top")
        axes.set_xlabel("the map")
        axes.set_ylabel("the truth")
        return figure_picture(figure)


def _square_diagram() -> tuple[Figure, Axes]:
    figure = Figure(figsize=(WIDTH_PX / 100, HEIGHT_PX / 100))
    axes = figure.add_axes((0.16, 0.13, 0.78, 0.79))
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.02)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color=RULE, linewidth=0.5)
    _percents(axes, "y")
    return figure, axes


def _percents(axes: Axes, which: str) -> None:
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_formatter(lambda value, _: f"{100 * value:.0f} %")
