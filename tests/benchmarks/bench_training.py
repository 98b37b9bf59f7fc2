"""How close a training is to the bare loop: forward, backward and step on tensors in memory.

    .venv/engine/bin/python tests/benchmarks/bench_training.py [patch_px] [batch_size] [encoder]

Same network, batch, precision and loss, in turns in one run. Ours reads patches from disk, augments, averages weights,
keeps points to go on from, and reports; what it does before the first step and after the last one is not counted.
``share`` is our samples per second over those of the bare loop with torch's default AdamW, ``share_fused`` over those
with the fused one that we use. Written to build/bench_training.json.
"""

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import rasterio
import torch
from rasterio.transform import from_origin

from seg4eo_engine.jobs import ExtractPatches, Train
from seg4eo_engine.models.device import choose_compute
from seg4eo_engine.patches.manifest import DatasetManifest
from seg4eo_engine.progress import SilentReporter
from seg4eo_engine.training.build import build
from seg4eo_engine.training.data import Parts
from seg4eo_engine.training.fit import train_network
from seg4eo_engine.training.folder import TrainingFolder
from seg4eo_engine.training.task import Task

BANDS, CLASSES, SIZE_PX, EPOCHS, ROUNDS = 10, 6, 2048, 11, 2
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
RESULTS = Path("build/bench_training.json")


class Clock(SilentReporter):
    """Notes when each epoch ends."""

    def __init__(self) -> None:
        self.ends_s: list[float] = []

    def metrics(self, step: int, values: dict[str, float]) -> None:
        self.ends_s.append(time.perf_counter())


def make_dataset(folder: Path, patch_px: int) -> Path:
    size_px = SIZE_PX
    random = np.random.default_rng(0)
    labels = np.kron(random.integers(1, CLASSES + 1, (size_px // 32, size_px // 32)), np.ones((32, 32))).astype("uint8")
    paths = folder / "scene.tif", folder / "labels.tif"
    for path, count, dtype in ((paths[0], BANDS, "uint16"), (paths[1], 1, "uint8")):
        with rasterio.open(
            path, "w", driver="GTiff", width=size_px, height=size_px, count=count, dtype=dtype, tiled=True,
            crs="EPSG:32631", transform=from_origin(500000, 5000000, 10, 10),
        ) as file:  # fmt: skip
            for band in range(count):
                noise = random.normal(1000, 200, labels.shape)
                file.write((noise + 100 * labels if count > 1 else labels).astype(dtype), band + 1)
    ExtractPatches(
        images=[paths[0]], labels=[paths[1]], output=folder / "dataset", patch_size_px=patch_px, validation_share=0,
        test_share=0, buffer_cells=0,
    ).run()  # fmt: skip
    return folder / "dataset"


def make_task(folder: Path, dataset: Path, name: str, settings) -> Task:
    manifest = DatasetManifest.read(dataset)
    kept = TrainingFolder.beside(folder / f"{name}.safetensors")
    kept.path.mkdir()
    return Task(dataset, manifest, Parts.of(manifest), manifest.bands, settings, kept)


def ours(task: Task) -> float:
    """Samples per second of all epochs but the first, in which patches are read and libraries warm up."""
    clock = Clock()
    train_network(task, None, clock)
    batch_size, count = task.settings.batch_size, len(task.parts.train)
    samples = (EPOCHS - 1) * (count // batch_size) * batch_size
    return samples / (clock.ends_s[-1] - clock.ends_s[0])


def bare(task: Task, steps: int, *, fused: bool) -> float:
    """Samples per second of a loop that does nothing else, with torch's default AdamW or with the fused one."""
    piece = build(task)
    compute = choose_compute(task.settings.device, task.settings.precision, training=True)
    network, size = piece.module.network.to(compute.device).train(), task.settings.batch_size
    px = task.dataset.patch_size_px
    images = torch.randn(size, BANDS, px, px, device=compute.device).contiguous(memory_format=torch.channels_last)
    labels = torch.randint(0, CLASSES, (size, px, px), device=compute.device).to(torch.uint8)
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3, fused=fused or None)
    for step in range(steps + 3):
        if step == 3:
            synchronize()
            started_s = time.perf_counter()
        with compute.autocast:
            loss = piece.module.loss(network(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    synchronize()
    return steps * size / (time.perf_counter() - started_s)


def synchronize() -> None:
    if DEVICE == "cuda":
        torch.cuda.synchronize()


def main() -> None:
    patch_px, batch_size = (int(text) for text in [*sys.argv[1:3], "128", "8"][:2]) if sys.argv[2:] else (128, 8)
    encoder = (sys.argv[3:] or ["resnet18"])[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dataset = make_dataset(folder, patch_px)
        settings = Train(
            dataset=dataset, output=folder / "x.safetensors", epochs=EPOCHS, batch_size=batch_size, device=DEVICE,
            encoder=encoder, workers=0,
        ).settings()  # fmt: skip
        rounds = []
        for number in range(ROUNDS):
            task = make_task(folder, dataset, f"round{number}", settings)
            steps = 3 * (len(task.parts.train) // batch_size)
            rounds.append((bare(task, steps, fused=False), bare(task, steps, fused=True), ours(task)))
            plain, fused, mine = rounds[-1]
            print(f"bare {plain:.1f}, bare with the fused optimiser {fused:.1f}, ours {mine:.1f} samples/s")
    share, share_fused = (statistics.median(row[2] / row[floor] for row in rounds) for floor in (0, 1))
    result = {"device": DEVICE, "patch_px": patch_px, "batch_size": batch_size, "encoder": encoder, "share": share,
              "share_fused": share_fused, "rounds": rounds}  # fmt: skip
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n")
    print(f"share {share:.3f} of the bare loop, {share_fused:.3f} of that with the fused optimiser")


if __name__ == "__main__":
    main()
