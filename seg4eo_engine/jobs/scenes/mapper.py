"""What maps one scene of many, whoever does it: this process, or a worker of a cluster."""

import errno
import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from seg4eo_engine import __version__
from seg4eo_engine.cluster.dispatch import Dispatcher
from seg4eo_engine.errors import Cancelled, ClusterUnavailable, Seg4eoError, first_line
from seg4eo_engine.jobs.mapping.course import map_inputs
from seg4eo_engine.jobs.mapping.identity import file_sha256
from seg4eo_engine.jobs.mapping.inputs import check_outputs, fingerprint_of, read_inputs
from seg4eo_engine.jobs.mapping.opened import OpenedBackends
from seg4eo_engine.jobs.mapping_parameters import BackendParameters, WindowParameters
from seg4eo_engine.jobs.predict import Predict
from seg4eo_engine.jobs.predictscenes import PredictScenes
from seg4eo_engine.jobs.scenes.finding import ListedScene
from seg4eo_engine.jobs.scenes.ledger import SceneOutcome
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.reader import open_raster
from seg4eo_engine.raster.sources import find_source

_SHARED = [*BackendParameters.model_fields, *WindowParameters.model_fields, "minimum_area", "resample", "model"]


class SceneMapper:
    """Maps scenes of ``job``, each by the job ``predict``.

    Args:
        job: with absolute paths: then a map is the same one wherever it is asked for.
        bands: names of the model's bands.
        earlier: what became of scenes in earlier runs, by name.
        opened: what all scenes share.
    """

    def __init__(
        self,
        job: PredictScenes,
        bands: Sequence[str],
        earlier: Mapping[str, SceneOutcome],
        opened: OpenedBackends,
    ) -> None:
        self._job = job
        self._bands = bands
        self._earlier = earlier
        self._opened = opened

    def map(
        self, scene: ListedScene, number: int, reporter: Reporter, dispatcher: Dispatcher | None = None
    ) -> SceneOutcome | None:
        """Try for the time of this ``number`` (from 1) to map ``scene``; with a ``dispatcher``, by its workers.

        Returns:
            What became of it; None where an earlier run has made this map.

        Raises:
            Cancelled: the reporter was asked to stop.
            ClusterUnavailable: the workers are gone.
            OSError: the disk is full.
        """
        started_s = time.monotonic()
        run, share, reason = "none", "", ""
        try:
            predict = self._predict_job(scene)
            if number == 1 and self._is_there(scene, predict):
                return None
            check_outputs(predict)
            inputs = read_inputs(predict, reporter)
            run = _identity(predict, inputs.fingerprint)
            share = f"{map_inputs(predict, inputs, self._opened, reporter, dispatcher).valid_share:.4f}"
        except (Cancelled, ClusterUnavailable):
            raise
        except Seg4eoError as error:
            reason = str(error)
        except Exception as error:  # of a library, by one file among thousands: told, and the others go on
            if isinstance(error, OSError) and error.errno == errno.ENOSPC:
                raise
            reason = f"Expected a map, found an error on the way ({type(error).__name__}: {first_line(error)})."
        return SceneOutcome(
            scene.name, scene.source, "failed" if reason else "mapped", reason,
            map="" if reason else self.map_path(scene).name, valid_share=share,
            seconds=f"{time.monotonic() - started_s:.2f}", tries=number, run=run,
        )  # fmt: skip

    def map_path(self, scene: ListedScene) -> Path:
        """Where the map of ``scene`` lies."""
        return self._job.output / f"{scene.name}.tif"

    def pixels_of(self, scene: ListedScene) -> int:
        """How many pixels it has; 0 where it cannot be read, which is told when it is mapped."""
        try:
            with open_raster(find_source(scene.find(self._job.assets, self._bands))) as dataset:
                return int(dataset.width * dataset.height)
        except (Seg4eoError, OSError):
            return 0

    def _predict_job(self, scene: ListedScene) -> Predict:
        job, path = self._job, self.map_path(scene)
        shared = {name: getattr(job, name) for name in _SHARED}
        return Predict(
            raster=scene.find(job.assets, self._bands), output=path,
            confidence=path.with_name(f"{scene.name}_confidence.tif") if job.confidence else None,
            polygons=path.with_name(f"{scene.name}_polygons.gpkg") if job.polygons else None,
            **shared,
        )  # fmt: skip

    def _is_there(self, scene: ListedScene, predict: Predict) -> bool:
        """Whether an earlier run made this map, of the same scene in the same way."""
        known = self._earlier.get(scene.name)
        if self._job.start_anew or known is None or known.state != "mapped":
            return False
        if not all(path.is_file() for path in (predict.output, predict.confidence, predict.polygons) if path):
            return False
        with open_raster(find_source(predict.raster)) as dataset:
            return known.run == _identity(predict, fingerprint_of(dataset))


def _identity(predict: Predict, fingerprint: Mapping[str, Any]) -> str:
    """A hash of all that makes a map: parameters, model, and the files of the scene."""
    parameters = predict.model_dump(mode="json", exclude={"start_anew", "batch_size"})
    content = json.dumps([parameters, fingerprint, file_sha256(predict.model), __version__], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]
