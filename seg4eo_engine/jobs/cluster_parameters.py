"""Fields of the jobs that a cluster can do, and the cluster that they ask for."""

import os
from pathlib import Path
from typing import Any, TypeVar

import psutil

from seg4eo_engine.cluster.clusters import Cluster, LocalCluster, RemoteCluster
from seg4eo_engine.cores import core_limit
from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.jobs.job import Job
from seg4eo_engine.jobs.parameters import parameter


class ClusterParameters(Job):
    """Who does the work, where that is not this process."""

    scheduler: str = parameter(
        "",
        kind="text",
        title="Dask scheduler",
        advanced=True,
        help="Address of a Dask cluster whose workers do the work, such as tcp://10.0.0.1:8786, or its scheduler file. "
        "They need the same engine, and must see inputs and output under the same paths. Empty: no cluster.",
    )
    workers: int | None = parameter(
        None,
        kind="integer",
        title="Workers on this machine",
        minimum=0,
        maximum=1024,
        advanced=True,
        help="Processes that do the work together. 0: one for each graphics card, or for each core where there is "
        "none. Empty: this process does it alone.",
    )

    @property
    def is_for_cluster(self) -> bool:
        """Whether others than this process do the work."""
        return bool(self.scheduler) or self.workers is not None


ClusterJob = TypeVar("ClusterJob", bound=ClusterParameters)


def cluster_of(job: ClusterParameters, folder: Path, cards: int = 0) -> Cluster:
    """The cluster that ``job`` asks for.

    Args:
        job: names a scheduler, or a number of workers on this machine.
        folder: for what workers on this machine write beside the results.
        cards: graphics cards of this machine that the work can use; each worker gets one.

    Raises:
        InvalidJob: it asks for both.
    """
    if job.scheduler:
        if job.workers is not None:
            raise InvalidJob(
                f"Expected a scheduler or a number of workers on this machine, found both ({job.scheduler} and "
                f"{job.workers}): leave one empty."
            )
        return RemoteCluster(job.scheduler)
    cores = psutil.cpu_count(logical=False) or os.cpu_count() or 1
    count = job.workers or cards or cores
    threads = core_limit() or 1
    if cards:
        threads = max(threads, cores // count)  # that read for the card
    named = os.environ.get("CUDA_VISIBLE_DEVICES", "").split(",")
    names = named if len(named) == cards else [str(number) for number in range(cards)]
    environments = [{"CUDA_VISIBLE_DEVICES": names[number % cards]} for number in range(count)] if cards > 1 else []
    return LocalCluster(count, threads, folder, environments)


def for_a_worker(job: ClusterJob) -> ClusterJob:
    """The same job for a process that runs in another folder and does its part alone."""
    changes: dict[str, Any] = {name: _absolute(value, _is_raster(job, name)) for name, value in job}
    return job.model_copy(update={**changes, "scheduler": "", "workers": None})


def _is_raster(job: Job, name: str) -> bool:
    extra = type(job).model_fields[name].json_schema_extra
    return isinstance(extra, dict) and extra.get("kind") in ("raster", "rasters")


def _absolute(value: Any, is_raster: bool) -> Any:
    if isinstance(value, list):
        return [_absolute(item, is_raster) for item in value]
    # a raster that is no file, such as NETCDF:"a.nc":b, has a name of its own
    if isinstance(value, str | Path) and (Path(value).exists() if is_raster else isinstance(value, Path)):
        return type(value)(Path(value).absolute())
    return value
