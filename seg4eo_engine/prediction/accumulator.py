"""Sums of weighted probabilities over a band of rows that moves down the scene."""

import torch
from torch import Tensor


class RollingAccumulator:
    """Blends windows into a band of one window height, from which finished rows are taken off at the top.

    Windows are added from left to right and from the top down: the order of a pixel's sum is always the same, and so is
    its rounding, wherever the work began.
    """

    def __init__(self, num_classes: int, window_px: int, width_px: int, device: torch.device) -> None:
        self._sums = torch.zeros((num_classes, window_px, width_px), device=device)
        self._weighted = torch.empty((num_classes, window_px, window_px), device=device)

    def add(self, probabilities: Tensor, col_off: int, weights: Tensor) -> None:
        """Add one window.

        Args:
            probabilities: (C, window, columns).
            col_off: column of the band where they begin.
            weights: (window, columns), of their pixels.
        """
        columns = weights.shape[1]
        weighted = self._weighted[:, :, :columns]
        # A product and a sum, not one fused operation: fused, a pixel's rounding would depend on how the processor
        # takes the pixels of a row together.
        torch.mul(probabilities, weights, out=weighted)
        self._sums[:, :, col_off : col_off + columns] += weighted

    def finished(self, rows: int) -> Tensor:
        """A view of the first ``rows`` rows, which no later window touches, as (C, rows, width)."""
        return self._sums[:, :rows]

    def move_down(self, rows: int) -> None:
        """Forget the first ``rows`` rows; those below them move up."""
        kept = self._sums.shape[1] - rows
        moved = self._sums[:, rows:]
        self._sums[:, :kept] = moved.clone() if kept > rows else moved
        self._sums[:, kept:] = 0
