"""Masks of colours: which class a colour means, and how a colour that nobody named travels on to be refused."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rasterio.io import DatasetReader
from rasterio.windows import Window

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.patches.labels.classes import NamedClass, code_colour
from seg4eo_engine.patches.labels.values import ValueKey, within
from seg4eo_engine.raster.reader import read_pixels


@dataclass(frozen=True)
class ColourKey:
    """Class values by colour (as ``0xrrggbb``), sorted by colour.

    Where no class has a colour, the key is empty and shades of grey count as their grey value: black-and-white masks
    are often saved with three equal bands.
    """

    colours: tuple[int, ...]
    values: tuple[int, ...]

    @classmethod
    def of(cls, classes: tuple[NamedClass, ...]) -> "ColourKey":
        """The key that the colours of the user's classes make.

        Raises:
            InvalidJob: two classes have the same colour.
        """
        known = sorted((int(item.colour[1:], 16), item.value) for item in classes if item.colour)
        for (colour, value), (other_colour, other_value) in pairwise(known):
            if colour == other_colour:
                raise InvalidJob(
                    f"Expected a colour of its own for each class of a mask, found #{colour:06x} for {value} and "
                    f"{other_value}: change one of them."
                )
        return cls(tuple(colour for colour, _ in known), tuple(value for _, value in known))

    def translate(self, colours: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        """Class values of colours of any shape, and which of them are known; see :func:`code_colour` for the others."""
        if not self.colours:
            greys = colours & 0xFF
            is_known = colours == greys * 0x010101
            return np.where(is_known, greys, code_colour(colours)).astype(np.int32), is_known
        known = np.array(self.colours, np.int32)
        positions = np.minimum(np.searchsorted(known, colours), len(known) - 1)
        is_known = known[positions] == colours
        values = np.array(self.values, np.int32)[positions]
        return np.where(is_known, values, code_colour(colours)).astype(np.int32), is_known


def read_colours(
    dataset: DatasetReader, bands: tuple[int, ...], colours: ColourKey, values: ValueKey, window: Window
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Read a window of a mask of colours.

    Returns:
        labels ``(height, width)``, and has_value ``(height, width)``, False where the mask is transparent. A nodata tag
        means the colour that has it in all three bands.
    """
    pixels, has_value = read_pixels(dataset, window, list(bands))
    red, green, blue = pixels.astype(np.int32)
    labels, is_known = colours.translate(red << 16 | green << 8 | blue)
    tag = dataset.nodatavals[bands[0] - 1]
    if tag is not None:
        # the reader takes a colour for nodata when one of its bands has the tag: blue has no red
        has_value = ~(pixels == tag).all(axis=0) | (is_known & bool(colours.colours))
        has_value &= within(dataset, window)
    mapped, has_value = values.apply(labels, has_value)
    return np.where(is_known, mapped, labels), has_value
