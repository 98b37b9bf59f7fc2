"""One call of the job ``predictscenes``: every scene by the job ``predict``, failures tried again, then the mosaic."""

import errno
import hashlib
import json
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

from filelock import FileLock, Timeout
from rasterio.crs import CRS
from rasterio.errors import CRSError

from seg4eo_engine import __version__
from seg4eo_engine.errors import AllScenesFailed, Cancelled, InvalidJob, Seg4eoError, UnwritableOutput, first_line
from seg4eo_engine.jobs.mapping.course import map_raster
from seg4eo_engine.jobs.mapping.identity import file_sha256
from seg4eo_engine.jobs.mapping.inputs import fingerprint_of
from seg4eo_engine.jobs.mapping.opened import OpenedBackends
from seg4eo_engine.jobs.mapping_parameters import RASTER_SUFFIXES, BackendParameters, WindowParameters
from seg4eo_engine.jobs.predict import Predict
from seg4eo_engine.jobs.predictscenes import PredictScenes, PredictScenesResult
from seg4eo_engine.jobs.scenes.finding import ListedScene, find_scenes
from seg4eo_engine.jobs.scenes.ledger import SceneLedger, SceneOutcome
from seg4eo_engine.jobs.scenes.reporting import SceneReporter
from seg4eo_engine.models.card import ModelCard
from seg4eo_engine.outputs import check_file_output, check_writable
from seg4eo_engine.prediction.backends.choosing import read_card
from seg4eo_engine.prediction.layers import LayerRequest
from seg4eo_engine.prediction.mosaicking import write_mosaic
from seg4eo_engine.prediction.scene import parts_folder
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.reader import open_raster
from seg4eo_engine.raster.sources import find_source

STATED_FAILURES = 20  # that the log names; all of them are in the list
_SHARED = [*BackendParameters.model_fields, *WindowParameters.model_fields, "minimum_area", "resample", "model"]


def map_scenes(job: PredictScenes, reporter: Reporter) -> PredictScenesResult:
    """Do what ``job`` says.

    Raises:
        Seg4eoError: something the user can mend that concerns all scenes.
        AllScenesFailed: none of them could be mapped.
    """
    started_s = time.monotonic()
    crs = _check(job)
    card = read_card(job.model)
    scenes = find_scenes(job, card.bands)
    lock = FileLock(job.output / ".scenes.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise UnwritableOutput(
            f"Expected to write into {job.output} alone, found another run that does so: wait for it, or give another "
            "folder."
        ) from error
    with lock:
        ledger = SceneLedger(job.output)
        SceneRun(job, scenes, ledger, reporter).map_all()
        outcomes = [ledger.outcomes[scene.name] for scene in scenes]
        _tell_failures(outcomes, ledger.path, reporter)
        maps = [job.output / outcome.map for outcome in outcomes if outcome.state == "mapped"]
        if job.mosaic is not None:
            _write_mosaic(job, card, maps, crs, reporter)
    return PredictScenesResult(
        output=job.output, table=ledger.path, mosaic=job.mosaic, mapped=len(maps), failed=len(outcomes) - len(maps),
        seconds=time.monotonic() - started_s,
    )  # fmt: skip


class SceneRun:
    """Maps all scenes of a job, one after the other, with one network."""

    def __init__(
        self, job: PredictScenes, scenes: Sequence[ListedScene], ledger: SceneLedger, reporter: Reporter
    ) -> None:
        self._job = job
        self._scenes = scenes
        self._ledger = ledger
        self._reporter = reporter
        self._opened = OpenedBackends(len(scenes))
        self._done = 0

    def map_all(self) -> None:
        """Map what has no map yet; what fails is tried again after all others."""
        names = [scene.name for scene in self._scenes]
        pending = list(self._scenes)
        self._reporter.info(f"{len(pending)} scenes.")
        try:
            for number in range(1, self._job.tries + 1):
                pending = [scene for scene in pending if not self._is_mapped(scene, number)]
        finally:
            self._ledger.finish(names)
        for scene in pending:  # of runs that were stopped and of this one: they will not be gone on with
            shutil.rmtree(parts_folder(self._map_path(scene)), ignore_errors=True)

    def _is_mapped(self, scene: ListedScene, number: int) -> bool:
        """Whether the scene has a map now."""
        self._reporter.check_cancelled()
        started_s = time.monotonic()
        reporter = SceneReporter(self._reporter, scene.name, self._done, len(self._scenes))
        run, share, reason = "none", "", ""
        try:
            predict = self._predict_job(scene)
            run = _identity(predict)
            if number == 1 and self._is_there(scene, predict, run):
                self._done += 1
                return True
            share = f"{map_raster(predict, reporter, self._opened).valid_share:.4f}"
        except (Cancelled, KeyboardInterrupt):
            raise
        except Seg4eoError as error:
            reason = str(error)
        except Exception as error:  # of a library, by one file among thousands: told, and the others go on
            if isinstance(error, OSError) and error.errno == errno.ENOSPC:
                raise
            reason = f"Expected a map, found an error on the way ({type(error).__name__}: {first_line(error)})."
        map_name = "" if reason else self._map_path(scene).name
        seconds = f"{time.monotonic() - started_s:.2f}"
        state = "failed" if reason else "mapped"
        self._ledger.add(SceneOutcome(scene.name, scene.source, state, reason, map_name, share, seconds, number, run))  # type: ignore[arg-type]
        if not reason or number == self._job.tries:  # else it will be tried again
            self._done += 1
        return not reason

    def _predict_job(self, scene: ListedScene) -> Predict:
        job, path = self._job, self._map_path(scene)
        shared = {name: getattr(job, name) for name in _SHARED}
        return Predict(
            raster=scene.find(), output=path,
            confidence=path.with_name(f"{scene.name}_confidence.tif") if job.confidence else None,
            polygons=path.with_name(f"{scene.name}_polygons.gpkg") if job.polygons else None,
            **shared,
        )  # fmt: skip

    def _map_path(self, scene: ListedScene) -> Path:
        return self._job.output / f"{scene.name}.tif"

    def _is_there(self, scene: ListedScene, predict: Predict, run: str) -> bool:
        """Whether an earlier run made this map, of the same scene in the same way."""
        known = self._ledger.outcomes.get(scene.name)
        wanted = [path for path in (predict.output, predict.confidence, predict.polygons) if path is not None]
        return (
            not self._job.start_anew
            and known is not None
            and known.state == "mapped"
            and known.run == run
            and all(path.is_file() for path in wanted)
        )


def _identity(predict: Predict) -> str:
    """A hash of all that makes a map: parameters, model, and the files of the scene."""
    with open_raster(find_source(predict.raster)) as dataset:
        fingerprint = fingerprint_of(dataset)
    parameters = predict.model_dump(mode="json", exclude={"start_anew", "batch_size"})
    model = file_sha256(predict.model)
    content = json.dumps([parameters, fingerprint, model, __version__], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


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
