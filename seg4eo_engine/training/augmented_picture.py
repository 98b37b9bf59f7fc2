"""A picture of augmented patches, so that anyone can see what the network learns from."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import torch
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from numpy.typing import NDArray

from seg4eo_engine.models.samples import Sample
from seg4eo_engine.outputs import staged_files
from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.reports.pictures import DPI, INK, MUTED, RULE, STYLE
from seg4eo_engine.reports.tiles import (
    INVALID_RGB,
    UNLABELLED_RGB,
    composite_bands,
    fit_tile,
    image_rgb,
    label_rgb,
    stretch_of,
)
from seg4eo_engine.training.augmentation import Augmentation

MOST_PATCHES = 4
VERSIONS = 5
FRAME_PX, GAP_PX, WIDE_GAP_PX = 2, 8, 28  # of the picture: around a tile, between tiles, between patches
LEFT_PX, TOP_PX, RIGHT_PX = 44, 70, 24
LEGEND_COLUMNS, LEGEND_ROW_PX, NAME_CHARACTERS = 4, 36, 30


def draw_augmented(
    samples: Sequence[Sample],
    augmentation: Augmentation,
    classes: Sequence[ClassInfo],
    path: Path,
    *,
    band_names: Sequence[str] = (),
    seed: int = 0,
) -> None:
    """Draw patches as they are, and beside each what augmentation makes of it; their labels below. There is never
    half a file.

    Args:
        samples: patches of one size, with normalised images on the CPU; the first :data:`MOST_PATCHES` are drawn.
        augmentation: what is shown.
        classes: classes of the labels, in their order.
        path: the PNG.
        band_names: of the images, by which natural colours are found.
        seed: of what is shown. The state of torch's random numbers is left as it was.
    """
    shown = samples[:MOST_PATCHES]
    batch = [torch.stack([sample[part] for sample in shown]) for part in ("image", "valid_mask", "label")]
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        versions = [batch, *(augmentation(*batch) for _ in range(VERSIONS))]
    tiles = _draw_tiles([[part.numpy() for part in version] for version in versions], classes, band_names)
    with mpl.rc_context(STYLE):
        figure = _lay_out(_mosaic(tiles), tiles.shape, classes)
        file = io.BytesIO()
        # packed lightly: tightly takes seconds, and saves little of a photograph
        figure.savefig(file, format="png", dpi=DPI, pil_kwargs={"compress_level": 2})
    with staged_files(path) as (staged,):
        staged.write_bytes(file.getvalue())


def _draw_tiles(
    versions: Sequence[Sequence[NDArray[Any]]], classes: Sequence[ClassInfo], band_names: Sequence[str]
) -> NDArray[np.uint8]:
    """Framed pictures (patches, 2, versions, height, width, 3): images and labels of each version of each patch."""
    images, valid_mask, _ = versions[0]
    bands = composite_bands(band_names or [""] * images.shape[1])
    values = images[:, bands].swapaxes(0, 1)[:, valid_mask]
    # from the patches as they are, so that what is brighter afterwards looks brighter
    low, high = stretch_of(values if values.size else np.zeros((len(bands), 1)))
    rows = []
    for number in range(len(images)):
        drawn = [(image_rgb(i[number], v[number], bands, low, high), v[number], y[number]) for i, v, y in versions]
        labels = [np.where(v[..., None], label_rgb(y, classes), np.array(INVALID_RGB, np.uint8)) for _, v, y in drawn]
        rows.append([[_frame(fit_tile(rgb)) for rgb, _, _ in drawn], [_frame(fit_tile(rgb)) for rgb in labels]])
    return np.array(rows, np.uint8)


def _frame(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    framed = np.empty((rgb.shape[0] + 2 * FRAME_PX, rgb.shape[1] + 2 * FRAME_PX, 3), np.uint8)
    framed[:] = [int(RULE[start : start + 2], 16) for start in (1, 3, 5)]
    framed[FRAME_PX:-FRAME_PX, FRAME_PX:-FRAME_PX] = rgb
    return framed


def _mosaic(tiles: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Tiles side by side on white: versions in columns, the first a little apart; patches below one another."""
    patches, kinds, versions, height, width, _ = tiles.shape
    size = patches * (kinds * (height + GAP_PX) + WIDE_GAP_PX), versions * (width + GAP_PX) + WIDE_GAP_PX
    canvas = np.full((*size, 3), 255, np.uint8)
    for patch, kind, version in np.ndindex(patches, kinds, versions):
        top, left = _corner(patch, kind, version, height, width)
        canvas[top : top + height, left : left + width] = tiles[patch, kind, version]
    return canvas


def _corner(patch: int, kind: int, version: int, height: int, width: int) -> tuple[int, int]:
    top = patch * (2 * (height + GAP_PX) + WIDE_GAP_PX) + kind * (height + GAP_PX)
    return top, version * (width + GAP_PX) + (WIDE_GAP_PX if version else 0)


def _lay_out(mosaic: NDArray[np.uint8], shape: tuple[int, ...], classes: Sequence[ClassInfo]) -> Figure:
    """The mosaic pixel by pixel, with titles above, what a row shows at the left, and the legend below."""
    entries = [(item.name, item.rgb) for item in classes] + [("no label", UNLABELLED_RGB), ("no data", INVALID_RGB)]
    bottom = LEGEND_ROW_PX * (-(-len(entries) // LEGEND_COLUMNS) + 1)
    width, height = LEFT_PX + mosaic.shape[1] + RIGHT_PX, TOP_PX + mosaic.shape[0] + bottom
    figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI)
    figure.figimage(mosaic, LEFT_PX, bottom, origin="upper", zorder=-1)
    size = mosaic.shape[1] / width, mosaic.shape[0] / height
    axes = figure.add_axes((LEFT_PX / width, bottom / height, *size))
    axes.set_axis_off()
    axes.set(xlim=(0, mosaic.shape[1]), ylim=(mosaic.shape[0], 0))
    patches, _, _, tile_height, tile_width, _ = shape
    titles = {0: "Patch", 1: "What augmentation makes of it: five times, each time anew"}
    for version, title in titles.items():
        _, left = _corner(0, 0, version, tile_height, tile_width)
        axes.text(left, -GAP_PX, title, color=INK, ha="left", va="bottom", fontsize=8.5)
    for patch in range(patches):
        for kind, name in enumerate(("Image", "Labels")):
            top, _ = _corner(patch, kind, 0, tile_height, tile_width)
            axes.text(-GAP_PX, top + tile_height / 2, name, color=MUTED, ha="right", va="center", rotation=90)
    handles = [
        Patch(facecolor=(r / 255, g / 255, b / 255), edgecolor=RULE, linewidth=0.5, label=_shorten(name))
        for name, (r, g, b) in entries
    ]
    figure.legend(handles=handles, loc="lower center", ncols=LEGEND_COLUMNS, frameon=False, handlelength=1.2)
    return figure


def _shorten(name: str) -> str:
    return name if len(name) <= NAME_CHARACTERS else name[: NAME_CHARACTERS - 1] + "…"
