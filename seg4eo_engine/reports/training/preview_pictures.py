"""Pictures of a scene beside its map, epoch after epoch."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from numpy.typing import NDArray
from PIL import Image

from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.reports.pictures import INK, MUTED, RULE, STYLE
from seg4eo_engine.reports.tiles import INVALID_RGB, label_rgb

LEAST_SHOWN_PX, MOST_SHOWN_PX = 320, 760  # longer side of image and map in the picture
MARGIN_PX, HEADER_PX, LINE_PX, CHARACTER_PX = 12, 34, 17, 6.2
SCREEN_DPI = 100
MOST_FIXED = 200  # colours of an animation that are those of classes
MOST_FRAMES = 60
FRAME_MS, LAST_FRAME_MS = 600, 3000


class PreviewPictures:
    """Draws the maps of one scene.

    Args:
        name: of the scene.
        rgb: its picture (height, width, 3).
        classes: classes of the model, in its order.
    """

    def __init__(self, name: str, rgb: NDArray[np.uint8], classes: Sequence[ClassInfo]) -> None:
        self._name = name
        self._image = _fit(rgb)
        self._classes = classes
        height, width = self._image.shape[:2]
        self._width_px = 2 * width + 3 * MARGIN_PX
        longest = max(len(item.name) for item in classes)
        self._legend_columns = max(1, int((self._width_px - MARGIN_PX) // (longest * CHARACTER_PX + 32)))
        lines = -(-len(classes) // self._legend_columns)
        self._legend_px = lines * LINE_PX + MARGIN_PX
        self._height_px = HEADER_PX + height + self._legend_px

    def draw(self, indexes: NDArray[np.uint8], valid_mask: NDArray[np.bool_], title: str, path: Path) -> None:
        """Write the scene beside its map, class indexes and valid_mask of shape (height, width), as a PNG."""
        class_map = label_rgb(indexes, self._classes)
        class_map[~valid_mask] = INVALID_RGB
        with mpl.rc_context(STYLE):
            figure = Figure(figsize=(self._width_px / SCREEN_DPI, self._height_px / SCREEN_DPI), dpi=SCREEN_DPI)
            left, right = MARGIN_PX, 2 * MARGIN_PX + self._image.shape[1]
            # pixels as they are: nothing is drawn between them
            figure.figimage(self._image, left, self._legend_px, origin="upper")
            figure.figimage(_fit(class_map), right, self._legend_px, origin="upper")
            self._write(figure, left, self._name, MUTED, "normal")
            self._write(figure, right, title, INK, "bold")
            figure.legend(
                handles=[Patch(facecolor=item.colour, edgecolor=RULE, label=item.name) for item in self._classes],
                loc="lower left", bbox_to_anchor=(left / self._width_px, 0), ncols=self._legend_columns,
                frameon=False, borderpad=0, borderaxespad=0.4, handlelength=1.2, columnspacing=1.2,
            )  # fmt: skip
            figure.savefig(path, format="png", dpi=SCREEN_DPI)

    def animate(self, frames: Sequence[Path], path: Path) -> None:
        """Write the pictures of this scene, in the order of their epochs, as an animated GIF; of many some."""
        fixed = [INVALID_RGB, *(item.rgb for item in self._classes[:MOST_FIXED])]
        colours = self._palette(fixed)
        palette = Image.new("P", (1, 1))
        palette.putpalette(colours)
        pictures = []
        spread = np.linspace(0, len(frames) - 1, min(len(frames), MOST_FRAMES)).round().astype(int)
        for position in spread:
            with Image.open(frames[position]) as file:
                picture = file.convert("RGB")
            codes, indexes = _codes(np.asarray(picture)), np.asarray(picture.quantize(palette=palette)).copy()
            for index, code in enumerate(_codes(np.array(fixed))):  # pillow is content with a colour that is near
                indexes[codes == code] = index
            pictures.append(Image.fromarray(indexes, "P"))
            pictures[-1].putpalette(colours)
        durations = [FRAME_MS] * (len(pictures) - 1) + [LAST_FRAME_MS]
        pictures[0].save(
            path, format="GIF", save_all=True, append_images=pictures[1:], duration=durations, loop=0, optimize=False
        )

    def _palette(self, fixed: Sequence[tuple[int, int, int]]) -> list[int]:
        """256 colours: ``fixed`` ones as they are, and with the rest the image as near as they come."""
        rest = Image.fromarray(self._image).quantize(256 - len(fixed)).getpalette() or []
        return [part for colour in fixed for part in colour] + rest

    def _write(self, figure: Figure, left_px: int, text: str, colour: str, weight: str) -> None:
        place = left_px / self._width_px, 1 - HEADER_PX / 2 / self._height_px
        figure.text(*place, text, color=colour, fontsize=9, va="center", fontweight=weight)


def _codes(rgb: NDArray[np.integer]) -> NDArray[np.int32]:
    """Colours (…, 3) as one number each."""
    return rgb.astype(np.int32) @ np.array([1 << 16, 1 << 8, 1], np.int32)


def _fit(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Pixels repeated or left out, so that small scenes are seen and large ones fit the screen."""
    size = max(rgb.shape[:2])
    if size < LEAST_SHOWN_PX:
        times = -(-LEAST_SHOWN_PX // size)
        return rgb.repeat(times, axis=0).repeat(times, axis=1)
    step = -(-size // MOST_SHOWN_PX)
    return rgb[::step, ::step]
