"""Whether the test is fair: no ground and no picture in two splits."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from seg4eo_engine.patches.manifest import SPLITS
from seg4eo_engine.reports.dataset.facts import Finding, Separation
from seg4eo_engine.reports.dataset.survey import Survey
from seg4eo_engine.reports.words import length, number, patches, widths

ADJECTIVES = {"train": "training", "validation": "validation", "test": "test"}
MEANINGS = {
    ("train", "test"): "so the accuracy measured on them will look better than it is",
    ("train", "validation"): "so the score that chooses the best epoch will look better than it is",
    ("validation", "test"): "so the test is not independent of how the model was chosen",
}
CURE = "split again in blocks with a buffer of one patch"


def check_separation(survey: Survey, separations: Sequence[Separation]) -> Iterator[Finding]:
    """Patches of different splits share no ground and keep a distance."""
    for pair in separations:
        first, second = ADJECTIVES[pair.first], ADJECTIVES[pair.second]
        if pair.overlapping:
            shares = "shares" if len(pair.overlapping) == 1 else "share"
            yield Finding(
                check="leakage",
                severity="problem",
                found=f"{patches(len(pair.overlapping), second)} {shares} ground with {first} patches",
                meaning=MEANINGS[pair.first, pair.second],
                cure=CURE,
                patches=pair.overlapping,
            )
        elif pair.first == "train" and pair.patch_widths is not None and pair.patch_widths < 0.999:
            yield Finding(
                check="leakage",
                severity="note",
                found=f"The nearest {second} and training patches {_apart(pair)}",
                meaning=f"so they look alike, and {MEANINGS[pair.first, pair.second].removeprefix('so ')}",
                cure=CURE,
            )
    placeless = np.flatnonzero(survey.readable & ~np.isfinite(survey.corners).all(axis=(1, 2)))
    if len(placeless):
        yield Finding(
            check="leakage",
            severity="note",
            found=f"Where {patches(len(placeless))} {'lies' if len(placeless) == 1 else 'lie'} is not known",
            meaning="so it cannot be told whether the splits share ground",
            cure="make sure that pictures of one place are in one split",
        )


def _apart(pair: Separation) -> str:
    if pair.distance == 0:
        return "touch"
    ground = f"{number(pair.distance or 0)} {pair.unit}" if pair.metres is None else length(pair.metres)
    return f"are {ground} apart ({widths(pair.patch_widths or 0)})"


def check_duplicates(survey: Survey) -> Iterator[Finding]:
    """No image is there twice."""
    copies: dict[bytes, list[int]] = defaultdict(list)
    for position, digest in enumerate(survey.image_digests):
        if digest is not None:
            copies[digest].append(position)
    groups = [group for group in copies.values() if len(group) > 1]
    splits = survey.splits
    across = [group for group in groups if len({splits[position] for position in group}) > 1]
    within = [group for group in groups if group not in across]
    if across:
        found = sorted({position for group in across for position in group})
        present = {splits[position] for position in found}
        pair = [split for split in SPLITS if split in present]
        yield Finding(
            check="duplicates",
            severity="problem",
            found=f"{patches(len(found))} are copies of one another in different splits{_labelled(survey, across)}",
            meaning=MEANINGS[pair[0], pair[-1]],
            cure="keep each image in one split only",
            patches=survey.names(found),
        )
    if within:
        found = sorted(position for group in within for position in group)
        yield Finding(
            check="duplicates",
            severity="note",
            found=f"{patches(len(found))} are copies of one another in the same split{_labelled(survey, within)}",
            meaning="so they count more than the others",
            cure="keep one of each unless it is meant",
            patches=survey.names(found),
        )


def _labelled(survey: Survey, groups: list[list[int]]) -> str:
    differ = any(len({survey.label_digests[position] for position in group}) > 1 for group in groups)
    return ", some with different labels" if differ else ""
