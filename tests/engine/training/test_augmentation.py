"""Random changes, the same for image, label and valid mask."""

import pytest
import torch

from seg4eo_engine.raster.labels import IGNORE_INDEX
from seg4eo_engine.training.augmentation import Augmentation


@pytest.fixture
def batch():
    generator = torch.Generator().manual_seed(1)
    labels = torch.randint(0, 4, (16, 24, 24), generator=generator, dtype=torch.uint8)
    valid_mask = torch.rand((16, 24, 24), generator=generator) > 0.2
    labels[~valid_mask] = IGNORE_INDEX
    # two bands, of which the first tells the class
    images = torch.stack([labels.float(), torch.rand((16, 24, 24), generator=generator)], dim=1)
    return torch.where(valid_mask[:, None], images, 0.0), valid_mask, labels


def test_light_moves_image_and_label_together(batch):
    torch.manual_seed(0)
    images, valid_mask, labels = Augmentation("light")(*batch)
    assert images[:, 0][valid_mask] == pytest.approx(labels[valid_mask].float(), abs=1e-3)
    assert not torch.equal(labels, batch[2])


def test_light_keeps_the_pixels_of_each_patch(batch):
    torch.manual_seed(0)
    images, _, labels = Augmentation("light")(*batch)
    assert torch.equal(labels.flatten(1).sort().values, batch[2].flatten(1).sort().values)
    assert torch.allclose(images.flatten(2).sort().values, batch[0].flatten(2).sort().values, atol=1e-3)


@pytest.mark.parametrize("level", ["none", "light", "medium"])
def test_invalid_pixels_stay_zero_and_ignored(batch, level):
    torch.manual_seed(0)
    images, valid_mask, labels = Augmentation(level)(*batch)
    assert (images.movedim(1, -1)[~valid_mask] == 0).all()
    assert (labels[~valid_mask] == IGNORE_INDEX).all()
    assert (~valid_mask).sum() == (~batch[1]).sum()


def test_none_changes_nothing(batch):
    images, _, labels = Augmentation("none")(*batch)
    assert torch.equal(images, batch[0])
    assert torch.equal(labels, batch[2])


def test_medium_changes_bands_apart_from_one_another(batch):
    torch.manual_seed(0)
    images, _, _ = Augmentation("medium")(torch.ones_like(batch[0]), torch.ones_like(batch[1]), batch[2])
    means = images.mean(dim=(2, 3))
    assert (means[:, 0] - means[:, 1]).abs().max() > 0.05
