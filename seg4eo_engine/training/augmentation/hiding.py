"""What is hidden from the network, so that it does not lean on one band or on one spot alone."""

import torch
from torch import Tensor

from seg4eo_engine.training.augmentation.draws import between, chosen, coins, place
from seg4eo_engine.training.augmentation.levels import Change

MOST_BANDS = 0.125  # of all, and always at least one of several
HOLES = 2
LEAST_HOLE, MOST_HOLE = 0.05, 0.2  # of a side of the patch


def drop_bands(images: Tensor, change: Change) -> None:
    """Set some bands of some patches (N, bands, H, W) to 0 in place, as if they were missing; one band at least is
    left.
    """
    count, bands = images.shape[:2]
    positions = chosen(count, change.chance)
    most = min(bands - 1, max(1, round(change.strength * MOST_BANDS * bands)))
    if not len(positions) or not most:
        return
    dropped = torch.randint(1, most + 1, (len(positions), 1))
    kept = torch.ones(count, bands)
    kept[positions] = (torch.rand(len(positions), bands).argsort(1) >= dropped).to(kept.dtype)
    images *= place(kept, images.device).view(count, bands, 1, 1)


def cut_out(valid_mask: Tensor, change: Change) -> Tensor:
    """Make rectangles of some patches invalid (N, H, W) (after DeVries & Taylor 2017).

    A hole is like one in a scene: no image, and no label to be learned. What was there cannot be known from the
    surroundings, so the network is not punished for what it guesses; it learns to live with holes beside what it sees.
    """
    count, height, width = valid_mask.shape
    cut = coins(count, change.chance).view(count, 1, 1)
    sides = []
    for length in (height, width):
        sizes = change.strength * between(LEAST_HOLE, MOST_HOLE, count, HOLES, 1)
        starts = (1 - sizes) * torch.rand(count, HOLES, 1)
        places = (torch.arange(length) + 0.5) / length
        sides.append(place((places >= starts) & (places < starts + sizes) & cut, valid_mask.device))
    rows, cols = sides
    return valid_mask & ~(rows.unsqueeze(3) & cols.unsqueeze(2)).any(1)
