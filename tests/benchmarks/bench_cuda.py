"""A map on a graphics card: wall time over that of the forward passes alone, and megapixels in a second.

    python tests/benchmarks/bench_cuda.py [--size-px 6144] [--rounds 3] [--profile]

The floor is the network alone, folded, in bf16 and channels_last, over as many windows in batches of the same size that
lie on the card already: nothing is read, normalised, blended or written. Both are timed in this process after a small
scene was mapped. Also said: how fast the file can be read with all cores and nothing else to do. Written to
build/bench_cuda.json.
"""

import argparse
import json
import time
from pathlib import Path
from statistics import median

import rasterio
import torch
from prediction.models import write_random_model
from prediction.ours import Watch
from prediction.scenes import BANDS, write_scene
from rasterio.windows import Window

from seg4eo_engine.jobs import Predict
from seg4eo_engine.models.device import choose_compute
from seg4eo_engine.models.folding import fold_batch_norms
from seg4eo_engine.models.model import load_model
from seg4eo_engine.raster.reader import read_pixels, reading_cache

WORK, RESULTS = Path("build/bench_cuda"), Path("build/bench_cuda.json")
WAYS = {"256/64": {"window_px": 256, "overlap_px": 64}, "by default": {}}
FLOOR_S = 2.0


def floor_s(model: Path, windows: int, window_px: int, batch_size: int) -> float:
    """Seconds for so many windows of the network alone."""
    compute = choose_compute("cuda", "bf16")
    network = fold_batch_norms(load_model(model).networks[0]).to("cuda").to(memory_format=torch.channels_last).eval()
    images = torch.randn((batch_size, BANDS, window_px, window_px), device="cuda")
    images = images.contiguous(memory_format=torch.channels_last)
    with torch.inference_mode(), compute.autocast:
        for _ in range(3):
            network(images)
        torch.cuda.synchronize()
        calls, started_s = 0, time.perf_counter()
        while time.perf_counter() - started_s < FLOOR_S:
            for _ in range(10):
                network(images)
            torch.cuda.synchronize()
            calls += 10
        return windows * (time.perf_counter() - started_s) / (calls * batch_size)


def reading_s(scene: Path, size_px: int) -> float:
    """Seconds to read all of a scene with all cores."""
    with reading_cache(idle_cores=True), rasterio.open(scene) as dataset:
        started_s = time.perf_counter()
        for row in range(0, size_px, 512):
            read_pixels(dataset, Window(0, row, size_px, min(512, size_px - row)), list(range(1, BANDS + 1)))
        return time.perf_counter() - started_s


def map_s(model: Path, scene: Path, fields: dict[str, int]) -> tuple[float, int, int, int]:
    """Wall time of the job, and windows: how many, how wide, and how many at once."""
    job = Predict(model=model, raster=scene, output=WORK / "map.tif", device="cuda", **fields)
    with Watch() as watch:
        started_s = time.perf_counter()
        job.run()
        wall_s = time.perf_counter() - started_s
    (window_px, windows), *_ = watch.windows.most_common(1)  # few others are there to see how far the network looks
    return wall_s, windows, window_px, max(watch.batch_sizes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size-px", type=int, default=6144)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--profile", action="store_true", help="print where the job's main thread is, once for each way"
    )
    arguments = parser.parse_args()
    if not torch.cuda.is_available():
        print("no CUDA device: nothing to measure")
        return
    WORK.mkdir(parents=True, exist_ok=True)
    model = write_random_model(WORK / "random.safetensors")
    size_px = arguments.size_px
    scene, tiny = WORK / f"scene_{size_px}.tif", WORK / "tiny.tif"
    for path, px in ((scene, size_px), (tiny, 1024)):
        if not path.is_file():
            write_scene(path, px, px)
    found: dict[str, object] = {
        "card": torch.cuda.get_device_name(), "torch": torch.__version__, "scene_px": size_px,
        "reading_s": reading_s(scene, size_px),
    }  # fmt: skip
    for way, fields in WAYS.items():
        map_s(model, tiny, fields)
        rounds = []
        for _ in range(arguments.rounds):
            wall_s, windows, window_px, batch_size = map_s(model, scene, fields)
            floor = floor_s(model, windows, window_px, batch_size)
            rounds.append({
                "wall_s": wall_s, "floor_s": floor, "over_floor": wall_s / floor, "windows": windows,
                "window_px": window_px, "batch_size": batch_size, "mpx_per_s": size_px**2 / 1e6 / wall_s,
            })  # fmt: skip
        middle = median(one["over_floor"] for one in rounds)
        found[way] = {"over_floor": middle, "rounds": rounds}
        print(way, json.dumps(rounds[-1]), f"median over floor {middle:.3f}", flush=True)
        if arguments.profile:
            _profile(model, scene, fields)
    print(f"reading alone {found['reading_s']:.2f} s")
    RESULTS.write_text(json.dumps(found, indent=1) + "\n")


def _profile(model: Path, scene: Path, fields: dict[str, int]) -> None:
    import cProfile
    import pstats

    job = Predict(model=model, raster=scene, output=WORK / "map.tif", device="cuda", **fields)
    profiler = cProfile.Profile()
    profiler.runcall(job.run)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(22)


if __name__ == "__main__":
    main()
