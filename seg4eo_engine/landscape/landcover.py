"""From terrain to land cover: which class is where, and what the ground is made of."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.landscape import ground as painting
from seg4eo_engine.landscape.classes import BUILT_UP, CROPLAND, FOREST, GRASSLAND, WATER
from seg4eo_engine.landscape.noise import Field, Mask, scatter_unit, smooth_field
from seg4eo_engine.landscape.parcels import Parcels, ParcelSize, lay_parcels
from seg4eo_engine.landscape.rivers import make_water
from seg4eo_engine.landscape.settlements import draw_roads, grow_towns, place_towns
from seg4eo_engine.landscape.terrain import make_elevation, make_slope, shade_hills
from seg4eo_engine.progress import Reporter, Stage

FOREST_SHARE = 0.32  # of the land that is neither water nor town
GRASSLAND_SHARE = 0.34  # of the land that is open

FIELDS = ParcelSize(neighbourhood_px=170, width_px=22, length_px=46, spread=0.7)


@dataclass(frozen=True)
class Landscape:
    """A landscape before anybody looks at it: classes (values of the label raster), ground, and light on it."""

    classes: NDArray[np.uint8]
    ground: painting.Ground
    light: Field


def make_landscape(seed: np.random.SeedSequence, size_px: int, reporter: Reporter) -> Landscape:
    """Make a square landscape of pixels of 10 m."""

    def begin(fraction: float, stage: Stage) -> np.random.Generator:
        reporter.check_cancelled()
        reporter.progress(fraction, stage)
        # Each stage has random numbers of its own, so that a change in one leaves the others as they are.
        return np.random.default_rng(seed.spawn(1)[0])

    elevation = make_elevation(begin(0, "Shaping terrain"), size_px)
    slope = make_slope(elevation)
    rivers, lakes = make_water(begin(0.2, "Shaping rivers and lakes"), elevation)
    rng = begin(0.4, "Shaping towns and roads")
    towns = place_towns(rng, slope, rivers | lakes)
    density = grow_towns(rng, towns, size_px)
    roads = draw_roads(rng, towns, size_px)
    rng = begin(0.5, "Shaping fields and forests")
    fields = lay_parcels(rng, size_px, FIELDS)
    classes = _classify(rng, slope, rivers | lakes, density, fields)
    rng = begin(0.7, "Shaping surfaces")
    ground = _paint(rng, classes, rivers, lakes, density, fields)
    painting.paint_roads(ground, roads & (classes != FOREST))
    return Landscape(classes, ground, shade_hills(elevation))


def _classify(
    rng: np.random.Generator, slope: Field, water: Mask, density: Field, fields: Parcels
) -> NDArray[np.uint8]:
    size_px = len(slope)
    classes = np.full(slope.shape, CROPLAND, dtype=np.uint8)
    steepness = (slope - slope.mean()) / slope.std()
    by_field = 2 * scatter_unit(20, fields.number) - 1  # so that borders partly follow the fields
    wooded = 0.5 * steepness + smooth_field(rng, size_px, 170, 2.5) + 0.25 * by_field
    grassy = 0.5 * steepness + smooth_field(rng, size_px, 180, 2.5) + 0.5 * by_field
    built_up = density > 0.25
    open_land = ~water & ~built_up
    forest = open_land & (wooded > np.quantile(wooded[open_land], 1 - FOREST_SHARE))
    open_land &= ~forest
    classes[open_land & (grassy > np.quantile(grassy[open_land], 1 - GRASSLAND_SHARE))] = GRASSLAND
    classes[forest] = FOREST
    classes[built_up] = BUILT_UP
    classes[water] = WATER
    return classes


def _paint(
    rng: np.random.Generator, classes: NDArray[np.uint8], rivers: Mask, lakes: Mask, density: Field, fields: Parcels
) -> painting.Ground:
    ground = painting.Ground.blank(len(classes))
    painting.paint_cropland(ground, rng, classes == CROPLAND, fields)
    painting.paint_grassland(ground, rng, classes == GRASSLAND, fields)
    painting.paint_hedges(ground, rng, (classes == CROPLAND) | (classes == GRASSLAND), fields)
    painting.paint_forest(ground, rng, classes == FOREST)
    painting.paint_towns(ground, rng, classes == BUILT_UP, density)
    painting.paint_water(ground, rng, rivers, lakes)
    return ground
