"""Rotation, zoom, shear, elastic and grid distortion, put together so that each patch is resampled only once."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from seg4eo_engine.raster.labels import IGNORE_INDEX
from seg4eo_engine.training.augmentation.draws import between, coins, place
from seg4eo_engine.training.augmentation.levels import Change

WARPS = ("rotate", "zoom", "shear", "elastic", "grid")
MOST_ROTATED = math.radians(10)
MOST_ZOOMED = 1.2  # and 1/1.2
MOST_SHEARED = 0.1  # pixels in x for each in y, and in y for each in x
ELASTIC_STD = 0.05  # of the distance from one moved point to the next
ELASTIC_CELL_PX = 32
MOST_STRETCHED = 0.15  # of the size of a cell
GRID_CELL_PX = 48


def warp(images: Tensor, valid_mask: Tensor, labels: Tensor, changes: dict[str, Change]) -> None:
    """Bend some patches of a batch, in place; those that no change falls on stay bit by bit as they are.

    Args:
        images: (N, bands, H, W), 0 where not valid.
        valid_mask: (N, H, W).
        labels: (N, H, W).
        changes: those of :data:`WARPS` that are made.
    """
    strengths = torch.zeros(len(WARPS), len(labels))
    for row, name in zip(strengths, WARPS, strict=True):
        if name in changes:
            row[coins(len(labels), changes[name].chance)] = changes[name].strength
    warped = torch.nonzero(strengths.any(0)).flatten()
    if not len(warped):
        return
    height, width = labels.shape[-2:]
    grid = _draw_grid(strengths[:, warped], height, width, images.device)
    positions = place(warped, images.device)
    parts = resample(images[positions], valid_mask[positions], labels[positions], grid)
    for whole, part in zip((images, valid_mask, labels), parts, strict=True):
        whole.index_copy_(0, positions, part)


def resample(images: Tensor, valid_mask: Tensor, labels: Tensor, grid: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Take pixels from elsewhere: images bilinear, valid mask and labels from the nearest pixel.

    An image value is the mean of its valid neighbours only, weighted by their nearness (normalised convolution,
    Knutsson & Westin 1993): nothing of an invalid pixel, or of what lies outside, gets into a valid one. The nearest
    neighbour of a pixel that becomes valid is valid, so that it has at least a quarter of the weight.

    Args:
        images: (n, bands, H, W), 0 where not valid.
        valid_mask: (n, H, W).
        labels: (n, H, W).
        grid: (n, H, W, 2), where each pixel is taken from: x and y from −1 to 1, edge to edge.

    Returns:
        The same shapes. Pixels from outside are invalid and :data:`IGNORE_INDEX`; invalid pixels are 0.
    """
    # labels from 1, and 0 for invalid, so that one plane carries both, and zeros from outside are invalid by themselves
    codes = torch.where(valid_mask, labels.to(images.dtype) + 1, 0.0).unsqueeze(1)
    codes = _sample(codes, grid, "nearest").squeeze(1)
    sums = _sample(images, grid, "bilinear")
    weights = _sample(valid_mask.unsqueeze(1).to(images.dtype), grid, "bilinear")
    valid_mask = codes > 0
    images = sums.div_(weights).masked_fill_(~valid_mask.unsqueeze(1), 0.0)
    return images, valid_mask, torch.where(valid_mask, codes - 1, IGNORE_INDEX).to(labels.dtype)


def _sample(planes: Tensor, grid: Tensor, mode: str) -> Tensor:
    return F.grid_sample(planes, grid, mode=mode, padding_mode="zeros", align_corners=False)


def _draw_grid(strengths: Tensor, height: int, width: int, device: torch.device) -> Tensor:
    """Where the pixels of each patch are taken from (n, H, W, 2), by the strengths (5, n) of :data:`WARPS`."""
    matrices = place(_draw_matrices(*strengths[:3]), device)
    # in shares of the patch, as affine_grid wants it, a turn of a patch that is not square is skewed
    aspect = torch.tensor([[1.0, height / width], [width / height, 1.0]])
    still = torch.zeros(len(matrices), 2, 1, device=device)
    size = [len(matrices), 1, height, width]
    grid = F.affine_grid(torch.cat([matrices * place(aspect, device), still], dim=2), size, align_corners=False)
    for strength, draw in ((strengths[3], _draw_elastic), (strengths[4], _draw_stretches)):
        if strength.any():
            grid = grid + draw(strength, height, width, device).movedim(1, -1)
    return grid


def _draw_matrices(rotate: Tensor, zoom: Tensor, shear: Tensor) -> Tensor:
    """Rotation × shear ÷ zoom (n, 2, 2): from a pixel's place about the centre to the place that it is taken from."""
    count = len(rotate)
    angles = rotate * MOST_ROTATED * between(-1, 1, count)
    scales = torch.exp(-zoom * math.log(MOST_ZOOMED) * between(-1, 1, count))
    slants = shear * MOST_SHEARED * between(-1, 1, 2, count)
    cos, sin, one = torch.cos(angles), torch.sin(angles), torch.ones(count)
    rotations = torch.stack([cos, -sin, sin, cos], dim=1).view(count, 2, 2)
    shears = torch.stack([one, slants[0], slants[1], one], dim=1).view(count, 2, 2)
    return rotations @ shears * scales.view(count, 1, 1)


def _draw_elastic(strength: Tensor, height: int, width: int, device: torch.device) -> Tensor:
    """Smooth random shifts (n, 2, H, W) in shares of the patch: points of a coarse grid are moved by normal random
    numbers, and the pixels between them by bicubic interpolation (Ronneberger et al. 2015).
    """
    cells = [max(2, round(size / ELASTIC_CELL_PX)) for size in (height, width)]
    # cut off, so that one point does not overtake another and the patch is not folded
    points = torch.randn(len(strength), 2, cells[0] + 1, cells[1] + 1).clamp(-2, 2)
    spacing = torch.tensor([2 / cells[1], 2 / cells[0]]).view(1, 2, 1, 1)
    points = place(points * spacing * ELASTIC_STD * strength.view(-1, 1, 1, 1), device)
    return F.interpolate(points, size=(height, width), mode="bicubic", align_corners=True)


def _draw_stretches(strength: Tensor, height: int, width: int, device: torch.device) -> Tensor:
    """Shifts (n, 2, H, W) in shares of the patch by which bands of columns and of rows become wider and narrower."""
    shifts = []
    for size in (width, height):
        cells = max(2, round(size / GRID_CELL_PX))
        widths = 1 + MOST_STRETCHED * strength.view(-1, 1) * between(-1, 1, len(strength), cells)
        ends = 2 * (widths / widths.sum(1, keepdim=True)).cumsum(1) - torch.linspace(2 / cells, 2, cells)
        points = place(F.pad(ends, (1, 0)).unsqueeze(1), device)
        shifts.append(F.interpolate(points, size=size, mode="linear", align_corners=True))
    across, down = shifts
    shape = (len(strength), 1, height, width)
    return torch.cat([across.unsqueeze(2).expand(shape), down.unsqueeze(3).expand(shape)], dim=1)
