"""Forty awkward rasters from the test suites of other projects: each works, or is refused in one sentence.

They are in ../shared/data/raster_quirks (see its README for where they come from); without that folder this is skipped.
"""

from pathlib import Path
from typing import NamedTuple

import geopandas
import numpy as np
import pytest
import rasterio
import shapely
from numpy.typing import NDArray
from rasterio.windows import Window

from seg4eo_engine import ExtractPatches
from seg4eo_engine.errors import GridMismatch, Seg4eoError
from seg4eo_engine.patches.manifest import DatasetManifest
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import ground_control_points, image_band_indexes, open_raster, read_pixels
from seg4eo_engine.raster.sources import find_source
from seg4eo_engine.raster.views import RasterView, resampled_grid

QUIRKS = Path(__file__).resolve().parents[3] / "shared" / "data" / "raster_quirks"
pytestmark = pytest.mark.skipif(not QUIRKS.is_dir(), reason="needs ../shared/data/raster_quirks")


class Works(NamedTuple):
    """Patches are cut, and of the remarks below, these are made."""

    remarks: frozenset[str] = frozenset()


class Refused(NamedTuple):
    """No patch is cut; the sentence has these words."""

    words: str


REMARKS = {
    "alpha": "is marked as alpha: it tells which pixels are valid",
    "control points": "ground control points, which are not used: its pixels have no place on the map",
    "camera model": "a camera model (RPC), which is not used: its pixels have no place on the map",
    "palette": "has a palette: its pixels are taken as the numbers of the colours",
    "scale": "has a scale or offset in its tags, which is not applied",
    "filler": "a number that mostly stands where there is nothing: give it as the nodata value",
}


def works(*remarks: str) -> Works:
    return Works(frozenset(remarks))


NOTHING_VALID = Refused("Expected patches with at least 10% valid, labelled pixels, found none")
OUTCOMES: dict[str, Works | Refused] = {
    "RGB.byte.tif": works(),
    "odc_au-3577-rotated.tif": works(),
    "odc_au-gcp.tif": works("control points"),
    "rc_image_51px.tif": works(),
    "rc_image_colormap.tif": works("palette"),
    "rc_image_float.tif": works(),
    "rc_image_geos.tif": works(),
    "rc_image_missing_nodata.tif": works("filler"),
    "rc_image_nan.tif": works(),
    "rc_image_north.tif": works(),
    "rc_image_webp.tif": works(),
    "rc_image_with_offsets.tif": works("scale"),
    "rc_slc.tif": Refused("found complex numbers in"),
    "rio_RGB.byte.gcp.vrt": works("control points"),
    "rio_RGB.byte.rpc.vrt": works("camera model"),
    "rio_RGBA.uint16.tif": works("alpha"),
    "rio_all-nodata.tif": NOTHING_VALID,
    "rio_alpha.tif": works("alpha"),
    "rio_corrupt.tif": Refused("found a damaged part in"),
    "rio_float_nan.tif": NOTHING_VALID,  # 3 × 2 px in a patch of 32 × 32
    "rio_rotated.tif": works(),
    "rio_shade.tif": works(),
    "rio_test_esri_wkt.tif": NOTHING_VALID,  # 2 × 2 px
    "rt_clp.tif": works("alpha"),
    "rt_cog_dateline.tif": works(),
    "rt_cog_gcps.tif": works("control points"),
    "rt_cog_int16.tif": works(),
    "rt_cog_nodata.tif": works(),
    "rt_cog_nodata_nan.tif": works(),
    "rt_cog_nonearth.tif": works(),
    "rt_cog_rgb.tif": works(),
    "rt_cog_rgb_mask.tif": works(),
    "rt_cog_rgba.tif": works("alpha"),
    "rt_cog_scale.tif": works("scale"),
    "rt_cog_uint8_rgb_mask.tif": works(),
    "rt_cog_uint8_rgb_nodata.tif": works(),
    "rt_cog_uint8_rgba.tif": works("alpha"),
    "rt_inverted_lat.tif": NOTHING_VALID,  # every pixel is -9999, its nodata
    "rt_nocog.tif": works(),
    "rt_rgb.tif": works(),
}
HAS_PLACE = [name for name in OUTCOMES if name not in ("rc_slc.tif", "rio_float_nan.tif", "rio_rotated.tif")]


def patch_size_px(dataset: rasterio.DatasetReader) -> int:
    """Such that there are a few dozen patches."""
    return next(size for size, limit in ((32, 300), (128, 1300), (512, 4000)) if max(dataset.shape) < limit)


def test_every_file_has_a_known_outcome():
    assert {path.name for path in QUIRKS.iterdir()} == {*OUTCOMES}


@pytest.mark.parametrize("name", OUTCOMES)
def test_scene_is_read_whole_or_refused(name):
    """As prediction reads it; the files that are refused here are those that no one can read."""
    bands: list[int] = []
    try:
        with RasterView(find_source(str(QUIRKS / name))).open() as dataset:
            grid, bands = RasterGrid.from_dataset(dataset), image_band_indexes(dataset)
            margin_px = 3
            around = Window(-margin_px, -margin_px, grid.width + 2 * margin_px, grid.height + 2 * margin_px)
            pixels, valid_mask = read_pixels(dataset, around, bands)
            points = ground_control_points(dataset)
    except Seg4eoError as error:
        assert OUTCOMES[name] != works()
        assert str(error).startswith("Expected ")
        assert name in ("rc_slc.tif", "rio_corrupt.tif")
        return
    assert pixels.shape == (len(bands), *valid_mask.shape)
    assert not valid_mask[:margin_px].any()
    assert not valid_mask[:, -margin_px:].any()
    assert np.isfinite(pixels[:, valid_mask].astype(np.float64)).all()
    assert valid_mask.any() == (name not in ("rio_all-nodata.tif", "rt_inverted_lat.tif"))
    assert np.isfinite(grid.bounds).all()
    assert (points is not None) == ("control points" in getattr(OUTCOMES[name], "remarks", ()))
    if grid.pixel_height_m:
        check_view(QUIRKS / name, resampled_grid(grid, 1.6 * grid.pixel_height_m), bands, valid_mask)


def check_view(path: Path, grid: RasterGrid, bands: list[int], valid_mask: NDArray[np.bool_]) -> None:
    """Seen with larger pixels, about as much of a raster is valid."""
    with RasterView(str(path), grid).open() as dataset:
        _, seen = read_pixels(dataset, grid.full_window, bands)
    share = valid_mask[3:-3, 3:-3].mean()
    assert 0.8 * share - 0.05 <= seen.mean() <= 1.25 * share + 0.1


@pytest.mark.parametrize("name", OUTCOMES)
def test_image_with_a_label_raster(name, tmp_path, reporter):
    with rasterio.open(QUIRKS / name) as dataset:
        halves = np.where(np.arange(dataset.width) < dataset.width // 2, 1, 2).astype(np.uint8)
        profile = {"driver": "GTiff", "width": dataset.width, "height": dataset.height, "count": 1, "dtype": "uint8"}
        if not dataset.transform.is_identity:
            profile |= {"crs": dataset.crs, "transform": dataset.transform}
        size_px = patch_size_px(dataset)
    with rasterio.open(tmp_path / "labels.tif", "w", **profile) as labels:
        labels.write(np.broadcast_to(halves, labels.shape), 1)
    job = ExtractPatches(
        images=[QUIRKS / name],
        labels=[tmp_path / "labels.tif"],
        output=tmp_path / "dataset",
        patch_size_px=size_px,
    )
    outcome = OUTCOMES[name]
    if isinstance(outcome, Refused):
        check_refusal(job, outcome.words, reporter)
        return
    job.run(reporter)
    assert remarks_among(reporter.texts) == outcome.remarks
    check_pixels(tmp_path / "dataset", QUIRKS / name)


@pytest.mark.parametrize("name", HAS_PLACE)
def test_image_with_label_polygons(name, tmp_path, reporter):
    outcome = OUTCOMES[name]
    with rasterio.open(QUIRKS / name) as dataset:
        corners = [(0, 0), (dataset.width // 2, 0), (dataset.width // 2, dataset.height), (0, dataset.height)]
        if dataset.transform.is_identity:
            half, crs = shapely.box(10, 40, 11, 41), "EPSG:4326"
        else:
            half, crs = shapely.Polygon([dataset.transform * corner for corner in corners]), dataset.crs.to_wkt()
        size_px = patch_size_px(dataset)
    geopandas.GeoDataFrame({"name": ["left"]}, geometry=[half], crs=crs).to_file(tmp_path / "left.gpkg")
    job = ExtractPatches(
        images=[QUIRKS / name],
        label_polygons=tmp_path / "left.gpkg",
        background_value=0,
        output=tmp_path / "dataset",
        patch_size_px=size_px,
    )
    if isinstance(outcome, Refused):
        check_refusal(job, outcome.words, reporter)
    elif {"control points", "camera model"} & outcome.remarks:
        with pytest.raises(GridMismatch, match="found none in"):
            job.run(reporter)
    else:
        job.run(reporter)
        assert remarks_among(reporter.texts) == outcome.remarks
        check_pixels(tmp_path / "dataset", QUIRKS / name)


def remarks_among(texts: list[str]) -> set[str]:
    return {key for key, words in REMARKS.items() if any(words in text for text in texts)}


def check_refusal(job: ExtractPatches, words: str, reporter: object) -> None:
    with pytest.raises(Seg4eoError) as raised:
        job.run(reporter)
    sentence = str(raised.value)
    assert words in sentence
    assert sentence.startswith("Expected ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert not job.output.exists()


def check_pixels(dataset: Path, image: Path) -> None:
    """Each patch holds the pixels of the image, and those are valid that are by the image's own masks."""
    manifest = DatasetManifest.read(dataset)
    size_px = manifest.patch_size_px
    with rasterio.open(image) as whole:
        bands = image_band_indexes(whole)
        pixels, masks = whole.read(bands), (whole.read_masks(bands) > 0).all(axis=0)
        # a nodata tag counts besides a mask (rc_image_geos.tif has both), which GDAL would forget
        tags = np.array([np.nan if tag is None else tag for tag in whole.nodatavals])[np.array(bands) - 1]
        masks &= (np.isfinite(pixels) & (pixels != tags[:, None, None])).all(axis=0)
        for index in set(whole.indexes) - {*bands}:
            masks &= whole.read(index) > 0
    for patch in manifest.patches:
        assert patch.col_off is not None
        assert patch.row_off is not None
        at = np.s_[patch.row_off : patch.row_off + size_px, patch.col_off : patch.col_off + size_px]
        with open_raster(dataset / patch.split / "images" / f"{patch.name}.tif") as file:
            found, valid_mask = read_pixels(file, Window(0, 0, size_px, size_px), bands)
        expected, expected_mask = pad(pixels[:, *at], size_px), pad(masks[at][np.newaxis], size_px)[0]
        assert np.array_equal(valid_mask, expected_mask)
        assert np.array_equal(found[:, valid_mask], expected[:, valid_mask])


def pad(pixels: NDArray[np.generic], size_px: int) -> NDArray[np.generic]:
    """Images smaller than a patch lie in its upper left corner."""
    return np.pad(pixels, ((0, 0), (0, size_px - pixels.shape[1]), (0, size_px - pixels.shape[2])))
