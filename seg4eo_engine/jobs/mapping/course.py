"""One call of the job ``predict``: choose what is left open, plan, map, and make polygons of the map."""

import dataclasses
import functools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from seg4eo_engine import __version__
from seg4eo_engine.cluster.dispatch import Dispatcher
from seg4eo_engine.errors import Cancelled
from seg4eo_engine.jobs.map_parameters import smallest_px
from seg4eo_engine.jobs.mapping.identity import OUTPUTS, identity_of, layers_of
from seg4eo_engine.jobs.mapping.inputs import MappingInputs, check_outputs, read_inputs
from seg4eo_engine.jobs.mapping.on_cluster import open_cluster
from seg4eo_engine.jobs.mapping.opened import OpenedBackends
from seg4eo_engine.jobs.mapping.settling import (
    describe_backend,
    describe_choices,
    plan_map,
    settle,
    strip_bytes,
    time_a_window,
)
from seg4eo_engine.jobs.predict import Predict, PredictResult
from seg4eo_engine.prediction.assembly import MapFile
from seg4eo_engine.prediction.estimate import describe_plan, disk_bytes, disk_warning
from seg4eo_engine.prediction.journal import Journal, differences
from seg4eo_engine.prediction.layers import LayerRequest
from seg4eo_engine.prediction.plan import PredictionPlan
from seg4eo_engine.prediction.scene import (
    MapRequest,
    MapSummary,
    locked_folder,
    map_scene,
    map_scene_elsewhere,
)
from seg4eo_engine.progress import PartialReporter, Reporter

MAP_SHARE = 0.9  # of the progress bar, where polygons are made too


def map_raster(job: Predict, reporter: Reporter) -> PredictResult:
    """Do what ``job`` says.

    Raises:
        Seg4eoError: something the user can mend.
    """
    check_outputs(job)
    return map_inputs(job, read_inputs(job, reporter), OpenedBackends(), reporter)


def map_inputs(
    job: Predict,
    inputs: MappingInputs,
    opened: OpenedBackends,
    reporter: Reporter,
    dispatcher: Dispatcher | None = None,
) -> PredictResult:
    """Do what ``job`` says, whose outputs were checked and ``inputs`` read; on this machine, with what is ``opened``.

    With a ``dispatcher``, its workers make the blocks of the map.

    Raises:
        Seg4eoError: something the user can mend.
    """
    map_reporter = PartialReporter(reporter, 0, 1 if job.polygons is None else MAP_SHARE)
    summary = _make_map(job, inputs, opened, map_reporter, dispatcher)
    if not summary.valid_share:
        reporter.warning(f"The map is empty: no pixel of {Path(job.raster).name} is valid in all bands.")
    if job.polygons is not None:
        _make_polygons(job, PartialReporter(reporter, MAP_SHARE, 1))
    written = {name: getattr(job, name) for name in OUTPUTS}
    return PredictResult(**written, **dataclasses.asdict(summary))


def _make_map(
    job: Predict, inputs: MappingInputs, opened: OpenedBackends, reporter: Reporter, dispatcher: Dispatcher | None
) -> MapSummary:
    identity = identity_of(job, inputs)
    layers = layers_of(job, inputs)
    with locked_folder(job.output) as folder:
        earlier = _earlier(folder, identity, job, reporter)
        run = _Run(job, inputs, layers, identity, opened, folder)
        if dispatcher is not None or job.is_for_cluster:
            return _map_on_cluster(run, earlier, reporter, dispatcher)
        return _map_here(run, earlier, reporter)


@dataclasses.dataclass(frozen=True)
class _Run:
    """What a map is made of, wherever it is made; ``folder`` holds its parts and the journal.

    On this machine, what is ``opened`` already is used.
    """

    job: Predict
    inputs: MappingInputs
    layers: LayerRequest
    identity: dict[str, Any]
    opened: OpenedBackends
    folder: Path

    def request(self, choices: Mapping[str, Any], batch_size: int) -> MapRequest:
        """What is to be written."""
        job, inputs = self.job, self.inputs
        paths = [job.output, job.confidence, job.uncertainty, job.probabilities]
        files = zip(self.layers.layers(), [path for path in paths if path is not None], strict=True)
        placement = inputs.placement.part(inputs.area)
        return MapRequest(
            files=[MapFile(layer, path) for layer, path in files],
            placement=placement,
            view_placement=inputs.view_placement,
            tags=_provenance(job, choices, self.identity),
            batch_size=batch_size,
            reject_below=job.reject_below,
            compression=job.compression,
            smallest_px=smallest_px(job.minimum_area, placement.grid),
        )


def _map_here(run: _Run, earlier: Journal | None, reporter: Reporter) -> MapSummary:
    choices = earlier.choices if earlier else {}
    settled = settle(run.job, run.inputs, run.layers, choices, run.opened, reporter)
    journal = earlier or Journal.begin(run.folder, run.identity, settled.choices)
    _tell_plan(run, settled.plan, journal, time_a_window(settled, run.inputs), reporter)
    request = run.request(settled.choices, settled.batch_size)
    with _telling_what_is_kept(journal, run.folder):
        return map_scene(run.inputs.scene, settled.plan, settled.backend, request, run.folder, journal, reporter)


def _map_on_cluster(
    run: _Run, earlier: Journal | None, reporter: Reporter, dispatcher: Dispatcher | None
) -> MapSummary:
    with open_cluster(run.job, run.inputs, run.folder, reporter, dispatcher) as cluster:
        journal = earlier or Journal.begin(run.folder, run.identity, cluster.settle())
        choices = dict(journal.choices)
        plan = plan_map(run.job, run.inputs, run.layers, choices)
        _tell_plan(run, plan, journal, None, reporter)
        make = functools.partial(cluster.make, choices, journal.parts)
        request = run.request(choices, 1)  # workers choose their batches themselves
        with _telling_what_is_kept(journal, run.folder):
            return map_scene_elsewhere(run.inputs.scene, plan, request, run.folder, journal, make, reporter)


@contextmanager
def _telling_what_is_kept(journal: Journal, folder: Path) -> Iterator[None]:
    """Let a stop say where the finished blocks are."""
    try:
        yield
    except (KeyboardInterrupt, Cancelled) as stop:
        if not journal.finished:
            raise
        raise Cancelled(
            f"Cancelled: {len(journal.finished)} finished blocks are kept in {folder}; run the same again to go on, "
            "or remove that folder."
        ) from stop


def _tell_plan(
    run: _Run, plan: PredictionPlan, journal: Journal, seconds_per_window: float | None, reporter: Reporter
) -> None:
    windows = plan.window_count - plan.windows_of(journal.finished)
    needed_bytes = strip_bytes(plan, run.inputs, run.layers, journal.choices)
    words = describe_backend(journal.choices)
    reporter.info(describe_plan(plan, words, needed_bytes, windows, seconds_per_window))
    warning = disk_warning(disk_bytes(plan, run.layers.layers()), run.folder)
    if warning is not None:
        reporter.warning(warning)


def _earlier(folder: Path, identity: Mapping[str, Any], job: Predict, reporter: Reporter) -> Journal | None:
    """The journal of a run that was stopped, if this one goes on with it."""
    found = Journal.find(folder)
    if found is None:
        return None
    journal, earlier = found
    changed = differences(earlier, identity)
    if job.start_anew or changed:
        if journal.finished:
            why = "as asked for" if job.start_anew else "; ".join(changed)
            reporter.info(f"Starting anew instead of going on with the run that was stopped: {why}.")
        return None
    if journal.finished:
        reporter.info(f"Going on with the run that was stopped: {len(journal.finished)} blocks are done.")
    return journal


def _provenance(job: Predict, choices: Mapping[str, Any], identity: Mapping[str, Any]) -> dict[str, str]:
    parameters = job.model_dump_json(
        exclude={"model", "more_models", "raster", "more_rasters", "area", "scheduler", *OUTPUTS}
    )
    return {
        "SEG4EO_ENGINE": __version__,
        "SEG4EO_MODEL": ", ".join(path.name for path in (job.model, *job.more_models)),
        "SEG4EO_MODEL_SHA256": ", ".join(
            identity[f"model_{number}_sha256"] for number in range(1, 2 + len(job.more_models))
        ),
        "SEG4EO_INPUT": ", ".join(Path(name).name for name in (job.raster, *job.more_rasters)),
        "SEG4EO_PARAMETERS": parameters,
        "SEG4EO_RUN": describe_choices(choices),
    }


def _make_polygons(job: Predict, reporter: Reporter) -> None:
    from seg4eo_engine.vector.polygons import PolygonOptions, write_polygons

    assert job.polygons is not None
    write_polygons(job.output, job.confidence, job.polygons, PolygonOptions(), reporter)
