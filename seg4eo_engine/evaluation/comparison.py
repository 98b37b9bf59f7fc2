"""Compare a class map with a reference, in pieces, so that their size does not matter."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rasterio.io import DatasetReader
from rasterio.windows import Window

from seg4eo_engine.errors import UnknownClass
from seg4eo_engine.evaluation.confusion import ConfusionMatrix
from seg4eo_engine.evaluation.extent import Extent, pixel_area_m2
from seg4eo_engine.evaluation.references import Reference, whole_classes
from seg4eo_engine.evaluation.reliability import BINS, Reliability
from seg4eo_engine.evaluation.tiles import TILE_PX, Pairs, TileScore, count_pairs, tile_windows_of
from seg4eo_engine.patches.labels.classes import MOST_CLASSES
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.classes import class_names_tag
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import open_raster, read_pixels

PERCENTS = 101
PIECE_HEIGHT_PX, PIECE_WIDTH_PX = 2 * TILE_PX, 16 * TILE_PX  # whole tiles; 80 MB while they are compared


@dataclass(frozen=True)
class Comparison:
    """What was counted. Comparisons of several maps add up.

    Attributes:
        pairs: compared pixels by true and mapped class value.
        mapped_px: pixels of the whole map by class value, compared or not.
        by_percent: ``(101, 2)``: compared pixels whose confidence was so many percent, and those of them that are
            right; zeros where no confidence was given.
        pixel_area_m2: of a pixel in the middle of the map; None where unknown, or where maps differ.
        tiles: how squares of the maps did; they add up to ``pairs``.
    """

    pairs: Pairs
    mapped_px: Counter[int]
    by_percent: NDArray[np.int64]
    pixel_area_m2: float | None
    tiles: tuple[TileScore, ...]

    def __add__(self, other: "Comparison") -> "Comparison":
        ours, theirs = self.pixel_area_m2, other.pixel_area_m2
        same = ours is not None and theirs is not None and abs(ours - theirs) <= 0.01 * ours
        return Comparison(
            self.pairs + other.pairs,
            self.mapped_px + other.mapped_px,
            self.by_percent + other.by_percent,
            ours if same else None,
            self.tiles + other.tiles,
        )

    @cached_property
    def class_values(self) -> tuple[int, ...]:
        """The class values of map and reference where they were compared, ascending."""
        return tuple(sorted({value for pair in self.pairs for value in pair}))

    @property
    def reliability(self) -> Reliability:
        """How often pixels of each confidence are right."""
        confidence = np.arange(PERCENTS) / (PERCENTS - 1)
        bins = np.minimum((confidence * BINS).astype(np.int64), BINS - 1)
        counts, right = (np.bincount(bins, column, BINS).round().astype(np.int64) for column in self.by_percent.T)
        sums = np.bincount(bins, self.by_percent[:, 0] * confidence, BINS).astype(np.float64)
        return Reliability(counts, sums, right)

    def confusion(self, values: Sequence[int]) -> ConfusionMatrix:
        """The confusion matrix in the order of ``values``, which must hold :attr:`class_values`."""
        return confusion_of(self.pairs, values)


def confusion_of(pairs: Pairs, values: Sequence[int]) -> ConfusionMatrix:
    """The confusion matrix of pixels counted by class value, in the order of ``values``."""
    counts = np.zeros((len(values), len(values)), dtype=np.int64)
    for (truth, mapped), count in pairs.items():
        counts[values.index(truth), values.index(mapped)] = count
    return ConfusionMatrix(counts)


def compare(
    class_map: Path,
    reference: Reference,
    *,
    ignore_values: Collection[int] = (),
    extent: Extent | None = None,
    confidence: Path | None = None,
    reporter: Reporter,
) -> Comparison:
    """Count the class pairs of all pixels that are valid in both; there may be none.

    Args:
        class_map: the map, one band of class values.
        reference: the truth, which knows the map's pixels.
        ignore_values: values of the reference that are not a class.
        extent: only pixels inside are compared.
        confidence: raster on the map's pixels with the confidence of the mapped class in percent.
        reporter: hears of the progress, and may cancel.

    Raises:
        UnknownClass: the reference holds a value that the map's model does not know, or one of both holds measurements.
        MissingInput, NotARaster: the map cannot be read.
    """
    counting = _Counting(class_map)
    with ExitStack() as stack:
        map_file = stack.enter_context(open_raster(class_map))
        confidence_file = None if confidence is None else stack.enter_context(open_raster(confidence))
        grid, known = RasterGrid.from_dataset(map_file), class_names_tag(map_file)
        for window in _pieces(grid):
            reporter.check_cancelled()
            mapped, map_valid = read_pixels(map_file, window, [1])
            truth, has_truth = reference.read(window)
            counted = map_valid & has_truth & ~np.isin(truth, list(ignore_values))
            if extent is not None:
                counted &= extent.inside(window)
            values = whole_classes(mapped[0], map_valid, class_map.name)
            counting.add(window, values, map_valid, truth, counted)
            _check_few(counting.mapped_px, class_map.name)
            _check_few({value for value, _ in counting.pairs}, reference.name)
            if confidence_file is not None:
                counting.add_confidence(confidence_file, window, truth == values, counted)
            done_px = window.row_off * grid.width + (window.col_off + window.width) * window.height
            reporter.progress(done_px / (grid.width * grid.height), "Comparing")
    if known is not None:
        _check_known({truth for truth, _ in counting.pairs}, known, reference.name)
    return Comparison(
        counting.pairs, counting.mapped_px, counting.by_percent, pixel_area_m2(grid), tuple(counting.tiles)
    )


def _pieces(grid: RasterGrid) -> Iterator[Window]:
    for row_off in range(0, grid.height, PIECE_HEIGHT_PX):
        for col_off in range(0, grid.width, PIECE_WIDTH_PX):
            width, height = min(PIECE_WIDTH_PX, grid.width - col_off), min(PIECE_HEIGHT_PX, grid.height - row_off)
            yield Window(col_off, row_off, width, height)


class _Counting:
    """The sums of a comparison while it runs."""

    def __init__(self, class_map: Path) -> None:
        self._class_map = class_map
        self.pairs: Pairs = Counter()
        self.mapped_px: Counter[int] = Counter()
        self.by_percent = np.zeros((PERCENTS, 2), np.int64)
        self.tiles: list[TileScore] = []

    def add(
        self,
        window: Window,
        mapped: NDArray[np.integer],
        map_valid: NDArray[np.bool_],
        truth: NDArray[np.integer],
        counted: NDArray[np.bool_],
    ) -> None:
        for tile, part in tile_windows_of(window):
            pairs = count_pairs(truth[part][counted[part]], mapped[part][counted[part]])
            if pairs:
                self.tiles.append(TileScore(self._class_map, tile, pairs))
                self.pairs.update(pairs)
        found, counts = np.unique(mapped[map_valid], return_counts=True)
        self.mapped_px.update(dict(zip(found.tolist(), counts.tolist(), strict=True)))

    def add_confidence(
        self, file: DatasetReader, window: Window, right: NDArray[np.bool_], counted: NDArray[np.bool_]
    ) -> None:
        percent, is_known = read_pixels(file, window, [1])
        chosen = counted & is_known
        levels = percent[0][chosen].astype(np.int64)
        self.by_percent[:, 0] += np.bincount(levels, minlength=PERCENTS)
        self.by_percent[:, 1] += np.bincount(levels[right[chosen]], minlength=PERCENTS)


def _check_few(values: Collection[int], name: str) -> None:
    if len(values) > MOST_CLASSES:
        raise UnknownClass(
            f"Expected at most {MOST_CLASSES} classes, found {len(values)} different values in {name}: "
            "choose a raster of classes."
        )


def _check_known(values: set[int], known: dict[int, str], reference: str) -> None:
    unknown = sorted(values - set(known))
    if unknown:
        classes = ", ".join(f"{value} {name}" for value, name in known.items())
        found = ", ".join(map(str, unknown))
        raise UnknownClass(
            f"Expected the classes of the map ({classes}), found {found} in {reference} too: "
            "give these as values to ignore, or train a model that knows them."
        )
