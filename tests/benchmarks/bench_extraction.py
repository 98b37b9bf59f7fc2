"""Speed and memory of extractpatches, beside plainly reading and writing the same windows with rasterio in one thread.

    python tests/benchmarks/bench_extraction.py [side_px] [patches]

By default 2,000 patches of 256² × 10 bands of uint16 from a tiled, compressed raster of 10,980². Every measurement runs
in a process of its own. Two workers of a cluster are compared with one process of one thread, as each of them has;
``cutting_per_s`` counts from the first patches that are cut on, without the time that a cluster takes to start. Writes
build/bench_extraction.json.
"""

import json
import math
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import rasterio
from rasterio import Affine
from rasterio.windows import Window
from scipy.ndimage import zoom

from seg4eo_engine import ExtractPatches
from seg4eo_engine.patches.cells import cell_starts
from seg4eo_engine.progress import SilentReporter

BUILD = Path("build/bench_extraction")
BANDS, PATCH_PX, TILE_PX, CLASSES = 10, 256, 512, 5
COMPRESSIONS = {"uncompressed": {}, "as a patch": {"compress": "zstd", "zstd_level": 1, "predictor": 2}}
ONE_THREAD, TWO_WORKERS = "one thread", "two workers"
OURS = {"extractpatches": None, ONE_THREAD: None, TWO_WORKERS: 2}  # and their workers


def overlap_for(side_px, patches):
    """The smallest overlap at which a regular tiling has at least so many patches."""
    return next(o for o in range(PATCH_PX) if len(cell_starts(side_px, PATCH_PX, o)) ** 2 >= patches)


def write_scene(side_px):
    """A raster like a Sentinel-2 tile: smooth, with noise, tiled and compressed; and labels."""
    rng = np.random.default_rng(0)
    base = zoom(rng.uniform(300, 3500, (12, 12)), 2048 / 12, order=1)
    texture = [(base * rng.uniform(0.6, 1.4) + rng.normal(0, 60, base.shape)).clip(1, 10_000) for _ in range(BANDS)]
    texture = np.stack(texture).astype(np.uint16)
    place = {"crs": "EPSG:32633", "transform": Affine(10, 0, 500_000, 0, -10, 5_200_000)}
    tiling = {"tiled": True, "blockxsize": TILE_PX, "blockysize": TILE_PX, "compress": "deflate", "predictor": 2}
    size = {"driver": "GTiff", "width": side_px, "height": side_px, "bigtiff": "IF_SAFER", "num_threads": "ALL_CPUS"}
    with (
        rasterio.open(BUILD / "scene.tif", "w", count=BANDS, dtype="uint16", **place, **tiling, **size) as scene,
        rasterio.open(BUILD / "labels.tif", "w", count=1, dtype="uint8", **place, **tiling, **size) as labels,
    ):
        for row in range(0, side_px, TILE_PX):
            for col in range(0, side_px, TILE_PX):
                height, width = min(TILE_PX, side_px - row), min(TILE_PX, side_px - col)
                top, left = rng.integers(0, 2048 - TILE_PX, 2)
                pixels = texture[:, top : top + height, left : left + width]
                scene.write(pixels, window=Window(col, row, width, height))
                values = np.digitize(pixels[7], np.linspace(500, 4000, CLASSES - 1)).astype(np.uint8)
                labels.write(values[None], window=Window(col, row, width, height))


def windows(side_px, patches):
    """The windows that the job cuts, in its order."""
    starts = cell_starts(side_px, PATCH_PX, overlap_for(side_px, patches))
    return [Window(col, row, PATCH_PX, PATCH_PX) for row in starts for col in starts]


def copy_plainly(side_px, patches, compression):
    """What anybody would write: read a window, write it as a file; one thread, GDAL as it comes."""
    folder = BUILD / "plain"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    begin = time.perf_counter()
    for name in ("scene", "labels"):
        with rasterio.open(BUILD / f"{name}.tif") as source:
            for number, window in enumerate(windows(side_px, patches)):
                profile = {"driver": "GTiff", "count": source.count, "dtype": source.dtypes[0], "crs": source.crs}
                profile |= {"width": PATCH_PX, "height": PATCH_PX, "transform": source.window_transform(window)}
                with rasterio.open(folder / f"{name}_{number}.tif", "w", **profile, **COMPRESSIONS[compression]) as out:
                    out.write(source.read(window=window))
    return {"patches": len(windows(side_px, patches)), "seconds": time.perf_counter() - begin}


class Stopwatch(SilentReporter):
    """Notes when how many patches were cut."""

    def __init__(self):
        self.noted = []

    def progress(self, fraction, stage, *, done=None, **count):
        if stage == "Cutting patches":
            self.noted.append((time.perf_counter(), done))

    @property
    def patches_per_s(self):
        """From the first note to the last one."""
        (begin, before), (end, after) = self.noted[0], self.noted[-1]
        return (after - before) / (end - begin)


def extract(side_px, patches, workers):
    """The job, as a user runs it."""
    shutil.rmtree(BUILD / "dataset", ignore_errors=True)
    begin = time.perf_counter()
    job = ExtractPatches(
        images=[BUILD / "scene.tif"],
        labels=[BUILD / "labels.tif"],
        output=BUILD / "dataset",
        patch_size_px=PATCH_PX,
        overlap_px=overlap_for(side_px, patches),
        validation_share=0,
        test_share=0,  # so that none is left out between splits: all are written
        workers=workers,
    )
    stopwatch = Stopwatch()
    count = job.run(stopwatch).patches
    return {"patches": count, "seconds": time.perf_counter() - begin, "cutting_per_s": stopwatch.patches_per_s}


def measure(what, side_px, patches):
    """Run one measurement in a process of its own: patches, seconds, MiB at most."""
    for folder in ("dataset", "plain"):
        shutil.rmtree(BUILD / folder, ignore_errors=True)
    os.sync()  # nobody pays for what the one before has left to be written
    command = [sys.executable, __file__, "--only", what, str(side_px), str(patches)]
    limit = {"OMP_NUM_THREADS": "1"} if what in (ONE_THREAD, TWO_WORKERS) else {}
    run = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | limit)
    return json.loads(run.stdout)


def only(what, side_px, patches):
    """What :func:`measure` runs."""
    result = extract(side_px, patches, OURS[what]) if what in OURS else copy_plainly(side_px, patches, what)
    print(json.dumps(result | {"peak_mib": peak_mib()}))


def peak_mib():
    """The most memory that this process has had; getrusage would count its parent's too."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main(side_px=10_980, patches=2_000):
    """Measure everything and print it as a table."""
    BUILD.mkdir(parents=True, exist_ok=True)
    write_scene(side_px)
    for path in (BUILD / "scene.tif", BUILD / "labels.tif"):
        path.read_bytes()  # everybody finds them in the page cache
    rounds = {what: [] for what in (*OURS, *COMPRESSIONS)}
    for _ in range(3):
        for what, results in rounds.items():
            results.append(measure(what, side_px, patches))
    best = {what: min(results, key=lambda result: result["seconds"]) for what, results in rounds.items()}
    floor = best["uncompressed"]["seconds"]
    for what, result in best.items():
        result["patches_per_s"] = result["patches"] / result["seconds"]
        result["ratio_to_plain"] = result["seconds"] / floor
        print(
            f"{what:>15}: {result['patches']} patches, {result['seconds']:6.1f} s, {result['patches_per_s']:6.1f} /s, "
            f"{result['ratio_to_plain']:.2f} × plain, {math.ceil(result['peak_mib'])} MiB at most"
        )
    alone, together = best[ONE_THREAD], best[TWO_WORKERS]
    for rate in ("cutting_per_s", "patches_per_s"):
        together[f"{rate}_ratio"] = together[rate] / alone[rate]
        print(f"{TWO_WORKERS}, {rate}: {together[rate]:.1f}, {together[f'{rate}_ratio']:.2f} × {ONE_THREAD}")
    Path("build/bench_extraction.json").write_text(json.dumps(best, indent=1) + "\n")
    shutil.rmtree(BUILD)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--only"]:
        only(sys.argv[2], *map(int, sys.argv[3:]))
    else:
        main(*map(int, sys.argv[1:]))
