"""What is to be cut where, known before any pixel is read; and whether two machines know the same."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seg4eo_engine import __version__
from seg4eo_engine.patches.candidates import Candidate
from seg4eo_engine.patches.labels.forms import BurnedLabels
from seg4eo_engine.patches.sources import Source, SourceRequest
from seg4eo_engine.patches.splits import SplitRule
from seg4eo_engine.raster.reader import dated_files, open_raster


@dataclass(frozen=True)
class CutPlan:
    """What is cut where, and how it is split; patches with a smaller share of good pixels are left out."""

    request: SourceRequest
    sources: Sequence[Source]
    candidates: Sequence[Candidate]
    min_valid_share: float
    splits: SplitRule


def fingerprint_of(plan: CutPlan) -> dict[str, Any]:
    """What tells whether two machines see the same inputs, plan the same and have the same engine.

    Files are known by size and date, polygons by their vertices.
    """
    paths = sorted({path for source in plan.sources for path in _rasters_of(source)})
    polygons = {source.labels.polygons.digest for source in plan.sources if isinstance(source.labels, BurnedLabels)}
    return {
        "engine_version": __version__,
        "images": len(plan.sources),
        "patches": len(plan.candidates),
        "files_sha256": _digest(file for path in paths for file in _files_of(path)),
        "polygons_sha256": _digest(sorted(polygons)),
        "places_sha256": _digest(_place_of(candidate) for candidate in plan.candidates),
    }


def _rasters_of(source: Source) -> list[Path]:
    labels = [] if isinstance(source.labels, BurnedLabels) else [source.label]
    return [source.image, *source.stack, *labels]


def _files_of(path: Path) -> list[tuple[str, int, int]]:
    with open_raster(path) as dataset:  # a mosaic has files of its own
        return dated_files(dataset)


def _place_of(candidate: Candidate) -> tuple[Any, ...]:
    grid = candidate.place.grid
    numbers = (grid.width, grid.height, *tuple(grid.transform)[:6])
    return candidate.source, candidate.stem, candidate.split, *map(float, numbers)  # whatever NumPy calls them


def _digest(items: Iterable[Any]) -> str:
    digest = hashlib.sha256()
    for item in items:
        digest.update(repr(item).encode())
    return digest.hexdigest()
