"""Random changes, the same for image, label and valid mask."""

from typing import get_args

import numpy as np
import pytest
import torch

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.jobs.training_parameters import LearningParameters
from seg4eo_engine.raster.labels import IGNORE_INDEX
from seg4eo_engine.training.augmentation import AUGMENTATIONS, Augmentation, Level

LEVELS = get_args(Level)
MOVES = ["flip", "turn", "rotate", "zoom", "shear", "elastic", "grid"]
WAYS = [(level, ()) for level in LEVELS] + [("none", (name,)) for name in AUGMENTATIONS]


def make_batch(count=16, bands=3, height=48, width=48, seed=1):
    """Patches with noise, four classes, a fifth of the pixels invalid and a fifth of the others unlabelled."""
    generator = torch.Generator().manual_seed(seed)
    labels = torch.randint(0, 4, (count, height, width), generator=generator, dtype=torch.uint8)
    valid_mask = torch.rand((count, height, width), generator=generator) > 0.2
    labels[~valid_mask | (torch.rand((count, height, width), generator=generator) < 0.2)] = IGNORE_INDEX
    images = torch.randn((count, bands, height, width), generator=generator)
    return torch.where(valid_mask[:, None], images, 0.0), valid_mask, labels


def augment(level, further, batch, seed=0, **options):
    torch.manual_seed(seed)
    return Augmentation(level, further, **options)(*batch)


@pytest.mark.parametrize("shape", [(1, 48, 48), (3, 40, 56), (13, 7, 9), (200, 17, 16)])
@pytest.mark.parametrize(("level", "further"), WAYS)
def test_any_bands_and_sizes_keep_shape_type_nodata_and_classes(level, further, shape):
    batch = make_batch(8, *shape)
    images, valid_mask, labels = augment(level, further, batch)
    for after, before in zip((images, valid_mask, labels), batch, strict=True):
        assert (after.shape, after.dtype) == (before.shape, before.dtype)
    assert images.isfinite().all()
    assert (images.movedim(1, -1)[~valid_mask] == 0).all()
    assert (labels[~valid_mask] == IGNORE_INDEX).all()
    for number in range(len(labels)):  # patch by patch: nothing comes from another one
        assert set(labels[number].unique().tolist()) <= set(batch[2][number].unique().tolist()) | {IGNORE_INDEX}


@pytest.mark.parametrize("height", [48, 32])
@pytest.mark.parametrize("names", [*([name] for name in MOVES), MOVES])
def test_labels_go_where_the_image_goes(names, height):
    # bands tell the row and the column that a pixel had, labels are stripes and blocks of them
    rows, cols = torch.meshgrid(torch.arange(height), torch.arange(48), indexing="ij")
    classes = (rows // 16 * 3 + cols // 16).to(torch.uint8)
    classes[classes == 4] = IGNORE_INDEX  # valid, and unlabelled
    image = torch.stack([rows, cols]).float()
    count = 24
    batch = image.repeat(count, 1, 1, 1), torch.ones(count, height, 48, dtype=torch.bool), classes.repeat(count, 1, 1)
    images, valid_mask, labels = augment("none", names, batch)
    # bilinear values of a plane are exact, the nearest pixel is at most half a pixel off
    allowed = torch.zeros_like(valid_mask)
    for row_shift in (-0.51, 0.51):
        for col_shift in (-0.51, 0.51):
            source_rows = (images[:, 0] + row_shift).round().clamp(0, height - 1).long()
            source_cols = (images[:, 1] + col_shift).round().clamp(0, 47).long()
            allowed |= classes[source_rows, source_cols] == labels
    assert allowed[valid_mask].all()
    assert valid_mask.float().mean() > 0.8


@pytest.mark.parametrize("name", ["rotate", "zoom", "shear", "elastic", "grid", "blur"])
def test_nothing_of_invalid_pixels_gets_into_valid_ones(name):
    _, valid_mask, labels = make_batch()
    images = torch.where(valid_mask[:, None], torch.tensor([7.0, -3.0]).view(1, 2, 1, 1), 0.0)
    images, valid_mask, _ = augment("none", [name], (images, valid_mask, labels))
    assert images[:, 0][valid_mask].numpy() == pytest.approx(7, abs=1e-4)
    assert images[:, 1][valid_mask].numpy() == pytest.approx(-3, abs=1e-4)


def test_tones_do_not_lift_invalid_pixels_into_a_blur():
    _, valid_mask, labels = make_batch()
    images = torch.zeros(16, 1, 48, 48)
    images, valid_mask, _ = augment("none", ["brightness", "blur"], (images, valid_mask, labels))
    for image, valid in zip(images[:, 0], valid_mask, strict=True):
        assert image[valid].max() - image[valid].min() < 1e-5
    assert images.abs().max() > 0.01


@pytest.mark.parametrize("size", [(24, 24), (24, 32)])
def test_light_is_the_flips_and_turns_of_numpy(size):
    batch = make_batch(64, 2, *size)
    images, valid_mask, labels = augment("light", (), batch)
    turns = (0, 1, 2, 3) if size[0] == size[1] else (0, 2)
    seen = set()
    for number in range(64):
        for turn in turns:
            for mirrored in (False, True):
                image, valid, label = (np.rot90(part[number].numpy(), turn, axes=(-2, -1)) for part in batch)
                if mirrored:
                    image, valid, label = (np.flip(part, -1) for part in (image, valid, label))
                if np.array_equal(image, images[number]):
                    assert np.array_equal(valid, valid_mask[number])
                    assert np.array_equal(label, labels[number])
                    seen.add((turn, mirrored))
                    break
    assert len(seen) == 2 * len(turns)


def test_flip_alone_never_turns_and_turn_alone_never_flips():
    # told by the corners: their order around the patch is kept by a turn and reversed by a flip of one axis
    corners = torch.tensor([[0.0, 1.0], [3.0, 2.0]]).view(1, 1, 2, 2).repeat(64, 1, 1, 1)
    batch = corners, torch.ones(64, 2, 2, dtype=torch.bool), torch.zeros(64, 2, 2, dtype=torch.uint8)
    around = {"flip": set(), "turn": set()}
    for name, seen in around.items():
        images, _, _ = augment("none", [name], batch)
        seen |= {tuple(int(value) for value in (i[0, 0], i[0, 1], i[1, 1], i[1, 0])) for i in images[:, 0]}
    assert around["turn"] == {(0, 1, 2, 3), (1, 2, 3, 0), (2, 3, 0, 1), (3, 0, 1, 2)}
    assert around["flip"] == {(0, 1, 2, 3), (1, 0, 3, 2), (2, 3, 0, 1), (3, 2, 1, 0)}


def test_none_changes_nothing():
    batch = make_batch()
    for after, before in zip(augment("none", (), batch), batch, strict=True):
        assert torch.equal(after, before)


@pytest.mark.parametrize(("level", "further"), WAYS[1:])
def test_what_is_given_stays_as_it_is(level, further):
    batch, same = make_batch(), make_batch()
    changed = augment(level, further, batch)
    assert all(torch.equal(part, before) for part, before in zip(batch, same, strict=True))
    assert not torch.equal(changed[0], batch[0])


@pytest.mark.parametrize("level", ["light", "medium", "strong"])
def test_the_seed_of_torch_alone_decides(level):
    batch = make_batch()
    augmentation = Augmentation(level)
    torch.manual_seed(5)
    first = augmentation(*batch)
    augmentation(*batch)
    np.random.seed(99)  # noqa: NPY002 — the global state is what must not matter
    torch.manual_seed(5)
    second = augmentation(*batch)
    assert all(torch.equal(a, b) for a, b in zip(first, second, strict=True))
    torch.manual_seed(6)
    assert not torch.equal(augmentation(*batch)[0], first[0])


def test_a_change_by_name_leaves_about_half_of_the_patches_bit_by_bit():
    batch = make_batch(200, 1, 16, 16)
    for name in AUGMENTATIONS[2:]:
        changed = augment("none", [name], batch)
        same = [all(torch.equal(a[n], b[n]) for a, b in zip(changed, batch, strict=True)) for n in range(200)]
        if name == "band_dropout":
            assert all(same)  # the only band is never dropped
        else:
            assert 0.35 < np.mean(same) < 0.65, name


def test_a_level_keeps_its_own_chances_where_it_is_asked_for_one_of_its_changes_again():
    assert Augmentation("strong", ["noise", "noise"]).changes == Augmentation("strong").changes


def test_strong_is_all_there_is():
    assert set(Augmentation("strong").changes) == set(AUGMENTATIONS)


def test_an_unknown_change_is_refused_in_one_sentence():
    with pytest.raises(InvalidJob, match="Expected further augmentations of flip, .* cutout, found 'rotation': change"):
        Augmentation("light", ["rotation"])


def test_an_unknown_level_is_refused_in_one_sentence():
    with pytest.raises(InvalidJob, match="of none, light, medium, strong, found 'extreme': change it."):
        Augmentation("extreme")


def test_the_job_offers_the_levels_and_names_that_there_are():
    fields = LearningParameters.model_fields
    assert get_args(fields["augmentation"].annotation) == LEVELS
    assert fields["augment_with"].description.partition(": ")[2].rstrip(".").split(", ") == list(AUGMENTATIONS)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_a_graphics_card_does_the_same_as_the_processor():
    batch = make_batch()
    further = [name for name in AUGMENTATIONS if name != "noise"]  # noise is drawn on the device
    here = augment("none", further, batch)
    there = augment("none", further, [part.cuda() for part in batch])
    assert torch.allclose(there[0].cpu(), here[0], atol=1e-3)
    assert (there[2].cpu() == here[2]).float().mean() > 0.999
