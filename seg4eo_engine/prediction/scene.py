"""Map a scene: the recipe."""

import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from seg4eo_engine.outputs import move_into_place, writing_alone
from seg4eo_engine.prediction.assembly import Assembly, MapFile, Placement
from seg4eo_engine.prediction.backends.base import Backend
from seg4eo_engine.prediction.block_maker import MadeBlock
from seg4eo_engine.prediction.borders import BorderAnswers
from seg4eo_engine.prediction.journal import NAME as JOURNAL_NAME
from seg4eo_engine.prediction.journal import FinishedBlock, Journal
from seg4eo_engine.prediction.memory import give_back_freed_memory
from seg4eo_engine.prediction.parts import DRAFT_SUFFIX, PartWriter
from seg4eo_engine.prediction.pipeline import Scene, ScenePredictor
from seg4eo_engine.prediction.plan import Block, PredictionPlan, Strip
from seg4eo_engine.progress import PartialReporter, Reporter
from seg4eo_engine.raster.reader import reading_cache, small_cache
from seg4eo_engine.raster.writer import Compression

MakeBlocks = Callable[[Iterable[int]], Iterable[Sequence[MadeBlock]]]
REMOVALS = 10
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
    with writing_alone(folder / "lock", output.name, "change the name") as lock:
        try:
            yield folder
        finally:
            found = Journal.find(folder)
            lock.release()  # Windows removes no file that is open
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
    _prepare(scene, plan, journal)
    layers = [file.layer for file in request.files]
    predictor = ScenePredictor(
        scene, plan, backend, layers,
        batch_size=request.batch_size, reject_below=request.reject_below, borders=BorderAnswers(journal.parts),
        windows_done=plan.windows_of(journal.finished), reporter=PartialReporter(reporter, 0, PREDICT_SHARE),
    )  # fmt: skip
    with (
        reading_cache(idle_cores=backend.device.type != "cpu"),
        PartWriter(journal.parts, layers, journal.add) as writer,
    ):
        for strip, blocks in _unfinished(plan, journal):
            for rows in predictor.predict_blocks(strip, blocks):
                writer.write(rows)
        writer.finish()
    give_back_freed_memory()  # of the strips, before the whole map takes some
    _assemble(plan, request, folder, journal, PartialReporter(reporter, PREDICT_SHARE, 1))
    return _summary(plan, journal, predictor.windows_run, started_s)


def map_scene_elsewhere(
    scene: Scene, plan: PredictionPlan, request: MapRequest, folder: Path, journal: Journal, make: MakeBlocks,
    reporter: Reporter,
) -> MapSummary:  # fmt: skip
    """As :func:`map_scene`, with blocks that others make: ``make`` is given their indexes, and yields them made.

    Raises:
        Cancelled: the reporter was asked to stop; finished blocks stay in ``folder``.
        Exception: what ``make`` raises.
    """
    started_s = time.monotonic()
    _prepare(scene, plan, journal)
    mapping = PartialReporter(reporter, 0, PREDICT_SHARE)
    total, windows, area_px = max(1, plan.window_count), 0, int(plan.area.width * plan.area.height)
    done = plan.windows_of(journal.finished)
    for made in make(index for index in range(plan.block_count) if index not in journal.finished):
        journal.add(*(block.finished for block in made))
        windows += sum(block.windows for block in made)
        done += plan.windows_of(block.finished.block for block in made)
        share = done / total
        mapping.progress(share, "Mapping", done=round(share * area_px), total=area_px, unit="px")
    _assemble(plan, request, folder, journal, PartialReporter(reporter, PREDICT_SHARE, 1))
    return _summary(plan, journal, windows, started_s)


def _prepare(scene: Scene, plan: PredictionPlan, journal: Journal) -> None:
    """Remove what a stopped run left half written, and note blocks of which nothing is wanted: they are not read."""
    for draft in journal.parts.glob(f"*{DRAFT_SUFFIX}"):
        draft.unlink(missing_ok=True)
    if scene.area is None:
        return
    for strip in plan.strips:
        unwanted = [
            FinishedBlock(block.index, 0) for block in strip.blocks
            if block.index not in journal.finished and not scene.area.touches(block.window)
        ]  # fmt: skip
        if unwanted:
            journal.add(*unwanted)


def _summary(plan: PredictionPlan, journal: Journal, windows: int, started_s: float) -> MapSummary:
    return MapSummary(
        windows=windows,
        valid_share=journal.finished.valid_pixels / (plan.area.width * plan.area.height),
        seconds=time.monotonic() - started_s,
    )


def _unfinished(plan: PredictionPlan, journal: Journal) -> Iterator[tuple[Strip, list[Block]]]:
    """Blocks that are still to be done, in runs of neighbours."""
    for strip in plan.strips:
        for is_done, blocks in groupby(strip.blocks, lambda block: block.index in journal.finished):
            if not is_done:
                yield strip, list(blocks)


def _assemble(plan: PredictionPlan, request: MapRequest, folder: Path, journal: Journal, reporter: Reporter) -> None:
    with small_cache():
        _put_together(plan, request, folder, journal, reporter)
    remove_parts(folder)


def remove_parts(folder: Path) -> None:
    """Remove the parts of a map that is whole, or that will not be gone on with.

    The journal first: a run that is killed on the way must not go on with parts that are no longer there.
    """
    (folder / JOURNAL_NAME).unlink(missing_ok=True)
    for _ in range(REMOVALS):  # a worker that is late may just be writing into it; then it finds no folder
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.2)


def _put_together(
    plan: PredictionPlan, request: MapRequest, folder: Path, journal: Journal, reporter: Reporter
) -> None:
    area = plan.area
    mapped = [block for block in plan.blocks if journal.finished[block.index].valid_pixels]
    assembly = Assembly(
        folder=journal.parts, blocks=mapped, origin=(int(area.col_off), int(area.row_off)),
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
