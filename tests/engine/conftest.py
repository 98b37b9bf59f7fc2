"""Small rasters made from a seed, and a reporter that remembers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from hypothesis import HealthCheck, settings
from rasterio import Affine

from seg4eo_engine.errors import Cancelled
from seg4eo_engine.jobs import ExtractPatches

WriteRaster = Callable[..., Path]
# no test depends on the speed of a machine; files that a fixture names are written anew for each example
settings.register_profile(
    "ours", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
settings.load_profile("ours")
EASY_VALUES = np.array([0, 3, 7], dtype=np.uint8)  # 0 is unlabelled; class values need not follow one another


class RecordingReporter:
    """Keeps what it is told; asks for a stop after ``cancel_after`` questions whether to stop."""

    def __init__(self, cancel_after: int | None = None) -> None:
        self.texts: list[str] = []
        self.fractions: list[float] = []
        self._left = cancel_after

    def progress(self, fraction: float, stage: str, **count: Any) -> None:
        self.fractions.append(fraction)

    def info(self, text: str) -> None:
        self.texts.append(text)

    def warning(self, text: str) -> None:
        self.texts.append(text)

    def metrics(self, step: int, values: dict[str, float]) -> None:
        raise AssertionError("nothing is measured here")

    def check_cancelled(self) -> None:
        if self._left is not None:
            if self._left == 0:
                raise Cancelled("The job was cancelled.")
            self._left -= 1


@pytest.fixture
def reporter() -> RecordingReporter:
    return RecordingReporter()


@pytest.fixture
def cancelling() -> Callable[[int], RecordingReporter]:
    """A reporter that cancels after so many steps."""
    return lambda steps: RecordingReporter(cancel_after=steps)


@pytest.fixture
def write_raster(tmp_path: Path) -> WriteRaster:
    """Write ``pixels`` (bands, height, width) as a GeoTIFF: UTM 33 N, 10 m, unless the profile says otherwise."""

    def write(
        name: str,
        pixels: np.ndarray,
        *,
        names: list[str] | None = None,
        mask: np.ndarray | None = None,
        palette: dict[int, tuple[int, int, int]] | None = None,
        colorinterp: list[Any] | None = None,
        **profile: Any,
    ) -> Path:
        path = tmp_path / name
        settings = {"crs": "EPSG:32633", "transform": Affine(10, 0, 500_000, 0, -10, 5_200_000)} | profile
        bands, height, width = pixels.shape
        settings |= {"driver": "GTiff", "count": bands, "height": height, "width": width, "dtype": pixels.dtype}
        with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(path, "w", **settings) as dataset:
            if palette:
                dataset.write_colormap(1, palette)
            if colorinterp:
                dataset.colorinterp = colorinterp
            dataset.write(pixels)
            for index, text in enumerate(names or [], start=1):
                dataset.set_band_description(index, text)
            if mask is not None:
                dataset.write_mask(mask)
        return path

    return write


@pytest.fixture
def coded_pixels() -> Callable[[int, int], np.ndarray]:
    """Pixels ``(3, height, width)`` of uint16 that tell where they are: row, column, and seeded noise; none is 0."""

    def code(height: int, width: int) -> np.ndarray:
        rows, cols = np.mgrid[1 : height + 1, 1 : width + 1]
        noise = np.random.default_rng(7).integers(1, 60_000, (height, width))
        return np.stack([rows, cols, noise]).astype(np.uint16)

    return code


@pytest.fixture
def scene(write_raster: WriteRaster, coded_pixels: Callable[[int, int], np.ndarray]) -> Path:
    """A scene of 160 × 192 px and three bands with names."""
    return write_raster("scene.tif", coded_pixels(160, 192), names=["red", "green", "nir"])


@pytest.fixture
def labels(write_raster: WriteRaster) -> Path:
    """Class values 1, 2 and 3 on the pixels of ``scene``, with 0 for unlabelled."""
    values = np.random.default_rng(3).integers(0, 4, (1, 160, 192), dtype=np.uint8)
    return write_raster("labels.tif", values)


@pytest.fixture
def easy_pixels():
    """Labels (192, 192) in blocks of 16 px, and three bands (3, 192, 192) that tell the class but for some noise."""
    random = np.random.default_rng(5)
    labels = np.kron(EASY_VALUES[random.integers(0, 3, (12, 12))], np.ones((16, 16), dtype=np.uint8))
    noise = random.normal(0, 10, (3, *labels.shape))
    pixels = 1000 + 100.0 * (labels == 7) * np.array([1, -1, 2])[:, None, None] + noise
    return labels, pixels.astype(np.uint16)


@pytest.fixture
def easy_dataset(tmp_path, write_raster, easy_pixels) -> Path:
    """A dataset that a network learns in seconds: the class is written into the bands."""
    labels, pixels = easy_pixels
    pixels[:, :32, :32] = 0
    scene = write_raster("easy.tif", pixels, nodata=0)
    reference = write_raster("easy_labels.tif", labels[None])
    folder = tmp_path / "dataset"
    ExtractPatches(
        images=[scene], labels=[reference], output=folder, patch_size_px=32, ignore_values=[0], block_cells=1,
        validation_share=0.2, test_share=0.2,
    ).run()  # fmt: skip
    return folder
