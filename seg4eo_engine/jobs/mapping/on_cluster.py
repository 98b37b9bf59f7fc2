"""A map made by the workers of a cluster: what this machine does of it."""

import dataclasses
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch

from seg4eo_engine.cluster.backlog import GivenUp
from seg4eo_engine.cluster.dispatch import Dispatcher
from seg4eo_engine.cluster.shared_folder import token_in
from seg4eo_engine.errors import WorkersEnded
from seg4eo_engine.jobs.cluster_parameters import cluster_of, for_a_worker
from seg4eo_engine.jobs.mapping.identity import inputs_fingerprint
from seg4eo_engine.jobs.mapping.inputs import MappingInputs
from seg4eo_engine.jobs.mapping.on_worker import SettledThere
from seg4eo_engine.jobs.mapping_parameters import BackendParameters
from seg4eo_engine.jobs.mapping_recipe import MappingRecipe
from seg4eo_engine.jobs.predict import Predict
from seg4eo_engine.prediction.block_maker import MadeBlock
from seg4eo_engine.progress import Reporter

MOST_ENDS = 3  # of workers that were at one map of many, or at a block of it, before it is given up


class MappingCluster:
    """Workers that settle and make blocks of the map that ``recipe`` says.

    Where the map ``is_one_of_many``, the workers are wanted again, and a block that ends several of them ends the map.
    """

    def __init__(
        self, dispatcher: Dispatcher, recipe: MappingRecipe, reporter: Reporter, *, is_one_of_many: bool
    ) -> None:
        self._dispatcher = dispatcher
        self._recipe = recipe
        self._reporter = reporter
        self._is_one_of_many = is_one_of_many

    def settle(self) -> dict[str, Any]:
        """Have a worker settle what the job leaves open: its machine is the one that counts, not this one.

        Raises:
            WorkersEnded: several did not outlive it.
        """
        self._dispatcher.check_workers(self._recipe)
        recipe = dataclasses.replace(
            self._recipe, task="settle", workers=self._dispatcher.worker_count,
            workers_on_a_machine=self._dispatcher.most_on_a_machine,
        )  # fmt: skip
        [[settled]] = self._run(recipe, [0])
        assert isinstance(settled, SettledThere)
        for text in settled.texts:
            self._reporter.info(text)
        return settled.choices

    def make(self, choices: dict[str, Any], parts: Path, indexes: Iterable[int]) -> Iterator[Sequence[MadeBlock]]:
        """Have the blocks of these indexes made, and yield them as they get done.

        Raises:
            WorkersEnded: several did not outlive one of them.
        """
        recipe = dataclasses.replace(self._recipe, choices=json.dumps(choices), parts=str(parts.absolute()))
        yield from self._run(recipe, indexes)
        if not self._is_one_of_many:
            self._dispatcher.close()  # what follows is done here

    def _run(self, recipe: MappingRecipe, items: Iterable[int]) -> Iterator[list[Any]]:
        for done in self._dispatcher.run(recipe, items, most_ends=MOST_ENDS if self._is_one_of_many else None):
            outcomes = [outcome for _, outcome in done]
            for outcome in outcomes:
                if isinstance(outcome, GivenUp):
                    raise workers_ended(outcome)
            yield outcomes


def workers_ended(outcome: GivenUp) -> WorkersEnded:
    """The error of a map that is given up."""
    return WorkersEnded(
        f"Expected a map, found that {outcome.workers} workers ended while they mapped it: give them more memory, or "
        "map with smaller windows."
    )


@contextmanager
def open_cluster(
    job: Predict, inputs: MappingInputs, folder: Path, reporter: Reporter, dispatcher: Dispatcher | None = None
) -> Iterator[MappingCluster]:
    """The workers that ``job`` asks for, which write into ``folder``; those of ``dispatcher``, where that is open.

    Raises:
        ClusterUnavailable: there are none.
    """
    with token_in(folder) as token:
        recipe = MappingRecipe(
            "blocks", for_a_worker(job).model_dump_json(), json.dumps(inputs_fingerprint(job, inputs)),
            str(folder.absolute()), token,
        )  # fmt: skip
        if dispatcher is not None:
            yield MappingCluster(dispatcher, recipe, reporter, is_one_of_many=True)
            return
        with Dispatcher(cluster_of(job, folder.absolute(), cards_for(job)), reporter) as own:
            yield MappingCluster(own, recipe, reporter, is_one_of_many=False)


def cards_for(job: BackendParameters) -> int:
    """Graphics cards of this machine that workers of ``job`` can use."""
    return torch.cuda.device_count() if job.device in ("auto", "cuda") else 0
