"""How large a patch is where nobody said it: as the cells of the grid are on the pixels of the image."""

from collections.abc import Sequence

import numpy as np
import shapely

from seg4eo_engine.patches.candidates import PolygonGrid, Tiling, step_of
from seg4eo_engine.patches.placing import are_squares, to_pixels
from seg4eo_engine.patches.polygons import read_polygons, to_raster_crs
from seg4eo_engine.patches.sources import Source
from seg4eo_engine.progress import SilentReporter

DEFAULT_PX = 256
SMALLEST_PX, LARGEST_PX = 32, 4096


def choose_size(sources: Sequence[Source], grids: Sequence[PolygonGrid], tiling: Tiling) -> int:
    """The side of a patch in pixels: that of the typical square cell on the first image, else :data:`DEFAULT_PX`."""
    if not grids:
        return DEFAULT_PX
    polygons = read_polygons(grids[0].path)
    image = sources[0]
    on_image = to_raster_crs(polygons, image.grid.crs, grids[0].path, SilentReporter())
    finite = np.isfinite(on_image.bounds).all(axis=1)
    in_pixels = to_pixels(on_image.geometry.to_numpy()[finite], image.grid)
    # a square in metres is none in degrees
    squares = are_squares(in_pixels) | are_squares(polygons.geometry.to_numpy()[finite])
    if not squares.any():
        return DEFAULT_PX
    side_px = round(float(np.sqrt(np.median(shapely.area(in_pixels[squares])))) / (step_of(image, tiling) or 1.0))
    return min(LARGEST_PX, max(SMALLEST_PX, side_px))
