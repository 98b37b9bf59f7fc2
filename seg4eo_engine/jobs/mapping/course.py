"""One call of the job ``predict``: choose what is left open, plan, map, and make polygons of the map."""

import dataclasses
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from seg4eo_engine import __version__
from seg4eo_engine.errors import Cancelled
from seg4eo_engine.jobs.map_parameters import smallest_px
from seg4eo_engine.jobs.mapping.inputs import MappingInputs, check_outputs, read_inputs
from seg4eo_engine.jobs.mapping.opened import OpenedBackends
from seg4eo_engine.jobs.mapping.settling import Settled, settle
from seg4eo_engine.jobs.predict import Predict, PredictResult
from seg4eo_engine.prediction.assembly import MapFile
from seg4eo_engine.prediction.estimate import describe_plan, disk_bytes, disk_warning
from seg4eo_engine.prediction.journal import Journal, differences
from seg4eo_engine.prediction.layers import LayerRequest
from seg4eo_engine.prediction.scene import MapRequest, MapSummary, locked_folder, map_scene
from seg4eo_engine.progress import PartialReporter, Reporter

# what changes no pixel of a map, nor how it is cut: a stopped run goes on with another one of these
_FREE = {"batch_size", "compression", "minimum_area", "start_anew", "polygons"}
_OUTPUTS = ("output", "confidence", "uncertainty", "probabilities", "polygons")
MAP_SHARE = 0.9  # of the progress bar, where polygons are made too


def map_raster(job: Predict, reporter: Reporter, opened: OpenedBackends | None = None) -> PredictResult:
    """Do what ``job`` says; with what is ``opened`` already, where it is one of many.

    Raises:
        Seg4eoError: something the user can mend.
    """
    check_outputs(job)
    inputs = read_inputs(job, reporter)
    map_reporter = PartialReporter(reporter, 0, 1 if job.polygons is None else MAP_SHARE)
    summary = _make_map(job, inputs, opened or OpenedBackends(), map_reporter)
    if not summary.valid_share:
        reporter.warning(f"The map is empty: no pixel of {Path(job.raster).name} is valid in all bands.")
    if job.polygons is not None:
        _make_polygons(job, PartialReporter(reporter, MAP_SHARE, 1))
    written = {name: getattr(job, name) for name in _OUTPUTS}
    return PredictResult(**written, **dataclasses.asdict(summary))


def _make_map(job: Predict, inputs: MappingInputs, opened: OpenedBackends, reporter: Reporter) -> MapSummary:
    identity = _identity(job, inputs)
    layers = LayerRequest(
        inputs.card.classes, job.confidence is not None,
        job.uncertainty_measure if job.uncertainty is not None else None,
        job.probabilities is not None, job.score_format, job.reject_below,
    )  # fmt: skip
    with locked_folder(job.output) as folder:
        earlier = _earlier(folder, identity, job, reporter)
        settled = settle(job, inputs, layers, earlier.choices if earlier else {}, opened, reporter)
        journal = earlier or Journal.begin(folder, identity, settled.choices)
        _tell_plan(settled, layers, journal, folder, reporter)
        request = _map_request(job, inputs, settled, layers, identity)
        with _telling_what_is_kept(journal, folder):
            return map_scene(inputs.scene, settled.plan, settled.backend, request, folder, journal, reporter)


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


def _tell_plan(settled: Settled, layers: LayerRequest, journal: Journal, folder: Path, reporter: Reporter) -> None:
    plan = settled.plan
    windows = plan.window_count - plan.windows_of(journal.finished)
    reporter.info(describe_plan(plan, settled.backend_words, settled.strip_bytes, windows, settled.seconds_per_window))
    warning = disk_warning(disk_bytes(plan, layers.layers()), folder)
    if warning is not None:
        reporter.warning(warning)


def _map_request(
    job: Predict, inputs: MappingInputs, settled: Settled, layers: LayerRequest, identity: Mapping[str, Any]
) -> MapRequest:
    paths = [job.output, job.confidence, job.uncertainty, job.probabilities]
    files = zip(layers.layers(), [path for path in paths if path is not None], strict=True)
    placement = inputs.placement.part(inputs.area)
    return MapRequest(
        files=[MapFile(layer, path) for layer, path in files],
        placement=placement,
        view_placement=inputs.view_placement,
        tags=_provenance(job, settled, identity),
        batch_size=settled.batch_size,
        reject_below=job.reject_below,
        compression=job.compression,
        smallest_px=smallest_px(job.minimum_area, placement.grid),
    )


def _identity(job: Predict, inputs: MappingInputs) -> dict[str, Any]:
    """What makes a run the same as one that was stopped: then its blocks can be used."""
    parameters = job.model_dump(mode="json", exclude=_FREE | set(_OUTPUTS))
    wanted = [name for name in _OUTPUTS[:-1] if getattr(job, name) is not None]
    area = {} if job.area is None else {"area_sha256": _sha256(job.area)}
    models = {f"model_{number}_sha256": _sha256(path) for number, path in enumerate(inputs.models, start=1)}
    return {
        **parameters, "outputs": wanted, "engine_version": __version__, **models, **area,
        **{f"raster_{name}": value for name, value in inputs.fingerprint.items()},
    }  # fmt: skip


def _earlier(folder: Path, identity: Mapping[str, Any], job: Predict, reporter: Reporter) -> Journal | None:
    """The journal of a run that was stopped, if this one goes on with it."""
    found = Journal.find(folder)
    if found is None:
        return None
    journal, earlier = found
    changed = differences(earlier, identity)
    if job.start_anew or changed:
        for path in [*folder.glob("*.tif"), *folder.glob("*.npy")]:
            path.unlink()
        if journal.finished:
            why = "as asked for" if job.start_anew else "; ".join(changed)
            reporter.info(f"Starting anew instead of going on with the run that was stopped: {why}.")
        return None
    if journal.finished:
        reporter.info(f"Going on with the run that was stopped: {len(journal.finished)} blocks are done.")
    return journal


def _provenance(job: Predict, settled: Settled, identity: Mapping[str, Any]) -> dict[str, str]:
    parameters = job.model_dump_json(exclude={"model", "more_models", "raster", "more_rasters", "area", *_OUTPUTS})
    return {
        "SEG4EO_ENGINE": __version__,
        "SEG4EO_MODEL": ", ".join(path.name for path in (job.model, *job.more_models)),
        "SEG4EO_MODEL_SHA256": ", ".join(
            identity[f"model_{number}_sha256"] for number in range(1, 2 + len(job.more_models))
        ),
        "SEG4EO_INPUT": ", ".join(Path(name).name for name in (job.raster, *job.more_rasters)),
        "SEG4EO_PARAMETERS": parameters,
        "SEG4EO_RUN": settled.describe(),
    }


def _make_polygons(job: Predict, reporter: Reporter) -> None:
    from seg4eo_engine.vector.polygons import PolygonOptions, write_polygons

    assert job.polygons is not None
    write_polygons(job.output, job.confidence, job.polygons, PolygonOptions(), reporter)


def _sha256(path: Path) -> str:
    return file_sha256(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def file_sha256(path: Path, _changed_ns: int) -> str:
    """The hash of a file, which is read again when it was changed."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
