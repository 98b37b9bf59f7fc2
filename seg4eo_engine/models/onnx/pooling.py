"""Pooling to a grid of any number of cells, in terms that ONNX has."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.overrides import TorchFunctionMode


class ExportablePooling(TorchFunctionMode):
    """Within this context, adaptive average pooling is computed as :func:`grid_pooling`.

    ONNX has it for one cell, or cells of one size, only. PSPNet and UPerNet need it.
    """

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Sequence[type],
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        """What torch calls instead of its function ``func``."""
        kwargs = dict(kwargs or {})
        if func is F.adaptive_avg_pool2d:
            return _pooled(func, *args, **kwargs)
        if func is F.interpolate and kwargs.get("mode") == "area":  # another name of it
            return _pooled(F.adaptive_avg_pool2d, args[0] if args else kwargs["input"], kwargs["size"])
        return func(*args, **kwargs)


def _pooled(pool: Callable[..., Tensor], input: Tensor, output_size: Any) -> Tensor:
    grid = (output_size, output_size) if isinstance(output_size, int) else tuple(output_size)
    return pool(input, grid) if grid == (1, 1) else grid_pooling(input, grid)


def grid_pooling(features: Tensor, grid: tuple[int, int]) -> Tensor:
    """Average (…, rows, columns) of the pixels of each cell of a grid, by a matrix product along each axis.

    The matrices become constants of a graph that is traced, which then takes features of one size only.
    """
    height, width = (int(length) for length in features.shape[-2:])
    return averaging_matrix(height, grid[0]) @ features @ averaging_matrix(width, grid[1]).T


def averaging_matrix(length: int, cells: int) -> Tensor:
    """Weights (cells, length) of the pixels of each cell.

    Cell i has the pixels from ⌊i · length / cells⌋ to before ⌈(i + 1) · length / cells⌉, as in torch.
    """
    matrix = torch.zeros(cells, length)
    for cell in range(cells):
        start, end = cell * length // cells, -(-(cell + 1) * length // cells)
        matrix[cell, start:end] = 1 / (end - start)
    return matrix
