"""What lies in the cells of a grid: how much is valid, and how much of each class is labelled."""

import math
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray
from rasterio.io import DatasetReader
from rasterio.windows import Window, union

from seg4eo_engine.patches.labels.classes import count_values
from seg4eo_engine.patches.parallel import map_in_order
from seg4eo_engine.patches.places import Place
from seg4eo_engine.patches.sources import OpenSource, Source
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import image_band_indexes, is_always_valid, open_raster, read_pixels, small_cache

LARGEST_SQUARE_PX = 1024
SQUARE_BYTES = 32_000_000  # of all bands, that are read together


@dataclass(frozen=True)
class CellContent:
    """The share of valid pixels in a cell, and the valid, labelled pixels by value."""

    valid_share: float
    label_counts: Counter[int]


def survey_cells(
    raster: Path, source: Source | None, windows: Sequence[Window], reporter: Reporter
) -> list[CellContent]:
    """Look into every cell.

    Args:
        raster: tells which pixels are valid.
        source: the raster with its labels; None where there are no labels.
        windows: the pixels of each cell.
        reporter: hears of progress, and can cancel.
    """
    squares = _squares(raster, windows)
    found: dict[int, CellContent] = {}
    with _Readers(raster, source, windows) as readers, closing(map_in_order(readers.look_into, squares)) as outcomes:
        for square, contents in zip(squares, outcomes, strict=True):
            reporter.check_cancelled()
            found.update(zip(square, contents, strict=True))
            done, total = len(found), len(windows)
            reporter.progress(done / total, "Looking into the cells", done=done, total=total, unit="cells")
    return [found[index] for index in range(len(windows))]


def _squares(raster: Path, windows: Sequence[Window]) -> list[list[int]]:
    """Indexes of windows that are neighbours: read in one go, so that few tiles of the raster are decoded twice."""
    with open_raster(raster) as dataset:
        pixel_bytes = sum(np.dtype(dtype).itemsize for dtype in dataset.dtypes)
    side_px = min(LARGEST_SQUARE_PX, math.isqrt(SQUARE_BYTES // pixel_bytes))
    squares: dict[tuple[int, int], list[int]] = {}
    for index, window in enumerate(windows):
        squares.setdefault((window.row_off // side_px, window.col_off // side_px), []).append(index)
    return list(squares.values())


class _Readers:
    """The raster and its labels, opened as often as there are threads: a GDAL dataset serves one at a time."""

    def __init__(self, raster: Path, source: Source | None, windows: Sequence[Window]) -> None:
        self._raster = raster
        self._source = source
        self._windows = windows
        self._opened = ExitStack()
        self._opening = threading.Lock()
        self._idle: list[tuple[DatasetReader, OpenSource | None]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.close()

    def look_into(self, square: list[int]) -> list[CellContent]:
        """What lies in the windows with these numbers."""
        around = union(*(self._windows[index] for index in square))
        with small_cache(), self._borrow() as (dataset, source):
            valid_mask = _read_validity(dataset, around)
            labels, has_value = np.zeros(valid_mask.shape, np.int32), np.zeros(valid_mask.shape, np.bool_)
            if source is not None:
                labels, has_value = source.read_labels(Place.of_window(RasterGrid.from_dataset(dataset), around))
        contents = []
        for index in square:
            window = self._windows[index]
            rows = slice(window.row_off - around.row_off, window.row_off - around.row_off + window.height)
            cols = slice(window.col_off - around.col_off, window.col_off - around.col_off + window.width)
            is_valid = valid_mask[rows, cols]
            counts = count_values(labels[rows, cols][has_value[rows, cols] & is_valid])
            contents.append(CellContent(float(is_valid.mean()), Counter(counts)))
        return contents

    @contextmanager
    def _borrow(self) -> Iterator[tuple[DatasetReader, OpenSource | None]]:
        """What nobody else uses meanwhile."""
        # append and pop are atomic
        pair = self._idle.pop() if self._idle else self._open()
        try:
            yield pair
        finally:
            self._idle.append(pair)

    def _open(self) -> tuple[DatasetReader, OpenSource | None]:
        with self._opening:
            dataset = self._opened.enter_context(open_raster(self._raster))
            source = self._opened.enter_context(self._source.open()) if self._source else None
            return dataset, source


def _read_validity(dataset: DatasetReader, window: Window) -> NDArray[np.bool_]:
    """valid_mask ``(height, width)``; nothing is read where everything is valid anyway."""
    bands = image_band_indexes(dataset)
    within = window.col_off + window.width <= dataset.width and window.row_off + window.height <= dataset.height
    if within and is_always_valid(dataset, bands):
        return np.ones((int(window.height), int(window.width)), np.bool_)
    return read_pixels(dataset, window, bands)[1]
