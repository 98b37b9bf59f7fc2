"""How close prediction is to the time that the network itself takes, and how much memory it needs.

    .venv/engine/bin/python tests/benchmarks/bench_predict.py [size_px …]

For each size a scene of ten bands is made and mapped in a process of its own. ``overhead`` is wall time over the time
inside the network; ``rss_mib`` is the peak of the process. Written to build/bench.json.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import rasterio
import torch
from rasterio.transform import from_origin
from rasterio.windows import Window

from seg4eo_engine.jobs import Predict
from seg4eo_engine.models.checkpoint import Member, ModelManifest, TrainingSummary, save_model
from seg4eo_engine.models.normalization import Normalization
from seg4eo_engine.models.registry import NetworkInfo, build_network
from seg4eo_engine.prediction.backends.torch import TorchBackend
from seg4eo_engine.raster.classes import default_class

BANDS, CLASSES, TILE_PX = 10, 6, 512
SUMMARY = TrainingSummary(
    epochs=3, best_epoch=2, chosen_by="miou", seed=0, loss="ce", minutes=0.1, validation_miou=None
)
RESULTS = Path("build/bench.json")


def write_scene(path: Path, size_px: int) -> None:
    tile = np.random.default_rng(0).integers(1, 4000, (BANDS, TILE_PX, TILE_PX), dtype=np.uint16)
    with rasterio.open(
        path, "w", driver="GTiff", width=size_px, height=size_px, count=BANDS, dtype="uint16", crs="EPSG:32631",
        transform=from_origin(500000, 5000000, 10, 10), tiled=True, blockxsize=TILE_PX, blockysize=TILE_PX, nodata=0,
        compress="ZSTD", bigtiff="IF_SAFER",
    ) as scene:  # fmt: skip
        for row_off in range(0, size_px, TILE_PX):
            for col_off in range(0, size_px, TILE_PX):
                height, width = min(TILE_PX, size_px - row_off), min(TILE_PX, size_px - col_off)
                scene.write(tile[:, :height, :width], window=Window(col_off, row_off, width, height))


def write_model(path: Path) -> None:
    torch.manual_seed(0)
    info = NetworkInfo(architecture="unet", encoder_name="resnet18", in_channels=BANDS, out_channels=CLASSES)
    normalization = Normalization(scheme="zscore", offset=(2000.0,) * BANDS, scale=(1000.0,) * BANDS)
    manifest = ModelManifest(
        engine_version="bench",
        bands=tuple(f"band {index + 1}" for index in range(BANDS)),
        dtype="uint16",
        classes=tuple(default_class(index + 1, index) for index in range(CLASSES)),
        ground_resolution=10.0,
        patch_size_px=256,
        splits_hash="bench",
        members=(Member(network=info, normalization=normalization, training=SUMMARY),),
    )  # fmt: skip
    save_model(path, [build_network(info)], manifest)


def measure(folder: Path, size_px: int) -> dict[str, float]:
    """Map one scene in this process."""
    inside_s = 0.0
    predict = TorchBackend.predict

    def timed(self, pixels, valid_mask):
        nonlocal inside_s
        started_s = time.perf_counter()
        probabilities = predict(self, pixels, valid_mask)
        inside_s += time.perf_counter() - started_s
        return probabilities

    TorchBackend.predict = timed
    job = Predict(
        model=folder / "model.safetensors", raster=folder / f"{size_px}.tif", output=folder / "map.tif",
        confidence=folder / "confidence.tif", device="cpu",
    )  # fmt: skip
    started_s = time.perf_counter()
    job.run()
    wall_s = time.perf_counter() - started_s
    rss_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"size_px": size_px, "wall_s": wall_s, "overhead": wall_s / inside_s, "rss_mib": rss_mib}


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(Path(sys.argv[2]), int(sys.argv[3]))))
        return
    sizes = [int(word) for word in sys.argv[1:]] or [1024, 3072]
    results = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_model(folder / "model.safetensors")
        for size_px in sizes:
            write_scene(folder / f"{size_px}.tif", size_px)
            command = [sys.executable, __file__, "--one", name, str(size_px)]
            results.append(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))
            print(
                "{size_px:.0f} px: wall {wall_s:.1f} s, overhead {overhead:.3f}, {rss_mib:.0f} MiB".format(
                    **results[-1]
                )
            )
    RESULTS.parent.mkdir(exist_ok=True)
    growth = results[-1]["rss_mib"] / results[0]["rss_mib"]
    RESULTS.write_text(json.dumps({"predict": results, "rss_growth": growth}, indent=1) + "\n")


if __name__ == "__main__":
    main()
