"""The landscape is worth a network: classes are there, and no single rule on a pixel tells them."""

import numpy as np
import pytest

from seg4eo_engine.landscape.classes import CROPLAND, GRASSLAND, LANDSCAPE_CLASSES, NODATA, WATER
from seg4eo_engine.landscape.landcover import make_landscape
from seg4eo_engine.progress import SilentReporter


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_every_class_has_its_share(seed: int) -> None:
    classes = make_landscape(np.random.SeedSequence(seed), 512, SilentReporter()).classes
    shares = {item.name: (classes == item.value).mean() for item in LANDSCAPE_CLASSES}
    assert sum(shares.values()) == pytest.approx(1)
    assert min(shares.values()) > 0.02, shares
    assert max(shares.values()) < 0.6, shares


def test_even_the_smallest_scene_has_every_class() -> None:
    classes = make_landscape(np.random.SeedSequence(0), 256, SilentReporter()).classes
    assert set(np.unique(classes)) == {item.value for item in LANDSCAPE_CLASSES}


def test_no_threshold_on_ndwi_is_the_water(bands: np.ndarray, labels: np.ndarray) -> None:
    """McFeeters' index (1996) at its usual threshold 0, and at any other."""
    valid_mask = labels != NODATA
    green, near_infrared = (bands[band][valid_mask].astype(float) for band in (1, 6))
    ndwi, water = (green - near_infrared) / (green + near_infrared), labels[valid_mask] == WATER
    ious = {
        threshold: ((ndwi > threshold) & water).sum() / ((ndwi > threshold) | water).sum()
        for threshold in np.linspace(-0.5, 0.5, 41)
    }
    assert 0.1 < ious[0] < 0.8
    assert max(ious.values()) < 0.85


def test_grassland_looks_like_cropland_in_every_band(bands: np.ndarray, labels: np.ndarray) -> None:
    """What tells them apart is rows and parcels."""
    cropland, grassland = bands[:, labels == CROPLAND], bands[:, labels == GRASSLAND]
    typical = np.median(grassland, axis=1)
    assert (np.percentile(cropland, 5, axis=1) < typical).all()
    assert (typical < np.percentile(cropland, 95, axis=1)).all()
