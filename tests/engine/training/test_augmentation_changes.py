"""What each single change does, against the same written in another way."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from scipy import ndimage

from seg4eo_engine.raster.labels import IGNORE_INDEX
from seg4eo_engine.training.augmentation import Augmentation
from seg4eo_engine.training.augmentation.levels import Change
from seg4eo_engine.training.augmentation.tones import blur
from seg4eo_engine.training.augmentation.warps import resample, warp


def make_images(count=40, bands=4, size=24):
    """Images from −1 to 1, all valid, of one class."""
    images = 2 * torch.rand((count, bands, size, size), generator=torch.Generator().manual_seed(2)) - 1
    whole = torch.ones(count, size, size, dtype=torch.bool)
    return images, whole, torch.zeros(count, size, size, dtype=torch.uint8)


def change(name, batch, **options):
    torch.manual_seed(0)
    return Augmentation("none", [name], **options)(*batch)


def test_resampling_is_that_of_scipy_where_all_neighbours_are_valid():
    generator = torch.Generator().manual_seed(3)
    images = torch.randn((2, 3, 20, 30), generator=generator)
    labels = torch.randint(0, 5, (2, 20, 30), generator=generator, dtype=torch.uint8)
    grid = 1.1 * (2 * torch.rand((2, 20, 30, 2), generator=generator) - 1)
    moved, valid_mask, moved_labels = resample(images, torch.ones(2, 20, 30, dtype=torch.bool), labels, grid)
    cols = ((grid[..., 0] + 1) * 30 - 1).numpy() / 2
    rows = ((grid[..., 1] + 1) * 20 - 1).numpy() / 2
    inside = (rows > 0) & (rows < 19) & (cols > 0) & (cols < 29)
    for number in range(2):
        places = rows[number], cols[number]
        for band in range(3):
            expected = ndimage.map_coordinates(images[number, band].numpy(), places, order=1)
            assert moved[number, band].numpy()[inside[number]] == pytest.approx(expected[inside[number]], abs=1e-4)
        nearest = labels[number].numpy()[*np.clip(np.rint(places).astype(int), 0, [[[19]], [[29]]])]
        assert np.array_equal(moved_labels[number].numpy()[inside[number]], nearest[inside[number]])
    assert valid_mask.numpy()[inside].all()
    outside = (rows < -0.51) | (rows > 19.51) | (cols < -0.51) | (cols > 29.51)
    assert outside.any()
    assert not valid_mask.numpy()[outside].any()
    assert (moved_labels.numpy()[outside] == IGNORE_INDEX).all()


def test_resampling_by_whole_pixels_moves_pixels():
    images, valid_mask, labels = make_images(1, 2, 16)
    valid_mask[0, 4:6, 4:6] = False
    images = torch.where(valid_mask[:, None], images, 0.0)
    shift = torch.tensor([[[1.0, 0.0, 2 * 3 / 16], [0.0, 1.0, 0.0]]])  # taken from three pixels further to the right
    grid = F.affine_grid(shift, [1, 1, 16, 16], align_corners=False)
    moved, moved_mask, _ = resample(images, valid_mask, labels, grid)
    assert torch.equal(moved_mask[0, :, :13], valid_mask[0, :, 3:])
    assert not moved_mask[0, :, 13:].any()
    assert torch.allclose(moved[0, :, :, :13], images[0, :, :, 3:], atol=1e-4)


def bend(name, strength, height, width, count=60):
    """Bend patches whose two bands tell the row and the column of a pixel; the places that pixels come from, and which
    are valid.
    """
    rows, cols = torch.meshgrid(torch.arange(float(height)), torch.arange(float(width)), indexing="ij")
    images = torch.stack([rows, cols]).repeat(count, 1, 1, 1)
    valid_mask = torch.ones(count, height, width, dtype=torch.bool)
    torch.manual_seed(0)
    warp(images, valid_mask, valid_mask.to(torch.uint8), {name: Change(1.0, strength)})
    return images, valid_mask


@pytest.mark.parametrize(("strength", "most"), [(1, 10), (2, 20)])
def test_patches_are_rotated_by_few_degrees_and_not_skewed(strength, most):
    images, valid_mask = bend("rotate", strength, 40, 80)
    # away from the edges, where the mean of valid neighbours is not that of all
    assert valid_mask[:, 15:25, 30:50].all()
    down = images[:, :, 24, 40] - images[:, :, 16, 40]
    right = images[:, :, 20, 48] - images[:, :, 20, 32]
    angles = np.degrees(np.arctan2(right[:, 0], right[:, 1]))
    assert most * 0.7 < np.abs(angles).max() <= most + 0.01
    assert (down * right).sum(1).numpy() == pytest.approx(0, abs=1e-2)
    assert down.norm(dim=1).numpy() == pytest.approx(8, abs=1e-3)


def test_zoom_keeps_the_middle_and_changes_size_by_up_to_a_fifth():
    images, _ = bend("zoom", 1.0, 41, 41)
    assert images[:, :, 20, 20].numpy() == pytest.approx(20, abs=1e-3)
    sizes = 10 / (images[:, 0, 25, 20] - images[:, 0, 15, 20])
    assert 1 / 1.2 - 1e-4 <= sizes.min() < 0.9
    assert 1.1 < sizes.max() <= 1.2 + 1e-4


@pytest.mark.parametrize("name", ["elastic", "grid"])
@pytest.mark.parametrize("strength", [1, 2])
def test_bending_does_not_fold_the_patch(name, strength):
    images, _ = bend(name, strength, 96, 96)
    middle = images[:, :, 16:80, 16:80]
    assert middle[:, 0].diff(dim=1).min() > 0
    assert middle[:, 1].diff(dim=2).min() > 0
    assert middle[:, 0].diff(dim=1).max() > 1.1


def test_brightness_shifts_each_band_by_an_amount_of_its_own():
    batch = make_images()
    shifts = (change("brightness", batch)[0] - batch[0]).flatten(2)
    assert (shifts.amax(2) - shifts.amin(2)).max() < 1e-6
    changed = shifts.mean(2)[shifts.mean(2).abs().amax(1) > 0]
    assert 0.05 < changed.std() < 0.2
    assert (changed.amax(1) - changed.amin(1)).min() > 0


def test_contrast_stretches_bands_about_their_mean_over_valid_pixels():
    images, valid_mask, labels = make_images()
    valid_mask[:, :10] = False
    images = torch.where(valid_mask[:, None], images + 5, 0.0)
    changed, _, _ = change("contrast", (images, valid_mask, labels))
    before, after = (part.movedim(1, -1)[valid_mask].view(40, -1, 4) for part in (images, changed))
    assert torch.allclose(before.mean(1), after.mean(1), atol=1e-4)
    gains = after.std(1) / before.std(1)
    assert 0.05 < gains.log().std() < 0.2


def test_gamma_keeps_order_and_ends_of_the_range():
    line = torch.linspace(-1.5, 1.5, 31).view(1, 1, 1, 31).repeat(60, 1, 1, 1)
    batch = line, torch.ones(60, 1, 31, dtype=torch.bool), torch.zeros(60, 1, 31, dtype=torch.uint8)
    changed = change("gamma", batch)[0][:, 0, 0]
    outside = line[0, 0, 0].abs() > 0.999
    assert torch.allclose(changed[:, outside], line[0, 0, 0, outside], atol=1e-5)
    assert changed.diff(dim=1).min() > 0
    # the middle of the range, 0.5 of it, to a power from e^-0.2 to e^0.2
    powers = np.log((changed[:, 15].numpy() + 1) / 2) / np.log(0.5)
    assert np.exp(-0.2) - 1e-4 <= powers.min() < 0.95
    assert 1.05 < powers.max() <= np.exp(0.2) + 1e-4


def test_haze_brightens_dark_pixels_most_and_never_darkens():
    images, *rest = make_images()
    images *= 0.8
    shares = (change("haze", (images, *rest))[0] - images) / (1 - images)
    assert shares.min() >= -1e-5
    assert 0.1 < shares.max() <= 0.2 + 1e-5
    # smooth: neighbours are hazy alike
    assert shares.diff(dim=3).abs().max() < 0.05


def test_noise_is_of_no_bias_and_of_the_size_asked_for():
    batch = make_images()
    noise = (change("noise", batch)[0] - batch[0]).flatten(1)
    sizes = noise.std(1)
    assert 0.03 < sizes.max() < 0.055
    assert (noise.mean(1).abs() < 4 * sizes / noise.shape[1] ** 0.5 + 1e-9).all()


def test_blur_is_that_of_scipy_over_valid_pixels():
    images, valid_mask, _ = make_images(1, 2, 24)
    valid_mask[0, 5:9, 3:12] = False
    images = torch.where(valid_mask[:, None], images, 0.0)
    torch.manual_seed(0)
    blurred = images.clone()
    blur(blurred, valid_mask, Change(1.0, 1.0))
    torch.manual_seed(0)
    torch.rand(1)  # whether
    sigma = 0.75 * (0.3 + 0.7 * float(torch.rand(1)))
    weights = ndimage.gaussian_filter(valid_mask[0].double().numpy(), sigma, mode="constant", radius=3)
    for before, after in zip(images[0], blurred[0], strict=True):
        expected = ndimage.gaussian_filter(before.double().numpy(), sigma, mode="constant", radius=3) / weights
        assert after[valid_mask[0]].numpy() == pytest.approx(expected[valid_mask[0].numpy()], abs=1e-4)


@pytest.mark.parametrize(("bands", "most"), [(2, 1), (3, 1), (16, 2)])
def test_dropped_bands_are_gone_and_others_as_they_were(bands, most):
    batch = make_images(80, bands)
    changed, valid_mask, labels = change("band_dropout", batch)
    gone = (changed == 0).flatten(2).all(2)
    assert torch.equal(changed[~gone], batch[0][~gone])
    assert gone.sum(1).max() == most
    assert 0.3 < (gone.sum(1) > 0).float().mean() < 0.7
    assert gone.any(0).all()
    assert valid_mask.all()
    assert (labels == 0).all()


def test_cut_out_pixels_are_neither_seen_nor_learned():
    images, valid_mask, labels = make_images(80, 2, 40)
    changed, seen, learned = change("cutout", (images, valid_mask, labels))
    holes = ~seen
    assert torch.equal(learned == IGNORE_INDEX, holes)
    assert torch.equal(changed, torch.where(holes[:, None], 0.0, images))
    shares = holes.float().mean((1, 2))
    assert 0.35 < (shares > 0).float().mean() < 0.65
    assert shares.max() <= 2 * 0.225**2  # two squares of a fifth of a side, to the next pixel
    for hole in holes:
        assert ndimage.label(hole.numpy())[1] <= 2


@pytest.mark.parametrize("name", ["brightness", "contrast", "gamma", "haze", "noise"])
def test_amounts_follow_the_range_of_each_band(name):
    images, valid_mask, labels = make_images()
    low, high = torch.tensor([0.0, 100.0, 0.05, -25.0]), torch.tensor([255.0, 10_000.0, 0.3, -5.0])
    scale, offset = ((high - low) / 2).view(4, 1, 1), ((high + low) / 2).view(4, 1, 1)
    normalized, _, _ = change(name, (images, valid_mask, labels))
    ranges = list(zip(low.tolist(), high.tolist(), strict=True))
    raw, _, _ = change(name, (images * scale + offset, valid_mask, labels), ranges=ranges)
    assert torch.allclose((raw - offset) / scale, normalized, atol=1e-3)
    assert not torch.allclose(normalized, images, atol=1e-2)
