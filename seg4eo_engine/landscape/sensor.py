"""The landscape as a sensor sees it: through the air, blurred, and with noise."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from seg4eo_engine.landscape.landcover import Landscape
from seg4eo_engine.landscape.noise import Field, Mask, smooth_field
from seg4eo_engine.landscape.spectra import CENTRE_NM, IS_20_M, REFLECTANCE

SCALE = 10_000  # digital numbers per unit of reflectance
BLUR_10_M_PX, BLUR_20_M_PX = 0.55, 1.0
CLOUD_REFLECTANCE = 0.55
SHADOW_OFFSET_PX = (-26, -14)  # rows, columns: away from the sun


@dataclass(frozen=True)
class Air:
    """Per pixel: haze (path reflectance at 492 nm), how much cloud covers the ground, and what light clouds leave."""

    haze: Field
    cloud: Field
    sunlight: Field


def make_air(rng: np.random.Generator, size_px: int) -> Air:
    """Haze in drifts, and thin clouds that cast shadows."""
    haze = 0.030 + 0.014 * smooth_field(rng, size_px, 320, 2.6)
    drifts = smooth_field(rng, size_px, 110, 2.2)
    cloud = np.clip((drifts - 2.0) * 0.45, 0, 0.32)
    shadow = ndimage.shift(np.clip((drifts - 1.5) * 1.5, 0, 0.75), SHADOW_OFFSET_PX, order=0, mode="nearest")
    return Air(np.maximum(haze, 0.004), cloud, 1 - shadow)


def observe_band(rng: np.random.Generator, landscape: Landscape, air: Air, band: int) -> NDArray[np.uint16]:
    """Digital numbers of one band: reflectance × 10000, never 0.

    Shadow is lit by the blue sky, so it is not black; haze scatters as λ⁻¹·⁵.
    """
    ground, reflectance = landscape.ground, REFLECTANCE[:, band]
    seen = reflectance[ground.first]
    seen += ground.share * (reflectance[ground.second] - seen)
    seen *= np.clip(ground.brightness, 0.2, 2)
    wavelength = CENTRE_NM[band] / CENTRE_NM[0]
    skylight = np.float32(0.22) * wavelength ** np.float32(-1.0)
    seen *= landscape.light * air.sunlight * (1 - skylight) + skylight
    seen += air.cloud * (CLOUD_REFLECTANCE * np.float32(0.75 if CENTRE_NM[band] > 1500 else 1) - seen)
    seen += air.haze * wavelength ** np.float32(-1.5)
    seen = ndimage.gaussian_filter(seen, BLUR_20_M_PX if IS_20_M[band] else BLUR_10_M_PX, mode="nearest", truncate=3)
    noise = rng.standard_normal(seen.shape, dtype=np.float32)
    seen += noise * (0.003 + 0.025 * seen)
    return np.clip(np.rint(seen * SCALE), 1, 65535).astype(np.uint16)


def outside_swath(rng: np.random.Generator, size_px: int) -> Mask:
    """The corner that the sensor did not see: True beyond the slanted edge of its swath."""
    rows, columns = np.ogrid[:size_px, :size_px]
    if rng.random() < 0.5:
        rows = size_px - 1 - rows
    if rng.random() < 0.5:
        columns = size_px - 1 - columns
    reach = rng.uniform(0.14, 0.20) * size_px
    outside: Mask = columns + rows * rng.uniform(0.25, 0.45) < reach
    return outside
