"""What is changed and how much, drawn from torch's global generator of the CPU.

So it is the same on every device, and which patches are changed is known without waiting for a graphics card.
"""

import torch
from torch import Tensor


def chosen(count: int, chance: float) -> Tensor:
    """Positions (int64) of the patches of a batch of ``count`` that a change is made to."""
    return torch.nonzero(torch.rand(count) < chance).flatten()


def coins(count: int, chance: float = 0.5) -> Tensor:
    """``count`` booleans, each True by this chance."""
    return torch.rand(count) < chance


def between(low: float, high: float, *shape: int) -> Tensor:
    """Uniform random numbers."""
    return low + (high - low) * torch.rand(shape)


def place(numbers: Tensor, device: torch.device) -> Tensor:
    """Numbers brought to where the images are, without waiting for the work that is under way on a graphics card."""
    return numbers.to(device, non_blocking=device.type == "cuda")
