"""The parts of a map: a file for each block and layer, written by a thread of their own while the next is predicted."""

import os
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

import rasterio
from rasterio.windows import Window

from seg4eo_engine.prediction.journal import FinishedBlock
from seg4eo_engine.prediction.layers import MapLayer
from seg4eo_engine.prediction.pipeline import MappedRows
from seg4eo_engine.prediction.plan import Block
from seg4eo_engine.raster.writer import DRAFT_PROFILE, RowWriter

DRAFT_SUFFIX = ".part"
MOST_PENDING = 2  # rows of windows that wait to be written; more would only take memory


def part_path(folder: Path, layer: MapLayer, block: Block) -> Path:
    """The file of a block."""
    return folder / f"{layer.name}_{block.index:07}.tif"


class PartWriter:
    """Writes parts into ``folder``; ``on_finished`` hears of each block whose parts are safely on disk."""

    def __init__(self, folder: Path, layers: Sequence[MapLayer], on_finished: Callable[[FinishedBlock], None]) -> None:
        self._folder = folder
        self._layers = layers
        self._on_finished = on_finished
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._pending: deque[Future[None]] = deque()
        self._open: _OpenBlock | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown()
        if self._open is not None:  # what is half written
            self._open.discard()

    def write(self, rows: MappedRows) -> None:
        """Take rows of a block, from its first to its last; an error of the thread is raised here."""
        self._wait_for(MOST_PENDING - 1)
        self._pending.append(self._thread.submit(partial(self._write, rows)))

    def finish(self) -> None:
        """Return when all is written."""
        self._wait_for(0)

    def _wait_for(self, most_pending: int) -> None:
        while len(self._pending) > most_pending:
            self._pending.popleft().result()

    def _write(self, rows: MappedRows) -> None:
        if self._open is None:
            self._open = _OpenBlock(self._folder, self._layers, rows.block)
        rows.wait()
        self._open.write(rows)
        if rows.row_off + len(rows.valid_mask) == rows.block.window.row_off + rows.block.window.height:
            finished, self._open = self._open, None
            self._on_finished(finished.close())


class _OpenBlock:
    """The files of a block while it is written. Blocks without a valid pixel have none."""

    def __init__(self, folder: Path, layers: Sequence[MapLayer], block: Block) -> None:
        self._block = block
        self._layers = layers
        self._paths = [part_path(folder, layer, block) for layer in layers]
        # of a name of their own: another worker, thought dead, may be at the same block
        self._drafts = [path.with_suffix(f".{uuid4().hex}{DRAFT_SUFFIX}") for path in self._paths]
        self._files: list[RowWriter] = []
        self._valid_pixels = 0

    def write(self, rows: MappedRows) -> None:
        self._valid_pixels += int(rows.valid_mask.sum())
        if not self._files and rows.valid_mask.any():
            self._files = [
                _create_part(draft, layer, self._block.window)
                for draft, layer in zip(self._drafts, self._layers, strict=True)
            ]
        row_off = rows.row_off - int(self._block.window.row_off)
        for file, layer, bands in zip(self._files, self._layers, rows.bands, strict=False):  # no files, no rows yet
            file.write(row_off, layer.encode(bands, rows.valid_mask))

    def close(self) -> FinishedBlock:
        for file, draft, path in zip(self._files, self._drafts, self._paths, strict=False):
            file.close()
            _flush_to_disk(draft)
            os.replace(draft, path)
        return FinishedBlock(self._block.index, self._valid_pixels)

    def discard(self) -> None:
        for file in self._files:
            file.abandon()
        for draft in self._drafts:
            draft.unlink(missing_ok=True)


def _create_part(path: Path, layer: MapLayer, window: Window) -> RowWriter:
    return RowWriter(
        rasterio.open(
            path, "w", width=int(window.width), height=int(window.height), count=len(layer.band_names),
            dtype=layer.dtype, nodata=layer.nodata, interleave="band", **DRAFT_PROFILE,
        )
    )  # fmt: skip


def _flush_to_disk(path: Path) -> None:
    """Make sure that a file is whole even if the machine stops now: a journal must not name what is not there."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
