"""Towns, and the roads between them."""

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial.distance import cdist

from seg4eo_engine.landscape.noise import Field, Mask, smooth_field
from seg4eo_engine.landscape.rivers import Places, burn

TOWN_SPACING_PX = 330
TOWN_RADIUS_PX = 58
ROAD_HALF_WIDTH_PX = 0.75


def place_towns(rng: np.random.Generator, slope: Field, water: Mask) -> Places:
    """Where towns are, ``(towns, 2)`` columns and rows: on level dry ground, apart from one another."""
    size_px = len(slope)
    wanted = max(round((size_px / TOWN_SPACING_PX) ** 2), 2)
    candidates = rng.integers(size_px // 12, size_px - size_px // 12, size=(60 * wanted, 2))
    unfit = slope[candidates[:, 1], candidates[:, 0]] + water[candidates[:, 1], candidates[:, 0]]
    apart_px = 0.62 * size_px / np.sqrt(wanted)
    towns: list[NDArray[np.int64]] = []
    for place in candidates[np.argsort(unfit, kind="stable")]:
        if len(towns) < wanted and all(np.hypot(*(place - town)) > apart_px for town in towns):
            towns.append(place)
    return np.array(towns, dtype=float)


def grow_towns(rng: np.random.Generator, towns: Places, size_px: int) -> Field:
    """How densely each pixel is built: above 0 within a town, up to about 1 at its heart, −1 far away."""
    density = np.full((size_px, size_px), -1, dtype=np.float32)
    ragged = 0.32 * smooth_field(rng, size_px, 45, 2.7)
    for (column, row), radius in zip(towns, _radii(rng, len(towns), size_px), strict=True):
        reach = int(2.6 * radius)
        top, left = max(int(row) - reach, 0), max(int(column) - reach, 0)
        part = density[top : int(row) + reach, left : int(column) + reach]
        rows, columns = np.ogrid[top : top + part.shape[0], left : left + part.shape[1]]
        distance = np.hypot(rows - row, columns - column).astype(np.float32)
        np.maximum(part, 1 - distance / np.float32(radius), out=part)
    return np.where(density > -1, density + ragged * np.clip(density + 1, 0, 1), np.float32(-1))


def _radii(rng: np.random.Generator, count: int, size_px: int) -> NDArray[np.float64]:
    return np.clip(TOWN_RADIUS_PX * np.exp(0.45 * rng.standard_normal(count)), 18, size_px / 6)


def draw_roads(rng: np.random.Generator, towns: Places, size_px: int) -> Mask:
    """Roads that join all towns with the least length, gently winding."""
    tree = minimum_spanning_tree(cdist(towns, towns)).tocoo()
    steps = np.linspace(0, 1, 40)[:, None]
    bends = [smooth_field(rng, size_px, 120, 3.5) * 9 for _ in range(2)]
    lines = []
    for start, end in zip(towns[tree.row], towns[tree.col], strict=True):
        course = start + (end - start) * steps
        column, row = course.astype(int).T
        lines.append(shapely.LineString(course + np.stack([bends[0][row, column], bends[1][row, column]], axis=1)))
    return burn(shapely.buffer(np.array(lines), ROAD_HALF_WIDTH_PX), size_px)
