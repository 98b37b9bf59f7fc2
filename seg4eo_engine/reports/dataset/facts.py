"""What a report says, as data: the page shows it, and the JSON file is it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, computed_field

from seg4eo_engine.patches.manifest import Split
from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.statistics import BandNumbers

Severity = Literal["problem", "note"]
Verdict = Literal["fit", "fit with notes", "not fit"]
Check = Literal["files", "alignment", "leakage", "duplicates", "labels", "classes", "bands", "scale"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Finding(_Frozen):
    """Something that a person should know before training.

    A ``problem`` makes a model or its measured accuracy worse; a ``note`` may be meant. ``patches`` are the patches
    concerned, as ``train/name``; empty where it is about the dataset as a whole.
    """

    check: Check
    severity: Severity
    found: str
    meaning: str
    cure: str
    patches: tuple[str, ...] = ()

    @computed_field  # type: ignore[prop-decorator]
    @property
    def sentence(self) -> str:
        """What was found, what it means and the cure, in one sentence."""
        return f"{self.found}, {self.meaning}: {self.cure}."


class SplitFacts(_Frozen):
    """Patches of a split and what their pixels are; the four kinds of pixels add up to all of them."""

    patches: int
    labelled_px: int
    unlabelled_px: int
    invalid_px: int


class ClassFacts(ClassInfo):
    """A class with its labelled, valid pixels and the patches that hold some, by split."""

    pixels: dict[Split, int]
    patches: dict[Split, int]


class BandFacts(_Frozen):
    """A band, with its numbers in each split that has valid pixels."""

    name: str
    splits: dict[Split, BandNumbers]


class SourceFacts(_Frozen):
    """An image, its labels and its patches by split."""

    image: str
    label: str
    patches: dict[Split, int]


class Separation(_Frozen):
    """How far the patches of two splits are apart, from edge to edge, at their nearest.

    ``distance`` is in ``unit``, that of the map (``°`` where it is in degrees); ``metres`` is None where the map has no
    metres; ``patch_widths`` is the distance in widths of a patch. All are None where no two of them lie on one map.
    ``overlapping`` names the patches of the second split that share ground with the first.
    """

    first: Split
    second: Split
    distance: float | None
    unit: str
    metres: float | None
    patch_widths: float | None
    overlapping: tuple[str, ...]


class DatasetFacts(_Frozen):
    """All that a dataset report says."""

    engine_version: str
    name: str
    verdict: Verdict
    summary: str
    findings: tuple[Finding, ...]
    splits: dict[Split, SplitFacts]
    classes: tuple[ClassFacts, ...]
    bands: tuple[BandFacts, ...]
    separations: tuple[Separation, ...]
    sources: tuple[SourceFacts, ...]
    patch_size_px: int
    ground_resolution: float
    crs: tuple[str, ...]
    dtype: str
    nodata: float | None
