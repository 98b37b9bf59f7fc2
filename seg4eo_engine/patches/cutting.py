"""What is done at one place: look at its labels, then write its pixels. Called from several threads and processes."""

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

import numpy as np
import rasterio
from numpy.typing import NDArray

from seg4eo_engine.patches.candidates import Candidate
from seg4eo_engine.patches.files import LabelEncoding, write_image_patch, write_label_patch
from seg4eo_engine.patches.labels.classes import count_values
from seg4eo_engine.patches.sources import OpenSource, Source
from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.reader import small_cache
from seg4eo_engine.raster.statistics import PixelSummary, summarize

PATCH_KINDS = ("images", "labels")


@dataclass(frozen=True)
class CutPatch:
    """A patch that was written: its labelled, valid pixels by class, and a summary of its valid pixels."""

    name: str
    class_counts: tuple[int, ...]
    summary: PixelSummary | None


class SourcePool:
    """Sources that are opened when they are first needed, and shared by threads. ``cores`` may decode them."""

    def __init__(self, sources: Sequence[Source], cores: int) -> None:
        self._sources = sources
        self._cores = cores
        self._lock = threading.Lock()
        self._opened: dict[int, OpenSource] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close_before(len(self._sources))

    def open(self, number: int) -> OpenSource:
        """The open source of this number."""
        with self._lock:
            if number not in self._opened:
                # one thread reads at a time, so it may have them all to decode what it reads
                with rasterio.Env(GDAL_NUM_THREADS=self._cores):
                    self._opened[number] = self._sources[number].open()
            return self._opened[number]

    def close_before(self, number: int) -> None:
        """Close the sources before this one: a folder may hold more files than a process can open."""
        with self._lock:
            done = [self._opened.pop(source) for source in sorted(self._opened) if source < number]
        for opened in done:
            opened.close()


def survey_labels(neighbours: Sequence[Candidate], pool: SourcePool) -> list[dict[int, int]]:
    """The label values at each place (all of one source), and how many pixels have each."""
    with small_cache():
        read = pool.open(neighbours[0].source).read_all_labels([candidate.place for candidate in neighbours])
        return [count_values(labels[has_value]) for labels, has_value in read]


@dataclass(frozen=True)
class Cutter:
    """Writes patch files into ``folder``, which has folders for images and labels. Others may write the same there.

    ``encoding`` says how labels are written; ``samples`` pixels of each patch are kept for percentiles, drawn with
    ``seed``. ``first_number`` is the number of the first source in the names of patches.
    """

    folder: Path
    sources: Sequence[Source]
    classes: list[ClassInfo]
    encoding: LabelEncoding
    min_valid_share: float
    samples: int
    seed: int
    first_number: int = 0

    def cut(self, neighbours: Sequence[Candidate], pool: SourcePool) -> list[CutPatch | None]:
        """Write ``images/{name}.tif`` and ``labels/{name}.tif`` for each place (all of one source).

        None for a place where too few pixels are valid and labelled.
        """
        opened = pool.open(neighbours[0].source)
        places = [candidate.place for candidate in neighbours]
        with small_cache():
            read = zip(neighbours, opened.read_images(places), opened.read_all_labels(places), strict=True)
            return [self._write(candidate, *image, *labels) for candidate, image, labels in read]

    def _write(
        self,
        candidate: Candidate,
        pixels: NDArray[np.generic],
        valid_mask: NDArray[np.bool_],
        labels: NDArray[np.int32],
        has_value: NDArray[np.bool_],
    ) -> CutPatch | None:
        counts = count_values(labels[has_value & valid_mask])
        class_counts = tuple(counts.get(item.value, 0) for item in self.classes)
        if sum(class_counts) < self.min_valid_share * labels.size:
            return None
        name = f"{self.first_number + candidate.source:03d}_{candidate.stem}"
        grid, source = candidate.place.grid, self.sources[candidate.source]
        image_path, label_path = (self.folder / kind / f"{name}.tif" for kind in PATCH_KINDS)
        with _appearing(image_path) as path:
            write_image_patch(path, pixels, valid_mask, grid, source.bands.names, source.nodata)
        encoded = self.encoding.encode(labels, has_value)
        with _appearing(label_path) as path:
            write_label_patch(path, encoded, grid, self.encoding.nodata, self.classes)
        return CutPatch(name, class_counts, summarize(pixels, valid_mask, self.samples, _seed_of(name, self.seed)))


@contextmanager
def _appearing(path: Path) -> Iterator[Path]:
    """A name of our own for a file that becomes ``path`` when it is whole, whoever else writes it."""
    own = path.with_name(f"{uuid4().hex}.part")
    yield own
    os.replace(own, path)


def _seed_of(name: str, seed: int) -> tuple[int, ...]:
    return (seed, *name.encode())
