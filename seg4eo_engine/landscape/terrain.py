"""Elevation, light and shade."""

import numpy as np

from seg4eo_engine.landscape.noise import Field, smooth_field

PIXEL_M = 10.0
RELIEF_M = 75.0
SUN_AZIMUTH_DEG = 152.0
SUN_ELEVATION_DEG = 42.0


def make_elevation(rng: np.random.Generator, size_px: int) -> Field:
    """Hills and valleys in metres: a tilted plain, ranges of about 5 km, hills of about 1.5 km, and small relief."""
    hills = smooth_field(rng, size_px, 380, 2.7) + 0.30 * smooth_field(rng, size_px, 110, 2.8)
    # Squaring the heights only flattens the valleys, where rivers, fields and towns want to be.
    hills = np.where(hills > 0, hills * (0.6 + 0.5 * hills), 0.6 * hills)
    direction = rng.uniform(0, 2 * np.pi)
    axis = np.linspace(-1, 1, size_px, dtype=np.float32)
    tilt = axis[:, None] * np.float32(np.sin(direction)) + axis * np.float32(np.cos(direction))
    return (RELIEF_M * (hills + 1.1 * tilt) + 400).astype(np.float32)


def make_slope(elevation: Field) -> Field:
    """Steepness as rise over run."""
    rise_rows, rise_columns = np.gradient(elevation, np.float32(PIXEL_M))
    return np.hypot(rise_rows, rise_columns)


def shade_hills(elevation: Field, exaggeration: float = 1.6) -> Field:
    """Light on the ground relative to level ground: the cosine of the sun's angle to the surface (Lambert).

    ``exaggeration`` multiplies the relief.
    """
    rise_rows, rise_columns = np.gradient(elevation * np.float32(exaggeration), np.float32(PIXEL_M))
    azimuth, height = np.radians(SUN_AZIMUTH_DEG), np.radians(SUN_ELEVATION_DEG)
    to_east, to_south = np.sin(azimuth) * np.cos(height), -np.cos(azimuth) * np.cos(height)
    towards_sun = np.sin(height) - rise_columns * to_east - rise_rows * to_south
    light = towards_sun / np.sqrt(1 + rise_rows**2 + rise_columns**2) / np.sin(height)
    return np.clip(light, 0.25, 1.6).astype(np.float32)
