"""Patches cut by the workers of a cluster: what this machine does of it."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from seg4eo_engine.cluster.dispatch import Dispatcher
from seg4eo_engine.cluster.shared_folder import token_in
from seg4eo_engine.jobs.cluster_parameters import cluster_of, for_a_worker
from seg4eo_engine.jobs.extraction.on_worker import libraries
from seg4eo_engine.jobs.extraction.recipe import ExtractionRecipe
from seg4eo_engine.jobs.extractpatches import ExtractPatches
from seg4eo_engine.patches.candidates import Candidate
from seg4eo_engine.patches.cutting import CutPatch
from seg4eo_engine.patches.plan import CutPlan, fingerprint_of
from seg4eo_engine.patches.portions import CUT, SURVEY, patches_together, portions_of
from seg4eo_engine.patches.work import Collected, Cutting
from seg4eo_engine.progress import Reporter, Stage


class ExtractionCluster:
    """Workers that read labels and cut patches: see :class:`~seg4eo_engine.patches.work.PatchWork`."""

    def __init__(self, plan: CutPlan, folder: Path, dispatcher: Dispatcher, recipe: ExtractionRecipe) -> None:
        self._plan = plan
        self._folder = folder
        self._dispatcher = dispatcher
        self._recipe = recipe

    def survey(self, reporter: Reporter) -> list[dict[int, int]]:
        """See :class:`~seg4eo_engine.patches.work.PatchWork`."""
        return self._for_each(self._plan.candidates, SURVEY, "Reading labels", reporter)

    def cut(self, cutting: Cutting, reporter: Reporter) -> list[CutPatch | None]:
        """See :class:`~seg4eo_engine.patches.work.PatchWork`."""
        cutting.write(self._folder)
        return self._for_each(cutting.candidates(self._plan), CUT, "Cutting patches", reporter)

    def _for_each(self, candidates: Sequence[Candidate], what: int, stage: Stage, reporter: Reporter) -> list[Any]:
        collected = Collected[Any](len(candidates), stage, reporter)
        portions = portions_of(candidates, self._plan.sources, self._recipe.most_patches)
        items = (2 * number + what for number in range(len(portions)))
        for done in self._dispatcher.run(self._recipe, items):
            for item, outcomes in done:
                collected.take(list(chain.from_iterable(portions[item // 2])), outcomes)
        return collected.outcomes()


@contextmanager
def open_cluster(job: ExtractPatches, reporter: Reporter, plan: CutPlan, folder: Path) -> Iterator[ExtractionCluster]:
    """The workers that ``job`` asks for, which write into ``folder``.

    Raises:
        ClusterUnavailable: there are none.
    """
    folder = folder.absolute()
    with token_in(folder) as token:
        parameters = for_a_worker(job).model_dump(mode="json")
        recipe = ExtractionRecipe(
            json.dumps(parameters),  # by this, NaN as a nodata value stays what it is
            json.dumps(fingerprint_of(plan)), json.dumps(libraries()), str(folder), token,
        )  # fmt: skip
        with Dispatcher(cluster_of(job, folder), reporter) as dispatcher:
            dispatcher.check_workers(recipe)
            workers = max(job.workers or 0, len(dispatcher.workers))  # some of ours may be about to start
            yield ExtractionCluster(
                plan, folder, dispatcher, replace(recipe, most_patches=patches_together(plan, workers))
            )
