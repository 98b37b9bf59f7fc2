"""The files of a map: written by a thread of their own, then turned into Cloud-Optimized GeoTIFFs."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import rasterio

from seg4eo_engine.prediction.pipeline import MappedRows
from seg4eo_engine.prediction.plan import Strip
from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.labels import map_encoding
from seg4eo_engine.raster.styles import write_class_sidecars, write_confidence_style
from seg4eo_engine.raster.writer import RowWriter, create_tiled, to_cog

CONFIDENCE_NODATA = 255


class MapFiles:
    """Class map and, where asked for, confidence, while they are being written into ``folder``."""

    def __init__(self, folder: Path, grid: RasterGrid, classes: Sequence[ClassInfo], *, with_confidence: bool) -> None:
        dtype, self._nodata, self._values = map_encoding(classes)
        self._classes = classes
        self._paths = [folder / "class_map.tif", folder / "confidence.tif"][: 2 if with_confidence else 1]
        self._class_map = create_tiled(self._paths[0], grid, dtype, self._nodata, classes)
        self._confidence = create_tiled(self._paths[1], grid, "uint8", CONFIDENCE_NODATA) if with_confidence else None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._pending: Future[None] | None = None
        self.valid_pixels = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown()
        for dataset in self._datasets:
            dataset.close()

    @property
    def _datasets(self) -> list[rasterio.io.DatasetWriter]:
        return [self._class_map] if self._confidence is None else [self._class_map, self._confidence]

    def write_strip(self, strip: Strip, rows_of_strip: Iterator[MappedRows]) -> None:
        """Write all rows of a strip; while some are written, the next are predicted."""
        writers = [RowWriter(dataset, strip.col_off, strip.width) for dataset in self._datasets]
        for rows in rows_of_strip:
            self._submit(partial(self._write, writers, rows))
        for writer in writers:
            self._submit(writer.flush)
        self._wait()

    def _submit(self, task: Callable[[], None]) -> None:
        self._wait()
        self._pending = self._thread.submit(task)

    def _wait(self) -> None:
        if self._pending is not None:
            self._pending.result()  # an error of the writer thread is raised here

    def _write(self, writers: list[RowWriter], rows: MappedRows) -> None:
        self.valid_pixels += int(rows.valid_mask.sum())
        writers[0].write(np.where(rows.valid_mask, self._values[rows.class_index], self._nodata))
        if len(writers) > 1:
            writers[1].write(np.where(rows.valid_mask, rows.confidence, CONFIDENCE_NODATA))

    def finish(self, tags: dict[str, str], class_map: Path, confidence: Path | None) -> None:
        """Close the files and write them, with overviews, tags and sidecars, to ``class_map`` and ``confidence``."""
        for dataset in self._datasets:
            dataset.update_tags(**tags)
            dataset.close()
        to_cog(self._paths[0], class_map, "mode")
        write_class_sidecars(class_map, self._classes, self._nodata)
        if confidence is not None:
            to_cog(self._paths[1], confidence, "average")
            write_confidence_style(confidence)
