"""Read, predict, blend and write a scene, strip by strip: reader, device and writer work at the same time."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from seg4eo_engine.models.model import class_indexes_of
from seg4eo_engine.prediction.accumulator import RollingAccumulator
from seg4eo_engine.prediction.backends.base import Backend
from seg4eo_engine.prediction.blending import window_weights
from seg4eo_engine.prediction.plan import PredictionPlan, Strip
from seg4eo_engine.prediction.source import Rows, StripReader
from seg4eo_engine.progress import Reporter


@dataclass(frozen=True)
class MappedRows:
    """Finished rows of a strip, each of shape (rows, strip width).

    ``class_index`` uint8, ``confidence`` uint8 in percent; both only mean something where ``valid_mask`` is True.
    """

    class_index: NDArray[np.uint8]
    confidence: NDArray[np.uint8]
    valid_mask: NDArray[np.bool_]


class ScenePredictor:
    """Predicts a scene by a plan. Memory is that of a strip, one window high, whatever the size of the scene."""

    def __init__(self, plan: PredictionPlan, backend: Backend, batch_size: int, reporter: Reporter) -> None:
        self._plan = plan
        self._backend = backend
        self._batch_size = batch_size
        self._reporter = reporter
        self._done = 0
        self._row_weights = self._weights(plan.window_rows, plan.height)
        self._col_weights = dict(zip(plan.window_cols, self._weights(plan.window_cols, plan.width), strict=True))

    def _weights(self, starts: tuple[int, ...], length_px: int) -> Tensor:
        return torch.from_numpy(window_weights(starts, self._plan.window_px, length_px)).to(self._backend.device)

    def predict_strip(self, path: Path, band_indexes: list[int], strip: Strip) -> Iterator[MappedRows]:
        """Yield the rows of a strip from the top down as they are finished."""
        window_px, device = self._plan.window_px, self._backend.device
        left = strip.window_cols[0]
        width_px = strip.window_cols[-1] + window_px - left
        cut = slice(strip.col_off - left, strip.col_off - left + strip.width)
        starts = self._plan.window_rows
        reader = StripReader(path, band_indexes, left, width_px, self._plan.height)
        sums = RollingAccumulator(self._backend.num_classes, window_px, width_px, device)
        band = _Band(device)
        ends = [start + window_px for start in starts]
        finished_until = [*starts[1:], self._plan.height]
        for index, rows in enumerate(reader.batches(ends)):
            band.append(rows, keep=window_px)
            self._predict_row(band, sums, strip.window_cols, left)
            sums.end_row(self._row_weights[index])
            count = finished_until[index] - starts[index]
            yield reduce_probabilities(
                sums.take(count)[:, :, cut], band.valid_mask[:count, cut], self._backend.threshold
            )

    def _predict_row(self, band: "_Band", sums: RollingAccumulator, window_cols: tuple[int, ...], left: int) -> None:
        window_px = self._plan.window_px
        # a window without a valid pixel adds nothing to a pixel that will be mapped
        busy = [col for col in window_cols if band.valid_mask[:, col - left : col - left + window_px].any()]
        for first in range(0, len(busy), self._batch_size):
            cols = busy[first : first + self._batch_size]
            self._reporter.check_cancelled()
            windows = [slice(col - left, col - left + window_px) for col in cols]
            probabilities = self._backend.predict(
                torch.stack([band.pixels[:, :, window] for window in windows]),
                torch.stack([band.valid_mask[:, window] for window in windows]),
            )
            for col, one in zip(cols, probabilities, strict=True):
                sums.add(one, col - left, self._col_weights[col])
            self._report(len(cols))
        self._report(len(window_cols) - len(busy))

    def _report(self, windows: int) -> None:
        self._done += windows
        total = self._plan.window_count
        self._reporter.progress(self._done / total, "Mapping", done=self._done, total=total, unit="windows")


class _Band:
    """The rows of the scene that the present row of windows sees, on the device."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self.pixels: Tensor = torch.empty(0)
        self.valid_mask: Tensor = torch.empty(0)

    def append(self, rows: Rows, keep: int) -> None:
        """Add rows at the bottom and keep the last ``keep``."""
        pixels = torch.from_numpy(np.ascontiguousarray(rows.pixels)).to(self._device)
        valid_mask = torch.from_numpy(np.ascontiguousarray(rows.valid_mask)).to(self._device)
        if self.valid_mask.numel():
            pixels = torch.cat([self.pixels, pixels], dim=1)
            valid_mask = torch.cat([self.valid_mask, valid_mask])
        self.pixels, self.valid_mask = pixels[:, -keep:], valid_mask[-keep:]


def reduce_probabilities(probabilities: Tensor, valid_mask: Tensor, threshold: float) -> MappedRows:
    """Classes and confidence, in percent of the mapped class, of probabilities (C, rows, width)."""
    class_index = class_indexes_of(probabilities[None], threshold)[0]
    confidence = probabilities.gather(0, class_index[None])[0]
    percent = (confidence * 100).round().clamp(0, 100)
    return MappedRows(
        class_index.to(torch.uint8).cpu().numpy(), percent.to(torch.uint8).cpu().numpy(), valid_mask.cpu().numpy()
    )
