"""Read, predict and blend a scene, block by block: the reader, the device and whoever takes the rows work at once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from rasterio.windows import Window
from torch import Tensor

from seg4eo_engine.prediction.accumulator import RollingAccumulator
from seg4eo_engine.prediction.backends.base import Backend
from seg4eo_engine.prediction.blending import window_weights
from seg4eo_engine.prediction.borders import BorderAnswers
from seg4eo_engine.prediction.layers import MapLayer, answer_of
from seg4eo_engine.prediction.memory import MemoryKeeper
from seg4eo_engine.prediction.plan import Block, PredictionPlan, Strip
from seg4eo_engine.prediction.source import RowReader, Rows
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.views import RasterView


class WantedArea(Protocol):
    """The part of a scene that is wanted."""

    def mask(self, window: Window) -> NDArray[np.bool_]:
        """True (height, width) where a pixel of ``window`` is wanted; the window may reach past the scene."""

    def touches(self, window: Window) -> bool:
        """Whether any pixel of ``window`` may be wanted."""


@dataclass(frozen=True)
class Scene:
    """What is mapped: a raster, its bands (1-based, in the order of the model's), and the part of it that is wanted.

    ``area`` is None where all of it is.
    """

    view: RasterView
    band_indexes: list[int]
    area: WantedArea | None = None


@dataclass(frozen=True)
class MappedRows:
    """Finished rows of a block: where they lie on the scene, and the bands of each layer, still on their way here.

    ``bands`` have one array (bands, rows, width) for each layer; they, and ``valid_mask`` (rows, width), only mean
    something once ``wait`` was called. Pixels that are not valid have no answer.
    """

    block: Block
    row_off: int
    bands: Sequence[NDArray[np.generic]]
    valid_mask: NDArray[np.bool_]
    wait: Callable[[], None]


class ScenePredictor:
    """Predicts a scene by a plan. Memory is that of a strip, one window high, whatever the size of the scene.

    Args:
        scene: what is read.
        plan: windows and blocks.
        backend: the network.
        layers: what is made of its answers.
        batch_size: windows that the network is given at once.
        reporter: hears of each batch, and may cancel.
        reject_below: see :class:`~seg4eo_engine.prediction.layers.LayerRequest`.
        windows_done: windows of blocks that were finished before.
        borders: keeps what windows across the border of two strips say; None predicts them for both.
    """

    def __init__(
        self,
        scene: Scene,
        plan: PredictionPlan,
        backend: Backend,
        layers: Sequence[MapLayer],
        *,
        batch_size: int,
        reporter: Reporter,
        reject_below: float | None = None,
        windows_done: int = 0,
        borders: BorderAnswers | None = None,
    ) -> None:
        self._scene = scene
        self._plan = plan
        self._backend = backend
        self._layers = layers
        self._batch_size = batch_size
        self._reporter = reporter
        self._reject_below = reject_below
        self._done = windows_done
        self._borders = borders
        self.windows_run = 0
        layout = plan.layout
        self._row_weights = self._weights(layout.rows, layout.height)
        self._col_weights = dict(zip(layout.cols, self._weights(layout.cols, layout.width), strict=True))

    def _weights(self, starts: Sequence[int], length_px: int) -> Tensor:
        layout = self._plan.layout
        weights = window_weights(starts, layout.answer_px, length_px, layout.blending)
        return torch.from_numpy(weights).to(self._backend.device)

    def predict_blocks(self, strip: Strip, blocks: Sequence[Block]) -> Iterator[MappedRows]:
        """Yield the rows of ``blocks``, which follow one another in ``strip``, from the top down as they are finished.

        The rows of windows above the first block that reach into it are predicted too; between one block and the next
        nothing is predicted twice.
        """
        layout, device = self._plan.layout, self._backend.device
        left = strip.window_cols[0]
        width_px = strip.window_cols[-1] + layout.answer_px - left
        top = int(blocks[0].window.row_off)
        first_row = layout.first_touching(layout.rows, top)
        margin = layout.margin_px
        reader = RowReader(self._scene.view, self._scene.band_indexes, left - margin, width_px + 2 * margin)
        sums = RollingAccumulator(self._backend.num_classes, layout.answer_px, width_px, device)
        band = _Band(device)
        keeper = MemoryKeeper()
        block_of_row = {row: block for block in blocks for row in range(block.first_row, block.end_row)}
        rows = range(first_row, blocks[-1].end_row)
        row_offs = [layout.rows[row] - margin for row in rows]
        for row, read in zip(rows, reader.bands(row_offs, layout.window_px), strict=True):
            band.show(read)
            wanted = self._wanted(band, row, strip, left, top)
            self._predict_row(band, sums, wanted, row, strip)
            block = block_of_row.get(row)
            if block is not None:
                yield self._finish_rows(sums, wanted, row, block, left)
            if self._backend.name != "torch":  # it takes blocks so large that they go back anyway, and would lose 7 %
                keeper.tidy()
            if row + 1 < len(layout.rows):
                sums.move_down(layout.rows[row + 1] - layout.rows[row])

    def _wanted(self, band: "_Band", row: int, strip: Strip, left: int, top: int) -> NDArray[np.bool_]:
        """Which pixels that this row of windows answers for are to be mapped: valid, of the strip, and in the area."""
        layout = self._plan.layout
        row_off = layout.rows[row]
        inner = slice(layout.margin_px, layout.margin_px + layout.answer_px)
        wanted = band.valid_mask[inner, layout.margin_px : band.valid_mask.shape[1] - layout.margin_px].copy()
        first = strip.col_off - left
        wanted[:, :first] = False
        wanted[:, first + strip.width :] = False
        wanted[: max(0, top - row_off)] = False
        wanted[max(0, int(self._plan.area.row_off + self._plan.area.height) - row_off) :] = False
        if self._scene.area is not None:
            columns = slice(first, first + strip.width)
            window = Window(strip.col_off, row_off, strip.width, len(wanted))
            wanted[:, columns] &= self._scene.area.mask(window)
        return wanted

    def _predict_row(
        self, band: "_Band", sums: RollingAccumulator, wanted: NDArray[np.bool_], row: int, strip: Strip
    ) -> None:
        layout, left = self._plan.layout, strip.window_cols[0]
        # a window without a pixel that is to be mapped adds nothing to the map
        busy = [col for col in strip.window_cols if wanted[:, col - left : col - left + layout.answer_px].any()]
        # known ones lie on the left border, so they are first, as they would be among the others
        unknown = [col for col in busy if not self._add_known(sums, row, col, strip)]
        for first in range(0, len(unknown), self._batch_size):
            cols = unknown[first : first + self._batch_size]
            self._reporter.check_cancelled()
            probabilities = self._backend.predict(*band.windows([col - left for col in cols]))
            for col, one in zip(cols, probabilities, strict=True):
                sums.add(one, col - left, self._row_weights[row][:, None] * self._col_weights[col])
                self._keep_border(one, row, col, strip)
            self.windows_run += len(cols)
            self._report(len(cols))
        self._report(len(strip.window_cols) - len(unknown))

    def _add_known(self, sums: RollingAccumulator, row: int, col: int, strip: Strip) -> bool:
        """Add a window that reaches into ``strip`` from the one before, where it was kept; whether it was."""
        if self._borders is None or col >= strip.col_off:
            return False
        known = self._borders.take(row, col)
        if known is None:
            return False
        inside = slice(strip.col_off - col, None)
        weights = self._row_weights[row][:, None] * self._col_weights[col][inside]
        sums.add(torch.from_numpy(known).to(weights.device), strip.col_off - strip.window_cols[0], weights)
        return True

    def _keep_border(self, probabilities: Tensor, row: int, col: int, strip: Strip) -> None:
        end = strip.col_off + strip.width
        if self._borders is not None and col < end < min(col + self._plan.layout.answer_px, self._area_end):
            self._borders.keep(row, col, probabilities[:, :, end - col :].cpu().numpy())

    @property
    def _area_end(self) -> int:
        return int(self._plan.area.col_off + self._plan.area.width)

    def _finish_rows(
        self, sums: RollingAccumulator, wanted: NDArray[np.bool_], row: int, block: Block, left: int
    ) -> MappedRows:
        layout, window = self._plan.layout, block.window
        row_off = layout.rows[row]
        start = max(row_off, int(window.row_off))
        next_row = layout.rows[row + 1] if row + 1 < len(layout.rows) else layout.height
        end = min(next_row, int(window.row_off + window.height))
        rows = slice(start - row_off, end - row_off)
        cols = slice(int(window.col_off) - left, int(window.col_off + window.width) - left)
        valid_mask = wanted[rows, cols].copy()
        if not valid_mask.any():
            nothing = np.zeros((end - start, int(window.width)), np.uint8)
            empty = [np.broadcast_to(nothing, (len(layer.band_names), *nothing.shape)) for layer in self._layers]
            return MappedRows(block, start, empty, valid_mask, _arrived)
        answer = answer_of(sums.finished(rows.stop)[:, rows.start :, cols], self._backend.threshold, self._reject_below)
        bands, wait = _download([layer.compute(answer) for layer in self._layers])
        return MappedRows(block, start, bands, valid_mask, wait)

    def _report(self, windows: int) -> None:
        self._done += windows
        share = min(1.0, self._done / max(1, self._plan.window_count))
        area_px = int(self._plan.area.width * self._plan.area.height)  # people know their scene, and no windows
        self._reporter.progress(share, "Mapping", done=round(share * area_px), total=area_px, unit="px")


class _Band:
    """The rows of the scene that the present row of windows sees: pixels on the device, valid_mask on either side."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._row_end: int | None = None
        self._pixels: Tensor = torch.empty(0)
        self._device_mask: Tensor = torch.empty(0)
        self.valid_mask: NDArray[np.bool_] = np.empty((0, 0), np.bool_)

    def show(self, rows: Rows) -> None:
        """See these rows, which begin at or below those before."""
        height_px, new_px = len(rows.valid_mask), len(rows.valid_mask)
        if self._device.type != "cpu" and self._row_end is not None:
            new_px = min(height_px, rows.row_end - self._row_end)  # the others are on the device already
        new = rows.between(rows.row_end - new_px, rows.row_end)
        pixels, mask = self._upload(new.pixels), self._upload(new.valid_mask)
        if new_px < height_px:
            pixels = torch.cat([self._pixels[:, new_px - height_px :], pixels], dim=1)
            mask = torch.cat([self._device_mask[new_px - height_px :], mask])
        self._pixels, self._device_mask = pixels, mask
        self._row_end, self.valid_mask = rows.row_end, rows.valid_mask

    def windows(self, offsets: Sequence[int]) -> tuple[Tensor, Tensor]:
        """Pixels (N, bands, window, window) and valid_mask (N, window, window) of windows at these columns, ascending.

        Where the columns are evenly spaced they are views: a copy takes as long as to make floats of them.
        """
        height_px = len(self.valid_mask)
        steps = {after - before for before, after in pairwise(offsets)}
        if len(steps) <= 1:
            columns = slice(offsets[0], offsets[-1] + height_px)
            step = steps.pop() if steps else 1
            pixels = self._pixels[:, :, columns].unfold(2, height_px, step).permute(2, 0, 1, 3)
            return pixels, self._device_mask[:, columns].unfold(1, height_px, step).permute(1, 0, 2)
        each = [slice(offset, offset + height_px) for offset in offsets]
        return (
            _stack([self._pixels[:, :, window] for window in each]),
            _stack([self._device_mask[:, window] for window in each]),
        )

    def _upload(self, values: NDArray[np.generic]) -> Tensor:
        if self._device.type != "cuda":
            return torch.from_numpy(values).to(self._device)
        # pinned, so that the copy runs beside the network and this thread goes on; filled by all cores
        source = torch.from_numpy(values.view(np.int16) if values.dtype == np.uint16 else values)
        pinned = torch.empty(source.shape, dtype=source.dtype, pin_memory=True).copy_(source)
        there = pinned.to(self._device, non_blocking=True)
        return there.view(torch.uint16) if values.dtype == np.uint16 else there


def _stack(tensors: Sequence[Tensor]) -> Tensor:
    """The stack of tensors; torch copies its unsigned numbers of two bytes three times slower than signed ones."""
    if tensors[0].device.type == "cpu":  # by this thread alone: torch's second one would wait for the reader's
        return torch.from_numpy(np.stack([tensor.numpy() for tensor in tensors]))
    if tensors[0].dtype is torch.uint16:
        return torch.stack([tensor.view(torch.int16) for tensor in tensors]).view(torch.uint16)
    return torch.stack(list(tensors))


def _arrived() -> None:
    pass


def _download(layers: Sequence[Tensor]) -> tuple[list[NDArray[np.generic]], Callable[[], None]]:
    """Arrays of these tensors, and what to call before they are read: copies from a graphics card take their time."""
    if layers[0].device.type != "cuda":
        return [layer.cpu().numpy() for layer in layers], _arrived
    pinned = [torch.empty(layer.shape, dtype=layer.dtype, pin_memory=True) for layer in layers]
    for target, layer in zip(pinned, layers, strict=True):
        target.copy_(layer, non_blocking=True)
    copied = torch.cuda.Event()  # type: ignore[no-untyped-call]
    copied.record()
    return [target.numpy() for target in pinned], copied.synchronize
