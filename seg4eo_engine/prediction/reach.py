"""How far a network looks around, by what a change of some pixels does to its answer elsewhere."""

from dataclasses import dataclass

import torch
from torch import Tensor

from seg4eo_engine.models.card import ModelCard
from seg4eo_engine.prediction.backends.base import Backend
from seg4eo_engine.prediction.backends.trials import noise_windows

PROBE_PX = 512
STRIP_PX = 64
BIN_PX = 16  # distances are told apart by that
FAR_PX = 320  # from the strip, where what still changes does so everywhere in the window
SMALL_SHARE = 0.03  # of the change in the strip itself: too little to be seen
WHOLE_WINDOW_SHARE = 0.008
MULTIPLE_PX, LEAST_OVERLAP_PX, MOST_OVERLAP_PX = 32, 32, 128


@dataclass(frozen=True)
class Reach:
    """How far neighbouring windows should overlap, and whether an answer depends on the whole window it is in."""

    overlap_px: int
    depends_on_window: bool


def measure_reach(backend: Backend, card: ModelCard) -> Reach:
    """Measure how far a network looks around, with one batch of two windows.

    The windows are noise in the statistics of the training patches, alike but for a strip on the left side, where one
    is brighter and flatter. What the answer changes at a distance, as a share of its change in the strip, is what an
    unknown neighbour does to a pixel so near to the side of its window. Two windows overlap so far that each is used
    where that share is small. A change that does not fall off with distance is one of the whole window, by pooling,
    attention or normalisation over all of it, and no overlap mends it.

    Measured on three draws of noise, with networks that had learned a toy task in 80 steps, and (last line) one that
    had learned to map aerial images. Only the first draw is used. ::

                                   overlap_px     share from 320 px on
        unet, resnet18              96  32 128    0.000
        unetplusplus, resnet18     128 128  96    0.000
        segformer, mit_b0           32  32  32    0.005
        pspnet, resnet18            64  32  64    0.011 to 0.014
        manet, resnet18            128 128  96    0.014 to 0.015
        deeplabv3plus, resnet18     64  32  64    0.05 to 0.07
        fpn, resnet18              128 128  96    0.05 to 0.08
        unet, efficientnet-b0      128 128 128    0.05 to 0.13
        unet, tu-efficientnet_b0   128 128 128    0.01 to 0.69
        unet, resnet18 (aerial)     96  64  96    0.000

    Args:
        backend: the network. One that takes windows of a single size is not measured: a quarter of it has to do.
        card: what it was trained on.
    """
    if backend.window_px is not None:
        return Reach(_rounded(backend.window_px // 4), depends_on_window=False)
    strip_px = STRIP_PX + backend.margin_px
    first, second = noise_windows(card, 2, PROBE_PX)
    pixels = torch.stack([first, _with_strip(first, second, strip_px)]).to(backend.device)
    valid_mask = torch.ones((2, PROBE_PX, PROBE_PX), dtype=torch.bool, device=backend.device)
    answers = backend.predict(pixels, valid_mask).double().cpu()
    change = (answers[0] - answers[1]).abs().mean((0, 1))  # of each column
    inside = float(change[:STRIP_PX].mean())
    if inside == 0:  # the network looks at nothing
        return Reach(LEAST_OVERLAP_PX, depends_on_window=False)
    shares = change[STRIP_PX:] / inside
    everywhere = float(shares[FAR_PX:].mean())
    reach_px = _last_distance(shares - everywhere)
    return Reach(_rounded(2 * reach_px), depends_on_window=everywhere > WHOLE_WINDOW_SHARE)


def _with_strip(window: Tensor, other: Tensor, strip_px: int) -> Tensor:
    """The window (bands, H, W), with a strip of ``other`` that has half of its contrast and is brighter."""
    changed = window.clone()
    strip = other[..., :strip_px]
    mean, std = strip.mean((-2, -1), keepdim=True), strip.std((-2, -1), keepdim=True)
    changed[..., :strip_px] = mean + 1.5 * std + (strip - mean) / 2
    return changed


def _last_distance(shares: Tensor) -> int:
    """Pixels from the strip within which its change is more than small."""
    bins = shares[: len(shares) // BIN_PX * BIN_PX].reshape(-1, BIN_PX).mean(1)
    seen = torch.nonzero(bins > SMALL_SHARE)
    return (int(seen.max()) + 1) * BIN_PX if len(seen) else 0


def _rounded(overlap_px: int) -> int:
    multiple = -(-overlap_px // MULTIPLE_PX) * MULTIPLE_PX
    return min(max(multiple, LEAST_OVERLAP_PX), MOST_OVERLAP_PX)
