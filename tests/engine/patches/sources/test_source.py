"""Images and labels are checked against each other before anything is cut."""

import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import rasterio
from rasterio.windows import Window

from seg4eo_engine.errors import BandMismatch, Cancelled, InvalidJob, MissingInput, NotARaster
from seg4eo_engine.patches.places import Place
from seg4eo_engine.patches.sources import SourceRequest, check_sources


def test_every_image_needs_its_labels(scene, labels, reporter):
    with pytest.raises(InvalidJob, match="labels for each image, found 2 images and 1 labels"):
        check_sources(SourceRequest((scene, scene), (labels,)), reporter)
    with pytest.raises(InvalidJob, match="found 0 images"):
        check_sources(SourceRequest((), ()), reporter)
    with pytest.raises(InvalidJob, match="found 1 images and 0 labels"):
        check_sources(SourceRequest((scene,), ()), reporter)


def test_labels_of_two_kinds_at_once_are_refused(scene, labels, tmp_path, reporter):
    request = SourceRequest((scene,), (labels,), label_polygons=tmp_path / "fields.gpkg")
    with pytest.raises(InvalidJob, match=r"found 1 labels and fields\.gpkg"):
        check_sources(request, reporter)


def test_every_image_needs_its_stack(scene, labels, reporter):
    with pytest.raises(InvalidJob, match="each of 2 images, found them for 1"):
        check_sources(SourceRequest((scene, scene), (labels, labels), stacks=((scene,),)), reporter)


def test_files_that_are_missing_or_broken_are_named(scene, labels, tmp_path, reporter):
    broken = tmp_path / "broken.tif"
    broken.write_bytes(b"II*\0 nothing more")
    for images, files, error in (
        ((tmp_path / "none.tif",), (labels,), MissingInput),
        ((scene,), (tmp_path / "none.tif",), MissingInput),
        ((broken,), (labels,), NotARaster),
        ((scene,), (broken,), NotARaster),
    ):
        with pytest.raises(error, match=r"(none|broken)\.tif"):
            check_sources(SourceRequest(images, files), reporter)


@pytest.mark.parametrize("change", ["count", "names"])
def test_images_with_other_bands_are_refused(scene, labels, write_raster, coded_pixels, reporter, change):
    pixels, names = coded_pixels(160, 192), ["red", "green", "nir"]
    if change == "count":
        pixels = pixels[:2]
    if change == "names":
        names[0] = "blue"
    other = write_raster("other.tif", pixels, names=names[: len(pixels)])
    with pytest.raises(BandMismatch, match=r"bands of scene\.tif in every image \(red, green, nir\), found .* other"):
        check_sources(SourceRequest((scene, other), (labels, labels)), reporter)


def test_bands_that_images_share_are_found_by_name(scene, labels, write_raster, coded_pixels, reporter):
    pixels = coded_pixels(160, 192)
    other = write_raster("other.tif", pixels[[2, 1, 0, 0]], names=["NIR", "swir", "blue", "Red"])
    request = SourceRequest((scene, other), (labels, labels), bands=("red", "nir"))
    place = Place.of_window(check_sources(request, reporter)[0].grid, Window(20, 30, 16, 16))
    for source in check_sources(request, reporter):
        assert source.bands.names == ("red", "nir")
        with source.open() as opened:
            read, _ = opened.read_image(place)
        np.testing.assert_array_equal(read, pixels[[0, 2], 30:46, 20:36])


def test_images_without_band_names_go_with_others_where_the_bands_were_chosen(
    scene, labels, write_raster, coded_pixels, reporter
):
    other = write_raster("other.tif", coded_pixels(160, 192))
    for images in ((scene, other), (other, scene)):
        sources = check_sources(SourceRequest(images, (labels, labels), bands=("3", "1")), reporter)
        assert [source.bands.names for source in sources] == [("nir", "red")] * 2
        with pytest.raises(BandMismatch, match="choose images that are alike"):
            check_sources(SourceRequest(images, (labels, labels)), reporter)


def test_images_of_other_number_types_are_promoted_and_it_is_said(scene, labels, write_raster, coded_pixels, reporter):
    pixels = coded_pixels(160, 192)
    other = write_raster("other.tif", (pixels / 4).astype(np.float32), names=["red", "green", "nir"])
    sources = check_sources(SourceRequest((scene, other), (labels, labels)), reporter)
    assert reporter.texts == ["The images hold numbers of different types (float32, uint16): all are taken as float32."]
    place = Place.of_window(sources[0].grid, Window(20, 30, 16, 16))
    for source, factor in zip(sources, (1, 4), strict=True):
        with source.open() as opened:
            read, _ = opened.read_image(place)
        assert read.dtype == np.float32
        np.testing.assert_array_equal(read * factor, pixels[:, 30:46, 20:36])


@pytest.mark.parametrize("nodata", [-1, 70_000, 0.5, float("nan")])
def test_a_nodata_value_that_no_pixel_can_have_is_refused(scene, labels, reporter, nodata):
    with pytest.raises(InvalidJob, match="nodata value that pixels of uint16 can have, found"):
        check_sources(SourceRequest((scene,), (labels,), nodata=nodata), reporter)


def test_what_marks_invalid_pixels_is_known(scene, labels, write_raster, coded_pixels, reporter):
    tagged = write_raster("tagged.tif", coded_pixels(160, 192), nodata=9)
    assert [
        check_sources(SourceRequest((image,), (labels,), nodata=nodata), reporter)[0].nodata
        for image, nodata in ((scene, None), (scene, 5.0), (tagged, None), (tagged, 5.0))
    ] == [None, 5.0, 9.0, 5.0]


def test_label_nodata_is_that_of_the_raster_as_long_as_values_are_kept(scene, write_raster, reporter):
    tagged = write_raster("tagged.tif", np.ones((1, 160, 192), np.int16), nodata=-1)
    [kept] = check_sources(SourceRequest((scene,), (tagged,)), reporter)
    [changed] = check_sources(SourceRequest((scene,), (tagged,), positive_values=(1,)), reporter)
    assert (kept.label_nodata, changed.label_nodata) == (-1, None)


def test_sources_travel_to_other_processes(scene, labels, reporter):
    [source] = check_sources(SourceRequest((scene,), (labels,), bands=("2",)), reporter)
    assert pickle.loads(pickle.dumps(source)) == source


def test_a_source_is_opened_by_as_many_threads_as_want(scene, labels, coded_pixels, reporter):
    [source] = check_sources(SourceRequest((scene,), (labels,)), reporter)

    def read(row: int) -> bool:
        with source.open() as opened:
            pixels, _ = opened.read_image(Place.of_window(source.grid, Window(0, row, 192, 4)))
            return bool((pixels == coded_pixels(160, 192)[:, row : row + 4]).all())

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(read, range(0, 160, 4)))


def test_files_are_closed_also_when_one_cannot_be_opened(scene, write_raster, reporter, monkeypatch):
    label = write_raster("label.tif", np.ones((1, 160, 192), np.uint8))
    [source] = check_sources(SourceRequest((scene,), (label,)), reporter)
    opened_files = []
    really_open = rasterio.open

    def remember(path, *args, **kwargs):
        opened_files.append(really_open(path, *args, **kwargs))
        return opened_files[-1]

    monkeypatch.setattr(rasterio, "open", remember)
    with source.open() as opened:
        opened.read_labels(Place.of_window(source.grid, Window(0, 0, 4, 4)))
        assert [file.closed for file in opened_files] == [False, False]
    label.unlink()
    with pytest.raises(MissingInput):
        source.open()
    assert len(opened_files) == 3
    assert all(file.closed for file in opened_files)


def test_checking_many_files_can_be_cancelled(scene, labels, cancelling):
    with pytest.raises(Cancelled):
        check_sources(SourceRequest((scene,) * 5, (labels,) * 5), cancelling(3))
    with pytest.raises(Cancelled):
        check_sources(SourceRequest((scene,) * 5, (labels,) * 5), cancelling(7))
