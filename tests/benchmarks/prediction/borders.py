"""Where windows meet, and how much more often classes change there than elsewhere."""

from dataclasses import dataclass

import numpy as np

from seg4eo_engine.raster.windows import window_starts


def window_borders(length_px: int, window_px: int, overlap_px: int) -> np.ndarray:
    """Positions along an axis from which on another window counts most: the middles of the overlaps."""
    starts = np.array(window_starts(length_px, window_px, overlap_px))
    return (starts[:-1] + window_px + starts[1:]) // 2


@dataclass(frozen=True)
class ChangeShares:
    """Share of neighbouring pixels of different classes, across the borders of windows and elsewhere."""

    at_borders: float
    elsewhere: float

    @property
    def ratio(self) -> float:
        """1 where nothing is to be seen of the windows."""
        return self.at_borders / self.elsewhere


def change_shares(class_map: np.ndarray, window_px: int, overlap_px: int) -> ChangeShares:
    """Of a map (height, width) in which 0 is no class, over both axes."""
    at_borders, elsewhere = np.zeros(2, np.int64), np.zeros(2, np.int64)  # changes, pairs
    for lines in (class_map.T, class_map):
        borders = window_borders(len(lines), window_px, overlap_px)
        both_mapped = (lines[1:] != 0) & (lines[:-1] != 0)
        changes = (lines[1:] != lines[:-1]) & both_mapped
        by_line = np.stack([changes.sum(1), both_mapped.sum(1)], axis=1)
        is_border = np.isin(np.arange(1, len(lines)), borders)
        at_borders += by_line[is_border].sum(0)
        elsewhere += by_line[~is_border].sum(0)
    return ChangeShares(*(float(changes / pairs) for changes, pairs in (at_borders, elsewhere)))


def worst_seam(hard: np.ndarray, soft: np.ndarray, window_px: int, length_px: int) -> tuple[int, int]:
    """Row and column in the middle of the most visible seam of that length.

    It is where most classes change across a border of windows laid side by side (``hard``) that do not change in the
    blended map (``soft``) within a few pixels. Borders on which windows nearly meet the scene's edge are left out.
    """
    best, place = -1.0, (0, 0)
    for turned in (False, True):
        lines, others = (hard, soft) if turned else (hard.T, soft.T)
        for border in window_borders(len(lines), window_px, 0):
            seam = (lines[border] != lines[border - 1]).astype(np.float32)
            near = others[border - 3 : border + 4]
            seam -= (near[1:] != near[:-1]).any(0)
            runs = np.convolve(seam, np.ones(length_px), "valid")
            at = int(runs.argmax())
            if runs[at] > best and window_px // 2 <= at + length_px // 2 < lines.shape[1] - window_px // 2:
                middle = at + length_px // 2
                best, place = runs[at], (int(border), middle) if turned else (middle, int(border))
    return place
