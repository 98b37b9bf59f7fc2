"""A dataset is put together: labels are surveyed, patches cut and split, and the whole described."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from seg4eo_engine.errors import InvalidDataset
from seg4eo_engine.outputs import staged_folder, temporary_folder
from seg4eo_engine.patches import manifest as manifests
from seg4eo_engine.patches.appending import Existing, link_patches
from seg4eo_engine.patches.candidates import Candidate
from seg4eo_engine.patches.cutting import PATCH_KINDS, CutPatch
from seg4eo_engine.patches.files import LabelEncoding
from seg4eo_engine.patches.labels.classes import settle_classes
from seg4eo_engine.patches.manifest import SPLITS, DatasetManifest
from seg4eo_engine.patches.plan import CutPlan
from seg4eo_engine.patches.planes import lay_out
from seg4eo_engine.patches.records import DatasetPatch, DatasetTraits, describe_dataset, write_outlines
from seg4eo_engine.patches.splits import SplitRule, split_cells, warn_of_missing
from seg4eo_engine.patches.work import Cutting, OpenWork, PatchWork, WorkHere
from seg4eo_engine.progress import PartialReporter, Reporter
from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.remarks import suspected_filler
from seg4eo_engine.raster.statistics import samples_per_patch

SURVEY_SHARE = 0.15  # of the whole work: labels are read once before the images are
Cut = tuple[Candidate, CutPatch]


def write_dataset(
    plan: CutPlan,
    output: Path,
    reporter: Reporter,
    existing: Existing | None = None,
    open_work: OpenWork = WorkHere.open,
) -> dict[str, int]:
    """Write the dataset folder ``output``, whole or not at all.

    Args:
        plan: what is cut.
        output: a new folder, or one that is replaced.
        reporter: hears of progress, and can cancel.
        existing: a dataset whose patches are in the new one too.
        open_work: who reads labels and cuts; this process, unless told otherwise.

    Returns:
        the number of ``patches``, and of those in ``train``, ``validation`` and ``test``.

    Raises:
        UnknownClass: labels hold values that nobody told of.
        InvalidDataset: no patch is left, or none to learn from.
    """
    # not in the dataset to be: who is given up for lost may still write
    with temporary_folder(output.parent) as folder:
        for kind in PATCH_KINDS:
            (folder / kind).mkdir()
        with open_work(plan, folder) as work:
            promising, classes = _survey(plan, work, PartialReporter(reporter, 0, SURVEY_SHARE))
            cutting = _settle(plan, promising, classes, existing)
            found = work.cut(cutting, PartialReporter(reporter, SURVEY_SHARE, 1))
        places = zip(cutting.candidates(plan), found, strict=True)
        cut = [(candidate, patch) for candidate, patch in places if patch is not None]
        if not cut:
            raise _nothing_left(plan)
        patches = _split(cut, existing, plan.splits, reporter)
        traits = _traits(plan, classes, existing)
        manifest = describe_dataset(traits, patches)
        warn_of_missing([patch.split for patch in patches], plan.splits, reporter)
        _point_out(plan, cut, manifest, reporter)
        with staged_folder(output) as staging:
            if existing is not None:
                link_patches(existing, staging)
            _sort_into_splits(folder, staging, {patch.name for _, patch in cut}, patches)
            write_outlines(staging, traits, patches)
            manifest.write(staging)
    return {"patches": len(patches), **{split: len(manifest.of_split(split)) for split in SPLITS}}


def _survey(plan: CutPlan, work: PatchWork, reporter: Reporter) -> tuple[list[int], list[ClassInfo]]:
    """Read all labels: which places (their indexes) have enough of them, and which classes there are."""
    request, ignored = plan.request, set(plan.request.ignored_values)
    found: Counter[int] = Counter()
    promising = []
    for index, (candidate, counts) in enumerate(zip(plan.candidates, work.survey(reporter), strict=True)):
        found.update(counts)
        labelled = sum(count for value, count in counts.items() if value not in ignored)
        if labelled >= plan.min_valid_share * candidate.size_px**2:
            promising.append(index)
    classes = settle_classes(found, request.classes, request.ignored_values, plan.sources)
    if not promising:
        raise _nothing_left(plan)
    return promising, classes


def _settle(plan: CutPlan, promising: Sequence[int], classes: list[ClassInfo], existing: Existing | None) -> Cutting:
    tags = [source.label_nodata for source in plan.sources if source.label_nodata is not None]
    return Cutting(
        indexes=np.array(promising, np.int64),
        classes=classes,
        encoding=LabelEncoding.of(classes, [*tags[:1], *plan.request.ignored_values]),
        samples=samples_per_patch(len(promising) + (len(existing.patches) if existing else 0)),
        first_number=len(existing.manifest.sources) if existing else 0,
    )


def _split(cut: Sequence[Cut], existing: Existing | None, rule: SplitRule, reporter: Reporter) -> list[DatasetPatch]:
    """All patches with their split, those of the dataset first; without those that lie too near to another split."""
    before = existing.patches if existing else ()
    offset = len(existing.manifest.sources) if existing else 0
    cells = lay_out(
        [patch.place.grid for patch in before] + [candidate.place.grid for candidate, _ in cut],
        [patch.source for patch in before] + [candidate.source + offset for candidate, _ in cut],
        [patch.split for patch in before] + [candidate.split for candidate, _ in cut],
        np.array([patch.class_counts for patch in before] + [patch.class_counts for _, patch in cut]),
    )
    splits, blocks = split_cells(cells, rule, reporter)
    kept = [
        DatasetPatch(patch.name, patch.source, patch.place, patch.class_counts, patch.summary, patch.split, int(block))
        for patch, block in zip(before, blocks, strict=False)
    ]
    for (candidate, patch), split, block in zip(cut, splits[len(before) :], blocks[len(before) :], strict=True):
        if split is not None:
            source, place = candidate.source + offset, candidate.place
            kept.append(DatasetPatch(patch.name, source, place, patch.class_counts, patch.summary, split, int(block)))
    return kept


def _traits(plan: CutPlan, classes: Sequence[ClassInfo], existing: Existing | None) -> DatasetTraits:
    before = existing.manifest if existing else None
    nodata = {str(value): value for value in [source.nodata for source in plan.sources]}
    if before is not None:
        nodata[str(before.nodata)] = before.nodata
    return DatasetTraits(
        dtype=plan.sources[0].bands.dtype,
        nodata=next(iter(nodata.values())) if len(nodata) == 1 else None,
        band_names=plan.sources[0].bands.names,
        classes=tuple(before.classes if before else classes),
        sources=(
            *(before.sources if before else ()),
            *(
                manifests.Source(
                    image=source.image.name, label=source.label.name, stack=tuple(path.name for path in source.stack)
                )
                for source in plan.sources
            ),
        ),
        seed=plan.splits.seed,
    )


def _sort_into_splits(folder: Path, dataset: Path, cut: set[str], patches: Sequence[DatasetPatch]) -> None:
    """Move what was cut from ``folder`` into the folders of its split in ``dataset``; the rest stays."""
    for kind in PATCH_KINDS:
        for split in SPLITS:
            (dataset / split / kind).mkdir(parents=True, exist_ok=True)
        for patch in patches:
            if patch.name in cut:
                (folder / kind / f"{patch.name}.tif").rename(dataset / patch.split / kind / f"{patch.name}.tif")


def _point_out(plan: CutPlan, cut: Sequence[Cut], manifest: DatasetManifest, reporter: Reporter) -> None:
    """Say what the user might not expect of the dataset."""
    left_out = len(plan.candidates) - len(cut)
    if left_out:
        reporter.info(f"Patches left out, with too few valid, labelled pixels: {left_out}.")
    wanted, used = ({item.source for item in items} for items in (plan.candidates, [candidate for candidate, _ in cut]))
    empty = [plan.sources[number].image.name for number in sorted(wanted - used)]
    if empty:
        more = f" and {len(empty) - 5} more" if len(empty) > 5 else ""
        reporter.warning(f"Nothing was cut from {', '.join(empty[:5])}{more}: too few valid, labelled pixels.")
    for band in manifest.bands:
        filler = suspected_filler(band.minimum, band.maximum)
        if filler is not None:
            reporter.warning(
                f"There are pixels of {filler:g} in {band.name}, a number that mostly stands where there is nothing: "
                "give it as the nodata value if it does here."
            )
    for item, count in zip(manifest.classes, manifest.class_counts["train"], strict=True):
        if not count:
            reporter.warning(f"There is no training pixel of {item.name} (value {item.value}): it cannot be learned.")
    if len(manifest.classes) == 1:
        reporter.warning(
            f"There is only one class, {manifest.classes[0].name}: a network learns to tell classes apart, so give "
            "the rest a class too (a value for the background of polygons)."
        )


def _nothing_left(plan: CutPlan) -> InvalidDataset:
    return InvalidDataset(
        f"Expected patches with at least {plan.min_valid_share:.0%} valid, labelled pixels, found none: "
        "lower the least valid share, or check nodata, labels and the grid."
    )
