"""Windows, strips and blocks."""

import tracemalloc
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasterio.windows import Window

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.prediction.plan import PixelCost, WindowLayout, plan_prediction

COST = PixelCost(bands=3, itemsize=1, num_classes=2, block_height_px=16)


def make_plan(width, height, window_px, overlap_px, columns_px=10**9, area=None, block_px=10**9, margin_px=0):
    layout = WindowLayout(width, height, window_px, overlap_px, margin_px)
    return plan_prediction(layout, COST, columns_px * COST.bytes_per_column(layout), area, block_px)


@st.composite
def plans(draw):
    width, height, window_px = draw(st.integers(1, 300)), draw(st.integers(1, 300)), draw(st.integers(1, 60))
    margin_px = draw(st.integers(0, (window_px - 1) // 2))
    overlap_px = draw(st.integers(0, window_px - 2 * margin_px - 1))
    left, top = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
    area = Window(left, top, draw(st.integers(1, width - left)), draw(st.integers(1, height - top)))
    return make_plan(
        width, height, window_px, overlap_px, draw(st.integers(1, 400)), area, draw(st.integers(1, 5000)), margin_px
    )


@given(plans())
def test_blocks_cover_the_area_once(plan):
    area = plan.area
    covered = np.zeros((plan.layout.height, plan.layout.width), dtype=int)
    for block in plan.blocks:
        covered[block.window.toslices()] += 1
    assert (covered[area.toslices()] == 1).all()
    assert covered.sum() == area.width * area.height


@given(plans())
def test_blocks_are_numbered_in_their_order(plan):
    assert [block.index for block in plan.blocks] == list(range(len(list(plan.blocks))))


@given(plans())
def test_a_block_is_found_by_its_number(plan):
    assert [plan.block(index) for index in range(plan.block_count)] == list(plan.blocks)
    assert all(plan.strip_of(block.index) is strip for strip in plan.strips for block in strip.blocks)


def test_a_plan_of_a_million_blocks_is_small():
    tracemalloc.start()
    plan = make_plan(1000 * 64, 1000 * 64, 16, 0, columns_px=80, block_px=64 * 64)
    assert plan.block_count > 900_000
    assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    tracemalloc.stop()


@given(plans())
def test_a_strip_has_every_window_that_touches_it(plan):
    layout = plan.layout
    for strip in plan.strips:
        end = strip.col_off + strip.width
        touching = [col for col in layout.cols if col < end and col + layout.answer_px > strip.col_off]
        assert list(strip.window_cols) == touching


@given(plans())
def test_the_rows_of_a_block_are_finished_by_its_rows_of_windows(plan):
    rows = [*plan.layout.rows, plan.layout.height]
    for strip in plan.strips:
        for block in strip.blocks:
            top, bottom = block.window.row_off, block.window.row_off + block.window.height
            assert rows[block.first_row] <= top < rows[block.first_row + 1]
            assert rows[block.end_row - 1] < bottom <= rows[block.end_row]
        for block, following in pairwise(strip.blocks):
            assert block.end_row == following.first_row
            assert rows[block.end_row] == following.window.row_off


@given(st.integers(200, 400), st.integers(80, 120))
def test_a_strip_is_no_wider_than_memory_allows(width, columns_px):
    for strip in make_plan(width, 10, 16, 4, columns_px).strips:
        assert strip.window_cols[-1] + 16 - strip.window_cols[0] <= columns_px


def test_a_strip_is_one_window_wide_even_where_memory_is_short():
    assert all(strip.width >= 1 for strip in make_plan(100, 10, 16, 4, 1).strips)


def test_blocks_are_about_as_large_as_asked():
    plan = make_plan(1000, 4000, 64, 16, block_px=200_000)
    sizes = [block.window.width * block.window.height for block in plan.blocks]
    assert len(sizes) > 15
    assert max(sizes) <= 250_000


def test_a_scene_smaller_than_a_window_gets_one():
    assert make_plan(5, 3, 16, 4).window_count == 1


def test_windows_are_those_of_the_whole_scene_whatever_part_is_mapped():
    part = make_plan(500, 400, 32, 8, area=Window(100, 90, 50, 60))
    assert part.layout == make_plan(500, 400, 32, 8).layout
    assert part.window_count < 20


def test_windows_of_finished_blocks_are_counted():
    plan = make_plan(300, 900, 32, 8, block_px=30_000)
    assert plan.windows_of({0}) + plan.windows_of(range(1, 10**6)) == plan.window_count
    assert plan.windows_of(()) == 0


@pytest.mark.parametrize(("margin_px", "answer_px"), [(0, 16), (2, 12)])
def test_an_overlap_as_large_as_what_a_window_answers_for_is_refused(margin_px, answer_px):
    with pytest.raises(InvalidJob, match=rf"smaller than the window of {answer_px} px, found {answer_px} px"):
        make_plan(100, 100, 16, answer_px, margin_px=margin_px)
