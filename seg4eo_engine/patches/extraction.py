"""The job ``extractpatches``: images and their labels, cut into a dataset."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from seg4eo_engine.errors import InvalidDataset
from seg4eo_engine.outputs import check_folder_output, staged_folder
from seg4eo_engine.patches.candidates import Candidate, grid_candidates, tile_candidates
from seg4eo_engine.patches.cells import GridLayout
from seg4eo_engine.patches.cutting import CutPatch, Cutter, OpenPair, survey_labels
from seg4eo_engine.patches.labels import parse_classes, settle_classes
from seg4eo_engine.patches.manifest import MANIFEST_NAME, SPLITS, DatasetManifest, Split
from seg4eo_engine.patches.parallel import map_in_order
from seg4eo_engine.patches.records import OUTLINES_NAME, describe_dataset, write_outlines
from seg4eo_engine.patches.sources import SourcePair, check_sources
from seg4eo_engine.patches.splits import SplitRule, assign_splits, warn_of_missing
from seg4eo_engine.progress import PartialReporter, Reporter
from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.statistics import samples_per_patch

Outcome = TypeVar("Outcome")
PATCH_KINDS = ("images", "labels")
SURVEY_SHARE = 0.15  # of the whole work: labels are read once before the images are


@dataclass(frozen=True)
class Extraction:
    """What is cut, and how: see the fields of the job."""

    images: list[Path]
    labels: list[Path]
    grid: Path | None
    layout: GridLayout
    band_indexes: list[int]
    classes: list[str]
    ignore_values: list[int]
    splits: SplitRule


def extract_patches(extraction: Extraction, output: Path, reporter: Reporter) -> dict[str, int]:
    """Write the dataset folder ``output``, whole or not at all.

    Returns:
        the number of ``patches``, and of those in ``train``, ``validation`` and ``test``.

    Raises:
        InvalidDataset: no patch is left.
        Seg4eoError: as the inputs and the output deserve; nothing is written then.
    """
    check_folder_output(output, (MANIFEST_NAME, OUTLINES_NAME, *SPLITS))
    pairs = check_sources(extraction.images, extraction.labels, extraction.band_indexes, reporter)
    candidates = _find_candidates(pairs, extraction, reporter)
    promising, classes = _settle(pairs, candidates, extraction, PartialReporter(reporter, 0, SURVEY_SHARE))
    with staged_folder(output) as staging:
        patches = _cut(pairs, promising, classes, extraction, staging, PartialReporter(reporter, SURVEY_SHARE, 1))
        if not patches:
            raise _nothing_left(extraction)
        splits = _split(patches, extraction.splits)
        manifest = describe_dataset(pairs, patches, splits, classes, extraction.splits.seed)
        warn_of_missing(splits, extraction.splits, reporter)
        _point_out(manifest, len(candidates) - len(patches), reporter)
        _sort_into_splits(staging, patches, splits)
        write_outlines(staging, pairs, patches, splits, classes)
        manifest.write(staging)
    return {"patches": len(patches), **{split: splits.count(split) for split in SPLITS}}


def _find_candidates(pairs: list[SourcePair], extraction: Extraction, reporter: Reporter) -> list[Candidate]:
    block_cells = extraction.splits.block_cells
    if extraction.grid is None:
        return tile_candidates(pairs, extraction.layout, block_cells)
    return grid_candidates(pairs, extraction.grid, extraction.layout, block_cells, reporter)


def _settle(
    pairs: list[SourcePair], candidates: list[Candidate], extraction: Extraction, reporter: Reporter
) -> tuple[list[Candidate], list[ClassInfo]]:
    """Read all labels: which values there are, and which windows have enough of them."""
    given = parse_classes(extraction.classes)
    ignored = set(extraction.ignore_values)
    found: Counter[int] = Counter()
    promising = []
    survey = partial(survey_labels, given_values=frozenset(item.value for item in given))
    for candidate, counts in _for_each(pairs, candidates, survey, "Reading labels", reporter):
        found.update(counts)
        labelled = sum(count for value, count in counts.items() if value not in ignored)
        if labelled >= extraction.layout.min_valid_share * candidate.size_px**2:
            promising.append(candidate)
    classes = settle_classes(found, given, extraction.ignore_values, [pair.label for pair in pairs])
    if not promising:
        raise _nothing_left(extraction)
    return promising, classes


def _cut(
    pairs: list[SourcePair],
    candidates: list[Candidate],
    classes: list[ClassInfo],
    extraction: Extraction,
    folder: Path,
    reporter: Reporter,
) -> list[CutPatch]:
    for kind in PATCH_KINDS:
        (folder / kind).mkdir()
    cutter = Cutter(
        folder,
        classes,
        extraction.ignore_values,
        extraction.layout.min_valid_share,
        samples_per_patch(len(candidates)),
        extraction.splits.seed,
    )
    outcomes = _for_each(pairs, candidates, cutter.cut, "Cutting patches", reporter)
    return [patch for _, patch in outcomes if patch is not None]


def _for_each(
    pairs: list[SourcePair],
    candidates: list[Candidate],
    function: Callable[..., Outcome],
    stage: str,
    reporter: Reporter,
) -> Iterator[tuple[Candidate, Outcome]]:
    """Apply ``function(candidate, source=…)`` to every candidate, in order, with progress and a chance to cancel."""
    done = 0
    for source, group in groupby(candidates, key=attrgetter("source")):
        members = list(group)
        with OpenPair(pairs[source]) as opened, closing(map_in_order(partial(function, source=opened), members)) as it:
            for candidate, outcome in zip(members, it, strict=True):
                reporter.check_cancelled()
                done += 1
                reporter.progress(done / len(candidates), stage, done=done, total=len(candidates), unit="patches")
                yield candidate, outcome


def _split(patches: list[CutPatch], rule: SplitRule) -> list[Split]:
    by_grid = [patch.candidate.split for patch in patches if patch.candidate.split is not None]
    return by_grid or assign_splits([patch.candidate.block for patch in patches], rule)


def _sort_into_splits(folder: Path, patches: list[CutPatch], splits: list[Split]) -> None:
    for kind in PATCH_KINDS:
        for split in SPLITS:
            (folder / split / kind).mkdir(parents=True)
        for patch, split in zip(patches, splits, strict=True):
            file_name = f"{patch.candidate.name}.tif"
            (folder / kind / file_name).rename(folder / split / kind / file_name)
        (folder / kind).rmdir()


def _point_out(manifest: DatasetManifest, left_out: int, reporter: Reporter) -> None:
    """Say what the user might not expect of the dataset."""
    if left_out:
        reporter.info(f"Patches left out, with too few valid, labelled pixels: {left_out}.")
    for item, count in zip(manifest.classes, manifest.class_counts["train"], strict=True):
        if not count:
            reporter.warning(f"There is no training pixel of {item.name} (value {item.value}): it cannot be learned.")


def _nothing_left(extraction: Extraction) -> InvalidDataset:
    return InvalidDataset(
        f"Expected patches with at least {extraction.layout.min_valid_share:.0%} valid, labelled pixels, found none: "
        "lower the least valid share, or check nodata, labels and the grid."
    )
