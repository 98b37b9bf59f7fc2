"""Flips and quarter turns: pixels change places, and no value is made."""

import torch
from torch import Tensor

from seg4eo_engine.training.augmentation.draws import coins


def move(
    images: Tensor, valid_mask: Tensor, labels: Tensor, *, flips: bool, turns: bool
) -> tuple[Tensor, Tensor, Tensor]:
    """Flip and turn each patch of a batch, all ways with the same chance.

    Args:
        images: (N, bands, H, W).
        valid_mask: (N, H, W).
        labels: (N, H, W).
        flips: mirror rows, columns, both or none.
        turns: by 0°, 90°, 180° or 270°; by 0° or 180° where patches are not square.
    """
    count, height, width = labels.shape
    transposed, down, across = (torch.zeros(count, dtype=torch.bool) for _ in range(3))
    if turns:
        half, quarter = coins(count), coins(count) & (height == width)
        # a quarter turn mirrors the rows of the transposed patch, a half turn mirrors both axes
        transposed, down, across = quarter, half ^ quarter, half
    if flips:
        down, across = down ^ coins(count), across ^ coins(count)
    ways = list(zip(transposed.tolist(), down.tolist(), across.tolist(), strict=True))
    return _move_each(images, ways), _move_each(valid_mask, ways), _move_each(labels, ways)


def _move_each(planes: Tensor, ways: list[tuple[bool, bool, bool]]) -> Tensor:
    """Transpose, mirror rows and mirror columns of each item of ``planes`` (N, …, H, W) where its way says so."""
    moved = []
    for item, (transposed, down, across) in zip(planes, ways, strict=True):
        axes = [axis for axis, mirrored in ((-2, down), (-1, across)) if mirrored]
        turned = item.mT if transposed else item
        moved.append(turned.flip(axes) if axes else turned)
    return torch.stack(moved)
