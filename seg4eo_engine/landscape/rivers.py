"""Rivers and lakes, where water would gather on the terrain."""

import heapq
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio.features import rasterize
from scipy import ndimage

from seg4eo_engine.landscape.noise import Field, Mask, smooth_field

CELL_PX = 8
LAKE_SHARE = 0.035
LEAST_LAKE_DEPTH_M = 3.0
CATCHMENT_CELLS = 800  # a stream with less land behind it is too narrow to be seen

Places = NDArray[np.float64]  # (places, 2): columns and rows in pixels


@dataclass(frozen=True)
class Drainage:
    """How water runs over a coarse elevation model, one entry for each cell in row-major order.

    ``filled``: elevation with every hollow filled to its rim, ``(rows, columns)``. ``receiver``: the cell that a cell
    drains to (itself at the outlet). ``catchment``: how many cells drain through it, itself included.
    """

    filled: Field
    receiver: NDArray[np.int64]
    catchment: NDArray[np.int64]


def route_water(elevation: Field) -> Drainage:
    """Drain the whole model to the lowest cell of its border.

    Priority-flood (Barnes, Lehman and Mulla 2014): cells are reached from the outlet in the order of their height, and
    drain to the cell that they were reached from.
    """
    rows, columns = elevation.shape
    heights = elevation.ravel().tolist()
    border = np.ones(elevation.shape, dtype=bool)
    border[1:-1, 1:-1] = False
    outlet = int(np.argmin(np.where(border, elevation, np.inf)))
    receiver = [-1] * len(heights)
    receiver[outlet] = outlet
    open_cells, order = [(heights[outlet], outlet)], []
    while open_cells:
        level, cell = heapq.heappop(open_cells)
        order.append(cell)
        row, column = divmod(cell, columns)
        for next_row in range(max(row - 1, 0), min(row + 2, rows)):
            for next_column in range(max(column - 1, 0), min(column + 2, columns)):
                neighbour = next_row * columns + next_column
                if receiver[neighbour] < 0:
                    receiver[neighbour] = cell
                    heights[neighbour] = max(heights[neighbour], level)
                    heapq.heappush(open_cells, (heights[neighbour], neighbour))
    catchment = [1] * len(heights)
    for cell in reversed(order[1:]):
        catchment[receiver[cell]] += catchment[cell]
    return Drainage(np.array(heights, dtype=np.float32).reshape(rows, columns), np.array(receiver), np.array(catchment))


def make_water(rng: np.random.Generator, elevation: Field) -> tuple[Mask, Mask]:
    """Where rivers are, and where lakes are."""
    size_px = len(elevation)
    coarse = _coarsen(elevation)
    drainage = route_water(coarse)
    depth = _refine(drainage.filled, size_px) - elevation
    depth += 2 * smooth_field(rng, size_px, 30, 2.5)  # shores that are not contour lines
    lakes = depth > max(float(np.quantile(depth, 1 - LAKE_SHARE)), LEAST_LAKE_DEPTH_M)
    lakes = ndimage.binary_opening(lakes, iterations=3)
    return _draw_rivers(rng, drainage, size_px), lakes


def _coarsen(field: Field) -> Field:
    padding = -len(field) % CELL_PX
    padded = np.pad(field, (0, padding), mode="edge")
    cells = len(padded) // CELL_PX
    mean: Field = padded.reshape(cells, CELL_PX, cells, CELL_PX).mean(axis=(1, 3))
    return mean


def _refine(coarse: Field, size_px: int) -> Field:
    fine: Field = ndimage.zoom(coarse, CELL_PX, order=1, grid_mode=True, mode="nearest")
    return fine[:size_px, :size_px]


def _draw_rivers(rng: np.random.Generator, drainage: Drainage, size_px: int) -> Mask:
    cells = len(drainage.filled)
    rows, columns = np.divmod(np.arange(cells**2), cells)
    # Bends are a matter of the place, not of the river, so that tributaries stay joined to what they flow into.
    bends = np.stack([smooth_field(rng, cells, 5, 3).ravel() for _ in range(2)], axis=1)
    places = (np.stack([columns, rows], axis=1) + 0.5 + 1.3 * bends) * CELL_PX
    river = np.flatnonzero(drainage.catchment > min(CATCHMENT_CELLS, cells**2 // 8))
    for _ in range(7):
        places[river] = _straighten(places, drainage.receiver, river)
    river = river[drainage.receiver[river] != river]
    reaches = shapely.linestrings(np.stack([places[river], places[drainage.receiver[river]]], axis=1))
    half_widths_px = np.clip(0.036 * np.sqrt(drainage.catchment[river]), 1.8, 9)
    return burn(shapely.buffer(reaches, half_widths_px, quad_segs=4), size_px)


def _straighten(places: Places, receiver: NDArray[np.int64], river: NDArray[np.int64]) -> Places:
    """Each river cell half way to the middle between the cells above it (on average) and the one below."""
    above, count = np.zeros_like(places), np.zeros((len(places), 1))
    np.add.at(above, receiver[river], places[river])
    np.add.at(count, receiver[river], 1)
    below = places[receiver[river]]
    mean_above = np.where(count[river] > 0, above[river] / np.maximum(count[river], 1), places[river])
    return 0.5 * places[river] + 0.25 * (below + mean_above)


def burn(polygons: NDArray[np.object_], size_px: int) -> Mask:
    """The pixels whose centres lie in a polygon; polygons are in pixels, columns before rows."""
    return rasterize(polygons, out_shape=(size_px, size_px), fill=0, default_value=1, dtype="uint8").astype(bool)
