"""What lies on the ground at each pixel, and how each land cover is painted."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.landscape.noise import Field, Mask, scatter_unit, smooth_field
from seg4eo_engine.landscape.parcels import Parcels, ParcelSize, lay_parcels
from seg4eo_engine.landscape.spectra import Surface

SurfaceMap = NDArray[np.uint8]


@dataclass
class Ground:
    """Per pixel: two surfaces, the share of the second, and a factor on the brightness of both."""

    first: SurfaceMap
    second: SurfaceMap
    share: Field
    brightness: Field

    @classmethod
    def blank(cls, size_px: int) -> "Ground":
        """Ground that nothing was painted on."""
        surfaces = np.zeros((2, size_px, size_px), dtype=np.uint8)
        share = np.zeros((size_px, size_px), dtype=np.float32)
        return cls(surfaces[0], surfaces[1], share, np.ones_like(share))

    def paint(
        self,
        where: Mask,
        first: SurfaceMap | int,
        second: SurfaceMap | int,
        share: Field | float,
        brightness: Field | float,
    ) -> None:
        """Put two surfaces where the mask says, in whole-scene arrays or as one surface for all."""
        np.copyto(self.first, np.uint8(first), where=where)
        np.copyto(self.second, np.uint8(second), where=where)
        np.copyto(self.share, np.clip(share, 0, 1), where=where)
        np.copyto(self.brightness, brightness, where=where)


def _choose(numbers: NDArray[np.uint32], seed: int, *choices: tuple[float, Surface]) -> SurfaceMap:
    """For each number one of the ``choices``, each with its chance; the chances sum to one."""
    chances = np.cumsum([chance for chance, _ in choices])[:-1]
    surfaces = np.array([surface for _, surface in choices], dtype=np.uint8)
    return surfaces[np.searchsorted(chances, scatter_unit(seed, numbers), side="right")]


def paint_water(ground: Ground, rng: np.random.Generator, rivers: Mask, lakes: Mask) -> None:
    """Rivers carry silt, lakes are clear or green with algae, in swirls."""
    size_px = len(rivers)
    swirl = 0.16 * smooth_field(rng, size_px, 25, 2.5)
    silt = 0.55 + 0.35 * smooth_field(rng, size_px, 300, 3) + swirl
    algae = 0.30 + 0.45 * smooth_field(rng, size_px, 140, 3) + swirl
    ripples = 1 + 0.04 * smooth_field(rng, size_px, 3)
    ground.paint(rivers, Surface.CLEAR_WATER, Surface.TURBID_WATER, silt, ripples)
    ground.paint(lakes, Surface.CLEAR_WATER, Surface.GREEN_WATER, algae, ripples)


def paint_forest(ground: Ground, rng: np.random.Generator, forest: Mask) -> None:
    """Stands of conifers and of broadleaved trees, with crowns that shade one another."""
    size_px = len(forest)
    stands = lay_parcels(rng, size_px, ParcelSize(240, 45, 60))
    coniferous = scatter_unit(1, stands.number) + 0.25 * smooth_field(rng, size_px, 40)
    conifers = (coniferous - 0.5) * 4 + 0.5 + 0.25 * smooth_field(rng, size_px, 3)
    crowns = smooth_field(rng, size_px, 2.2, 1.6)
    age = scatter_unit(2, stands.number) - 0.5
    ground.paint(forest, Surface.BROADLEAF, Surface.CONIFER, conifers, 1 + 0.20 * crowns + 0.25 * age)


def paint_cropland(ground: Ground, rng: np.random.Generator, cropland: Mask, fields: Parcels) -> None:
    """One crop a field, in rows, at any stage from bare soil to full cover."""
    size_px = len(cropland)
    bare, soil = Surface.DARK_SOIL, Surface.BRIGHT_SOIL
    crop = _choose(
        fields.number, 3, (0.40, Surface.CEREAL), (0.18, Surface.MAIZE), (0.08, Surface.RAPESEED),
        (0.12, Surface.STUBBLE), (0.12, bare), (0.10, soil),
    )  # fmt: skip
    between_rows = _choose(fields.number, 4, (0.35, bare), (0.35, soil), (0.30, Surface.DRY_GRASS))
    openness = 0.65 * scatter_unit(5, fields.number)
    period_px = 3.6 + 2.8 * scatter_unit(6, fields.number)
    depth = 0.22 + 0.16 * scatter_unit(7, fields.number)
    rows = depth * np.sin(2 * np.pi * fields.across_px / period_px)
    uneven = 0.10 * smooth_field(rng, size_px, 45)
    ground.paint(cropland, crop, between_rows, openness + 0.12 + rows + uneven, 1 + 0.45 * rows + 0.3 * uneven)


def paint_grassland(ground: Ground, rng: np.random.Generator, grassland: Mask, fields: Parcels) -> None:
    """Meadows and pastures: mown, lush or dry, mottled, without rows, with some trees."""
    size_px = len(grassland)
    mottled = smooth_field(rng, size_px, 7, 1.8)
    dryness = 0.95 * scatter_unit(8, fields.number) ** 1.3 + 0.20 * mottled + 0.12 * smooth_field(rng, size_px, 60)
    ground.paint(grassland, Surface.MEADOW, Surface.DRY_GRASS, dryness, 1 + 0.10 * mottled)
    trees = grassland & (smooth_field(rng, size_px, 2.5, 1.8) > 2.5)
    ground.paint(trees, Surface.BROADLEAF, Surface.MEADOW, 0.25, 0.85)


def paint_towns(ground: Ground, rng: np.random.Generator, built_up: Mask, density: Field) -> None:
    """Blocks between streets, with roofs and gardens; more gardens outside, some quarters of large halls."""
    size_px = len(built_up)
    blocks = lay_parcels(rng, size_px, ParcelSize(110, 9, 15, 0.35))
    houses = lay_parcels(rng, size_px, ParcelSize(110, 2.6, 3.4, 0.2))
    industry = smooth_field(rng, size_px, 70, 3) > 1.1
    number = np.where(industry, blocks.number, houses.number)
    roof = _choose(
        number, 9, (0.55, Surface.TILE_ROOF), (0.22, Surface.GREY_ROOF), (0.04, Surface.METAL_ROOF),
        (0.19, Surface.ASPHALT),
    )  # fmt: skip
    hall = _choose(
        number, 10, (0.25, Surface.METAL_ROOF), (0.45, Surface.GREY_ROOF), (0.30, Surface.ASPHALT),
    )  # fmt: skip
    garden = _choose(number, 11, (0.55, Surface.MEADOW), (0.30, Surface.BROADLEAF), (0.15, Surface.DRY_GRASS))
    is_garden = ~industry & (scatter_unit(12, number) > 0.35 + 0.35 * np.clip(density, 0, 1))
    surface = np.where(is_garden, garden, np.where(industry, hall, roof))
    age = 0.85 + 0.3 * scatter_unit(13, number)
    ground.paint(built_up, surface, Surface.ASPHALT, 0.25 * scatter_unit(14, number), age)
    streets = built_up & (blocks.edge_px < 0.65)
    ground.paint(streets, Surface.ASPHALT, Surface.GREY_ROOF, 0.3, 1)


def paint_hedges(ground: Ground, rng: np.random.Generator, open_land: Mask, fields: Parcels) -> None:
    """Trees along the edges of some fields."""
    bocage = smooth_field(rng, len(open_land), 220, 2.5) > 0.3
    hedges = open_land & bocage & (fields.edge_px < 0.7) & (scatter_unit(15, fields.number) < 0.6)
    ground.paint(hedges, Surface.BROADLEAF, Surface.MEADOW, 0.3, 0.8)


def paint_roads(ground: Ground, roads: Mask) -> None:
    """Asphalt."""
    ground.paint(roads, Surface.ASPHALT, Surface.GREY_ROOF, 0.4, 1.05)
