"""The scenes of a run, one after another or as workers get done with them: the list, the progress, further tries."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from seg4eo_engine.cluster.dispatch import Dispatcher
from seg4eo_engine.jobs.scenes.finding import ListedScene
from seg4eo_engine.jobs.scenes.ledger import SceneLedger, SceneOutcome
from seg4eo_engine.jobs.scenes.mapper import SceneMapper
from seg4eo_engine.jobs.scenes.reporting import SceneReporter
from seg4eo_engine.prediction.scene import parts_folder, remove_parts
from seg4eo_engine.progress import Reporter

Outcomes = Iterator[tuple[int, SceneOutcome | None]]  # by the scene's number, as the mapper gives them
MapSome = Callable[[Sequence[int], int], Outcomes]


class SceneRun:
    """Has all ``scenes`` mapped, up to ``tries`` times each, and notes in ``ledger`` what became of them."""

    def __init__(
        self, scenes: Sequence[ListedScene], mapper: SceneMapper, ledger: SceneLedger, tries: int, reporter: Reporter
    ) -> None:
        self._scenes = scenes
        self._mapper = mapper
        self._ledger = ledger
        self._tries = tries
        self._reporter = reporter
        self._done = 0

    def map_all(self, map_some: MapSome | None = None) -> None:
        """Map what has no map yet; what fails is tried again after all others.

        Args:
            map_some: maps the scenes of these numbers, and is told which try it is. None: this process does.
        """
        map_some = map_some or self.map_here
        pending = list(range(len(self._scenes)))
        self._reporter.info(f"{len(pending)} scenes.")
        try:
            for number in range(1, self._tries + 1):
                if pending:
                    pending = sorted(self._failures(map_some(pending, number), number))
        finally:
            self._ledger.finish([scene.name for scene in self._scenes])
        for index in pending:  # of runs that were stopped and of this one: they will not be gone on with
            remove_parts(parts_folder(self._mapper.map_path(self._scenes[index])))

    def map_here(self, indexes: Iterable[int], number: int, dispatcher: Dispatcher | None = None) -> Outcomes:
        """Map one after the other; with a ``dispatcher``, each by all of its workers."""
        for index in indexes:
            self._reporter.check_cancelled()
            scene = self._scenes[index]
            reporter = SceneReporter(self._reporter, scene.name, self._done, len(self._scenes))
            yield index, self._mapper.map(scene, number, reporter, dispatcher)

    def _failures(self, outcomes: Outcomes, number: int) -> Iterator[int]:
        """Take in what became of scenes; the numbers of those that failed."""
        for index, outcome in outcomes:
            if outcome is not None:
                self._ledger.add(outcome)
            has_failed = outcome is not None and outcome.state == "failed"
            if not has_failed or number == self._tries:  # else it will be tried again
                self._done += 1
                SceneReporter(self._reporter, self._scenes[index].name, self._done, len(self._scenes)).progress(
                    0, "Mapping"
                )
            if has_failed:
                yield index
