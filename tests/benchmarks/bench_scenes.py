"""A folder of 200 small scenes of which five are broken in different ways: the maps, the list, and the time.

One process maps them, and then two workers, which have to come to the same maps and the same reasons.

    .venv/engine/bin/python tests/benchmarks/bench_scenes.py [scenes]

The same scenes are mapped once by single calls of ``predict`` in one process, for comparison. Written to
build/bench_scenes.json.
"""

import csv
import json
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import rasterio
from prediction.models import write_random_model
from prediction.scenes import write_scene

from seg4eo_engine import Predict, PredictScenes

SIZE_PX, COMPARED, WORKERS = 256, 20, 2
RESULTS = Path("build/bench_scenes.json")


def write_three_bands(path: Path) -> None:
    with rasterio.open(path) as scene:
        profile, pixels = scene.profile | {"count": 3}, scene.read([1, 2, 3])
    with rasterio.open(path, "w", **profile) as scene:
        scene.write(pixels)


def write_scenes(folder: Path, count: int) -> list[str]:
    """Write the scenes; return the names of those that are broken."""
    folder.mkdir()
    for number in range(count):
        write_scene(folder / f"scene_{number:03}.tif", SIZE_PX, SIZE_PX)
    broken = [folder / f"scene_{number:03}.tif" for number in range(0, count, count // 5)][:5]
    text, empty, cut, bands, noise = broken
    text.write_text("no raster")
    empty.write_bytes(b"")
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    write_three_bands(bands)
    content = bytearray(noise.read_bytes())  # its header is whole, its pixels are not
    content[len(content) // 4 : len(content) // 2] = b"\xff" * (len(content) // 2 - len(content) // 4)
    noise.write_bytes(content)
    return [path.stem for path in broken]


def map_them(model: Path, scenes: Path, maps: Path, workers: int | None = None) -> tuple[float, dict[str, str]]:
    """Map the scenes; return the seconds that it took, and the reasons of those that failed."""
    started_s = time.perf_counter()
    result = PredictScenes(
        model=model, folder=scenes, output=maps, device="cpu", precision="fp32", workers=workers
    ).run()  # fmt: skip
    seconds = time.perf_counter() - started_s
    with result.table.open(encoding="utf-8", newline="") as file:
        return seconds, {row["scene"]: row["reason"] for row in csv.DictReader(file) if row["state"] == "failed"}


def same_maps(one: Path, other: Path) -> bool:
    """Whether two folders have the same maps."""
    names = sorted(path.name for path in one.glob("*.tif"))
    if names != sorted(path.name for path in other.glob("*.tif")):
        return False
    for name in names:
        with rasterio.open(one / name) as mine, rasterio.open(other / name) as theirs:
            if not np.array_equal(mine.read(), theirs.read()):
                return False
    return True


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory(dir="build") as name:
        folder = Path(name)
        model = write_random_model(folder / "model.safetensors")
        broken = write_scenes(folder / "scenes", count)
        many_s, failures = map_them(model, folder / "scenes", folder / "maps")
        workers_s, failures_there = map_them(model, folder / "scenes", folder / "maps_by_workers", workers=WORKERS)
        mapped = len(list((folder / "maps").glob("*.tif")))
        are_same = same_maps(folder / "maps", folder / "maps_by_workers") and failures == failures_there
        whole = [path for path in sorted((folder / "scenes").glob("*.tif")) if path.stem not in broken][:COMPARED]
        started_s = time.perf_counter()
        for path in whole:
            Predict(model=model, raster=path, output=folder / "one.tif", device="cpu").run()
        single_s = (time.perf_counter() - started_s) / len(whole)
    found = {
        "scenes": count, "mapped": mapped, "failed": len(failures), "as_broken": sorted(failures) == broken,
        "seconds": many_s, "seconds_each": many_s / count, "seconds_each_by_predict": single_s,
        "workers": WORKERS, "same_by_workers": are_same, "scenes_per_second": count / many_s,
        "scenes_per_second_by_workers": count / workers_s, "failures": failures,
    }  # fmt: skip
    RESULTS.write_text(json.dumps(found, indent=1))
    for key, value in found.items():
        print(f"{key:24} {value}")


if __name__ == "__main__":
    main()
