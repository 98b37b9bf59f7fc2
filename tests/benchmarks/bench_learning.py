"""How much is learned from real data in a given time, beside a plain script on the same patches.

    .venv/engine/bin/python tests/benchmarks/bench_learning.py [minutes] [dataset …]

For each of dubai, banepa and sen1floods11 (in ../shared/data) both train at the same time for the same minutes, each on
a core of its own, and each tells its mIoU on test patches that neither saw. Written to build/learning.json.
"""

import json
import math
import os
import subprocess
import sys
from pathlib import Path

import geopandas
import rasterio
from rasterio.transform import from_bounds

from seg4eo_engine.jobs import ExtractPatches, Grid

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
WORK = Path("build/learning")
RESULTS = Path("build/learning.json")
OURS = ["--epochs", "10000", "--patience", "10000", "--batch-size", "8", "--device", "cpu"]


def by_image(
    images: list[Path], labels: list[Path], splits: list[str], folder: Path, patch_px: int, ignored: list[int]
):
    """A grid for each image: of one split, or where that is empty of training and validation by blocks."""
    grids = []
    for image, split in zip(images, splits, strict=True):
        path = folder.with_name(f"{folder.name}_{image.stem}.gpkg")
        Grid(raster=image, output=path, patch_size_px=patch_px, min_valid_share=0.2, test_share=0).run()
        if split:
            cells = geopandas.read_file(path)
            cells["split"] = split
            cells.to_file(path)
        grids.append(path)
    ExtractPatches(
        images=images, labels=labels, image_grids=grids, output=folder, patch_size_px=patch_px, ignore_values=ignored,
        split_method="column",
    ).run()  # fmt: skip


def dubai(folder: Path) -> None:
    """Tiles 1 to 5 to learn from and to choose by, the sixth to test on."""
    images = sorted((DATA / "dubai_multiclass/images").glob("*.tif"))
    labels = [DATA / "dubai_multiclass/labels" / image.name for image in images]
    by_image(images, labels, [""] * 5 + ["test"], folder, 256, [0])


def sen1floods11(folder: Path) -> None:
    """Whole chips, three of them to test on and two to choose by."""
    images = sorted((DATA / "sen1floods11_s1/images").glob("*.tif"))
    labels = sorted((DATA / "sen1floods11_s1/labels").glob("*.tif"))
    usable = [pair for pair in zip(images, labels, strict=True) if is_usable(*pair)]
    splits = ["test" if n % 4 == 1 else "validation" if n % 4 == 3 and n < 8 else "train" for n in range(len(usable))]
    by_image([image for image, _ in usable], [label for _, label in usable], splits, folder, 128, [-1])


def is_usable(image: Path, label: Path) -> bool:
    """Whether there is a valid pixel and a labelled one: two chips are without on purpose."""
    with rasterio.open(image) as pixels, rasterio.open(label) as classes:
        return bool((pixels.read(1) == pixels.read(1)).any() and (classes.read(1) >= 0).any())


def banepa(folder: Path) -> None:
    """Spatial blocks with a buffer. The tiles are JPEGs without a place, named after their web-map tile numbers."""
    tiles = folder.with_name("banepa_tiles")
    tiles.mkdir(parents=True, exist_ok=True)
    half_m = math.pi * 6378137
    images = []
    for path in sorted((DATA / "banepa_buildings_vhr/tiles").glob("*.tif")):
        x, y, zoom = map(int, path.stem.split("-")[1:])
        size_m = 2 * half_m / 2**zoom
        west, north = x * size_m - half_m, half_m - y * size_m
        with rasterio.open(path) as tile:
            pixels = tile.read()
        images.append(tiles / path.name)
        with rasterio.open(
            images[-1], "w", driver="GTiff", count=3, dtype="uint8", width=512, height=512, crs="EPSG:3857",
            transform=from_bounds(west, north - size_m, west + size_m, north, 512, 512),
        ) as placed:  # fmt: skip
            placed.write(pixels)
    ExtractPatches(
        images=images, label_polygons=DATA / "banepa_buildings_vhr/buildings_osm.geojson", background_value=0,
        classes=["0=other", "1=building"], output=folder, patch_size_px=256,
    ).run()  # fmt: skip


DATASETS = {"dubai": dubai, "banepa": banepa, "sen1floods11": sen1floods11}


def compare(name: str, minutes: float) -> dict[str, object]:
    """Train both, side by side."""
    folder = WORK / name
    if not folder.is_dir():
        WORK.mkdir(parents=True, exist_ok=True)
        DATASETS[name](folder)
    model = WORK / f"{name}.safetensors"
    ours = ["-m", "seg4eo_engine", "train", str(folder), str(model), "--max-minutes", str(minutes), *OURS]
    plain = ["tests/benchmarks/plain_smp.py", str(folder), str(minutes)]
    cores = sorted(os.sched_getaffinity(0))
    started = [start(arguments, core) for arguments, core in ((ours, cores[0]), (plain, cores[-1]))]
    found = [process.communicate()[0] for process in started]
    if any(process.returncode for process in started):
        raise SystemExit(f"{name}: a training failed")
    return {"minutes": minutes, "ours": json.loads(found[0]), "plain": json.loads(found[1].splitlines()[-1])}


def start(arguments: list[str], core: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        ["taskset", "--cpu-list", str(core), sys.executable, *arguments],
        stdout=subprocess.PIPE, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"},
    )  # fmt: skip


def main() -> None:
    minutes = float((sys.argv[1:] or ["6"])[0])
    results = {}
    for name in sys.argv[2:] or DATASETS:
        results[name] = compare(name, minutes)
        ours, plain = (results[name][who] for who in ("ours", "plain"))
        print(
            f"{name:>14}: test mIoU {ours['test_miou']:.3f} ({ours['epochs']} epochs), "
            f"plain {plain['test_miou']:.3f} ({plain['epochs']} epochs), {minutes:g} min each"
        )
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
