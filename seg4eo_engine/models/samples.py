"""Patches on disk as samples for a network."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

import numpy as np
import torch
from rasterio.windows import Window
from torch import Tensor
from torch.utils.data import Dataset

from seg4eo_engine.patches.manifest import DatasetManifest, PatchRecord
from seg4eo_engine.raster.labels import IGNORE_INDEX, class_indexes
from seg4eo_engine.raster.reader import image_band_indexes, open_raster, read_pixels

CACHE_BYTES = 2**29


class Sample(TypedDict):
    """One patch, or a batch of them with a leading dimension.

    ``image`` (bands, height, width) float32, not normalised; ``valid_mask`` (height, width) is True where a pixel is
    valid; ``label`` (height, width) uint8 class indexes, :data:`IGNORE_INDEX` where a pixel is neither learned nor
    measured.
    """

    image: Tensor
    valid_mask: Tensor
    label: Tensor


class PatchDataset(Dataset[Sample]):
    """Some patches of a dataset. Patches that fit into ``CACHE_BYTES`` together are read from disk only once."""

    def __init__(self, folder: Path, manifest: DatasetManifest, patches: Sequence[PatchRecord]) -> None:
        self._folder = folder
        self._patches = patches
        self._classes = manifest.classes
        patch_bytes = manifest.patch_size_px**2 * len(manifest.bands) * np.dtype(manifest.dtype).itemsize
        self._cache: dict[int, Sample] | None = {} if len(self) * patch_bytes <= CACHE_BYTES else None

    def __len__(self) -> int:
        return len(self._patches)

    def __getitem__(self, position: int) -> Sample:
        if self._cache is not None and position in self._cache:
            return self._cache[position]
        sample = self._read(self._patches[position])
        if self._cache is not None:
            self._cache[position] = sample
        return sample

    def _read(self, patch: PatchRecord) -> Sample:
        folder = self._folder / patch.split
        with open_raster(folder / "images" / f"{patch.name}.tif") as image_file:
            whole = Window(0, 0, image_file.width, image_file.height)
            pixels, valid_mask = read_pixels(image_file, whole, image_band_indexes(image_file))
        with open_raster(folder / "labels" / f"{patch.name}.tif") as label_file:
            values = label_file.read(1)
        label = class_indexes(values, self._classes)
        label[~valid_mask] = IGNORE_INDEX
        return Sample(
            image=torch.from_numpy(pixels.astype(np.float32)),
            valid_mask=torch.from_numpy(valid_mask),
            label=torch.from_numpy(label),
        )
