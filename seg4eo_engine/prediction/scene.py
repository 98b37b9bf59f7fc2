"""Map a scene: the recipe."""

import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from filelock import FileLock, Timeout

from seg4eo_engine.errors import UnwritableOutput
from seg4eo_engine.outputs import move_into_place
from seg4eo_engine.prediction.assembly import Assembly, MapFile, Placement
from seg4eo_engine.prediction.backends.base import Backend
from seg4eo_engine.prediction.borders import BorderAnswers
from seg4eo_engine.prediction.journal import FinishedBlock, Journal
from seg4eo_engine.prediction.memory import give_back_freed_memory
from seg4eo_engine.prediction.parts import PartWriter
from seg4eo_engine.prediction.pipeline import Scene, ScenePredictor
from seg4eo_engine.prediction.plan import Block, PredictionPlan, Strip
from seg4eo_engine.progress import PartialReporter, Reporter
from seg4eo_engine.raster.reader import reading_cache, small_cache
from seg4eo_engine.raster.writer import Compression

PREDICT_SHARE = 0.95  # of the progress bar; the rest is overviews


@dataclass(frozen=True)
class MapRequest:
    """What is to be written, and how.

    ``files`` begin with the class map. ``placement`` is where the scene's pixels lie as the user gave it,
    ``view_placement`` where those lie that are predicted, which differs where the scene is resampled. See
    :class:`~seg4eo_engine.prediction.assembly.Assembly` and :class:`ScenePredictor` for the others.
    """

    files: Sequence[MapFile]
    placement: Placement
    view_placement: Placement
    tags: Mapping[str, str]
    batch_size: int
    reject_below: float | None = None
    compression: Compression = "zstd"
    smallest_px: int = 0


@dataclass(frozen=True)
class MapSummary:
    """What came out: windows predicted in this run, share of pixels that got a class, wall time of this run."""

    windows: int
    valid_share: float
    seconds: float


def parts_folder(output: Path) -> Path:
    """Where the parts of a map and its journal lie until it is whole: ``map.tif`` has ``map.parts`` beside it."""
    return output.with_name(f"{output.stem}.parts")


@contextmanager
def locked_folder(output: Path) -> Iterator[Path]:
    """Yield the folder for the parts of ``output``, for this process alone; it is removed when nothing is kept in it.

    Raises:
        UnwritableOutput: another process maps to the same output.
    """
    folder = parts_folder(output)
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise UnwritableOutput(
            f"Expected to write {output.name} alone, found another run that does so: wait for it or change the name."
        ) from error
    try:
        yield folder
    finally:
        found = Journal.find(folder)
        lock.release()
        if found is None or not found[0].finished:
            shutil.rmtree(folder, ignore_errors=True)


def map_scene(
    scene: Scene, plan: PredictionPlan, backend: Backend, request: MapRequest, folder: Path, journal: Journal,
    reporter: Reporter,
) -> MapSummary:  # fmt: skip
    """Predict ``scene`` by ``plan`` and write the files of ``request``.

    Blocks that ``journal`` knows are not predicted again. Files are Cloud-Optimized GeoTIFFs with overviews, tags and a
    QGIS style; they appear together at the end, whole, and ``folder`` with the parts is removed then.

    Raises:
        Cancelled: the reporter was asked to stop; finished blocks stay in ``folder``.
        NotARaster: the scene is damaged somewhere.
    """
    started_s = time.monotonic()
    _leave_out(scene, plan, journal)
    layers = [file.layer for file in request.files]
    predictor = ScenePredictor(
        scene, plan, backend, layers,
        batch_size=request.batch_size, reject_below=request.reject_below, borders=BorderAnswers(folder),
        windows_done=plan.windows_of(journal.finished), reporter=PartialReporter(reporter, 0, PREDICT_SHARE),
    )  # fmt: skip
    with reading_cache(idle_cores=backend.device.type != "cpu"), PartWriter(folder, layers, journal.add) as writer:
        for strip, blocks in _unfinished(plan, journal):
            for rows in predictor.predict_blocks(strip, blocks):
                writer.write(rows)
        writer.finish()
    give_back_freed_memory()  # of the strips, before the whole map takes some
    with small_cache():
        _assemble(plan, request, folder, journal, PartialReporter(reporter, PREDICT_SHARE, 1))
    valid_pixels = sum(block.valid_pixels for block in journal.finished.values())
    shutil.rmtree(folder, ignore_errors=True)
    return MapSummary(
        windows=predictor.windows_run,
        valid_share=valid_pixels / (plan.area.width * plan.area.height),
        seconds=time.monotonic() - started_s,
    )


def _leave_out(scene: Scene, plan: PredictionPlan, journal: Journal) -> None:
    """Note blocks of which nothing is wanted as done: they are not even read."""
    if scene.area is None:
        return
    for block in plan.blocks:
        if block.index not in journal.finished and not scene.area.touches(block.window):
            journal.add(FinishedBlock(block.index, 0))


def _unfinished(plan: PredictionPlan, journal: Journal) -> Iterator[tuple[Strip, list[Block]]]:
    """Blocks that are still to be done, in runs of neighbours."""
    for strip in plan.strips:
        for is_done, blocks in groupby(strip.blocks, lambda block: block.index in journal.finished):
            if not is_done:
                yield strip, list(blocks)


def _assemble(plan: PredictionPlan, request: MapRequest, folder: Path, journal: Journal, reporter: Reporter) -> None:
    area = plan.area
    mapped = [block for block in plan.blocks if journal.finished[block.index].valid_pixels]
    assembly = Assembly(
        folder=folder, blocks=mapped, origin=(int(area.col_off), int(area.row_off)),
        parts_placement=request.view_placement.part(area), placement=request.placement, tags=request.tags,
        compression=request.compression, smallest_px=request.smallest_px,
    )  # fmt: skip
    drafts = []
    for number, file in enumerate(request.files):
        reporter.check_cancelled()
        reporter.progress(number / len(request.files), "Writing overviews")
        draft_folder = parts_folder(file.path) / "whole"
        shutil.rmtree(draft_folder, ignore_errors=True)  # of a run that was ended here
        draft_folder.mkdir(parents=True)
        drafts.append(draft_folder / file.path.name)
        assembly.write(file, drafts[-1], reporter)
    for file, draft in zip(request.files, drafts, strict=True):
        move_into_place(draft.parent, file.path)
        if parts_folder(file.path) != folder:
            shutil.rmtree(parts_folder(file.path), ignore_errors=True)
    reporter.progress(1, "Writing overviews")
