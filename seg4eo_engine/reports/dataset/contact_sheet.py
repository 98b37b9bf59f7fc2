"""Images beside their labels, to look at: some patches of each split that together show every class."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.patches.manifest import SPLITS, Split
from seg4eo_engine.reports.dataset.pairs import read_pair
from seg4eo_engine.reports.dataset.survey import Survey
from seg4eo_engine.reports.pictures import array_picture
from seg4eo_engine.reports.tiles import composite_bands, fit_tile, image_rgb, label_rgb, stretch_of

PATCHES_SHOWN: dict[Split, int] = {"train": 12, "validation": 4, "test": 8}


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
                    array_picture(fit_tile(image_rgb(pair.pixels, pair.valid_mask, bands, low, high))),
                    array_picture(fit_tile(label_rgb(pair.indexes, manifest.classes))),
                )
                for position, pair in zip(chosen, pairs, strict=True)
            ]
    return sheet


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
    return stretch_of(np.concatenate(samples, axis=1)[bands])
