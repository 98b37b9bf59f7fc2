"""What is done at one window: look at its labels, then copy its pixels. Called from several threads."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from rasterio.io import DatasetReader

from seg4eo_engine.patches.candidates import Candidate
from seg4eo_engine.patches.files import write_image_patch, write_label_patch
from seg4eo_engine.patches.labels import choose_ignored_value, count_values, read_labels
from seg4eo_engine.patches.sources import SourcePair
from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.reader import open_raster, read_pixels, small_cache
from seg4eo_engine.raster.statistics import PixelSummary, summarize


@dataclass(frozen=True)
class CutPatch:
    """A patch that was written: its labelled, valid pixels by class, and a summary of its valid pixels."""

    candidate: Candidate
    class_counts: tuple[int, ...]
    summary: PixelSummary | None


class OpenPair:
    """An image and its labels, opened as often as there are threads: a GDAL dataset serves one thread at a time."""

    def __init__(self, pair: SourcePair) -> None:
        self.pair = pair
        self._opened = ExitStack()
        self._idle: list[tuple[DatasetReader, DatasetReader]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.close()

    @contextmanager
    def borrow(self) -> Iterator[tuple[DatasetReader, DatasetReader]]:
        """Image and label datasets that nobody else uses meanwhile."""
        # append and pop are atomic
        datasets = self._idle.pop() if self._idle else self._open()
        try:
            yield datasets
        finally:
            self._idle.append(datasets)

    def _open(self) -> tuple[DatasetReader, DatasetReader]:
        image, label = open_raster(self.pair.image), open_raster(self.pair.label)
        self._opened.enter_context(image)
        self._opened.enter_context(label)
        return image, label


def survey_labels(candidate: Candidate, *, source: OpenPair, given_values: frozenset[int]) -> dict[int, int]:
    """The label values in a window, and how many pixels have each."""
    with small_cache(), source.borrow() as (_, label_dataset):
        labels, has_value = read_labels(label_dataset, candidate.window, given_values)
        return count_values(labels[has_value])


@dataclass(frozen=True)
class Cutter:
    """Copies windows into patch files.

    ``samples`` pixels of each patch are kept for percentiles, drawn with ``seed``.
    """

    folder: Path
    classes: list[ClassInfo]
    ignored_values: list[int]
    min_valid_share: float
    samples: int
    seed: int

    def cut(self, candidate: Candidate, *, source: OpenPair) -> CutPatch | None:
        """Write ``images/{name}.tif`` and ``labels/{name}.tif``; None where too few pixels are valid and labelled."""
        pair = source.pair
        values = [item.value for item in self.classes]
        with small_cache(), source.borrow() as (image_dataset, label_dataset):
            pixels, valid_mask = read_pixels(image_dataset, candidate.window, list(pair.bands.indexes))
            labels, has_value = read_labels(label_dataset, candidate.window, frozenset(values))
            counts = count_values(labels[has_value & valid_mask])
            class_counts = tuple(counts.get(value, 0) for value in values)
            if sum(class_counts) < self.min_valid_share * labels.size:
                return None
            preferred = [*([] if pair.label_nodata is None else [pair.label_nodata]), *self.ignored_values]
            ignored = choose_ignored_value(pair.label_dtype, values, preferred)
            labels = np.where(has_value, labels, np.array(ignored, labels.dtype))
            grid, file_name = pair.grid.window_grid(candidate.window), f"{candidate.name}.tif"
            write_image_patch(self.folder / "images" / file_name, pixels, valid_mask, grid, pair)
            write_label_patch(self.folder / "labels" / file_name, labels, grid, ignored, self.classes)
        seed = (self.seed, candidate.source, candidate.row_off % 2**32, candidate.col_off % 2**32)
        return CutPatch(candidate, class_counts, summarize(pixels, valid_mask, self.samples, seed))
