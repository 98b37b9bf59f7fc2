"""Who looks at the labels of places and cuts them: threads of this process, or others who are handed portions."""

import json
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.cores import usable_cores
from seg4eo_engine.patches.candidates import Candidate
from seg4eo_engine.patches.cutting import CutPatch, Cutter, SourcePool, survey_labels
from seg4eo_engine.patches.files import LabelEncoding
from seg4eo_engine.patches.parallel import map_in_order
from seg4eo_engine.patches.plan import CutPlan
from seg4eo_engine.patches.reading_order import reading_order
from seg4eo_engine.progress import Reporter, Stage
from seg4eo_engine.raster.classes import ClassInfo

Outcome = TypeVar("Outcome")
AtNeighbours = Callable[[Sequence[Candidate], SourcePool], list[Outcome]]
_INDEXES, _TRAITS = "cutting.npy", "cutting.json"


@dataclass(frozen=True)
class Cutting:
    """What is settled once the labels are known.

    ``indexes`` ``(n,)`` are those of the candidates that are worth cutting; the rest is for a
    :class:`~seg4eo_engine.patches.cutting.Cutter`.
    """

    indexes: NDArray[np.int64]
    classes: list[ClassInfo]
    encoding: LabelEncoding
    samples: int
    first_number: int

    def candidates(self, plan: CutPlan) -> list[Candidate]:
        """The candidates that are cut."""
        return [plan.candidates[index] for index in self.indexes]

    def cutter(self, plan: CutPlan, folder: Path) -> Cutter:
        """What cuts them, into ``folder``."""
        return Cutter(
            folder, plan.sources, self.classes, self.encoding, plan.min_valid_share, self.samples, plan.splits.seed,
            self.first_number,
        )  # fmt: skip

    def write(self, folder: Path) -> None:
        """Write it into ``folder``, for others to read."""
        np.save(folder / _INDEXES, self.indexes)
        traits = {
            "classes": [item.model_dump() for item in self.classes],
            "encoding": asdict(self.encoding),
            "samples": self.samples,
            "first_number": self.first_number,
        }
        (folder / _TRAITS).write_text(json.dumps(traits), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Cutting":
        """What :meth:`write` wrote."""
        traits = json.loads((folder / _TRAITS).read_text(encoding="utf-8"))
        return cls(
            indexes=np.load(folder / _INDEXES, allow_pickle=False),
            classes=[ClassInfo(**item) for item in traits["classes"]],
            encoding=LabelEncoding(**traits["encoding"]),
            samples=traits["samples"],
            first_number=traits["first_number"],
        )


class PatchWork(Protocol):
    """Whoever does what takes long. Both methods are called once, in this order."""

    def survey(self, reporter: Reporter) -> list[dict[int, int]]:
        """The label values at each candidate of the plan, and how many pixels have each.

        Raises:
            Seg4eoError: an input is damaged, those who work are gone, or the reporter was asked to stop.
        """

    def cut(self, cutting: Cutting, reporter: Reporter) -> list[CutPatch | None]:
        """Write a patch for each candidate of ``cutting``; None where too few pixels are valid and labelled.

        Raises:
            Seg4eoError: as :meth:`survey`.
        """


# For a plan and a folder that patches are to be written into; see WorkHere
OpenWork = Callable[[CutPlan, Path], AbstractContextManager[PatchWork]]


class WorkHere:
    """The work done in a few threads of this process."""

    def __init__(self, plan: CutPlan, folder: Path) -> None:
        self._plan = plan
        self._folder = folder

    @classmethod
    def open(cls, plan: CutPlan, folder: Path) -> AbstractContextManager[PatchWork]:
        """Work that has nothing to be closed."""
        return nullcontext(cls(plan, folder))

    def survey(self, reporter: Reporter) -> list[dict[int, int]]:
        """See :class:`PatchWork`."""
        return self._for_each(self._plan.candidates, survey_labels, "Reading labels", reporter)

    def cut(self, cutting: Cutting, reporter: Reporter) -> list[CutPatch | None]:
        """See :class:`PatchWork`."""
        cutter = cutting.cutter(self._plan, self._folder)
        return self._for_each(cutting.candidates(self._plan), cutter.cut, "Cutting patches", reporter)

    def _for_each(
        self, candidates: Sequence[Candidate], function: AtNeighbours[Outcome], stage: Stage, reporter: Reporter
    ) -> list[Outcome]:
        collected = Collected[Outcome](len(candidates), stage, reporter)
        groups = reading_order(candidates, self._plan.sources)
        with (
            SourcePool(self._plan.sources, usable_cores()) as pool,
            closing(do_groups(groups, candidates, function, pool)) as results,
        ):
            for group, found in zip(groups, results, strict=True):
                reporter.check_cancelled()
                collected.take(group, found)
        return collected.outcomes()


def do_groups(
    groups: Sequence[list[int]],
    candidates: Sequence[Candidate],
    function: AtNeighbours[Outcome],
    pool: SourcePool,
    cores: int | None = None,
) -> Generator[list[Outcome]]:
    """Apply ``function`` to groups of neighbours in a few threads; yield the outcomes of one group after another."""

    def work(group: list[int]) -> list[Outcome]:
        return function([candidates[index] for index in group], pool)

    with closing(map_in_order(work, groups, cores)) as results:
        for group, found in zip(groups, results, strict=True):
            yield found
            pool.close_before(candidates[group[0]].source)


class Collected(Generic[Outcome]):
    """Outcomes that come in any order, and progress as they come."""

    def __init__(self, count: int, stage: Stage, reporter: Reporter) -> None:
        self._outcomes: dict[int, Outcome] = {}
        self._count = count
        self._stage: Stage = stage
        self._reporter = reporter

    def take(self, positions: Sequence[int], found: Sequence[Outcome]) -> None:
        """The outcomes at these positions are there."""
        self._outcomes.update(zip(positions, found, strict=True))
        done = len(self._outcomes)
        self._reporter.progress(done / self._count, self._stage, done=done, total=self._count, unit="patches")

    def outcomes(self) -> list[Outcome]:
        """All of them, in order."""
        return [self._outcomes[position] for position in range(self._count)]
