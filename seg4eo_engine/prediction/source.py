"""The rows of a strip of the scene, each read once, by a thread that reads ahead."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.windows import Window

from seg4eo_engine.raster.reader import open_raster, read_pixels

MAX_READ_ROWS_PX = 1024


@dataclass(frozen=True)
class Rows:
    """Rows of a strip: pixels (bands, rows, width) in the scene's dtype, valid_mask (rows, width)."""

    pixels: NDArray[np.generic]
    valid_mask: NDArray[np.bool_]


class StripReader:
    """Hands out the rows of a strip from the top down. The file is read in whole rows of its own blocks."""

    def __init__(self, path: Path, band_indexes: list[int], col_off: int, width_px: int, end_row: int) -> None:
        self._path = path
        self._band_indexes = band_indexes
        self._cols = (col_off, width_px)
        self._end_row = end_row
        self._held: Rows | None = None
        self._next_row = 0

    def batches(self, row_ends: list[int]) -> Iterator[Rows]:
        """Yield the rows up to each of ``row_ends`` (ascending), beginning where the last batch ended.

        The next batch is read while the caller works on the present one. Rows past the raster's edge are invalid.
        """
        with (
            open_raster(self._path) as dataset,
            ThreadPoolExecutor(1, thread_name_prefix="reader") as reader,
        ):
            counts = np.diff([0, *row_ends]).tolist()
            pending = reader.submit(self._take, dataset, counts[0])
            for following in [*counts[1:], None]:
                rows = pending.result()
                if following is not None:
                    pending = reader.submit(self._take, dataset, following)
                yield rows

    def _take(self, dataset: rasterio.DatasetReader, count: int) -> Rows:
        while self._held is None or self._held.valid_mask.shape[0] < count:
            self._read_more(dataset, count)
        held = self._held
        self._held = Rows(held.pixels[:, count:].copy(), held.valid_mask[count:].copy())
        return Rows(held.pixels[:, :count], held.valid_mask[:count])

    def _read_more(self, dataset: rasterio.DatasetReader, count: int) -> None:
        block_height = block_height_px(dataset)
        missing = count - (0 if self._held is None else self._held.valid_mask.shape[0])
        # up to the end of the block row that holds the last missing row
        end = -(-(self._next_row + missing) // block_height) * block_height
        end = min(end, max(self._end_row, self._next_row + missing))
        window = Window(self._cols[0], self._next_row, self._cols[1], end - self._next_row)
        pixels, valid_mask = read_pixels(dataset, window, self._band_indexes)
        self._next_row = end
        if self._held is not None and self._held.valid_mask.shape[0]:
            pixels = np.concatenate([self._held.pixels, pixels], axis=1)
            valid_mask = np.concatenate([self._held.valid_mask, valid_mask])
        self._held = Rows(pixels, valid_mask)


def block_height_px(dataset: rasterio.DatasetReader) -> int:
    """Rows that are worth reading together: the height of the file's blocks, within reason."""
    height = dataset.block_shapes[0][0]
    return int(height) if height <= MAX_READ_ROWS_PX else 1
