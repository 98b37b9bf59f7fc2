"""One patch of a dataset, read from disk: its image, its labels, and what a report keeps of them."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rasterio.windows import Window

from seg4eo_engine.errors import Seg4eoError
from seg4eo_engine.patches.manifest import DatasetManifest, PatchRecord
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.labels import IGNORE_INDEX, class_indexes
from seg4eo_engine.raster.reader import image_band_indexes, open_raster, read_pixels
from seg4eo_engine.raster.statistics import PixelSummary, summarize


@dataclass(frozen=True)
class Pair:
    """A patch: pixels ``(bands, height, width)``, valid_mask ``(height, width)``, and class indexes of its labels."""

    pixels: NDArray[np.generic]
    valid_mask: NDArray[np.bool_]
    indexes: NDArray[np.uint8]
    grid: RasterGrid
    label_grid: RasterGrid


@dataclass(frozen=True)
class PairSurvey:
    """What is kept of a patch that could be read.

    ``misalignment`` says in words what sets the labels apart from the image, and ``otherness`` what sets the image
    apart from the dataset. ``image_digest`` is None where no two pixels differ: such images all look the same, and are
    no copies of one another. Counts are of pixels.
    """

    grid: RasterGrid
    misalignment: str | None
    otherness: str | None
    image_digest: bytes | None
    label_digest: bytes
    class_counts: NDArray[np.int64]
    unlabelled: int
    invalid: int
    summary: PixelSummary | None


def read_pair(folder: Path, record: PatchRecord, manifest: DatasetManifest) -> Pair:
    """Read a patch, as training does.

    Raises:
        MissingInput: a file is not there.
        NotARaster: a file is damaged.
    """
    with open_raster(folder / record.split / "images" / f"{record.name}.tif") as image:
        grid = RasterGrid.from_dataset(image)
        pixels, valid_mask = read_pixels(image, Window(0, 0, grid.width, grid.height), image_band_indexes(image))
    with open_raster(folder / record.split / "labels" / f"{record.name}.tif") as label:
        label_grid = RasterGrid.from_dataset(label)
        values, _ = read_pixels(label, Window(0, 0, label_grid.width, label_grid.height), [1])
    return Pair(pixels, valid_mask, class_indexes(values[0], manifest.classes), grid, label_grid)


def survey_pair(
    folder: Path, record: PatchRecord, manifest: DatasetManifest, samples: int, seed: int
) -> PairSurvey | Seg4eoError:
    """Read a patch and keep what a report needs; the error, where it cannot be read."""
    try:
        pair = read_pair(folder, record, manifest)
    except Seg4eoError as error:
        return error
    fits = pair.valid_mask.shape == pair.indexes.shape
    indexes = np.where(pair.valid_mask, pair.indexes, IGNORE_INDEX) if fits else np.zeros(0, np.uint8)
    counts = np.bincount(indexes.ravel(), minlength=IGNORE_INDEX + 1)[: len(manifest.classes)]
    otherness = _otherness(pair, manifest)
    summary = None if otherness else summarize(pair.pixels, pair.valid_mask, samples, (seed,))
    flat = (pair.pixels == pair.pixels[:, :1, :1]).all() or not pair.valid_mask.any()
    return PairSurvey(
        grid=pair.grid,
        misalignment=_misalignment(pair),
        otherness=otherness,
        image_digest=None if flat else _digest(pair.pixels),
        label_digest=_digest(pair.indexes),
        class_counts=counts,
        unlabelled=int(pair.valid_mask.sum() - counts.sum()),
        invalid=int((~pair.valid_mask).sum()),
        summary=summary,
    )


def _misalignment(pair: Pair) -> str | None:
    unplaced = pair.label_grid.crs is None and pair.label_grid.transform.is_identity
    if unplaced and pair.valid_mask.shape == pair.indexes.shape:
        return None  # a mask without georeferencing lies on its image
    return pair.grid.describe_difference(pair.label_grid)


def _otherness(pair: Pair, manifest: DatasetManifest) -> str | None:
    bands, size = len(pair.pixels), manifest.patch_size_px
    if bands != len(manifest.bands):
        return f"{bands} instead of {len(manifest.bands)} bands"
    if pair.valid_mask.shape != (size, size):
        return f"{pair.grid.width} × {pair.grid.height} px instead of {size} × {size} px"
    return None


def _digest(pixels: NDArray[np.generic]) -> bytes:
    digest = hashlib.blake2b(f"{pixels.shape} {pixels.dtype}".encode(), digest_size=16)
    digest.update(np.ascontiguousarray(pixels).data)
    return digest.digest()
