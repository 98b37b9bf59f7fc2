"""Pooling to a grid of fixed size, in terms that ONNX has."""

from typing import Any, TypeVar

import torch
from torch import Tensor, nn

Network = TypeVar("Network", bound=nn.Module)


class GridPooling(nn.Module):
    """Adaptive average pooling as two matrix products, one along each axis: exact for any size of the input.

    ONNX knows it for a grid of one cell, or of cells of one size, only. The matrices become constants of the graph, so
    that the input has the size that it had while tracing.
    """

    def __init__(self, grid: tuple[int, int]) -> None:
        super().__init__()
        self.grid = grid

    def forward(self, features: Tensor) -> Tensor:
        height, width = (int(length) for length in features.shape[-2:])
        return averaging_matrix(height, self.grid[0]) @ features @ averaging_matrix(width, self.grid[1]).T


def averaging_matrix(length: int, cells: int) -> Tensor:
    """Weights (cells, length) of the pixels of each cell.

    Cell i has the pixels from ⌊i · length / cells⌋ to before ⌈(i + 1) · length / cells⌉, as in torch.
    """
    matrix = torch.zeros(cells, length)
    for cell in range(cells):
        start, end = cell * length // cells, -(-(cell + 1) * length // cells)
        matrix[cell, start:end] = 1 / (end - start)
    return matrix


def with_exportable_pooling(network: Network) -> Network:
    """The same network, with its pooling to more than one cell replaced in place."""
    for name, module in list(network.named_modules()):
        if not isinstance(module, nn.AdaptiveAvgPool2d):
            continue
        size: Any = module.output_size
        grid = (size, size) if isinstance(size, int) else tuple(size)
        if grid != (1, 1):
            network.set_submodule(name, GridPooling(grid))
    return network
