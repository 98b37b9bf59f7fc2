"""The rows of a part of the scene, each read once, by a thread that reads ahead."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.windows import Window

from seg4eo_engine.raster.reader import read_pixels
from seg4eo_engine.raster.views import RasterView

MAX_READ_ROWS_PX = 1024


@dataclass(frozen=True)
class Rows:
    """Rows of the scene from ``row_off`` on: pixels (bands, rows, width) in its dtype, valid_mask (rows, width)."""

    row_off: int
    pixels: NDArray[np.generic]
    valid_mask: NDArray[np.bool_]

    @property
    def row_end(self) -> int:
        """The row after the last one."""
        return self.row_off + len(self.valid_mask)

    def between(self, row_off: int, row_end: int) -> "Rows":
        """A view of some of these rows."""
        rows = slice(row_off - self.row_off, row_end - self.row_off)
        return Rows(row_off, self.pixels[:, rows], self.valid_mask[rows])

    @classmethod
    def joined(cls, parts: Sequence["Rows"]) -> "Rows":
        """Rows that follow one another, as one: a copy where there are several."""
        if len(parts) == 1:
            return parts[0]
        return cls(
            parts[0].row_off,
            np.concatenate([part.pixels for part in parts], axis=1),
            np.concatenate([part.valid_mask for part in parts]),
        )


@dataclass(frozen=True)
class RowReader:
    """Hands out rows of a scene between two columns, from the top down.

    The file is read in whole rows of its own blocks. ``col_off`` and ``width_px`` may reach past the raster's edges,
    as rows may: pixels there are invalid.
    """

    view: RasterView
    band_indexes: list[int]
    col_off: int
    width_px: int

    def bands(self, row_offs: Sequence[int], height_px: int) -> Iterator[Rows]:
        """Yield ``height_px`` rows from each of ``row_offs`` (ascending) on; neighbours may overlap.

        The next ones are read while the caller works on the present ones.
        """
        with (
            self.view.open() as dataset,
            # left first, so that it has read to its end when the dataset is closed
            ThreadPoolExecutor(1, thread_name_prefix="reader") as thread,
        ):
            reading = self._read(dataset, row_offs, height_px)
            pending = thread.submit(next, reading)
            for following in [*row_offs[1:], None]:
                rows = pending.result()
                if following is not None:
                    pending = thread.submit(next, reading)
                yield rows

    def _read(self, dataset: rasterio.DatasetReader, row_offs: Sequence[int], height_px: int) -> Iterator[Rows]:
        block_height, last = block_height_px(dataset), row_offs[-1] + height_px
        held: deque[Rows] = deque()
        for row_off in row_offs:
            row_end = row_off + height_px
            while held and held[0].row_end <= row_off:
                held.popleft()
            next_row = held[-1].row_end if held else row_off
            if next_row < row_end:
                # up to the end of the block row that holds the last missing row
                until = min(-(-row_end // block_height) * block_height, max(last, row_end))
                window = Window(self.col_off, next_row, self.width_px, until - next_row)
                held.append(Rows(next_row, *read_pixels(dataset, window, self.band_indexes)))
            yield Rows.joined([one.between(max(one.row_off, row_off), min(one.row_end, row_end)) for one in held])


def block_height_px(dataset: rasterio.DatasetReader) -> int:
    """Rows that are worth reading together: the height of the file's blocks, within reason."""
    height = dataset.block_shapes[0][0]
    return int(height) if height <= MAX_READ_ROWS_PX else 1
