"""A map made by the workers of a cluster: what this machine does of it."""

import dataclasses
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import torch

from seg4eo_engine.cluster.dispatch import Dispatcher
from seg4eo_engine.cluster.shared_folder import token_in
from seg4eo_engine.jobs.cluster_parameters import cluster_of, for_a_worker
from seg4eo_engine.jobs.mapping.identity import inputs_fingerprint
from seg4eo_engine.jobs.mapping.inputs import MappingInputs
from seg4eo_engine.jobs.mapping.on_worker import SettledThere
from seg4eo_engine.jobs.mapping_recipe import MappingRecipe
from seg4eo_engine.jobs.predict import Predict
from seg4eo_engine.prediction.block_maker import MadeBlock
from seg4eo_engine.progress import Reporter


class MappingCluster:
    """Workers that settle and make blocks of the map that ``recipe`` says."""

    def __init__(self, dispatcher: Dispatcher, recipe: MappingRecipe, reporter: Reporter) -> None:
        self._dispatcher = dispatcher
        self._recipe = recipe
        self._reporter = reporter

    def settle(self) -> dict[str, Any]:
        """Have a worker settle what the job leaves open: its machine is the one that counts, not this one."""
        self._dispatcher.check_workers(self._recipe)
        addresses = self._dispatcher.workers
        machines = Counter(urlsplit(address).hostname for address in addresses)
        recipe = dataclasses.replace(
            self._recipe, task="settle", workers=len(addresses), workers_on_a_machine=max(machines.values())
        )
        [[(_, settled)]] = self._dispatcher.run(recipe, [0])
        assert isinstance(settled, SettledThere)
        for text in settled.texts:
            self._reporter.info(text)
        return settled.choices

    def make(self, choices: dict[str, Any], parts: Path, indexes: Iterable[int]) -> Iterator[Sequence[MadeBlock]]:
        """Have the blocks of these indexes made, and yield them as they get done."""
        recipe = dataclasses.replace(self._recipe, choices=json.dumps(choices), parts=str(parts.absolute()))
        for made in self._dispatcher.run(recipe, indexes):
            yield [block for _, block in made]
        self._dispatcher.close()  # what follows is done here


@contextmanager
def open_cluster(job: Predict, inputs: MappingInputs, folder: Path, reporter: Reporter) -> Iterator[MappingCluster]:
    """The workers that ``job`` asks for, which write into ``folder``.

    Raises:
        ClusterUnavailable: there are none.
    """
    cards = torch.cuda.device_count() if job.device in ("auto", "cuda") else 0
    with token_in(folder) as token:
        recipe = MappingRecipe(
            "blocks", for_a_worker(job).model_dump_json(), json.dumps(inputs_fingerprint(job, inputs)),
            str(folder.absolute()), token,
        )  # fmt: skip
        with Dispatcher(cluster_of(job, folder.absolute(), cards), reporter) as dispatcher:
            yield MappingCluster(dispatcher, recipe, reporter)
