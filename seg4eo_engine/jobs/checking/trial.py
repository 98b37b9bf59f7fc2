"""A scene of a few pixels, mapped for real by a network that has learned nothing."""

import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import rasterio
import torch
from numpy.typing import NDArray
from rasterio.transform import from_origin

from seg4eo_engine.errors import DeviceUnavailable, Seg4eoError, first_line
from seg4eo_engine.jobs.predict import Predict
from seg4eo_engine.models.untrained import save_untrained
from seg4eo_engine.prediction.backends.onnx import CUDA_PROVIDER, available_providers
from seg4eo_engine.prediction.backends.openvino import has_openvino

SIZE_PX, BANDS, CLASSES = 128, 3, 3
LEAST_ALIKE = 0.98  # of the pixels; other libraries round in other ways, and these classes lie close together


class Way(NamedTuple):
    """A library and a device that map."""

    backend: str
    device: str

    def __str__(self) -> str:
        return f"{self.backend} on {self.device}"


def ways_to_try() -> list[Way]:
    """Every library on every device that it has here; torch on the CPU, which the others are compared with, first."""
    ways = [Way("torch", "cpu")]
    if torch.cuda.is_available():
        ways.append(Way("torch", "cuda"))
    if torch.backends.mps.is_available():
        ways.append(Way("torch", "mps"))
    if has_openvino():
        ways.append(Way("openvino", "cpu"))
    ways.append(Way("onnxruntime", "cpu"))
    if CUDA_PROVIDER in available_providers() and torch.cuda.is_available():
        ways.append(Way("onnxruntime", "cuda"))
    return ways


class Trial:
    """Maps the same scene in several ways, with files in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._model, self._scene = folder / "model.safetensors", folder / "scene.tif"
        save_untrained(
            self._model, bands=BANDS, classes=CLASSES, dtype="uint8", mean=127, std=64, patch_size_px=64,
            ground_resolution=1,
        )  # fmt: skip
        _write_scene(self._scene)
        self._expected: NDArray[np.uint8] | None = None

    def run(self, way: Way) -> str:
        """Map the scene; how it went, as a line.

        Raises:
            DeviceUnavailable: the first way, with which the others are compared, does not work.
        """
        started_s = time.monotonic()
        try:
            found = self._map(way)
        except (Seg4eoError, RuntimeError, OSError, ImportError) as error:  # all that broken libraries raise
            reason = first_line(error)
            if self._expected is None:
                raise DeviceUnavailable(
                    f"Expected {way} to map a tiny scene, found that it cannot ({reason}): install the engine again."
                ) from error
            return f"{way}: does not work ({reason})"
        seconds = time.monotonic() - started_s
        if self._expected is None:
            self._expected = found
        share = float((found == self._expected).mean())
        if share < LEAST_ALIKE:
            return f"{way}: gives another map ({share:.0%} of the pixels are those of torch), do not use it"
        return f"{way}: works, {seconds:.1f} s"

    def _map(self, way: Way) -> NDArray[np.uint8]:
        output = self._folder / f"{way.backend}_{way.device}.tif"
        job = Predict.from_parameters(
            {
                "model": self._model, "raster": str(self._scene), "output": output, "backend": way.backend,
                "device": way.device, "precision": "fp32", "window_px": 64, "overlap_px": 16,
            }
        )  # fmt: skip
        job.run()
        with rasterio.open(output) as file:
            classes: NDArray[np.uint8] = file.read(1)
        return classes


def _write_scene(path: Path) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (BANDS, SIZE_PX, SIZE_PX), dtype=np.uint8)
    with rasterio.open(
        path, "w", driver="GTiff", width=SIZE_PX, height=SIZE_PX, count=BANDS, dtype="uint8", crs="EPSG:32631",
        transform=from_origin(500_000, 5_000_000, 1, 1),
    ) as file:  # fmt: skip
        file.write(pixels)
