"""Many scenes mapped by the workers of a cluster: what this machine does of it."""

import dataclasses
import json
import shutil
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from seg4eo_engine.cluster.backlog import GivenUp
from seg4eo_engine.cluster.dispatch import Dispatcher
from seg4eo_engine.cluster.shared_folder import token_in
from seg4eo_engine.errors import Seg4eoError
from seg4eo_engine.jobs.cluster_parameters import cluster_of, for_a_worker
from seg4eo_engine.jobs.mapping.on_cluster import MOST_ENDS, cards_for, workers_ended
from seg4eo_engine.jobs.predictscenes import PredictScenes
from seg4eo_engine.jobs.scenes.finding import ListedScene
from seg4eo_engine.jobs.scenes.ledger import SceneOutcome
from seg4eo_engine.jobs.scenes.listing import NAME, write_list
from seg4eo_engine.jobs.scenes.mapper import SceneMapper
from seg4eo_engine.jobs.scenes.on_worker import TriedThere, inputs_seen
from seg4eo_engine.jobs.scenes.run import Outcomes, SceneRun
from seg4eo_engine.jobs.scenes_recipe import ScenesRecipe
from seg4eo_engine.prediction.scene import locked_folder
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.sources import find_source

FOLDER = ".scenes"  # in the folder of maps: what workers need to know, while the run goes on
LARGE_PX = 4096**2  # the least that is worth the windows on the borders of blocks, which are predicted twice
MANY = 4  # scenes for each worker: to read the header of each would then take long where they are far away
FILES_LOOKED_AT = 20


def map_on_cluster(
    job: PredictScenes, scenes: Sequence[ListedScene], mapper: SceneMapper, run: SceneRun, reporter: Reporter
) -> None:
    """Have all scenes of ``run`` mapped by the workers that ``job`` asks for.

    Raises:
        ClusterUnavailable: there are none.
        Cancelled: the reporter was asked to stop.
    """
    with _working_folder(job.output, scenes) as folder, token_in(folder) as token:
        write_list(scenes, folder / NAME)
        work = for_a_worker(job).model_copy(update={"rasters": []})  # there may be many, and they are in the list
        recipe = ScenesRecipe(
            work.model_dump_json(), json.dumps(inputs_seen(work.model, _some_files(scenes))), str(folder.absolute()),
            token, len(scenes),
        )  # fmt: skip
        with Dispatcher(cluster_of(job, folder.absolute(), cards_for(job)), reporter) as dispatcher:
            dispatcher.check_workers(recipe)
            recipe = dataclasses.replace(recipe, sharing=dispatcher.most_on_a_machine)
            large = large_scenes(scenes, mapper.pixels_of, dispatcher.worker_count)

            def map_some(indexes: Sequence[int], number: int) -> Outcomes:
                yield from run.map_here([index for index in indexes if index in large], number, dispatcher)
                others = [index for index in indexes if index not in large]
                if others:
                    yield from _map_there(others, number, scenes, recipe, dispatcher, reporter)

            run.map_all(map_some)


def large_scenes(scenes: Sequence[ListedScene], pixels_of: Callable[[ListedScene], int], workers: int) -> set[int]:
    """Numbers of the scenes that so many workers had better map together: one alone would be at them when all is done.

    These are scenes of more than half of what a worker has to do on average, by pixels; of many scenes, by the bytes
    of those that are files here.
    """
    if len(scenes) >= MANY * workers:
        files = [_file_of(scene) for scene in scenes]
        suspects = _larger_than_fair([file.stat().st_size if file else 0 for file in files], workers)
        return {index for index in suspects if pixels_of(scenes[index]) > LARGE_PX}
    pixels = [pixels_of(scene) for scene in scenes]
    return {index for index in _larger_than_fair(pixels, workers) if pixels[index] > LARGE_PX}


def _larger_than_fair(sizes: Sequence[int], workers: int) -> set[int]:
    fair = sum(sizes) / (2 * workers)
    return {index for index, size in enumerate(sizes) if size > fair}


def _map_there(
    indexes: Sequence[int],
    number: int,
    scenes: Sequence[ListedScene],
    recipe: ScenesRecipe,
    dispatcher: Dispatcher,
    reporter: Reporter,
) -> Outcomes:
    """Have each scene mapped by a worker of its own."""
    items = (recipe.item(index, number) for index in indexes)
    for done in dispatcher.run(recipe, items, shared=False, most_ends=MOST_ENDS):
        for item, found in done:
            index, _ = recipe.index_and_number(item)
            scene = scenes[index]
            if isinstance(found, GivenUp):
                reason = str(workers_ended(found))
                yield index, SceneOutcome(scene.name, scene.source, "failed", reason, tries=number, run="none")
                continue
            assert isinstance(found, TriedThere)
            for text in found.warnings:
                reporter.warning(f"{scene.name}: {text}")
            yield index, found.outcome


def _some_files(scenes: Sequence[ListedScene]) -> list[str]:
    """Files of some of the scenes, where they are on a disk: a worker must see them."""
    files = [_file_of(scene) for scene in scenes[:: max(1, len(scenes) // FILES_LOOKED_AT)]]
    return [str(file.absolute()) for file in files if file is not None]


def _file_of(scene: ListedScene) -> Path | None:
    """Its raster, or the first of its files, where that is one on a disk here."""
    rasters = [scene.raster] if scene.item is None else [asset.href for asset in scene.item.assets.values()]
    with suppress(Seg4eoError, OSError):  # it is told when the scene is mapped
        path = Path(find_source(rasters[0])) if rasters else Path()
        return path if path.is_file() else None
    return None


@contextmanager
def _working_folder(output: Path, scenes: Sequence[ListedScene]) -> Iterator[Path]:
    """A hidden folder in ``output`` while the block runs; and nothing of workers that were ended at its end."""
    names = {scene.name for scene in scenes}
    tidy(output, names)
    folder = output / FOLDER
    folder.mkdir()
    try:
        yield folder
    finally:
        tidy(output, names)


def tidy(output: Path, names: Container[str]) -> None:
    """Remove what killed runs and workers left of scenes of these names, but for finished blocks: they are used."""
    shutil.rmtree(output / FOLDER, ignore_errors=True)
    for parts in output.glob("*.parts"):
        if parts.stem in names or parts.stem.removesuffix("_confidence") in names:
            with suppress(OSError), locked_folder(parts.with_suffix(".tif")):
                pass  # left alone where a worker far away is still at it
    for staging in output.glob(".*_polygons-*"):
        if staging.name[1:].rpartition("_polygons-")[0] in names:
            shutil.rmtree(staging, ignore_errors=True)
