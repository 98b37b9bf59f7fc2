"""Time and memory of the sieve and of polygons, beside rasterio's sieve and shapes with the whole map in memory.

    OMP_NUM_THREADS=1 .venv/engine/bin/python tests/benchmarks/bench_vectorize.py [side_px …]

The map has five classes in blobs of a few pixels to some thousand: about one area in 200 pixels. Every measurement runs
in a process of its own. The peers do less: rasterio's sieve gives areas to the largest neighbour, and its shapes are
outlines of pixels in memory, not written. Written to build/bench_vectorize.json.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import rasterio
import rasterio.features
from rasterio import Affine
from scipy.ndimage import gaussian_filter

from seg4eo_engine.progress import SilentReporter
from seg4eo_engine.raster.sieve import sieve_raster
from seg4eo_engine.vector.polygons import PolygonOptions, write_polygons

BUILD = Path("build/bench_vectorize")
RESULTS = Path("build/bench_vectorize.json")
CLASSES, BLUR_PX, SMALLEST_PX = 5, 5, 50
PIECE_ROWS = 2048


def write_map(path, side_px):
    """The class of the largest of some smooth random fields, made in pieces."""
    rng = np.random.default_rng(0)
    place = {"crs": "EPSG:32633", "transform": Affine(10, 0, 500_000, 0, -10, 5_200_000)}
    tiling = {"tiled": True, "blockxsize": 512, "blockysize": 512, "compress": "zstd"}
    with rasterio.open(
        path, "w", driver="GTiff", width=side_px, height=side_px, count=1, dtype="uint8", nodata=0, **place, **tiling
    ) as dataset:
        for row in range(0, side_px, PIECE_ROWS):
            shape = (min(PIECE_ROWS, side_px - row), side_px)
            fields = [
                gaussian_filter(rng.standard_normal(shape, dtype=np.float32), BLUR_PX, truncate=3)
                for _ in range(CLASSES)
            ]
            values = np.argmax(fields, axis=0).astype(np.uint8) + 1
            dataset.write(values, 1, window=((row, row + shape[0]), (0, side_px)))


def read(path):
    with rasterio.open(path) as dataset:
        return dataset.read(1), dataset.transform


def our_sieve(path):
    return {"merged": sieve_raster(path, BUILD / "sieved.tif", SMALLEST_PX, SilentReporter())}


def their_sieve(path):
    rasterio.features.sieve(read(path)[0], SMALLEST_PX)
    return {}


def our_polygons(path, options):
    summaries = write_polygons(path, None, BUILD / "polygons.gpkg", options, SilentReporter())
    return {"polygons": sum(item.polygons for item in summaries)}


def their_polygons(path):
    values, transform = read(path)
    return {"polygons": len(list(rasterio.features.shapes(values, transform=transform)))}


TASKS = {
    "reading and rasterio's sieve, in memory": their_sieve,
    "seg4eo's sieve, written": our_sieve,
    "reading and rasterio's shapes, in memory": their_polygons,
    "seg4eo's polygons, outlines of pixels, written": lambda path: our_polygons(path, PolygonOptions(simplify_px=0)),
    "seg4eo's polygons, simplified, written": lambda path: our_polygons(path, PolygonOptions()),
    "seg4eo's polygons, sieved and simplified, written": lambda path: our_polygons(
        path, PolygonOptions(smallest_px=SMALLEST_PX)
    ),
}


def measure(task, path):
    before_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    started_s = time.perf_counter()
    found = TASKS[task](Path(path))
    seconds = time.perf_counter() - started_s
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found | {"seconds": round(seconds, 2), "peak_mb": round(peak_mb), "of_which_imports_mb": round(before_mb)}


def main(sides_px):
    BUILD.mkdir(parents=True, exist_ok=True)
    results = []
    for side_px in sides_px:
        path = BUILD / f"map_{side_px}.tif"
        if not path.exists():  # in another process: the peak of this one would be that of its children, too
            subprocess.run([sys.executable, __file__, "--write", str(path), str(side_px)], check=True)
        for task in TASKS:
            command = [sys.executable, __file__, "--measure", task, str(path)]
            answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            results.append({"side_px": side_px, "task": task} | json.loads(answer))
            print(results[-1], flush=True)
    RESULTS.write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(*sys.argv[2:])))
    elif sys.argv[1:2] == ["--write"]:
        write_map(sys.argv[2], int(sys.argv[3]))
    else:
        main([int(text) for text in sys.argv[1:]] or [4096, 8192])
