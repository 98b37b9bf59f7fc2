"""Where windows begin. Pure arithmetic."""

import math

from rasterio.windows import Window


def window_starts(length_px: int, window_px: int, overlap_px: int) -> list[int]:
    """Evenly spaced starts of windows that cover ``0 … length_px`` with at least ``overlap_px`` between neighbours.

    ``n = ceil((length − overlap) / (window − overlap))`` windows, the first at 0, the last ending at ``length_px``;
    none is a duplicate. A length smaller than a window gets one window, which then reaches past the end.

    Args:
        length_px: length to be covered, at least 1.
        window_px: length of a window.
        overlap_px: least overlap of neighbours, at least 0 and smaller than ``window_px``.

    Raises:
        ValueError: the overlap is not smaller than the window, or a length is not positive.
    """
    if length_px < 1 or not 0 <= overlap_px < window_px:
        raise ValueError(f"no windows of {window_px} px with {overlap_px} px overlap over {length_px} px")
    if length_px <= window_px:
        return [0]
    count = math.ceil((length_px - overlap_px) / (window_px - overlap_px))
    return [(index * (length_px - window_px)) // (count - 1) for index in range(count)]


def tile_windows(width_px: int, height_px: int, window_px: int, overlap_px: int) -> list[Window]:
    """Square windows over a raster of that size, row by row, starting as in :func:`window_starts`."""
    return [
        Window(col_off, row_off, window_px, window_px)
        for row_off in window_starts(height_px, window_px, overlap_px)
        for col_off in window_starts(width_px, window_px, overlap_px)
    ]
