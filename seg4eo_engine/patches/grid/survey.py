"""What lies in the cells of a grid: how much is valid, and how much of each class is labelled."""

import math
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rasterio.io import DatasetReader
from rasterio.windows import Window, union

from seg4eo_engine.patches.labels.classes import count_values
from seg4eo_engine.patches.parallel import map_in_order
from seg4eo_engine.patches.places import Place
from seg4eo_engine.patches.sources import Source
from seg4eo_engine.patches.sources.together import within
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import (
    image_band_indexes,
    is_always_valid,
    one_at_a_time,
    open_raster,
    read_pixels,
    small_cache,
)

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
    with ExitStack() as opened:
        readers = _Readers(raster, source, windows, opened)
        outcomes = opened.enter_context(closing(map_in_order(readers.look_into, squares)))
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
    """The raster and its labels, open for several threads."""

    def __init__(self, raster: Path, source: Source | None, windows: Sequence[Window], opened: ExitStack) -> None:
        dataset = opened.enter_context(open_raster(raster))
        self._grid = RasterGrid.from_dataset(dataset)
        self._read_validity = one_at_a_time(partial(_read_validity, dataset))
        self._source = opened.enter_context(source.open()) if source else None
        self._windows = windows

    def look_into(self, square: list[int]) -> list[CellContent]:
        """What lies in the windows with these numbers."""
        around = union(*(self._windows[index] for index in square))
        with small_cache():
            valid_mask = self._read_validity(around)
            labels, has_value = np.zeros(valid_mask.shape, np.int32), np.zeros(valid_mask.shape, np.bool_)
            if self._source is not None:
                labels, has_value = self._source.read_labels(Place.of_window(self._grid, around))
        contents = []
        for index in square:
            part = within(self._windows[index], around)
            is_valid = valid_mask[part]
            counts = count_values(labels[part][has_value[part] & is_valid])
            contents.append(CellContent(float(is_valid.mean()), Counter(counts)))
        return contents


def _read_validity(dataset: DatasetReader, window: Window) -> NDArray[np.bool_]:
    """valid_mask ``(height, width)``; nothing is read where everything is valid anyway."""
    bands = image_band_indexes(dataset)
    within = window.col_off + window.width <= dataset.width and window.row_off + window.height <= dataset.height
    if within and is_always_valid(dataset, bands):
        return np.ones((int(window.height), int(window.width)), np.bool_)
    return read_pixels(dataset, window, bands)[1]
