"""What a person writes in an afternoon: segmentation-models-pytorch, AdamW, cross-entropy, flips and turns.

    python tests/benchmarks/plain_smp.py DATASET MINUTES [seed]

The peer of bench_learning.py, on the same patches and splits. The last line is JSON with the test mIoU.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import rasterio
import segmentation_models_pytorch as smp
import torch

folder, minutes, seed = Path(sys.argv[1]), float(sys.argv[2]), int((sys.argv[3:] or [0])[0])
manifest = json.loads((folder / "dataset.json").read_text())
values = [item["value"] for item in manifest["classes"]]
mean = np.array([band["mean"] for band in manifest["bands"]], np.float32)[:, None, None]
std = np.array([band["std"] for band in manifest["bands"]], np.float32)[:, None, None]
torch.manual_seed(seed)
random = np.random.default_rng(seed)


def read(split):
    images, labels = [], []
    for path in sorted((folder / split / "images").glob("*.tif")):
        with rasterio.open(path) as file:
            image = (file.read().astype(np.float32) - mean) / std
        with rasterio.open(folder / split / "labels" / path.name) as file:
            label = file.read(1)
        images.append(np.nan_to_num(image))
        labels.append(np.select([label == value for value in values], range(len(values)), 255))
    return torch.from_numpy(np.stack(images)), torch.from_numpy(np.stack(labels))


def miou(images, labels):
    counts = torch.zeros(len(values), len(values))
    model.eval()
    with torch.no_grad():
        for first in range(0, len(images), 8):
            truth, found = labels[first : first + 8], model(images[first : first + 8]).argmax(1)
            pairs = truth[truth != 255] * len(values) + found[truth != 255]
            counts += torch.bincount(pairs, minlength=len(values) ** 2).reshape(counts.shape)
    model.train()
    return float((counts.diag() / (counts.sum(0) + counts.sum(1) - counts.diag())).nanmean())


train, validation, test = read("train"), read("validation"), read("test")
model = smp.Unet("resnet18", encoder_weights=None, in_channels=len(mean), classes=len(values))
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
loss_of = torch.nn.CrossEntropyLoss(ignore_index=255)
best, kept, epochs, start = -1.0, None, 0, time.monotonic()
while time.monotonic() - start < minutes * 60:
    for chosen in torch.randperm(len(train[0])).split(8):
        if len(chosen) < 2 or time.monotonic() - start >= minutes * 60:
            continue
        images, labels, turns = train[0][chosen], train[1][chosen], int(random.integers(4))
        images, labels = torch.rot90(images, turns, (-2, -1)), torch.rot90(labels, turns, (-2, -1))
        if random.random() < 0.5:
            images, labels = images.flip(-1), labels.flip(-1)
        loss = loss_of(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    epochs += 1
    if (score := miou(*validation)) > best:
        best, kept = score, {name: value.clone() for name, value in model.state_dict().items()}
model.load_state_dict(kept)
print(json.dumps({"epochs": epochs, "validation_miou": best, "test_miou": miou(*test)}))
