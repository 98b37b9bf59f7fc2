"""Folds: several trainings, each tested on patches that it never saw."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

from seg4eo_engine.errors import InvalidDataset
from seg4eo_engine.models.samples import PatchDataset
from seg4eo_engine.patches.manifest import BandInfo, DatasetManifest, PatchRecord
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.statistics import PixelSummary, merge, samples_per_patch, summarize
from seg4eo_engine.training.data import Parts


def split_folds(patches: Sequence[PatchRecord], folds: int, seed: int) -> list[Parts]:
    """Deal ``patches`` out to ``folds`` folds, by blocks, so that neighbours stay together.

    In turn each fold is the test part, the one after it the validation part, and the others are learned from: the
    epoch is not chosen on the patches that the scores are of. scikit-learn's ``StratifiedGroupKFold`` makes the folds
    alike in the classes that cover most of their patches.

    Raises:
        InvalidDataset: there are fewer blocks than folds.
    """
    blocks = np.array([patch.block for patch in patches])
    if len(np.unique(blocks)) < folds:
        raise InvalidDataset(
            f"Expected at least {folds} blocks of patches for {folds} folds, found {len(np.unique(blocks))}: "
            "use fewer folds, or extract with smaller blocks."
        )
    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    strata = [_main_class(patch) for patch in patches]
    dealt = [
        tuple(patches[position] for position in held_out)
        for _, held_out in splitter.split(np.zeros(len(patches)), strata, blocks)
    ]
    if not all(dealt):
        raise InvalidDataset(
            f"Expected patches in each of {folds} folds, found one without: use fewer folds, or "
            "extract with smaller blocks."
        )
    return [
        Parts(
            train=tuple(
                patch for other in range(folds) if other not in (fold, (fold + 1) % folds) for patch in dealt[other]
            ),
            validation=dealt[(fold + 1) % folds],
            test=dealt[fold],
        )
        for fold in range(folds)
    ]


def _main_class(patch: PatchRecord) -> int:
    """The index of the class that most pixels are of; −1 where nothing is labelled."""
    return int(np.argmax(patch.class_counts)) if any(patch.class_counts) else -1


def summarize_patches(
    folder: Path, dataset: DatasetManifest, patches: Sequence[PatchRecord], reporter: Reporter
) -> dict[str, PixelSummary | None]:
    """What band statistics are merged from, by the name of the patch; None for patches without a valid pixel."""
    samples = PatchDataset(folder, dataset, patches)
    drawn = samples_per_patch(len(patches))
    summaries = {}
    for position, patch in enumerate(patches):
        reporter.check_cancelled()
        sample = samples[position]
        seed = (dataset.seed, *patch.name.encode())
        summaries[patch.name] = summarize(sample["image"].numpy(), sample["valid_mask"].numpy(), drawn, seed)
        reporter.progress((position + 1) / len(patches), "Reading the patches")
    return summaries


def bands_of(
    dataset: DatasetManifest, summaries: Mapping[str, PixelSummary | None], patches: Sequence[PatchRecord]
) -> tuple[BandInfo, ...]:
    """The bands of a dataset with the statistics of these patches alone: no fold is told of what it is tested on."""
    found = [summary for summary in (summaries[patch.name] for patch in patches) if summary is not None]
    return tuple(
        BandInfo(name=band.name, **asdict(numbers)) for band, numbers in zip(dataset.bands, merge(found), strict=True)
    )
