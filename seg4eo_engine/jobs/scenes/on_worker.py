"""What a worker of a cluster does of many scenes: see whether it can, and map one after another, each alone."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from seg4eo_engine import __version__
from seg4eo_engine.cluster.shared_folder import check_folder
from seg4eo_engine.jobs.mapping.identity import file_sha256
from seg4eo_engine.jobs.mapping.on_worker import set_threads
from seg4eo_engine.jobs.mapping.opened import OpenedBackends
from seg4eo_engine.jobs.predictscenes import PredictScenes
from seg4eo_engine.jobs.same_inputs import seen_as
from seg4eo_engine.jobs.scenes.ledger import SceneLedger, SceneOutcome
from seg4eo_engine.jobs.scenes.listing import NAME, SceneList
from seg4eo_engine.jobs.scenes.mapper import SceneMapper
from seg4eo_engine.jobs.scenes_recipe import ScenesRecipe
from seg4eo_engine.prediction.backends.choosing import read_card
from seg4eo_engine.progress import SilentReporter


@dataclass
class TriedThere:
    """What became of a scene on a worker, as the mapper gives it, and what the user should look at."""

    outcome: SceneOutcome | None
    warnings: list[str] = field(default_factory=list)


def inputs_seen(model: Path, files: Iterable[str]) -> dict[str, Any]:
    """What tells whether two machines see the same model and the same ``files``, and with the same engine.

    Raises:
        OSError: there is no such model.
    """
    seen = {name: Path(name).stat().st_size if Path(name).is_file() else None for name in files}
    return {"engine_version": __version__, "model_sha256": file_sha256(model), **seen}


def check(recipe: ScenesRecipe, threads: int) -> list[str]:
    """See whether this process sees the same model and scenes, and can write into the same folder.

    Raises:
        UnsuitableWorker: it does not, or cannot.
    """
    set_threads(threads)
    check_folder(Path(recipe.folder), recipe.token)
    files = [name for name in json.loads(recipe.fingerprint) if Path(name).is_absolute()]
    with seen_as(recipe.fingerprint) as seen:
        seen.update(inputs_seen(_job_of(recipe).model, files))
    return []


def open_scenes(recipe: ScenesRecipe, threads: int) -> Callable[[int], TriedThere]:
    """What maps the scenes of these items, with one network for all."""
    set_threads(threads)
    job, scenes = _job_of(recipe), SceneList(Path(recipe.folder) / NAME)
    opened = OpenedBackends(recipe.scenes, recipe.sharing)
    mapper = SceneMapper(job, read_card(job.model).bands, SceneLedger(job.output).outcomes, opened)

    def try_scene(item: int) -> TriedThere:
        set_threads(threads)
        index, number = recipe.index_and_number(item)
        reporter = _WarningKeeper()
        return TriedThere(mapper.map(scenes[index], number, reporter), reporter.warnings)

    return try_scene


class _WarningKeeper(SilentReporter):
    """Keeps what the user should look at, for the one who asked."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def warning(self, text: str) -> None:
        self.warnings.append(text)


def _job_of(recipe: ScenesRecipe) -> PredictScenes:
    return PredictScenes.from_parameters(json.loads(recipe.parameters))
