"""One call of the job ``predictscenes``: every scene by the job ``predict``, failures tried again, then the mosaic."""

import time
from collections.abc import Sequence
from pathlib import Path

from rasterio.crs import CRS
from rasterio.errors import CRSError

from seg4eo_engine import __version__
from seg4eo_engine.errors import AllScenesFailed, InvalidJob
from seg4eo_engine.jobs.cluster_parameters import for_a_worker
from seg4eo_engine.jobs.mapping.identity import file_sha256
from seg4eo_engine.jobs.mapping.opened import OpenedBackends
from seg4eo_engine.jobs.mapping_parameters import RASTER_SUFFIXES
from seg4eo_engine.jobs.predictscenes import PredictScenes, PredictScenesResult
from seg4eo_engine.jobs.scenes.finding import find_scenes
from seg4eo_engine.jobs.scenes.ledger import SceneLedger, SceneOutcome
from seg4eo_engine.jobs.scenes.mapper import SceneMapper
from seg4eo_engine.jobs.scenes.on_cluster import map_on_cluster, tidy
from seg4eo_engine.jobs.scenes.run import SceneRun
from seg4eo_engine.models.card import ModelCard
from seg4eo_engine.outputs import check_file_output, check_writable, writing_alone
from seg4eo_engine.prediction.backends.choosing import read_card
from seg4eo_engine.prediction.layers import LayerRequest
from seg4eo_engine.prediction.mosaicking import write_mosaic
from seg4eo_engine.progress import Reporter

STATED_FAILURES = 20  # that the log names; all of them are in the list


def map_scenes(job: PredictScenes, reporter: Reporter) -> PredictScenesResult:
    """Do what ``job`` says.

    Raises:
        Seg4eoError: something the user can mend that concerns all scenes.
        AllScenesFailed: none of them could be mapped.
    """
    started_s = time.monotonic()
    crs = _check(job)
    card = read_card(job.model)
    work = for_a_worker(job)
    scenes = find_scenes(work)
    with writing_alone(job.output / ".scenes.lock", f"into {job.output}", "give another folder"):
        ledger = SceneLedger(job.output)
        mapper = SceneMapper(work, card.bands, ledger.outcomes, OpenedBackends(len(scenes)))
        run = SceneRun(scenes, mapper, ledger, job.tries, reporter)
        if job.is_for_cluster:
            map_on_cluster(job, scenes, mapper, run, reporter)
        else:
            tidy(job.output, {scene.name for scene in scenes})
            run.map_all()
        outcomes = [ledger.outcomes[scene.name] for scene in scenes]
        _tell_failures(outcomes, ledger.path, reporter)
        maps = [job.output / outcome.map for outcome in outcomes if outcome.state == "mapped"]
        if job.mosaic is not None:
            _write_mosaic(job, card, maps, crs, reporter)
    return PredictScenesResult(
        output=job.output, table=ledger.path, mosaic=job.mosaic, mapped=len(maps), failed=len(outcomes) - len(maps),
        seconds=time.monotonic() - started_s,
    )  # fmt: skip


def _check(job: PredictScenes) -> CRS | None:
    """Make sure that all can be written, and give the CRS of the mosaic, if one is asked for.

    Raises:
        UnwritableOutput: an output cannot be written.
        InvalidJob: there is no such CRS.
    """
    check_writable(job.output / "scenes.csv")
    if job.mosaic is not None:
        check_file_output(job.mosaic, RASTER_SUFFIXES)
    if not job.mosaic_crs.strip():
        return None
    try:
        return CRS.from_user_input(job.mosaic_crs.strip())
    except CRSError as error:
        raise InvalidJob(
            f"Expected a coordinate reference system such as EPSG:3035, found {job.mosaic_crs}: change it."
        ) from error


def _tell_failures(outcomes: Sequence[SceneOutcome], table: Path, reporter: Reporter) -> None:
    failures = [outcome for outcome in outcomes if outcome.state == "failed"]
    for outcome in failures[:STATED_FAILURES]:
        reporter.warning(f"{outcome.scene} has no map: {outcome.reason}")
    if len(failures) == len(outcomes):
        raise AllScenesFailed(
            f"Expected scenes that can be mapped, found none among {len(outcomes)} ({failures[0].reason}): "
            f"see {table} for the reasons."
        )
    if failures:
        reporter.warning(f"{len(failures)} of {len(outcomes)} scenes have no map; {table} says why.")


def _write_mosaic(
    job: PredictScenes, card: ModelCard, maps: Sequence[Path], crs: CRS | None, reporter: Reporter
) -> None:
    assert job.mosaic is not None
    tags = {
        "SEG4EO_ENGINE": __version__,
        "SEG4EO_MODEL": job.model.name,
        "SEG4EO_MODEL_SHA256": file_sha256(job.model),
        "SEG4EO_INPUT": f"{len(maps)} maps in {job.output.name}",
    }
    homeless = write_mosaic(maps, job.mosaic, LayerRequest(card.classes).layers()[0], tags, reporter, crs=crs)
    if homeless:
        names = ", ".join(path.name for path in homeless[:STATED_FAILURES])
        reporter.warning(f"{len(homeless)} maps have no place on earth and are not in the mosaic: {names}.")
