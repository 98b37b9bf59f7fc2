"""A picture of the same place in several maps, beside the image, with marks where windows meet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Patch

from seg4eo_engine.raster.classes import ClassInfo

INK, ACCENT = "#333333", "#d1005b"
MARK_LENGTH = 0.03  # of the panel's side


@dataclass(frozen=True)
class Panel:
    """A class map (height, width) of the place, what is said of it, and the rows and columns where windows meet."""

    title: str
    text: str
    class_map: np.ndarray
    border_rows: Sequence[float]
    border_cols: Sequence[float]


def draw(path: Path, image: np.ndarray, panels: Sequence[Panel], classes: Sequence[ClassInfo], about: str) -> None:
    """Draw the image (3, height, width), uint8, and the panels beside it."""
    colours = {item.value: to_rgb(item.colour) for item in classes}
    figure, axes = plt.subplots(1, 1 + len(panels), figsize=(3.6 * (1 + len(panels)), 4.7))
    figure.subplots_adjust(left=0.012, right=0.988, top=0.83, bottom=0.13, wspace=0.1)
    _show(axes[0], np.moveaxis(image, 0, -1), "image", about)
    for axis, panel in zip(axes[1:], panels, strict=True):
        _show(axis, _coloured(panel.class_map, colours), panel.title, panel.text)
        _mark(axis, panel)
    shown = set(np.unique(np.stack([panel.class_map for panel in panels])))
    patches = [Patch(color=item.colour, label=item.name) for item in classes if item.value in shown]
    meeting = plt.Line2D([], [], color=ACCENT, linewidth=2.5, label="where windows meet")
    figure.legend(handles=[*patches, meeting], loc="lower center", ncols=len(patches) + 1, frameon=False, fontsize=11)
    figure.savefig(path, dpi=150, facecolor="white")
    plt.close(figure)


def _coloured(class_map: np.ndarray, colours: Mapping[int, tuple[float, float, float]]) -> np.ndarray:
    picture = np.ones((*class_map.shape, 3))
    for value, colour in colours.items():
        picture[class_map == value] = colour
    return picture


def _show(axis: Axes, picture: np.ndarray, title: str, text: str) -> None:
    axis.imshow(picture, interpolation="nearest")
    axis.set_title(title, loc="left", fontsize=13, fontweight="bold", color=INK, pad=28)
    axis.text(0, 1.045, text, transform=axis.transAxes, fontsize=9.5, color=INK)
    axis.set(xticks=[], yticks=[])
    axis.spines[:].set_color("#bbbbbb")


def _mark(axis: Axes, panel: Panel) -> None:
    """Short lines just outside of the panel, so that they hide nothing."""
    style = {"color": ACCENT, "linewidth": 2.5, "clip_on": False, "solid_capstyle": "butt"}
    for col in panel.border_cols:
        for start, end in ((0, -MARK_LENGTH), (1, 1 + MARK_LENGTH)):
            axis.plot([col - 0.5] * 2, [start, end], transform=axis.get_xaxis_transform(), **style)
    for row in panel.border_rows:
        for start, end in ((0, -MARK_LENGTH), (1, 1 + MARK_LENGTH)):
            axis.plot([start, end], [row - 0.5] * 2, transform=axis.get_yaxis_transform(), **style)
