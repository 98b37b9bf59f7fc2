"""What is chosen for the user where they leave it open: window, overlap, batch, memory."""

import math

import psutil
import torch
from rasterio.windows import Window

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.prediction.backends.base import Backend
from seg4eo_engine.prediction.plan import WindowLayout
from seg4eo_engine.prediction.reach import Reach

# The largest window that pays. Measured with Unet-resnet18 against 256 px with the same overlap: on a CPU, windows of
# 1024 px leave its caches and are slower again; a graphics card is busier the larger they are.
CPU_WINDOW_PX, GPU_WINDOW_PX = 512, 1024
SIZE_MULTIPLE_PX = 32  # what encoders halve five times
# Pixels of a batch: more make a CPU no faster, only larger; a card that has not the memory halves them by itself.
CPU_BATCH_PX, GPU_BATCH_PX = 4 * 256**2, 16 * 512**2
MIB = 2**20
# On a CPU, a strip as wide as about 3,200 px of ten bands: wider ones are no faster, since windows on their borders are
# predicted once, and take memory in proportion.
CPU_MEMORY_BYTES, GPU_MEMORY_BYTES = 136 * MIB, 4096 * MIB
# Windows across a block of a cluster. With 16, one window in eight is predicted for another block, too.
BLOCK_SIDES = range(3, 17)


def choose_window_px(
    wanted: int | None,
    fixed: int | None,
    patch_size_px: int | None,
    device: torch.device,
    scene_px: tuple[int, int],
    *,
    depends_on_window: bool,
) -> int:
    """The width and height of windows.

    Args:
        wanted: by the user; None leaves it to us.
        fixed: the only size that the network takes, if there is one.
        patch_size_px: what the network was trained on, where known.
        device: where it runs.
        scene_px: width and height of the scene.
        depends_on_window: whether the answer for a pixel depends on how large its window is; then the network should
            see what it was trained on.

    Raises:
        InvalidJob: the network takes another size than the one wanted.
    """
    if fixed is not None:
        if wanted not in (None, fixed):
            raise InvalidJob(
                f"Expected windows of {fixed} px, the only size that this model takes, found {wanted} px: "
                "leave the window size empty."
            )
        return fixed
    if wanted is not None:
        return wanted
    patch_px = patch_size_px or 256
    if depends_on_window:
        return patch_px
    largest = GPU_WINDOW_PX if device.type != "cpu" else CPU_WINDOW_PX
    # no larger than the scene: the rest of the window would be nothing
    whole = -(-max(scene_px) // SIZE_MULTIPLE_PX) * SIZE_MULTIPLE_PX
    return max(min(largest, whole), min(patch_px, whole), SIZE_MULTIPLE_PX)


def choose_overlap_px(wanted: int | None, answer_px: int, reach: Reach | None) -> int:
    """How far neighbouring windows overlap: as far as the network's view reaches, at most half of a window."""
    if wanted is not None:
        return wanted
    return min(answer_px // 4 if reach is None else reach.overlap_px, answer_px // 2)


def choose_batch_size(wanted: int | None, window_px: int, backend: Backend) -> int:
    """Windows that the network is given at once."""
    if wanted is not None:
        return wanted
    if backend.name == "openvino":  # it takes each window by itself, and as many side by side as it has streams
        return 2 * torch.get_num_threads()
    batch_px = CPU_BATCH_PX if backend.device.type == "cpu" else GPU_BATCH_PX
    return max(1, batch_px // window_px**2)


def memory_budget_bytes(
    wanted_mb: int | None, device: torch.device, *, sharing: int = 1, wanted_bytes: int | None = None
) -> int:
    """Most memory for the pixels and probabilities of a strip.

    By default as much as pays, or ``wanted_bytes``, and at most a quarter of what is free. Of as many processes as are
    ``sharing`` the machine, each has its share.
    """
    if wanted_mb is not None:
        return wanted_mb * MIB // sharing
    free = psutil.virtual_memory().available
    if device.type == "cuda":
        free = min(free, torch.cuda.mem_get_info(device)[0])
    if wanted_bytes is None:
        wanted_bytes = CPU_MEMORY_BYTES if device.type == "cpu" else GPU_MEMORY_BYTES
    return min(free // 4 // sharing, wanted_bytes)


def choose_block_side_px(layout: WindowLayout, area: Window, workers: int) -> int:
    """Width and height of blocks that are made one by one, by so many workers.

    The windows on the upper and left border of such a block are those of its neighbours, too: the larger it is, the
    fewer are predicted twice, and the fewer blocks there are to be shared. What is over first is taken.
    """
    step_px = layout.answer_px - layout.overlap_px
    across, down = math.ceil(area.width / step_px), math.ceil(area.height / step_px)

    def windows_of_a_worker(side: int) -> int:
        blocks = math.ceil(across / side) * math.ceil(down / side)
        return math.ceil(blocks / workers) * (min(side, across) + 1) * (min(side, down) + 1)

    return step_px * min(reversed(BLOCK_SIDES), key=windows_of_a_worker)
