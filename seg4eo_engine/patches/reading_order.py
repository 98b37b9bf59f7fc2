"""In which order places are worked on, so that each block of an image is decoded once, or little more often.

Images are stored in blocks, and GDAL keeps those that it has decoded last. Where places are worked through along the
whole width of a large image, the blocks of the row above are gone before they are needed again. So an image is worked
through in vertical strips, as wide as the blocks of one row of places may be to be kept, each from the top down.
"""

from collections.abc import Sequence

import numpy as np

from seg4eo_engine.patches.candidates import Candidate
from seg4eo_engine.patches.sources import Source
from seg4eo_engine.raster.reader import CACHE_BYTES

MOST_TOGETHER = 16  # cancel and progress wait for them
READ_BYTES = 16 * 1024 * 1024  # of the patches that are read together
CACHE_SHARE = 0.75  # of the blocks that GDAL keeps; the rest is for labels


def reading_order(candidates: Sequence[Candidate], sources: Sequence[Source]) -> list[list[int]]:
    """Groups of indexes into ``candidates``, in the order in which they are to be worked on, image after image."""
    widths: dict[int, int] = {}

    def key(index: int) -> tuple[int, ...]:
        candidate = candidates[index]
        number, window = candidate.source, candidate.place.window
        if window is None:  # in the order of the polygons, which are neighbours more often than not
            return (number, -1, index)
        if number not in widths:
            widths[number] = strip_width(sources[number], candidate.size_px)
        return (number, int(window.col_off) // widths[number], int(window.row_off), int(window.col_off))

    groups: list[list[int]] = []
    for index in sorted(range(len(candidates)), key=key):
        if not groups or not _belongs(candidates[index], [candidates[member] for member in groups[-1]], sources):
            groups.append([])
        groups[-1].append(index)
    return groups


def _belongs(candidate: Candidate, group: Sequence[Candidate], sources: Sequence[Source]) -> bool:
    """Whether a place is worked on together with a group: in its row, while there is room."""
    first, window = group[0], candidate.place.window
    patch_bytes = candidate.size_px**2 * pixel_bytes(sources[candidate.source])
    if candidate.source != first.source or len(group) >= min(MOST_TOGETHER, max(1, READ_BYTES // patch_bytes)):
        return False
    if window is None or first.place.window is None:
        return window is first.place.window
    return abs(int(window.row_off) - int(first.place.window.row_off)) <= candidate.size_px // 2


def strip_width(source: Source, size_px: int) -> int:
    """The width of a strip in pixels: whole blocks, at least one; the image's where its blocks are whole rows."""
    height, width = source.block_px
    if width >= source.grid.width:
        return source.grid.width
    rows = (size_px // height + 2) * height  # that a row of places may reach into
    affordable = int(CACHE_SHARE * CACHE_BYTES / (rows * pixel_bytes(source)))
    return max(1, affordable // width) * width


def pixel_bytes(source: Source) -> int:
    """What a pixel with all its bands takes in memory."""
    return len(source.bands.names) * np.dtype(source.bands.dtype).itemsize
