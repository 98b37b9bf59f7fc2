"""What light, air and sensor change: brightness, contrast, gamma, haze, blur and noise. Labels are not touched.

All is done in place, to some patches of a batch of images (N, bands, H, W). Invalid pixels have no part in the change
of others, but do not stay 0: the caller sets them to it at the end.

Amounts are shares of the range of a band, from ``low`` to ``high`` (bands or 1, 1, 1), so that bands in different units
are changed alike.
"""

import torch
import torch.nn.functional as F
from kornia.filters import gaussian_blur2d
from torch import Tensor

from seg4eo_engine.training.augmentation.draws import between, chosen, coins, place
from seg4eo_engine.training.augmentation.levels import Change

BRIGHTNESS_STD = 0.05  # of the range, for all bands of a patch together; half of it for each apart
CONTRAST_STD = 0.1  # in the logarithm, likewise
MOST_GAMMA = 0.2  # in the logarithm of the exponent
MOST_HAZE = 0.2  # of the light that comes from the air
HAZE_CELLS = 3
MOST_BLURRED_PX = 0.75  # standard deviation
BLUR_KERNEL_PX = 7
MOST_NOISE = 0.025  # standard deviation, of the range


def brighten_and_stretch(
    images: Tensor, valid_mask: Tensor, brightness: Change | None, contrast: Change | None, low: Tensor, high: Tensor
) -> None:
    """Shift bands, and stretch them about their mean in the patch, each patch and band by its own amount.

    Args:
        images: changed in place.
        valid_mask: (N, H, W).
        brightness: by how much bands are shifted.
        contrast: by how much bands are stretched.
        low: dark in each band.
        high: bright in each band.
    """
    gain, offset = torch.ones(()), torch.zeros(())
    if contrast is not None:
        gain = torch.exp(CONTRAST_STD * _draw_for_bands(images, contrast))
    if brightness is not None:
        offset = BRIGHTNESS_STD * _draw_for_bands(images, brightness)
    gain, shift = place(gain, images.device), place(offset, images.device) * (high - low)
    if contrast is not None:
        pixels = valid_mask.sum((1, 2)).clamp(min=1).view(-1, 1, 1, 1)
        shift = shift + (1 - gain) * images.sum((2, 3), keepdim=True) / pixels
    torch.addcmul(shift, images, gain, out=images)


def _draw_for_bands(images: Tensor, change: Change) -> Tensor:
    """Normal random numbers (N, bands, 1, 1) that the bands of a patch share, and half as large ones of each band;
    0 for patches that are left alone.
    """
    count, bands = images.shape[:2]
    strengths = change.strength * coins(count, change.chance).view(count, 1, 1, 1)
    return strengths * (torch.randn(count, 1, 1, 1) + 0.5 * torch.randn(count, bands, 1, 1))


def bend_tones(images: Tensor, change: Change, low: Tensor, high: Tensor) -> None:
    """Lift or lower the middle tones: a power of the share of the range; values outside of the range stay."""
    positions = chosen(len(images), change.chance)
    if not len(positions):
        return
    exponents = torch.exp(change.strength * MOST_GAMMA * between(-1, 1, len(positions), 1, 1, 1))
    positions, exponents = place(positions, images.device), place(exponents, images.device)
    parts = images[positions]
    inside = parts.sub(low).div_(high - low).clamp_(0, 1)
    difference = inside.pow(exponents).sub_(inside)
    images.index_copy_(0, positions, parts.addcmul_(difference, high - low))


def add_haze(images: Tensor, change: Change, low: Tensor, high: Tensor) -> None:
    """Mix bright light of the air into some patches, here more and there less, and into some bands more than others:
    I = J·(1 − t) + A·t (the haze model of Narasimhan & Nayar 2002), with A at the bright end of the range.
    """
    positions = chosen(len(images), change.chance)
    if not len(positions):
        return
    count, bands, height, width = len(positions), *images.shape[1:]
    depth = change.strength * MOST_HAZE * between(0, 1, count, 1, 1, 1)
    of_bands = place(depth * between(0.5, 1, count, bands, 1, 1), images.device)
    clouds = place(between(0, 1, count, 1, HAZE_CELLS, HAZE_CELLS), images.device)
    share = F.interpolate(clouds, size=(height, width), mode="bilinear", align_corners=True) * of_bands
    positions = place(positions, images.device)
    parts = images[positions]
    images.index_copy_(0, positions, torch.addcmul(parts, share, high - parts))


def blur(images: Tensor, valid_mask: Tensor, change: Change) -> None:
    """Blur some patches, each by its own amount; as in resampling, only valid neighbours are counted."""
    positions = chosen(len(images), change.chance)
    if not len(positions):
        return
    sigmas = change.strength * MOST_BLURRED_PX * between(0.3, 1, len(positions), 1).expand(-1, 2)
    positions, sigmas = place(positions, images.device), place(sigmas, images.device)
    valid = valid_mask[positions].unsqueeze(1)
    parts = images[positions].masked_fill_(~valid, 0.0)  # changes before may have lifted invalid pixels
    sums, weights = (_smooth(planes, sigmas) for planes in (parts, valid.to(images.dtype)))
    images.index_copy_(0, positions, sums.div_(weights).masked_fill_(~valid, 0.0))


def _smooth(planes: Tensor, sigmas: Tensor) -> Tensor:
    smooth: Tensor = gaussian_blur2d(planes, (BLUR_KERNEL_PX, BLUR_KERNEL_PX), sigmas, border_type="constant")
    return smooth


def add_noise(images: Tensor, change: Change, low: Tensor, high: Tensor) -> None:
    """Add to each pixel and band of some patches a normal random number of its own."""
    positions = chosen(len(images), change.chance)
    if not len(positions):
        return
    shares = place(change.strength * MOST_NOISE * between(0, 1, len(positions), 1, 1, 1), images.device)
    positions = place(positions, images.device)
    parts = images[positions]
    images.index_copy_(0, positions, parts.addcmul_(torch.randn_like(parts), shares * (high - low)))
