"""Work in portions: what a worker of a cluster is handed at once, and what it does with it."""

from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from seg4eo_engine.patches.candidates import Candidate
from seg4eo_engine.patches.cutting import Cutter, SourcePool, survey_labels
from seg4eo_engine.patches.plan import CutPlan
from seg4eo_engine.patches.reading_order import pixel_bytes, reading_order
from seg4eo_engine.patches.sources import Source
from seg4eo_engine.patches.work import AtNeighbours, Cutting, Outcome, do_groups

MOST_PATCHES = 128
MOST_BYTES = 128 * 1024 * 1024  # of the pixels in a portion: about a second's work
FEWEST_PORTIONS = 8  # for each worker, so that all are done at about the same time
SURVEY, CUT = 0, 1  # a portion's item is twice its number, and this

Portion = list[list[int]]


def patches_together(plan: CutPlan, workers: int) -> int:
    """How many patches a portion may have at most, where so many workers share the work; groups stay whole anyway."""
    size_px = plan.candidates[0].size_px
    patch_bytes = size_px**2 * pixel_bytes(plan.sources[0])
    fair = -(-len(plan.candidates) // (FEWEST_PORTIONS * workers))
    return max(1, min(MOST_PATCHES, MOST_BYTES // patch_bytes, fair))


def portions_of(candidates: Sequence[Candidate], sources: Sequence[Source], most_patches: int) -> list[Portion]:
    """Groups of neighbours one after another, put together as far as they are of one image.

    Neighbours stay together, so that each block of an image is decoded by one worker, or little more often.
    """
    portions: list[Portion] = []
    size, source = 0, -1
    for group in reading_order(candidates, sources):
        is_full = size + len(group) > most_patches
        if is_full or candidates[group[0]].source != source:
            portions.append([])
            size, source = 0, candidates[group[0]].source
        portions[-1].append(group)
        size += len(group)
    return portions


class PortionWorker:
    """Does items of a plan, one after another: portions of the survey of labels, and portions of the cutting.

    Args:
        plan: the same as that of whoever hands them out.
        folder: that patches are written into, and where the :class:`~seg4eo_engine.patches.work.Cutting` is written
            before the first portion is cut.
        most_patches: of a portion.
        cores: that may be kept busy.
    """

    def __init__(self, plan: CutPlan, folder: Path, most_patches: int, cores: int) -> None:
        self._plan = plan
        self._folder = folder
        self._most_patches = most_patches
        self._cores = cores
        self._pool = SourcePool(plan.sources, cores)

    def __call__(self, item: int) -> list[Any]:
        """The outcomes of the portion, in its order."""
        number, what = divmod(item, 2)
        if what == SURVEY:
            return self._do(self._surveyed[number], self._plan.candidates, survey_labels)
        cutter, candidates, portions = self._cut
        return self._do(portions[number], candidates, cutter.cut)

    def _do(self, portion: Portion, candidates: Sequence[Candidate], function: AtNeighbours[Outcome]) -> list[Outcome]:
        return list(chain.from_iterable(do_groups(portion, candidates, function, self._pool, self._cores)))

    @cached_property
    def _surveyed(self) -> list[Portion]:
        return portions_of(self._plan.candidates, self._plan.sources, self._most_patches)

    @cached_property
    def _cut(self) -> tuple[Cutter, list[Candidate], list[Portion]]:
        cutting = Cutting.read(self._folder)
        candidates = cutting.candidates(self._plan)
        portions = portions_of(candidates, self._plan.sources, self._most_patches)
        return cutting.cutter(self._plan, self._folder), candidates, portions
