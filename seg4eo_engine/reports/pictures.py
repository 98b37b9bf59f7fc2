"""Pictures inside a page: arrays and figures as PNG in a ``data:`` address, so that the page is one file."""

import base64
import io
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.image import imsave
from numpy.typing import NDArray

INK = "#1f2933"
MUTED = "#616e7c"
RULE = "#d5dce4"
DPI = 200  # pictures are shown at 100 px an inch: sharp on screens with two pixels for one
STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 7.5,
    "text.color": INK,
    "text.parse_math": False,  # a $ in a name is a $
    "axes.edgecolor": RULE,
    "axes.labelcolor": MUTED,
    "axes.linewidth": 0.8,
    "xtick.color": RULE,
    "ytick.color": RULE,
    "xtick.labelcolor": MUTED,
    "ytick.labelcolor": MUTED,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}


def figure_picture(figure: Figure) -> str:
    """A figure as a ``data:`` address; make it within ``rc_context(STYLE)`` of matplotlib."""
    file = io.BytesIO()
    with mpl.rc_context(STYLE):
        figure.savefig(file, format="png", dpi=DPI)
    return _address(file.getvalue())


def array_picture(rgb: NDArray[np.uint8]) -> str:
    """Pixels ``(height, width, 3)`` as a ``data:`` address."""
    file = io.BytesIO()
    imsave(file, np.ascontiguousarray(rgb), format="png")
    return _address(file.getvalue())


def colour_picture(rgb: tuple[int, int, int]) -> str:
    """One pixel of a colour, which a page stretches into a bar: every engine draws that, printers included."""
    return array_picture(np.array([[rgb]], np.uint8))


def _address(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")
