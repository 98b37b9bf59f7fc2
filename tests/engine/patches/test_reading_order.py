"""The order in which places are worked on."""

import numpy as np
from rasterio.windows import Window

from seg4eo_engine.patches.candidates import Candidate
from seg4eo_engine.patches.places import Place
from seg4eo_engine.patches.reading_order import MOST_TOGETHER, READ_BYTES, reading_order, strip_width
from seg4eo_engine.patches.sources import SourceRequest, check_sources


def _source(write_raster, reporter, bands=10, side=700, **profile):
    image = write_raster("wide.tif", np.zeros((bands, side, side), np.uint16), **profile)
    label = write_raster("wide_labels.tif", np.ones((1, side, side), np.uint8))
    [source] = check_sources(SourceRequest(images=(image,), labels=(label,)), reporter)
    return source


def _candidates(source, size=64, number=0):
    offsets = [(col, row) for row in range(0, 640, size) for col in range(0, 640, size)]
    return [
        Candidate(number, f"{row}_{col}", Place.of_window(source.grid, Window(col, row, size, size)))
        for col, row in offsets
    ]


def test_every_place_is_worked_on_once_and_sources_are_not_mixed(write_raster, reporter):
    source = _source(write_raster, reporter)
    candidates = _candidates(source) + _candidates(source, number=1)
    groups = reading_order(candidates, [source, source])
    assert sorted(index for group in groups for index in group) == list(range(len(candidates)))
    sources = [{candidates[index].source for index in group} for group in groups]
    assert sources == sorted(sources, key=min)
    assert all(len(numbers) == 1 for numbers in sources)


def test_a_group_is_a_row_of_neighbours_that_fit_into_memory(write_raster, reporter):
    source = _source(write_raster, reporter)
    candidates = _candidates(source)
    for group in reading_order(candidates, [source]):
        windows = [candidates[index].place.window for index in group]
        assert len({window.row_off for window in windows}) == 1
        assert len(group) <= MOST_TOGETHER
        assert sum(window.width * window.height * 10 * 2 for window in windows) <= READ_BYTES


def test_strips_are_whole_blocks_that_the_cache_can_keep(write_raster, reporter):
    tiled = _source(write_raster, reporter, bands=40, tiled=True, blockxsize=128, blockysize=128)
    width = strip_width(tiled, 256)
    assert width % 128 == 0
    assert 128 <= width * (256 + 2 * 128) * 80 <= 64 * 1024 * 1024
    assert strip_width(tiled, 4096) == 128


def test_an_image_stored_in_whole_rows_is_not_cut_into_strips(write_raster, reporter):
    assert strip_width(_source(write_raster, reporter), 4096) == 700
