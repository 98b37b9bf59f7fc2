"""A map made by the workers of a cluster: what this machine does of it."""

import dataclasses
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psutil
import torch

from seg4eo_engine.cores import core_limit
from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.jobs.mapping.identity import inputs_fingerprint
from seg4eo_engine.jobs.mapping.inputs import MappingInputs
from seg4eo_engine.jobs.mapping.on_worker import SettledThere
from seg4eo_engine.jobs.mapping_recipe import MappingRecipe
from seg4eo_engine.jobs.predict import Predict
from seg4eo_engine.prediction.block_maker import MadeBlock
from seg4eo_engine.prediction.cluster.clusters import Cluster, LocalCluster, RemoteCluster
from seg4eo_engine.prediction.cluster.dispatch import Dispatcher
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
    token = folder / f"run_{uuid4().hex}"
    for old in folder.glob("run_*"):
        old.unlink(missing_ok=True)
    token.touch()
    recipe = MappingRecipe(
        "blocks", _absolute(job).model_dump_json(), json.dumps(inputs_fingerprint(job, inputs)),
        str(folder.absolute()), token.name,
    )  # fmt: skip
    try:
        with Dispatcher(_cluster_of(job, folder.absolute()), reporter) as dispatcher:
            yield MappingCluster(dispatcher, recipe, reporter)
    finally:
        token.unlink(missing_ok=True)


def _cluster_of(job: Predict, folder: Path) -> Cluster:
    if job.scheduler:
        if job.workers is not None:
            raise InvalidJob(
                f"Expected a scheduler or a number of workers on this machine, found both ({job.scheduler} and "
                f"{job.workers}): leave one empty."
            )
        return RemoteCluster(job.scheduler)
    cores = psutil.cpu_count(logical=False) or os.cpu_count() or 1
    cards = torch.cuda.device_count() if job.device in ("auto", "cuda") else 0
    count = job.workers or cards or cores
    threads = core_limit() or 1
    if cards:
        threads = max(threads, cores // count)  # that read for the card
    named = os.environ.get("CUDA_VISIBLE_DEVICES", "").split(",")
    names = named if len(named) == cards else [str(number) for number in range(cards)]
    environments = [{"CUDA_VISIBLE_DEVICES": names[number % cards]} for number in range(count)] if cards > 1 else []
    return LocalCluster(count, threads, folder, environments)


def _absolute(job: Predict) -> Predict:
    """The same job for processes that run in other folders."""
    changes: dict[str, object] = {name: value.absolute() for name, value in job if isinstance(value, Path)}
    changes["raster"], *changes["more_rasters"] = (_absolute_name(name) for name in (job.raster, *job.more_rasters))
    changes["more_models"] = [path.absolute() for path in job.more_models]
    return job.model_copy(update={**changes, "scheduler": "", "workers": None})


def _absolute_name(name: str) -> str:
    return str(Path(name).absolute()) if Path(name).exists() else name
