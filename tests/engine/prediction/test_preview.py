"""Small scenes mapped on the way, by a network whose answer is known."""

import numpy as np
import pytest
from PIL import Image
from torch import nn

from seg4eo_engine.errors import BandMismatch, Cancelled, MissingInput
from seg4eo_engine.models.checkpoint import Member, ModelManifest, TrainingSummary
from seg4eo_engine.models.device import choose_compute
from seg4eo_engine.models.model import SegmentationModel
from seg4eo_engine.models.normalization import Normalization
from seg4eo_engine.models.registry import NetworkInfo
from seg4eo_engine.patches.manifest import BandInfo, DatasetManifest
from seg4eo_engine.prediction import preview
from seg4eo_engine.prediction.preview import ScenePreviewer
from seg4eo_engine.raster.classes import default_class
from seg4eo_engine.reports.tiles import INVALID_RGB

BANDS = ("red", "green", "blue")
CLASSES = tuple(default_class(value, position) for position, value in enumerate((1, 4, 9)))
COLOURS = np.array([item.rgb for item in CLASSES], np.uint8)


@pytest.fixture
def dataset():
    numbers = dict.fromkeys(("minimum", "maximum", "mean", "std", "p2", "p98"), 1.0)
    return DatasetManifest(
        engine_version="0", patch_size_px=64, ground_resolution=10, dtype="uint8", nodata=0,
        bands=tuple(BandInfo(name=name, **numbers) for name in BANDS), classes=CLASSES, class_counts={}, seed=0,
        sources=(), patches=(),
    )  # fmt: skip


@pytest.fixture
def model():
    """Says that a pixel is of the class whose band is the brightest."""
    return make_model(nn.Identity())


def make_model(network):
    info = NetworkInfo(architecture="unet", encoder_name="resnet18", in_channels=3, out_channels=3)
    none = Normalization(scheme="none", offset=(0.0,) * 3, scale=(1.0,) * 3)
    summary = TrainingSummary(
        epochs=1, best_epoch=1, chosen_by="last", seed=0, loss="ce", minutes=0, validation_miou=None
    )
    manifest = ModelManifest(
        engine_version="0", bands=BANDS, dtype="uint8", classes=CLASSES, ground_resolution=10, patch_size_px=64,
        splits_hash="0", members=(Member(network=info, normalization=none, training=summary),),
    )  # fmt: skip
    return SegmentationModel(manifest, [network])


@pytest.fixture
def pixels():
    """Three bands (3, 120, 170) in blocks, and a corner without data."""
    blocks = np.random.default_rng(2).integers(1, 255, (3, 12, 17))
    pixels = np.kron(blocks, np.ones((10, 10))).astype(np.uint8)
    pixels[:, :30, :20] = 0
    return pixels


@pytest.fixture
def previewer(dataset, tmp_path, reporter):
    def make(*scenes, reporter=reporter):
        return ScenePreviewer(scenes, tmp_path / "previews", dataset, choose_compute("cpu", "fp32"), reporter)

    return make


def map_of(pixels):
    """What the map must look like, pixel by pixel."""
    colours = COLOURS[pixels.argmax(axis=0)]
    colours[(pixels == 0).all(axis=0)] = INVALID_RGB
    return colours


def rgb_of(path):
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


def shows(picture, block):
    """Whether ``block`` is somewhere in ``picture``."""
    height, width = block.shape[:2]
    starts = np.argwhere((picture[: 1 - height, : 1 - width] == block[0, 0]).all(axis=2))
    return any(
        (picture[row, col : col + width] == block[0]).all()
        and (picture[row : row + height, col : col + width] == block).all()
        for row, col in starts
    )


def test_the_picture_shows_the_class_of_every_pixel(previewer, write_raster, model, pixels, tmp_path):
    show = previewer(write_raster("town.tif", pixels, nodata=0))
    show(model, 5, 0.25)
    picture = rgb_of(tmp_path / "previews" / "epoch_0005_town.png")
    assert shows(picture, map_of(pixels).repeat(2, axis=0).repeat(2, axis=1))


def test_the_picture_is_named_after_epoch_and_score(previewer, write_raster, model, pixels, tmp_path):
    show = previewer(write_raster("town.tif", pixels))
    for epoch, miou in ((1, 0.25), (2, 0.75), (3, 0.25), (4, None)):
        show(make_model(nn.Identity()), epoch, miou)
    heads = [rgb_of(tmp_path / "previews" / f"epoch_000{epoch}_town.png")[:34] for epoch in (1, 2, 3, 4)]
    assert len({head.tobytes() for head in heads}) == 4


def test_bands_are_found_by_their_names(previewer, write_raster, model, pixels, tmp_path):
    extra = np.concatenate([pixels[::-1], pixels[:1]])
    show = previewer(write_raster("town.tif", extra, names=["blue", "green", "red", "nir"], nodata=0))
    show(model, 1, None)
    assert shows(
        rgb_of(tmp_path / "previews" / "epoch_0001_town.png"), map_of(pixels).repeat(2, axis=0).repeat(2, axis=1)
    )


def test_a_scene_that_cannot_be_mapped_is_refused_before_the_training(previewer, write_raster, pixels, tmp_path):
    with pytest.raises(BandMismatch, match="the model's 3 bands"):
        previewer(write_raster("town.tif", pixels[:2]))
    with pytest.raises(MissingInput):
        previewer(tmp_path / "nowhere.tif")


def test_the_centre_of_a_large_scene_is_taken(previewer, write_raster, model, pixels, tmp_path, reporter, monkeypatch):
    monkeypatch.setattr(preview, "MOST_PX", 100)
    show = previewer(write_raster("town.tif", pixels, nodata=0))
    show(model, 1, None)
    show(model, 2, None)
    centre = map_of(pixels)[10:110, 35:135]
    assert shows(rgb_of(tmp_path / "previews" / "epoch_0002_town.png"), centre.repeat(4, axis=0).repeat(4, axis=1))
    assert reporter.texts == ["town.tif is large: its centre of 100 × 100 px is the preview."]
    show.finish()
    assert sorted(path.name for path in (tmp_path / "previews").iterdir()) == [
        "epoch_0001_town.png", "epoch_0002_town.png", "town.gif"
    ]  # fmt: skip


def test_of_a_large_scene_too_only_bands_that_are_mapped_decide_what_is_valid(
    previewer, write_raster, model, pixels, tmp_path, monkeypatch
):
    monkeypatch.setattr(preview, "MOST_PX", 100)
    pixels[:, 40:60, 50:90] = 0
    bands = np.concatenate([np.zeros_like(pixels[:1]), pixels[::-1]])  # the first is nodata everywhere
    show = previewer(write_raster("town.tif", bands, names=["nir", "blue", "green", "red"], nodata=0))
    show(model, 1, None)
    centre = map_of(pixels)[10:110, 35:135]
    assert (centre[30:50, 15:55] == INVALID_RGB).all()
    assert shows(rgb_of(tmp_path / "previews" / "epoch_0001_town.png"), centre.repeat(4, axis=0).repeat(4, axis=1))


def test_a_scene_smaller_than_a_window_is_shown(previewer, write_raster, model, pixels, tmp_path):
    show = previewer(write_raster("spot.tif", pixels[:, 40:60, :30]))
    show(model, 1, None)
    whole = map_of(pixels[:, 40:60, :30]).repeat(11, axis=0).repeat(11, axis=1)
    assert shows(rgb_of(tmp_path / "previews" / "epoch_0001_spot.png"), whole)


def test_scenes_of_one_name_do_not_replace_each_other(previewer, write_raster, model, pixels, tmp_path):
    (tmp_path / "other").mkdir()
    show = previewer(write_raster("town.tif", pixels), write_raster("other/town.tif", pixels[:, ::-1]))
    show(model, 1, None)
    first, second = (rgb_of(tmp_path / "previews" / f"epoch_0001_{name}.png") for name in ("town", "town_2"))
    assert shows(first, COLOURS[pixels.argmax(axis=0)].repeat(2, axis=0).repeat(2, axis=1))
    assert shows(second, COLOURS[pixels.argmax(axis=0)[::-1]].repeat(2, axis=0).repeat(2, axis=1))


def test_the_animation_shows_all_epochs_in_order_and_the_colours_of_the_classes(
    previewer, write_raster, model, pixels, tmp_path
):
    class Shifted(nn.Module):
        """Another map in each epoch."""

        def __init__(self, by):
            super().__init__()
            self._by = by

        def forward(self, images):
            return images.roll(self._by, dims=1)

    scene = write_raster("town.tif", pixels, nodata=0)
    for epoch in (9, 10_000, 10):
        previewer(scene)(make_model(Shifted(epoch % 3)), epoch, None)  # each time as after a stop
    previewer(scene).finish()
    with Image.open(tmp_path / "previews" / "town.gif") as animation:
        assert (animation.n_frames, animation.info["loop"]) == (3, 0)
        for position, epoch in enumerate((9, 10, 10_000)):
            animation.seek(position)
            rolled = map_of(np.roll(pixels, epoch % 3, axis=0)).repeat(2, axis=0).repeat(2, axis=1)
            assert shows(np.asarray(animation.convert("RGB")), rolled)


def test_nothing_shown_makes_no_animation(previewer, write_raster, pixels, tmp_path):
    previewer(write_raster("town.tif", pixels)).finish()
    assert not list(tmp_path.rglob("*.gif"))


def test_a_preview_is_cancelled_and_leaves_no_half_picture(
    previewer, write_raster, model, pixels, tmp_path, cancelling
):
    show = previewer(write_raster("town.tif", pixels), reporter=cancelling(1))
    with pytest.raises(Cancelled):
        show(model, 1, None)
    assert not list((tmp_path / "previews").iterdir())


def test_the_bar_of_the_training_stays_where_it_is(previewer, write_raster, model, pixels, reporter):
    previewer(write_raster("town.tif", pixels))(model, 1, None)
    assert reporter.fractions == []
