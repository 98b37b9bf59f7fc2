"""Labels without a class, and classes that cannot be learned or measured."""

from collections.abc import Iterator

import numpy as np

from seg4eo_engine.patches.manifest import SPLITS, Split
from seg4eo_engine.reports.dataset.checks.leakage import ADJECTIVES
from seg4eo_engine.reports.dataset.facts import Finding
from seg4eo_engine.reports.dataset.survey import Survey
from seg4eo_engine.reports.words import listed, patches, percent

MANY_EMPTY = 0.05  # of a split's patches
TINY_SHARE = 0.001
UNEVEN_FACTOR, UNEVEN_DIFFERENCE = 3, 0.15  # both, or
VERY_DIFFERENT = 0.3  # this alone
FEW_PATCHES = 3
SHOWN = 5
WHAT_SUFFERS: dict[Split, str] = {
    "train": "",
    "validation": "the best epoch is chosen for another mixture than the one that is learned",
    "test": "the accuracy is measured on another mixture than the one that is learned",
}


def check_labels(survey: Survey) -> Iterator[Finding]:
    """Every patch has pixels to learn from or to be measured on."""
    comparable = survey.readable.copy()
    comparable[list(survey.misaligned) + list(survey.other)] = False
    empty = comparable & (survey.class_counts.sum(axis=1) == 0)
    blank = empty & (survey.unlabelled == 0)
    unlabelled = empty & ~blank
    splits = survey.splits
    many = any(unlabelled[splits == split].mean() >= MANY_EMPTY for split in SPLITS if (splits == split).any())
    if unlabelled.any():
        one = unlabelled.sum() == 1
        yield Finding(
            check="labels",
            severity="problem" if many else "note",
            found=f"{patches(int(unlabelled.sum()))} {'has' if one else 'have'} no labelled pixel",
            meaning=f"so nothing is learned from {'it' if one else 'them'} and nothing measured",
            cure=f"label {'it' if one else 'them'}, or extract again with a higher least valid share",
            patches=survey.names(np.flatnonzero(unlabelled)),
        )
    if blank.any():
        one = blank.sum() == 1
        yield Finding(
            check="labels",
            severity="note",
            found=f"{patches(int(blank.sum()))} {'has' if one else 'have'} no valid pixel in the image",
            meaning=f"so nothing is learned from {'it' if one else 'them'}",
            cure="extract again with a higher least valid share",
            patches=survey.names(np.flatnonzero(blank)),
        )


def check_classes(survey: Survey) -> Iterator[Finding]:
    """Every class is in every split, often enough to be learned."""
    names = [item.name for item in survey.manifest.classes]
    splits = survey.splits
    pixels = {split: survey.class_counts[splits == split].sum(axis=0) for split in SPLITS}
    present = np.sum(list(pixels.values()), axis=0) > 0
    if present.sum() == 1:
        yield Finding(
            check="classes",
            severity="problem",
            found=f"All labelled pixels are of one class, {names[int(np.argmax(present))]}",
            meaning="so there is nothing to tell apart",
            cure="label what is not of this class too, or give a background class",
        )
    if not present.all() and present.any():
        absent = [name for name, here in zip(names, present, strict=True) if not here]
        yield Finding(
            check="classes",
            severity="note",
            found=f"No pixel of the dataset is {listed(absent, SHOWN)}",
            meaning=f"so {'it' if len(absent) == 1 else 'they'} cannot be learned",
            cure="label some, or leave the class out" if len(absent) == 1 else "label some, or leave them out",
        )
    for split in SPLITS:
        yield from _missing_from(split, names, present & (pixels[split] == 0), bool((splits == split).any()))
    yield from _uneven(names, pixels)
    yield from _tiny(survey, names, pixels["train"])


def _missing_from(split: Split, names: list[str], missing: np.ndarray, has_patches: bool) -> Iterator[Finding]:
    lost = [name for name, gone in zip(names, missing, strict=True) if gone]
    training = split == "train"
    purpose = {"train": "", "validation": "the best epoch cannot be chosen", "test": "the accuracy cannot be measured"}
    if not has_patches:
        yield Finding(
            check="classes",
            severity="note",
            found=f"There are no {ADJECTIVES[split]} patches",
            meaning=f"so {purpose[split]}",
            cure=f"extract with a {split} share above 0",
        )
    elif lost:
        one = len(lost) == 1
        consequence = "cannot be learned" if training else f"{'is' if one else 'are'} not measured there"
        yield Finding(
            check="classes",
            severity="problem" if training else "note",
            found=f"No pixel of the {ADJECTIVES[split]} patches is {listed(lost, SHOWN)}",
            meaning=f"so {'this class' if one else 'these classes'} {consequence}",
            cure="split by class shares (stratified) or with smaller blocks, or label more of "
            + ("it" if one else "them"),
        )


def _uneven(names: list[str], pixels: dict[Split, np.ndarray]) -> Iterator[Finding]:
    """Splits with quite other class shares than the training, told by the class that differs most."""
    training = pixels["train"] / max(1, pixels["train"].sum())
    for split in ("validation", "test"):
        # a class that is missing from one of them is told as such, and changes the shares of all others
        if not pixels[split].any() or ((pixels[split] > 0) != (training > 0)).any():
            continue
        share = pixels[split] / pixels[split].sum()
        difference = np.abs(share - training)
        factor = np.maximum(share, training) / np.maximum(np.minimum(share, training), 1e-9)
        uneven = (difference >= VERY_DIFFERENT) | ((difference >= UNEVEN_DIFFERENCE) & (factor >= UNEVEN_FACTOR))
        if uneven.any():
            worst = int(np.argmax(difference * uneven))
            yield Finding(
                check="classes",
                severity="note",
                found=f"{percent(float(share[worst]))} of the labelled {ADJECTIVES[split]} pixels are {names[worst]}, "
                f"but {percent(float(training[worst]))} of the training pixels",
                meaning=f"so {WHAT_SUFFERS[split]}",
                cure="split by class shares (stratified) or with smaller blocks",
            )


def _tiny(survey: Survey, names: list[str], pixels: np.ndarray) -> Iterator[Finding]:
    training = survey.class_counts[survey.of_split("train")]
    holding = (training > 0).sum(axis=0)
    share = pixels / max(1, pixels.sum())
    tiny = (pixels > 0) & ((share < TINY_SHARE) | ((holding < FEW_PATCHES) & (len(training) >= 10 * FEW_PATCHES)))
    if tiny.any():
        described = [
            f"{names[index]} ({percent(float(share[index]))}, {patches(int(holding[index]))})"
            for index in np.flatnonzero(tiny)
        ]
        one = len(described) == 1
        yield Finding(
            check="classes",
            severity="note",
            found=f"There is very little of {listed(described, SHOWN)} to learn from",
            meaning=f"so {'it' if one else 'they'} will often be missed on the map",
            cure=f"label more of {'it' if one else 'them'}, or give rare classes more weight in training",
        )
