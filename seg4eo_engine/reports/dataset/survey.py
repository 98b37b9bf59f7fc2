"""All patches of a dataset, read once: what is kept of them fits into memory however many they are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rasterio.crs import CRS

from seg4eo_engine.errors import MissingInput, Seg4eoError
from seg4eo_engine.patches.manifest import SPLITS, DatasetManifest, PatchRecord, Split
from seg4eo_engine.patches.parallel import map_in_order
from seg4eo_engine.progress import Reporter
from seg4eo_engine.reports.dataset.pairs import PairSurvey, survey_pair
from seg4eo_engine.reports.dataset.tallies import BandTally

SAMPLES_PER_SPLIT = 50_000  # pixels drawn for histograms and percentiles: a 2 % rank is known to ± 0.06 %


@dataclass
class Survey:
    """What was found in the files of a dataset; arrays and lists have one entry a patch, in the manifest's order.

    ``corners`` ``(patches, 4, 2)`` are of the outline on the map (NaN where the image could not be read) and
    ``crs_numbers`` index ``crs`` (−1: none). ``class_counts`` ``(patches, classes)``. ``missing`` and ``damaged``
    are positions of patches; dictionaries are by position, by source or by split, and hold only what there is to tell.
    """

    manifest: DatasetManifest
    readable: NDArray[np.bool_]
    corners: NDArray[np.float64]
    pixel_areas: NDArray[np.float64]
    crs_numbers: NDArray[np.int64]
    class_counts: NDArray[np.int64]
    unlabelled: NDArray[np.int64]
    invalid: NDArray[np.int64]
    flat: NDArray[np.bool_]
    image_digests: list[bytes | None]
    label_digests: list[bytes | None]
    by_source: defaultdict[int, BandTally]
    by_split: defaultdict[Split, BandTally]
    crs: list[CRS] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    misaligned: dict[int, str] = field(default_factory=dict)
    other: dict[int, str] = field(default_factory=dict)
    samples: dict[Split, list[NDArray[np.generic]]] = field(default_factory=dict)
    unlisted: list[str] = field(default_factory=list)

    @classmethod
    def empty(cls, manifest: DatasetManifest) -> "Survey":
        """A survey before any patch was read."""
        count = len(manifest.patches)
        return cls(
            manifest=manifest,
            readable=np.zeros(count, np.bool_),
            corners=np.full((count, 4, 2), np.nan),
            pixel_areas=np.zeros(count),
            crs_numbers=np.full(count, -1),
            class_counts=np.zeros((count, len(manifest.classes)), np.int64),
            unlabelled=np.zeros(count, np.int64),
            invalid=np.zeros(count, np.int64),
            flat=np.zeros(count, np.bool_),
            image_digests=[None] * count,
            label_digests=[None] * count,
            by_source=defaultdict(partial(BandTally, len(manifest.bands))),
            by_split=defaultdict(partial(BandTally, len(manifest.bands))),
        )

    @property
    def splits(self) -> NDArray[np.str_]:
        """The split of each patch."""
        return np.array([record.split for record in self.manifest.patches])

    def names(self, positions: Iterable[int]) -> tuple[str, ...]:
        """The patches at these positions, as ``train/name``."""
        records = self.manifest.patches
        return tuple(f"{records[position].split}/{records[position].name}" for position in positions)

    def of_split(self, split: Split) -> NDArray[np.int64]:
        """The positions of the patches of a split."""
        return np.flatnonzero(self.splits == split)


def survey_dataset(folder: Path, manifest: DatasetManifest, reporter: Reporter) -> Survey:
    """Read every patch of the dataset in ``folder`` once, in a few threads.

    Raises:
        Cancelled: the reporter asked to stop.
    """
    survey = Survey.empty(manifest)
    drawn = {split: -(-SAMPLES_PER_SPLIT // max(1, len(manifest.of_split(split)))) for split in SPLITS}

    def read(position: int) -> PairSurvey | Seg4eoError:
        record = manifest.patches[position]
        return survey_pair(folder, record, manifest, drawn[record.split], position)

    total = len(manifest.patches)
    for position, found in enumerate(map_in_order(read, range(total))):
        reporter.check_cancelled()
        reporter.progress(position / total, "Reading patches", done=position, total=total, unit="patches")
        if isinstance(found, Seg4eoError):
            # not the error itself: its traceback would keep the pixels that were read before it
            (survey.missing if isinstance(found, MissingInput) else survey.damaged).append(position)
        else:
            _keep(survey, position, found)
    survey.unlisted = _unlisted_files(folder, manifest)
    return survey


def _keep(survey: Survey, position: int, found: PairSurvey) -> None:
    record = survey.manifest.patches[position]
    survey.readable[position] = True
    survey.corners[position] = _corners(found, record)
    survey.pixel_areas[position] = abs(found.grid.transform.determinant)
    if found.grid.crs is not None:
        if found.grid.crs not in survey.crs:
            survey.crs.append(found.grid.crs)
        survey.crs_numbers[position] = survey.crs.index(found.grid.crs)
    survey.class_counts[position] = found.class_counts
    survey.unlabelled[position], survey.invalid[position] = found.unlabelled, found.invalid
    survey.image_digests[position], survey.label_digests[position] = found.image_digest, found.label_digest
    if found.misalignment:
        survey.misaligned[position] = found.misalignment
    if found.otherness:
        survey.other[position] = found.otherness
    if found.summary is not None:
        survey.flat[position] = bool((found.summary.minimum == found.summary.maximum).all())
        survey.by_source[record.source].add(found.summary)
        survey.by_split[record.split].add(found.summary)
        survey.samples.setdefault(record.split, []).append(found.summary.samples)


def _corners(found: PairSurvey, record: PatchRecord) -> NDArray[np.float64]:
    grid = found.grid
    if grid.crs is None:
        # without a map, a patch lies where it was cut from its image, if that is known
        if record.col_off is None or record.row_off is None:
            return np.full((4, 2), np.nan)
        left, top = record.col_off, record.row_off
        right, bottom = left + grid.width, top + grid.height
        return np.array([(left, -top), (right, -top), (right, -bottom), (left, -bottom)], np.float64)
    outline = grid.window_polygon(grid.full_window)
    return np.array(outline.exterior.coords[:4])


def _unlisted_files(folder: Path, manifest: DatasetManifest) -> list[str]:
    """Rasters in the dataset's folders that are no patches of it."""
    unlisted: list[str] = []
    for split in SPLITS:
        listed = {f"{record.name}.tif" for record in manifest.of_split(split)}
        for kind in ("images", "labels"):
            inside = folder / split / kind
            found = {path.name for path in inside.iterdir() if path.suffix == ".tif"} if inside.is_dir() else set()
            unlisted += [f"{split}/{kind}/{name}" for name in sorted(found - listed)]
    return unlisted
