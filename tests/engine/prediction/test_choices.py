"""What is chosen where the user leaves it open."""

import pytest
import torch
from rasterio.windows import Window

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.prediction.choices import (
    CPU_BATCH_PX,
    CPU_MEMORY_BYTES,
    choose_batch_size,
    choose_block_side_px,
    choose_overlap_px,
    choose_window_px,
    memory_budget_bytes,
)
from seg4eo_engine.prediction.plan import WindowLayout
from seg4eo_engine.prediction.reach import Reach

CPU = torch.device("cpu")
LARGE = (5000, 4000)


def window(wanted=None, fixed=None, patch=256, scene=LARGE, depends=False, device=CPU):
    return choose_window_px(wanted, fixed, patch, device, scene, depends_on_window=depends)


def test_windows_are_as_large_as_pays():
    assert window() == 512
    assert window(device=torch.device("cuda")) == 1024


def test_they_are_no_smaller_than_what_the_network_was_trained_on():
    assert window(patch=768) == 768


def test_they_are_what_the_network_was_trained_on_where_it_looks_at_the_whole_window():
    assert window(depends=True, patch=128) == 128


def test_what_the_user_wants_comes_first():
    assert window(wanted=96, depends=True) == 96


@pytest.mark.parametrize(("scene", "size"), [((300, 200), 320), ((1, 1), 32), ((100, 600), 512), ((33, 64), 64)])
def test_they_are_not_much_larger_than_the_scene(scene, size):
    assert window(scene=scene, patch=256) == size


def test_the_only_size_that_a_network_takes_is_taken_and_another_one_refused():
    assert window(fixed=384) == 384
    assert window(fixed=384, wanted=384) == 384
    with pytest.raises(InvalidJob, match=r"windows of 384 px, the only size .*, found 256 px"):
        window(fixed=384, wanted=256)


def test_windows_overlap_as_far_as_the_network_looks_but_not_more_than_half():
    assert choose_overlap_px(None, 512, Reach(96, False)) == 96
    assert choose_overlap_px(None, 128, Reach(96, False)) == 64
    assert choose_overlap_px(None, 256, None) == 64
    assert choose_overlap_px(0, 256, Reach(96, False)) == 0


class OnCpu:
    name, device = "torch", CPU


@pytest.mark.parametrize("window_px", [64, 256, 512, 4096])
def test_batches_have_about_the_same_pixels_whatever_the_window(window_px):
    count = choose_batch_size(None, window_px, OnCpu())
    assert count == 1 or count * window_px**2 <= CPU_BATCH_PX
    assert choose_batch_size(7, window_px, OnCpu()) == 7


def test_openvino_gets_windows_for_all_its_streams():
    class OpenVino:
        name, device = "openvino", CPU

    assert choose_batch_size(None, 4096, OpenVino()) >= 2


def test_memory_is_at_most_a_quarter_of_what_is_free(monkeypatch):
    class Short:
        available = 400 * 2**20

    assert memory_budget_bytes(None, CPU) <= CPU_MEMORY_BYTES
    assert memory_budget_bytes(100, CPU) == 100 * 2**20
    monkeypatch.setattr("psutil.virtual_memory", Short)
    assert memory_budget_bytes(None, CPU) == 100 * 2**20


@pytest.mark.parametrize("workers", [1, 2, 7, 100])
@pytest.mark.parametrize("size_px", [300, 5_000, 100_000])
def test_blocks_for_workers_are_some_windows_wide_and_the_larger_the_more_there_are_of_them(workers, size_px):
    layout = WindowLayout(size_px, size_px, 512, 64)
    side_px = choose_block_side_px(layout, Window(0, 0, size_px, size_px), workers)
    assert 3 * 448 <= side_px <= 16 * 448
    if size_px == 100_000 and workers < 10:
        assert side_px >= 14 * 448


def test_a_small_scene_is_shared_by_all_workers():
    layout = WindowLayout(5_000, 5_000, 512, 64)
    side_px = choose_block_side_px(layout, Window(0, 0, 5_000, 5_000), 4)
    assert (5_000 / side_px) ** 2 > 3


def test_processes_on_one_machine_share_its_memory():
    cpu = torch.device("cpu")
    assert memory_budget_bytes(1000, cpu, sharing=4) == 250 * 2**20
    assert memory_budget_bytes(None, cpu, wanted_bytes=10**6) == 10**6
    assert memory_budget_bytes(None, cpu, sharing=10**9, wanted_bytes=10**6) < 10**6
