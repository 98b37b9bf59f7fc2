"""From strips of regions to polygons, each as soon as it is complete."""

import numpy as np
from numpy.typing import NDArray

from seg4eo_engine.vector.arcs import Arcs, chain, in_standard_order, split_open
from seg4eo_engine.vector.borders import OUTSIDE, Regions, find_borders
from seg4eo_engine.vector.lines import Lines, Numbers
from seg4eo_engine.vector.rings import assemble_polygons, corner_keys
from seg4eo_engine.vector.simplification import simplify

# Borders that end less than this above a seam are not cut there, but simplified as a whole with the next strip.
SEAM_PX = 64


class Outliner:
    """Takes a raster of regions strip by strip, and gives the polygons of those that are complete.

    Coordinates are columns and rows. Polygons of neighbours share their borders point by point, simplified or not. The
    edge of the raster stays as it is.

    Memory: a strip, and the borders of regions that are not complete.
    """

    def __init__(self, width_px: int, is_wanted: NDArray[np.bool_], tolerance_px: float) -> None:
        """Begin at the top.

        Args:
            width_px: columns of the raster.
            is_wanted: whether a polygon is asked for, of each region.
            tolerance_px: how far a border may be from where it was; 0 keeps the outlines of pixels.
        """
        self._width_px, self._tolerance_px = width_px, tolerance_px
        self._is_wanted = np.append(is_wanted, False)  # the last one is OUTSIDE
        self._row_off = 0
        self._above: Regions | None = None
        self._tails, self._near = Arcs.empty(), Lines.empty()
        self._lines, self._sides, self._keys = Lines.empty(), np.zeros((0, 2), np.int64), np.zeros((0, 2, 2), np.int64)

    def add(self, regions: Regions, *, is_last: bool) -> tuple[Numbers, NDArray[np.object_]]:
        """Take the next strip ``(height, width)``.

        Returns:
            the regions that are complete now and wanted, in ascending order, and their polygons.
        """
        borders = find_borders(regions, self._above, self._row_off, is_last=is_last)
        arcs = chain(borders, self._tails, self._row_off)
        self._row_off += len(regions)
        self._above = regions[-1].copy()
        whole, self._tails = split_open(arcs, self._row_off - SEAM_PX)
        self._store(in_standard_order(whole))
        is_complete = self._is_wanted.copy()
        if not is_last:
            is_complete[self._above] = is_complete[self._tails.sides] = False
        return self._take(is_complete)

    def _store(self, arcs: Arcs) -> None:
        of_interest = np.flatnonzero(self._is_wanted[arcs.sides].any(axis=1))
        keys = corner_keys(arcs, self._width_px)
        lines = arcs.lines
        if self._tolerance_px > 0:
            is_free = (arcs.sides != OUTSIDE).all(axis=1)
            lines = simplify(lines, is_free, self._tolerance_px, self._near.join(self._tails.lines))
            may_move = (self._tails.sides != OUTSIDE).all(axis=1)
            highest_y = self._tails.lines.take(np.flatnonzero(may_move)).points[:, 1].min(initial=self._row_off)
            self._near = _reaching(self._near.join(lines), int(highest_y))
        self._lines = self._lines.join(lines.take(of_interest))
        self._sides = np.concatenate([self._sides, arcs.sides[of_interest]])
        self._keys = np.concatenate([self._keys, keys[of_interest]])

    def _take(self, is_complete: NDArray[np.bool_]) -> tuple[Numbers, NDArray[np.object_]]:
        found = assemble_polygons(self._lines, self._sides, self._keys, is_complete[self._sides])
        self._is_wanted[found[0]] = False
        needed = np.flatnonzero(self._is_wanted[self._sides].any(axis=1))
        self._lines, self._sides, self._keys = self._lines.take(needed), self._sides[needed], self._keys[needed]
        return found


def _reaching(lines: Lines, limit_y: int) -> Lines:
    """The segments of lines that reach below the row ``limit_y``, each as a line."""
    segments, _ = lines.segments()
    segments = segments[segments[:, [1, 3]].max(axis=1, initial=0) >= limit_y]
    return Lines(segments.reshape(-1, 2), np.arange(0, 2 * len(segments) + 1, 2))
