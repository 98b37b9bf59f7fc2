"""One sample for all tests that only look at it."""

from pathlib import Path

import numpy as np
import pytest
import rasterio

from seg4eo_engine.jobs.sampledata import SampleData, SampleDataResult

SIZE_PX = 384


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SampleDataResult:
    return SampleData(output=tmp_path_factory.mktemp("sample") / "files", size_px=SIZE_PX, seed=0).run()


@pytest.fixture(scope="session")
def bands(sample: SampleDataResult) -> np.ndarray:
    """Digital numbers of the scene, (bands, height, width)."""
    with rasterio.open(sample.scene) as scene:
        return scene.read()


@pytest.fixture(scope="session")
def labels(sample: SampleDataResult) -> np.ndarray:
    """Class values, (height, width)."""
    return read_band(sample.labels)


def read_band(path: Path) -> np.ndarray:
    with rasterio.open(path) as raster:
        return raster.read(1)
