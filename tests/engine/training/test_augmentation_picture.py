"""The picture of augmented patches."""

import numpy as np
import pytest
import torch
from matplotlib.image import imread

from seg4eo_engine.models.samples import Sample
from seg4eo_engine.raster.classes import default_class
from seg4eo_engine.training.augmentation import Augmentation
from seg4eo_engine.training.augmented_picture import draw_augmented

CLASSES = [default_class(value, value) for value in range(3)]
BLUE, ORANGE, GREEN = (item.rgb for item in CLASSES)
TILE_PX = 208  # of which 13 × 16, so that small patches are enlarged by whole numbers


def make_samples(count, bands=3, size=16):
    generator = torch.Generator().manual_seed(4)
    samples = []
    for _ in range(count):
        label = torch.randint(0, 3, (size, size), generator=generator, dtype=torch.uint8)
        image = torch.randn((bands, size, size), generator=generator)
        samples.append(Sample(image=image, valid_mask=torch.ones(size, size, dtype=torch.bool), label=label))
    return samples


def read_picture(path):
    return np.rint(255 * imread(path)[..., :3]).astype(np.uint8)


def count_pixels(picture, rgb):
    return int((picture == np.array(rgb, np.uint8)).all(2).sum())


def test_each_patch_is_shown_once_as_it_is_and_five_times_augmented(tmp_path):
    for count, rows in ((1, 1), (3, 3), (6, 4)):
        draw_augmented(make_samples(count), Augmentation("light"), CLASSES, tmp_path / "a.png")
        picture = read_picture(tmp_path / "a.png")
        # labels of flipped and turned patches have the pixels of the patch; the rest of a colour is the legend's
        labels = torch.stack([sample["label"] for sample in make_samples(count)[:4]])
        for index, rgb in enumerate((BLUE, ORANGE, GREEN)):
            expected = 6 * int((labels == index).sum()) * 13**2
            assert expected <= count_pixels(picture, rgb) < expected + 600
        assert picture.shape[0] > rows * 2 * TILE_PX
        assert picture.shape[1] > 6 * TILE_PX


def test_an_unchanged_patch_is_drawn_six_times_alike(tmp_path):
    draw_augmented(make_samples(1), Augmentation("none"), CLASSES, tmp_path / "a.png")
    picture = read_picture(tmp_path / "a.png")
    colours = np.array([BLUE, ORANGE, GREEN], np.uint8)
    coloured = (picture[:, :, None] == colours).all(3).any(2)
    rows = np.flatnonzero(coloured.sum(1) == 6 * TILE_PX)
    cols = np.flatnonzero(coloured[rows].all(0))
    assert (len(rows), len(cols)) == (TILE_PX, 6 * TILE_PX)
    tiles = picture[rows][:, cols].reshape(TILE_PX, 6, TILE_PX, 3)
    assert (tiles == tiles[:, :1]).all()
    expected = colours[make_samples(1)[0]["label"].numpy()].repeat(13, 0).repeat(13, 1)
    assert np.array_equal(tiles[:, 0], expected)


def test_drawing_leaves_the_random_numbers_of_the_training_alone(tmp_path):
    torch.manual_seed(3)
    expected = torch.rand(4)
    torch.manual_seed(3)
    draw_augmented(make_samples(2), Augmentation("strong"), CLASSES, tmp_path / "a.png")
    assert torch.equal(torch.rand(4), expected)


def test_the_seed_decides_what_is_shown(tmp_path):
    pictures = []
    for seed in (0, 0, 1):
        draw_augmented(make_samples(1), Augmentation("strong"), CLASSES, tmp_path / "a.png", seed=seed)
        pictures.append(read_picture(tmp_path / "a.png"))
    assert np.array_equal(pictures[0], pictures[1])
    assert not np.array_equal(pictures[0], pictures[2])


@pytest.mark.parametrize("bands", [1, 13])
def test_patches_without_data_or_labels_are_drawn_too(tmp_path, bands):
    [empty, unlabelled] = make_samples(2, bands)
    empty["valid_mask"][:] = False
    empty["label"][:] = 255
    unlabelled["label"][:] = 255
    names = [f"B{number:02}" for number in range(1, bands + 1)]
    draw_augmented([empty, unlabelled], Augmentation("none"), CLASSES, tmp_path / "a.png", band_names=names)
    picture = read_picture(tmp_path / "a.png")
    unlabelled_px = count_pixels(picture, (226, 230, 235))
    assert 6 * TILE_PX**2 <= unlabelled_px < 6 * TILE_PX**2 + 600
    assert count_pixels(picture, BLUE) < 600


def test_bright_is_bright_in_all_versions_of_a_patch(tmp_path):
    """What augmentation makes darker looks darker: all are drawn by the range of the patches as they are."""
    samples = make_samples(1, 1)

    class Darker(torch.nn.Module):
        def forward(self, images, valid_mask, labels):
            return images - 100, valid_mask, labels

    draw_augmented(samples, Darker(), CLASSES, tmp_path / "a.png")
    assert count_pixels(read_picture(tmp_path / "a.png"), (0, 0, 0)) >= 5 * TILE_PX**2
