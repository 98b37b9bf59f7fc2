"""Weights that blend overlapping windows into one map without seams."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Blending = Literal["smooth", "crop", "none"]


def window_weights(
    starts: Sequence[int], window_px: int, length_px: int, blending: Blending = "smooth"
) -> NDArray[np.float32]:
    """Weights of each window along one axis; for every pixel those of its windows sum to one.

    ``smooth``: each window rises with sin² over its real overlap with the window before it and falls with cos² over
    that with the next one; there is no taper at the ends of the scene. Where two windows overlap the ramps sum to one
    by themselves (sin² + cos²); where three do, the sum is divided out here, along one axis. The weights of the plane
    are the outer product of those of rows and columns, so they sum to one too: there is no raster of weights and no
    division.

    ``crop`` and ``none``: a pixel is that of the window whose middle is nearest. (They differ in the overlap that
    windows are laid with.)

    Args:
        starts: first pixels of the windows, ascending.
        window_px: length of a window.
        length_px: length of the scene; pixels of a window past its end have the weight 0.
        blending: how overlapping windows share a pixel.

    Returns:
        Array of shape (len(starts), window_px).
    """
    positions = np.asarray(starts)[:, None] + np.arange(window_px)
    weights = _ramps(starts, window_px) if blending == "smooth" else _shares(starts, window_px, positions)
    weights[positions >= length_px] = 0
    return weights.astype(np.float32)


def _ramps(starts: Sequence[int], window_px: int) -> NDArray[np.float64]:
    ramps = np.ones((len(starts), window_px))
    for index in range(len(starts) - 1):
        overlap_px = starts[index] + window_px - starts[index + 1]
        if overlap_px > 0:
            # sampled at pixel centres
            rise = np.sin(np.pi / 2 * (np.arange(overlap_px) + 0.5) / overlap_px) ** 2
            ramps[index + 1, :overlap_px] *= rise
            ramps[index, window_px - overlap_px :] *= rise[::-1]
    total = np.zeros(starts[-1] + window_px)
    for start, ramp in zip(starts, ramps, strict=True):
        total[start : start + window_px] += ramp
    return np.stack([ramp / total[start : start + window_px] for start, ramp in zip(starts, ramps, strict=True)])


def _shares(starts: Sequence[int], window_px: int, positions: NDArray[np.int64]) -> NDArray[np.float64]:
    middles = [(first + following + window_px) // 2 for first, following in pairwise(starts)]
    begins = np.array([starts[0], *middles])[:, None]
    ends = np.array([*middles, starts[-1] + window_px])[:, None]
    return ((positions >= begins) & (positions < ends)).astype(np.float64)
