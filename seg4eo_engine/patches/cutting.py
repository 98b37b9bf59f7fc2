"""What is done at one place: look at its labels, then write its pixels. Called from several threads."""

import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from seg4eo_engine.patches.candidates import Candidate
from seg4eo_engine.patches.files import LabelEncoding, write_image_patch, write_label_patch
from seg4eo_engine.patches.labels.classes import count_values
from seg4eo_engine.patches.sources import OpenSource, Source
from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.raster.reader import small_cache
from seg4eo_engine.raster.statistics import PixelSummary, summarize


@dataclass(frozen=True)
class CutPatch:
    """A patch that was written: its labelled, valid pixels by class, and a summary of its valid pixels."""

    name: str
    candidate: Candidate
    class_counts: tuple[int, ...]
    summary: PixelSummary | None


class SourcePool:
    """Sources, opened as often as there are threads: a GDAL dataset serves one thread at a time."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self._lock = threading.Lock()
        self._idle: dict[int, list[OpenSource]] = defaultdict(list)
        self._first_needed = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release_before(len(self._sources))

    @contextmanager
    def borrow(self, number: int) -> Iterator[OpenSource]:
        """A source that nobody else uses meanwhile."""
        with self._lock:
            opened = self._idle[number].pop() if self._idle[number] else None
        opened = opened or self._sources[number].open()
        try:
            yield opened
        finally:
            with self._lock:
                is_needed = number >= self._first_needed
                if is_needed:
                    self._idle[number].append(opened)
            if not is_needed:
                opened.close()

    def release_before(self, number: int) -> None:
        """Close the sources before this one: a folder may hold more files than a process can open."""
        with self._lock:
            self._first_needed = max(self._first_needed, number)
            done = [opened for source in [*self._idle] if source < number for opened in self._idle.pop(source)]
        for opened in done:
            opened.close()


def survey_labels(candidate: Candidate, pool: SourcePool) -> dict[int, int]:
    """The label values at a place, and how many pixels have each."""
    with small_cache(), pool.borrow(candidate.source) as opened:
        labels, has_value = opened.read_labels(candidate.place)
    return count_values(labels[has_value])


@dataclass(frozen=True)
class Cutter:
    """Writes patch files into ``folder``.

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

    def cut(self, candidate: Candidate, pool: SourcePool) -> CutPatch | None:
        """Write ``images/{name}.tif`` and ``labels/{name}.tif``; None where too few pixels are valid and labelled."""
        place = candidate.place
        name = f"{self.first_number + candidate.source:03d}_{candidate.stem}"
        with small_cache(), pool.borrow(candidate.source) as opened:
            pixels, valid_mask = opened.read_image(place)
            labels, has_value = opened.read_labels(place)
        counts = count_values(labels[has_value & valid_mask])
        class_counts = tuple(counts.get(item.value, 0) for item in self.classes)
        if sum(class_counts) < self.min_valid_share * labels.size:
            return None
        with small_cache():
            source = self.sources[candidate.source]
            write_image_patch(
                self.folder / "images" / f"{name}.tif",
                pixels,
                valid_mask,
                place.grid,
                source.bands.names,
                source.nodata,
            )
            encoded = self.encoding.encode(labels, has_value)
            write_label_patch(
                self.folder / "labels" / f"{name}.tif", encoded, place.grid, self.encoding.nodata, self.classes
            )
        summary = summarize(pixels, valid_mask, self.samples, _seed_of(name, self.seed))
        return CutPatch(name, candidate, class_counts, summary)


def _seed_of(name: str, seed: int) -> tuple[int, ...]:
    return (seed, *name.encode())
