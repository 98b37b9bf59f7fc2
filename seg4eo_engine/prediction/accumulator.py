"""Sums of weighted probabilities over a band of rows that moves down the scene."""

import torch
from torch import Tensor


class RollingAccumulator:
    """Blends windows into a band of one window height, from which finished rows are taken off at the top.

    Windows of a row are added from left to right, rows from the top down: the order of a pixel's sum is always the
    same, and so is its rounding.
    """

    def __init__(self, num_classes: int, window_px: int, width_px: int, device: torch.device) -> None:
        self._sums = torch.zeros((num_classes, window_px, width_px), device=device)
        self._row = torch.zeros_like(self._sums)

    def add(self, probabilities: Tensor, col_off: int, col_weights: Tensor) -> None:
        """Add one window of the present row of windows.

        Args:
            probabilities: (C, window, window).
            col_off: column of the band where the window begins.
            col_weights: (window,) weights of its columns.
        """
        self._row[:, :, col_off : col_off + len(col_weights)] += probabilities.float() * col_weights

    def end_row(self, row_weights: Tensor) -> None:
        """Close the present row of windows, with the (window,) weights of its rows."""
        self._sums += self._row * row_weights[:, None]
        self._row.zero_()

    def take(self, rows: int) -> Tensor:
        """The first ``rows`` rows, which no later window touches, as (C, rows, width); the band moves down by them."""
        finished = self._sums[:, :rows].clone()
        kept = self._sums.shape[1] - rows
        self._sums[:, :kept] = self._sums[:, rows:].clone()
        self._sums[:, kept:] = 0
        return finished
