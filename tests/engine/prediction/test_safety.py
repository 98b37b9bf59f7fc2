"""Scenes whose values cannot mean what the model learned are refused, doubtful ones are told with the likely reason."""

import re
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio import Affine
from rasterio.crs import CRS
from rasterio.enums import Resampling

from seg4eo_engine.errors import ValueRangeMismatch
from seg4eo_engine.models.card import ModelCard
from seg4eo_engine.patches.manifest import BandInfo
from seg4eo_engine.prediction.safety import check_resolution, check_scene
from seg4eo_engine.prediction.safety_sampling import BUDGET_BYTES, MOST_SAMPLES, sample_pixels, sample_windows
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import open_raster

BANDS = ["B02", "B03", "B04", "B08", "B11"]
DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


def card_of(pixels, names=BANDS):
    """A model that learned from pixels (bands, height, width)."""
    values = pixels.reshape(len(pixels), -1).astype(np.float64)
    low, high = np.nanpercentile(values, (2, 98), axis=1)
    columns = (
        np.nanmin(values, axis=1),
        np.nanmax(values, axis=1),
        np.nanmean(values, axis=1),
        np.nanstd(values, axis=1),
    )
    fields = ("minimum", "maximum", "mean", "std", "p2", "p98")
    bands = [
        BandInfo(name=name, **dict(zip(fields, map(float, numbers), strict=True)))
        for name, *numbers in zip(names, *columns, low, high, strict=True)
    ]
    return ModelCard(bands=tuple(names), classes=(), band_statistics=tuple(bands), dtype=str(pixels.dtype))


def land(seed, greenness=0.5, size=(96, 120)):
    """Sentinel-2 as it is stored since 2022, five bands: water, soil and as much vegetation as asked for."""
    random = np.random.default_rng(seed)
    spectra = np.array([[300, 350, 250, 80, 50], [900, 1200, 1500, 2200, 2800], [350, 600, 400, 3200, 1700]])
    kinds = random.choice(3, size, p=[0.1, 0.9 - 0.9 * greenness, 0.9 * greenness])
    light = random.normal(1, 0.15, size)
    return (
        (1000 + spectra[kinds].transpose(2, 0, 1) * light + random.normal(0, 30, (5, *size))).clip(1).astype(np.uint16)
    )


@pytest.fixture
def warnings_of(write_raster, reporter):
    """What is said of a scene with these pixels."""

    def check(pixels, card, **profile):
        scales = profile.pop("scales", None)
        path = write_raster("check.tif", pixels, **profile)
        if scales:
            with rasterio.open(path, "r+") as dataset:
                dataset.scales, dataset.offsets = [scales[0]] * len(pixels), [scales[1]] * len(pixels)
        reporter.texts.clear()
        with open_raster(path) as dataset:
            check_scene(dataset, list(range(1, len(pixels) + 1)), card, reporter)
        return " ".join(reporter.texts)

    return check


TRAINED = land(0)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("greenness", [0.1, 0.5, 0.9])
def test_other_places_and_seasons_are_silent(warnings_of, seed, greenness):
    assert not warnings_of(land(seed, greenness), card_of(TRAINED))


def test_scene_of_one_kind_of_land_is_silent(warnings_of):
    water = np.broadcast_to(np.array([1300, 1350, 1250, 1080, 1050], np.uint16)[:, None, None], (5, 40, 40))
    assert not warnings_of(water.copy(), card_of(TRAINED))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda dn: (dn * 1e-4).astype(np.float32), "10,000 times smaller .* seems reflectance 0–1 where .* 0–10,000;"),
        (
            lambda dn: ((dn - 1000.0) * 1e-4).astype(np.float32),
            "10,000 times smaller .*; multiply the raster by 10,000",
        ),
        (lambda dn: dn * np.uint16(11), "about 10 times larger"),
        (
            lambda dn: (dn.astype(np.int32) - 1000).clip(0).astype(np.uint16),
            "about 1000 lower in all bands: .*; add 1000",
        ),
        (lambda dn: dn[[4, 1, 2, 3, 0]], "band 1, taken as B02, and band 5, taken as B11, seem .* numbers 5,2,3,4,1"),
        (lambda dn: dn[[1, 2, 3, 4, 0]], "another order than the model's; give the band numbers 5,1,2,3,4,"),
        (
            lambda dn: dn + np.uint16(40_000) * (np.arange(5, dtype=np.uint16) == 3)[:, None, None],
            r"B08 has values of 41,\d+ to 4\d,\d+ where the training had 1,0\d\d to",
        ),
    ],
)
def test_the_likely_reason_is_named(warnings_of, change, words):
    texts = warnings_of(change(land(1, 0.6)), card_of(TRAINED))
    assert texts.startswith("The map may mean little: in check.tif, ")
    assert re.search(words, texts), texts


def test_offset_that_was_not_applied_is_named(warnings_of):
    reflectance = (TRAINED.astype(np.float32) - 1000) / 10_000
    found = warnings_of(land(1, 0.6).astype(np.float32) / 10_000, card_of(reflectance))
    assert "about 0.1 higher in all bands: it seems that the offset of newer Sentinel-2 products (−0.1)" in found


def test_tags_that_would_explain_the_difference_are_the_cure(warnings_of):
    reflectance = (TRAINED.astype(np.float32) - 1000) / 10_000
    scene = land(1).astype(np.float32)
    found = warnings_of(scene, card_of(reflectance), scales=(1e-4, -0.1))
    assert "its tags say scale 0.0001 and offset -0.1, which would explain it: apply them first" in found
    alike = warnings_of(land(1), card_of(TRAINED), scales=(1e-4, -0.1))
    assert alike == (
        "check.tif has a scale or offset in its tags, which is not applied: pixels are taken with the numbers that it "
        "stores."
    )


def test_linear_power_is_told_from_decibels(warnings_of):
    decibels = np.random.default_rng(0).normal([[[-10]], [[-17]]], 2.5, (2, 60, 60)).astype(np.float32)
    card = card_of(decibels, ["VV", "VH"])
    assert not warnings_of(decibels - 3, card)
    assert "linear power where the model learned decibels; take 10 · log10" in warnings_of(10 ** (decibels / 10), card)
    assert "band 1, taken as VV, and band 2, taken as VH" in warnings_of(decibels[::-1].copy(), card)


@pytest.mark.parametrize(
    ("trained", "scene", "words"),
    [
        (
            TRAINED,
            (TRAINED / 20).astype(np.uint8),
            "found uint8, which ends at 255, in check.tif: take the raster as it",
        ),
        (TRAINED / 50_000.0, TRAINED, r"values of 0\.0\d+ to 0\.\d+.* found whole numbers \(uint16\).*dividing by"),
        (TRAINED - 50_000.0, TRAINED, "found uint16, which begins at 0"),
    ],
)
def test_number_formats_that_cannot_hold_the_values_are_refused(warnings_of, trained, scene, words):
    with pytest.raises(ValueRangeMismatch, match=words):
        warnings_of(scene, card_of(trained))


def test_masks_of_zero_and_one_may_be_whole_numbers(warnings_of):
    mask = np.random.default_rng(0).integers(0, 2, (1, 50, 50))
    assert not warnings_of(mask.astype(np.uint8), card_of(mask.astype(np.float32), ["water"]))


def test_model_that_says_nothing_and_scene_without_pixels_are_silent(warnings_of):
    assert not warnings_of(TRAINED, ModelCard(bands=tuple(BANDS), classes=()))
    assert not warnings_of(np.zeros_like(TRAINED), card_of(TRAINED), nodata=0)


@pytest.mark.parametrize("layout", [{"tiled": True, "blockxsize": 256, "blockysize": 256}, {"blockysize": 1}, {}])
def test_samples_are_few_and_from_all_over_the_scene(write_raster, layout):
    rows, cols = np.mgrid[:1400, :1500].astype(np.uint16)
    with open_raster(write_raster("large.tif", np.stack([rows, cols]), compress="deflate", **layout)) as dataset:
        samples = sample_pixels(dataset, [1, 2])
    assert samples.shape[1] <= MOST_SAMPLES
    assert np.median(samples, axis=1) == pytest.approx([700, 750], rel=0.1)
    assert np.percentile(samples, 10, axis=1) == pytest.approx([140, 150], abs=70)


def test_overviews_are_read_where_there_are_some(write_raster):
    path = write_raster("large.tif", np.full((1, 2100, 2100), 5, np.uint8), nodata=0)
    with rasterio.open(path, "r+") as dataset:
        dataset.build_overviews([2, 4], Resampling.nearest)
        dataset.write(np.full((1, 2100, 2100), 9, np.uint8))  # GDAL leaves overviews as they are
    with open_raster(path) as dataset:
        assert set(sample_pixels(dataset, [1]).ravel()) == {5}


def test_file_of_one_huge_block_is_not_decoded_for_it():
    class Huge:
        width, height, count, dtypes = 20_000, 20_000, 3, ("uint8",) * 3
        block_shapes = ((20_000, 20_000),) * 3

    assert Huge.width * Huge.height * 3 > BUDGET_BYTES
    assert not list(sample_windows(Huge()))


@pytest.mark.parametrize(
    ("crs", "pixel", "ratio", "is_warned"),
    [
        ("EPSG:32633", 10, 1, False),
        ("EPSG:32633", 12, 1.2, False),
        ("EPSG:32633", 2.5, 0.25, True),
        ("EPSG:4326", 1.8e-4, 2, True),
        (None, 10, None, False),
    ],
)
def test_pixels_of_another_size_are_told(reporter, crs, pixel, ratio, is_warned):
    grid = RasterGrid(CRS.from_user_input(crs) if crs else None, Affine(pixel, 0, 10, 0, -pixel, 10), 10, 10)
    card = ModelCard(bands=("x",), classes=(), ground_resolution_m=10)
    found = check_resolution(grid, card, reporter)
    assert found == (None if ratio is None else pytest.approx(ratio, rel=0.01))
    assert check_resolution(grid, card, None) == found
    assert bool(reporter.texts) == is_warned
    if is_warned:
        assert "those that the model learned from 10 m" in reporter.texts[0]
        assert "'resample'" in reporter.texts[0]
    assert check_resolution(grid, ModelCard(bands=("x",), classes=()), reporter) is None


@pytest.mark.skipif(not DATA.is_dir(), reason="needs ../shared/data")
def test_real_scenes_are_silent_on_one_another_and_not_when_broken(warnings_of):
    scenes = {}
    for name in ("accra", "limassol"):
        with rasterio.open(DATA / "s2_water_mini" / "images" / f"{name}.tif") as dataset:
            scenes[name] = dataset.read()
            names = list(dataset.descriptions)
    for trained in scenes.values():
        card = card_of(trained, names)
        for scene in scenes.values():
            assert not warnings_of(scene, card)
            assert "10,000 times smaller" in warnings_of((scene * 1e-4).astype(np.float32), card)
            assert "about 1000 lower" in warnings_of((scene.astype(np.int32) - 1000).clip(0).astype(np.uint16), card)
            swapped = warnings_of(scene[[5, 1, 2, 3, 4, 0]], card)
            assert "band 1, taken as B02, and band 6, taken as B11, seem to be swapped" in swapped


@pytest.mark.skipif(not DATA.is_dir(), reason="needs ../shared/data")
def test_real_aerial_mosaics_and_radar_are_silent_on_one_another(warnings_of):
    for folder, names in (("dubai_multiclass", ["R", "G", "B"]), ("sen1floods11_s1", ["VV", "VH"])):
        scenes = []
        for path in sorted((DATA / folder / "images").iterdir()):
            with rasterio.open(path) as dataset:
                scenes.append(dataset.read(out_shape=(len(names), 200, 200)))
        scenes = [scene for scene in scenes if np.isfinite(scene).any()]
        for trained in scenes[:4]:
            for scene in scenes:
                assert not warnings_of(scene, card_of(trained, names))
