"""Makes the report of a dataset: reads it once, checks it, draws it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from seg4eo_engine import __version__
from seg4eo_engine.patches.manifest import SPLITS, DatasetManifest, Split
from seg4eo_engine.progress import PartialReporter, Reporter
from seg4eo_engine.raster.grid import crs_name
from seg4eo_engine.raster.statistics import BandNumbers
from seg4eo_engine.reports.dataset.checks import check_dataset
from seg4eo_engine.reports.dataset.facts import (
    BandFacts,
    ClassFacts,
    DatasetFacts,
    Finding,
    Separation,
    SourceFacts,
    SplitFacts,
)
from seg4eo_engine.reports.dataset.page import render_page
from seg4eo_engine.reports.dataset.planes import Plane, find_planes, separate
from seg4eo_engine.reports.dataset.survey import Survey, survey_dataset
from seg4eo_engine.reports.dataset.verdict import summarize_findings, verdict_of

SPLIT_PAIRS: tuple[tuple[Split, Split], ...] = (("train", "test"), ("train", "validation"), ("validation", "test"))


@dataclass(frozen=True)
class Study:
    """What was found out about a dataset: the facts, and what the page is drawn from."""

    facts: DatasetFacts
    survey: Survey
    planes: list[Plane]


@dataclass(frozen=True)
class DatasetReport:
    """The facts of a dataset, and the page that shows them."""

    facts: DatasetFacts
    page: str


def make_report(folder: Path, reporter: Reporter) -> DatasetReport:
    """Report what is in the dataset in ``folder`` and what is wrong with it.

    Raises:
        MissingInput, InvalidDataset: there is no dataset.
        Cancelled: the reporter asked to stop.
    """
    study = study_dataset(folder, PartialReporter(reporter, 0, 0.9))
    reporter.check_cancelled()
    reporter.progress(0.9, "Drawing")
    page = render_page(folder, study.facts, study.survey, study.planes)
    reporter.progress(1, "Drawing")
    return DatasetReport(study.facts, page)


def study_dataset(folder: Path, reporter: Reporter) -> Study:
    """Read every patch of the dataset in ``folder`` once, and check it.

    Raises:
        MissingInput, InvalidDataset: there is no dataset.
        Cancelled: the reporter asked to stop.
    """
    manifest = DatasetManifest.read(folder)
    survey = survey_dataset(folder, manifest, PartialReporter(reporter, 0, 0.95))
    reporter.progress(0.95, "Checking")
    planes = find_planes(survey)
    separations = [separate(survey, planes, first, second) for first, second in SPLIT_PAIRS]
    reporter.check_cancelled()
    facts = _collect(folder, survey, planes, separations, check_dataset(survey, separations))
    return Study(facts, survey, planes)


def _collect(
    folder: Path, survey: Survey, planes: list[Plane], separations: Sequence[Separation], findings: Sequence[Finding]
) -> DatasetFacts:
    manifest = survey.manifest
    return DatasetFacts(
        engine_version=__version__,
        name=folder.resolve().name,
        verdict=verdict_of(findings),
        summary=summarize_findings(
            findings, separations, manifest, images_without_map=sum(plane.crs is None for plane in planes)
        ),
        findings=tuple(findings),
        splits={split: _split_facts(survey, split) for split in SPLITS},
        classes=_class_facts(survey),
        bands=_band_facts(survey),
        separations=tuple(separations),
        sources=_source_facts(manifest),
        patch_size_px=manifest.patch_size_px,
        ground_resolution=manifest.ground_resolution,
        crs=tuple(crs_name(crs) for crs in survey.crs),
        dtype=manifest.dtype,
        nodata=manifest.nodata if manifest.nodata is None or np.isfinite(manifest.nodata) else None,
    )


def _split_facts(survey: Survey, split: Split) -> SplitFacts:
    inside = survey.of_split(split)
    return SplitFacts(
        patches=len(inside),
        labelled_px=int(survey.class_counts[inside].sum()),
        unlabelled_px=int(survey.unlabelled[inside].sum()),
        invalid_px=int(survey.invalid[inside].sum()),
    )


def _class_facts(survey: Survey) -> tuple[ClassFacts, ...]:
    counts = {split: survey.class_counts[survey.of_split(split)] for split in SPLITS}
    return tuple(
        ClassFacts(
            **item.model_dump(),
            pixels={split: int(counts[split][:, index].sum()) for split in SPLITS},
            patches={split: int((counts[split][:, index] > 0).sum()) for split in SPLITS},
        )
        for index, item in enumerate(survey.manifest.classes)
    )


def _band_facts(survey: Survey) -> tuple[BandFacts, ...]:
    numbers = {split: _band_numbers(survey, split) for split in SPLITS if split in survey.by_split}
    return tuple(
        BandFacts(name=band.name, splits={split: rows[index] for split, rows in numbers.items()})
        for index, band in enumerate(survey.manifest.bands)
    )


def _band_numbers(survey: Survey, split: Split) -> list[BandNumbers]:
    tally = survey.by_split[split]
    drawn = np.concatenate(survey.samples[split], axis=1).astype(np.float64)
    p2, p98 = np.percentile(drawn, (2, 98), axis=1)
    columns = {
        "minimum": tally.minimum, "maximum": tally.maximum, "mean": tally.mean, "std": tally.std, "p2": p2, "p98": p98
    }  # fmt: skip
    return [
        BandNumbers(**{name: float(values[band]) for name, values in columns.items()}) for band in range(len(drawn))
    ]


def _source_facts(manifest: DatasetManifest) -> tuple[SourceFacts, ...]:
    counts = np.zeros((len(manifest.sources), len(SPLITS)), np.int64)
    for record in manifest.patches:
        counts[record.source, SPLITS.index(record.split)] += 1
    return tuple(
        SourceFacts(image=source.image, label=source.label, patches=dict(zip(SPLITS, row.tolist(), strict=True)))
        for source, row in zip(manifest.sources, counts, strict=True)
    )
