"""What augmentation costs beside the training step that it prepares, and what each single change costs.

    OMP_NUM_THREADS=1 .venv/engine/bin/python tests/benchmarks/bench_augmentation.py [patch_px …]

Batches of 8 patches of ten bands with a hole of nodata; the step is forward, backward and AdamW of a U-Net with a
resnet18. Times are means. Written to build/bench_augmentation.json.
"""

import json
import statistics
import sys
import time
from pathlib import Path

import torch
import torch.nn.functional as F

from seg4eo_engine.models.registry import NetworkInfo, build_network
from seg4eo_engine.raster.labels import IGNORE_INDEX
from seg4eo_engine.training.augmentation import AUGMENTATIONS, Augmentation

BATCH, BANDS, CLASSES = 8, 10, 6
STEPS, ROUNDS = 3, 40  # what is drawn differs from round to round
RESULTS = Path("build/bench_augmentation.json")
DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def make_batch(patch_px):
    torch.manual_seed(0)
    images = torch.randn(BATCH, BANDS, patch_px, patch_px)
    valid_mask = torch.ones(BATCH, patch_px, patch_px, dtype=torch.bool)
    valid_mask[::2, : patch_px // 4, : patch_px // 4] = False
    labels = torch.randint(0, CLASSES, valid_mask.shape, dtype=torch.uint8)
    batch = torch.where(valid_mask[:, None], images, 0.0), valid_mask, torch.where(valid_mask, labels, IGNORE_INDEX)
    return [part.to(DEVICE) for part in batch]


def mean_ms(call, rounds):
    """Milliseconds of a call; the first one is not counted."""
    call()
    times = []
    for _ in range(rounds):
        wait()
        started_s = time.perf_counter()
        call()
        wait()
        times.append(1000 * (time.perf_counter() - started_s))
    return statistics.mean(times)


def wait():
    if DEVICE.type == "cuda":
        torch.cuda.synchronize()


def step_ms(images, labels):
    info = NetworkInfo(architecture="unet", encoder_name="resnet18", in_channels=BANDS, out_channels=CLASSES)
    network = build_network(info).to(DEVICE, memory_format=torch.channels_last).train()
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3)
    images, labels = images.contiguous(memory_format=torch.channels_last), labels.long()

    def step():
        optimizer.zero_grad()
        F.cross_entropy(network(images), labels, ignore_index=IGNORE_INDEX).backward()
        optimizer.step()

    return mean_ms(step, STEPS)


def measure(patch_px):
    images, valid_mask, labels = make_batch(patch_px)
    cases = {level: Augmentation(level) for level in ("light", "medium", "strong")}
    cases |= {f"none + {name}": Augmentation("none", [name]) for name in AUGMENTATIONS}
    times = {name: mean_ms(lambda a=a: a(images, valid_mask, labels), ROUNDS) for name, a in cases.items()}
    return {"patch_px": patch_px, "step_ms": step_ms(images, labels), "augmentation_ms": times}


def main():
    results = []
    for patch_px in [int(word) for word in sys.argv[1:]] or [128, 256]:
        results.append(measure(patch_px))
        step = results[-1]["step_ms"]
        print(f"{patch_px} px: step {step:.0f} ms on {DEVICE.type}, {torch.get_num_threads()} thread(s)")
        for name, ms in results[-1]["augmentation_ms"].items():
            print(f"{name:>20}: {ms:7.2f} ms, {100 * ms / step:5.2f} % of a step")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
