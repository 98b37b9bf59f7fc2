"""Images beside their labels, to look at: some patches of each split that together show every class."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.patches.manifest import SPLITS, DatasetManifest, Split
from seg4eo_engine.raster.labels import IGNORE_INDEX
from seg4eo_engine.reports.pairs import Pair, read_pair
from seg4eo_engine.reports.pictures import array_picture
from seg4eo_engine.reports.survey import Survey

PATCHES_SHOWN: dict[Split, int] = {"train": 12, "validation": 4, "test": 8}
TILE_PX = 208  # twice what is shown
UNLABELLED_RGB = (226, 230, 235)
INVALID_RGB = (255, 255, 255)
RGB_NAMES = (
    ("red", "green", "blue"),
    ("b04", "b03", "b02"),
    ("b4", "b3", "b2"),
    ("r", "g", "b"),
    ("nir", "red", "green"),
)


@dataclass(frozen=True)
class ShownPatch:
    """A patch of the contact sheet: its name, and pictures of its image and of its labels."""

    name: str
    image: str
    labels: str


def draw_contact_sheet(folder: Path, survey: Survey) -> dict[Split, list[ShownPatch]]:
    """The patches that are shown, by split."""
    manifest = survey.manifest
    bands = composite_bands([band.name for band in manifest.bands])
    low, high = _stretch(survey, bands)
    sheet: dict[Split, list[ShownPatch]] = {}
    for split in SPLITS:
        chosen = choose_patches(survey, split, PATCHES_SHOWN[split])
        if chosen:
            pairs = [read_pair(folder, manifest.patches[position], manifest) for position in chosen]
            sheet[split] = [
                ShownPatch(
                    manifest.patches[position].name,
                    array_picture(_fit(_image_rgb(pair, bands, low, high))),
                    array_picture(_fit(_label_rgb(pair, manifest))),
                )
                for position, pair in zip(chosen, pairs, strict=True)
            ]
    return sheet


def composite_bands(names: Sequence[str]) -> list[int]:
    """The positions of the three bands that are shown as red, green and blue; one for a grey picture.

    They are found by their names; else the first three are taken, and the first of fewer.
    """
    lowered = [name.lower().strip() for name in names]
    for wanted in RGB_NAMES:
        if all(name in lowered for name in wanted):
            return [lowered.index(name) for name in wanted]
    return [0, 1, 2] if len(names) >= 3 else [0]


def choose_patches(survey: Survey, split: Split, most: int) -> list[int]:
    """Positions of up to ``most`` patches of a split: for each class one with much of it, rarest first, and others
    spread evenly over the rest.
    """
    usable = survey.readable.copy()
    usable[list(survey.other) + list(survey.misaligned)] = False
    candidates = [position for position in survey.of_split(split).tolist() if usable[position]]
    if len(candidates) <= most:
        return candidates
    counts = survey.class_counts[candidates]
    chosen: list[int] = []
    for index in np.argsort(counts.sum(axis=0), kind="stable"):
        best = candidates[int(np.argmax(counts[:, index]))]
        if len(chosen) < most // 2 and counts[:, index].any() and best not in chosen:
            chosen.append(best)
    rest = [position for position in candidates if position not in chosen]
    spread = np.linspace(0, len(rest) - 1, most - len(chosen)).round().astype(int)
    return sorted(chosen + [rest[index] for index in spread])


def _stretch(survey: Survey, bands: list[int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """From black to white ``(bands,)``: the same for all patches, so that one in another unit stands out."""
    samples = survey.samples.get("train") or [values for drawn in survey.samples.values() for values in drawn]
    if not samples:
        return np.zeros(len(bands)), np.ones(len(bands))
    values = np.concatenate(samples, axis=1)[bands].astype(np.float64)
    low, high = np.percentile(values, (2, 98), axis=1)
    return low, np.where(high > low, high, low + 1)


def _image_rgb(pair: Pair, bands: list[int], low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.uint8]:
    pixels = pair.pixels[bands].astype(np.float64)
    shares = (pixels - low[:, None, None]) / (high - low)[:, None, None]
    # a curve that lifts the shadows, as pictures are shown
    bright = np.clip(np.nan_to_num(shares), 0, 1) ** 0.8
    rgb = np.rint(255 * np.broadcast_to(bright, (3, *bright.shape[1:]))).astype(np.uint8).transpose(1, 2, 0).copy()
    rgb[~pair.valid_mask] = INVALID_RGB
    return rgb


def _label_rgb(pair: Pair, manifest: DatasetManifest) -> NDArray[np.uint8]:
    colours = np.full((IGNORE_INDEX + 1, 3), UNLABELLED_RGB, np.uint8)
    colours[: len(manifest.classes)] = [item.rgb for item in manifest.classes]
    return colours[pair.indexes]


def _fit(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Pixels brought near :data:`TILE_PX`: small patches repeated, so that they stay sharp, large ones thinned out."""
    size = max(rgb.shape[:2])
    if size < TILE_PX:
        times = -(-TILE_PX // size)
        return rgb.repeat(times, axis=0).repeat(times, axis=1)
    step = size // TILE_PX
    return rgb[step // 2 :: step, step // 2 :: step]
