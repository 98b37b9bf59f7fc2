"""What a worker of a cluster does of a map: see whether it can, settle what was left open, and make blocks."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from seg4eo_engine.cluster.shared_folder import check_folder
from seg4eo_engine.jobs.mapping.identity import inputs_fingerprint, layers_of
from seg4eo_engine.jobs.mapping.inputs import MappingInputs, read_inputs
from seg4eo_engine.jobs.mapping.opened import OpenedBackends
from seg4eo_engine.jobs.mapping.settling import Workers, settle
from seg4eo_engine.jobs.mapping_recipe import MappingRecipe
from seg4eo_engine.jobs.predict import Predict
from seg4eo_engine.jobs.same_inputs import seen_as
from seg4eo_engine.prediction.backends.libraries import libraries
from seg4eo_engine.prediction.block_maker import BlockMaker, MadeBlock
from seg4eo_engine.prediction.journal import differences
from seg4eo_engine.progress import SilentReporter


@dataclass
class SettledThere:
    """What a worker has settled, and what is to be said about it."""

    choices: dict[str, Any]
    texts: list[str] = field(default_factory=list)


def check(recipe: MappingRecipe, threads: int) -> list[str]:
    """See whether this process sees the same inputs and can write into the same folder.

    Returns:
        What is unlike the machine where the run began, and changes the last digits of a map.

    Raises:
        UnsuitableWorker: it does not, or cannot.
    """
    set_threads(threads)
    check_folder(Path(recipe.folder), recipe.token)
    _read(recipe)
    choices = json.loads(recipe.choices)
    if not choices:
        return []
    return differences(choices["libraries"], libraries(choices["backend"], choices["device"]))


def open_settling(recipe: MappingRecipe, threads: int) -> Callable[[int], SettledThere]:
    """What settles a map, once."""

    def settle_here(_: int) -> SettledThere:
        set_threads(threads)
        job, inputs = _read(recipe)
        reporter = _Listener()
        workers = Workers(recipe.workers, recipe.workers_on_a_machine)
        settled = settle(job, inputs, layers_of(job, inputs), {}, OpenedBackends(), reporter, workers)
        return SettledThere(settled.choices, reporter.texts)

    return settle_here


def open_blocks(recipe: MappingRecipe, threads: int) -> Callable[[int], MadeBlock]:
    """What makes blocks of a map, with the model loaded."""
    set_threads(threads)
    job, inputs = _read(recipe)
    layers = layers_of(job, inputs)
    settled = settle(job, inputs, layers, json.loads(recipe.choices), OpenedBackends(), SilentReporter())
    return BlockMaker(
        inputs.scene, settled.plan, settled.backend, layers.layers(), Path(recipe.parts),
        batch_size=settled.batch_size, reject_below=job.reject_below,
    )  # fmt: skip


class _Listener(SilentReporter):
    """Keeps what it is told, for the one who asked."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def info(self, text: str) -> None:
        self.texts.append(text)

    warning = info


def set_threads(threads: int) -> None:
    """Have torch compute with so many threads, in the thread that calls."""
    if torch.get_num_threads() != threads:
        torch.set_num_threads(threads)


def _read(recipe: MappingRecipe) -> tuple[Predict, MappingInputs]:
    with seen_as(recipe.fingerprint) as seen:
        job = Predict.from_parameters(json.loads(recipe.parameters))
        inputs = read_inputs(job, SilentReporter())
        seen.update(inputs_fingerprint(job, inputs))
    return job, inputs
