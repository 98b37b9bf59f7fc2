"""What is measured of a cluster, each in a process of its own: see :func:`prediction.processes.measure`."""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from prediction.processes import peak_rss_mib

WINDOW_PX, OVERLAP_PX, WINDOWS_ACROSS = 512, 64, 16
TOGETHER = 64  # blocks that are noted together
GIVEN = 256  # empty blocks that a worker has at once, so that the scheduler is what is measured


def plan_of(blocks: int) -> Any:
    """A plan of about so many blocks of 16 by 16 windows, as a cluster has them."""
    from rasterio.windows import Window

    from seg4eo_engine.prediction.plan import PixelCost, WindowLayout, plan_prediction

    side_px = WINDOWS_ACROSS * (WINDOW_PX - OVERLAP_PX)
    across = round(blocks**0.5)
    layout = WindowLayout(across * side_px + OVERLAP_PX, across * side_px + OVERLAP_PX, WINDOW_PX, OVERLAP_PX)
    cost = PixelCost(bands=10, itemsize=2, num_classes=6, block_height_px=512)
    memory_bytes = (side_px + WINDOW_PX) * cost.bytes_per_column(layout)
    return plan_prediction(
        layout, cost, memory_bytes, Window(0, 0, across * side_px, across * side_px), block_px=side_px**2
    )


def plan_blocks(blocks: int) -> dict[str, Any]:
    """Plan, count the windows, and ask for every block once."""
    before_mib = peak_rss_mib()
    seconds, plan = _timed(lambda: plan_of(blocks))
    count_seconds, windows = _timed(lambda: plan.window_count)
    each_seconds, found = _timed(lambda: sum(1 for _ in plan.blocks))
    return {
        "blocks": found, "windows": windows, "seconds": seconds + count_seconds, "each_seconds": each_seconds,
        "grown_mib": peak_rss_mib() - before_mib,
    }  # fmt: skip


def journal_blocks(blocks: int, folder: str) -> dict[str, Any]:
    """Note every block, and read the journal again."""
    from seg4eo_engine.prediction.journal import FinishedBlock, Journal

    with tempfile.TemporaryDirectory(dir=folder) as name:
        journal = Journal.begin(Path(name), {}, {})
        before_mib = peak_rss_mib()

        def write() -> None:
            for first in range(0, blocks, TOGETHER):
                journal.add(*(FinishedBlock(index, 1000) for index in range(first, min(first + TOGETHER, blocks))))

        seconds, _ = _timed(write)
        read_seconds, found = _timed(lambda: Journal.find(Path(name)))
        size = (Path(name) / "journal.jsonl").stat().st_size
    assert found is not None and len(found[0].finished) == blocks
    return {
        "seconds": seconds, "read_seconds": read_seconds, "file_mib": size / 2**20,
        "grown_mib": peak_rss_mib() - before_mib,
    }  # fmt: skip


@dataclass(frozen=True)
class Nothing:
    """Work that is done at once."""

    def check(self, threads: int) -> list[str]:
        return []

    def open(self, threads: int) -> Callable[[int], int]:
        return lambda item: item


def dispatch_blocks(blocks: int, folder: str, workers: int = 2) -> dict[str, Any]:
    """Have empty blocks done by a real scheduler and real workers, and note them in a journal."""
    from prediction import cluster  # by the name that workers import it by
    from seg4eo_engine.cluster.clusters import LocalCluster
    from seg4eo_engine.cluster.dispatch import Dispatcher
    from seg4eo_engine.prediction.journal import FinishedBlock, Journal
    from seg4eo_engine.progress import SilentReporter

    peaks: dict[str, float] = {}
    with tempfile.TemporaryDirectory(dir=folder) as name:
        journal = Journal.begin(Path(name), {}, {})
        with Dispatcher(LocalCluster(workers, 1, Path(name)), SilentReporter(), given=GIVEN) as dispatcher:
            dispatcher.check_workers(cluster.Nothing())
            started_s = looked_s = time.perf_counter()
            for done in dispatcher.run(cluster.Nothing(), range(blocks)):
                journal.add(*(FinishedBlock(index, 0) for index, _ in done))
                if time.perf_counter() - looked_s > 5:
                    looked_s = time.perf_counter()
                    peaks = _peaks(peaks)
                    print(len(journal.finished), round(looked_s - started_s), peaks, flush=True)
            seconds = time.perf_counter() - started_s
            peaks = _peaks(peaks)
        assert len(journal.finished) == blocks
    return {"seconds": seconds, "blocks_per_second": blocks / seconds, "under_way": GIVEN * workers, **peaks}


def _peaks(before: dict[str, float]) -> dict[str, float]:
    """The most memory so far of the scheduler and of a worker."""
    now = dict(before)
    for process in psutil.Process().children():
        role = next((word for word in process.cmdline() if word in ("scheduler", "worker")), "other")
        name = f"{role}_rss_mib"
        now[name] = max(now.get(name, 0.0), process.memory_info().rss / 2**20)
    return now


def map_on_workers(workers: int | None, **fields: Any) -> dict[str, Any]:
    """Map a scene with so many workers, or alone; when each block was noted, in seconds from the start."""
    from seg4eo_engine.jobs import Predict
    from seg4eo_engine.prediction.journal import Journal

    noted: list[float] = []
    add = Journal.add

    def note(journal: Any, *blocks: Any) -> None:
        add(journal, *blocks)
        noted.extend([time.perf_counter() - started_s] * len(blocks))

    Journal.add = note
    started_s = time.perf_counter()
    result = Predict(workers=workers, device="cpu", precision="fp32", **fields).run()
    return {"seconds": time.perf_counter() - started_s, "windows": result.windows, "noted": noted}


def _timed(call: Callable[[], Any]) -> tuple[float, Any]:
    started_s = time.perf_counter()
    outcome = call()
    return time.perf_counter() - started_s, outcome
