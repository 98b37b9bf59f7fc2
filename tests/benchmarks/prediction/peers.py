"""Peers, with the glue that somebody who knows them would write. Called in a process of its own.

Each reads the scene with rasterio, normalises it as the model wants it, predicts windows of 256 px that overlap by
64 px in eager torch, fp32, takes the most likely class and writes a GeoTIFF. The networks are those of our model files.
"""

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
import torch

WINDOW_PX, OVERLAP_PX = 256, 64
STEP_PX = WINDOW_PX - OVERLAP_PX
BATCH_SIZES = (1, 2, 4, 8)

Network = Callable[[torch.Tensor], torch.Tensor]
Predictor = Callable[[np.ndarray, Network, int], np.ndarray]  # image (bands, H, W), network, batch → class indexes


def map_scene(
    scene: str, model: str, output: str, warm_up: str, peer: str, batch_size: int, channels_last: bool = False
) -> dict[str, Any]:
    """Map a scene with a peer, after a tiny one, so that libraries are imported before the clock runs."""
    _map(warm_up, model, output, PREDICTORS[peer], batch_size, channels_last)
    wall_s = _map(scene, model, output, PREDICTORS[peer], batch_size, channels_last)
    return {"wall_s": wall_s, "batch_size": batch_size, "channels_last": channels_last}


def best_batch_size(scene: str, model: str, output: str, peer: str) -> dict[str, Any]:
    """The batch with which a peer is fastest, tried on a small scene: the best of two tries of each."""
    seconds = dict.fromkeys(BATCH_SIZES, math.inf)
    for batch_size in BATCH_SIZES * 2:
        wall_s = _map(scene, model, output, PREDICTORS[peer], batch_size, channels_last=False)
        seconds[batch_size] = min(wall_s, seconds[batch_size])
    return {"batch_size": min(seconds, key=seconds.__getitem__), "seconds": seconds}


def _map(scene: str, model: str, output: str, predict: Predictor, batch_size: int, channels_last: bool) -> float:
    """The whole job; its wall time in seconds."""
    started_s = time.perf_counter()
    network, offset, scale, values = _load(model)
    if channels_last:
        network = network.to(memory_format=torch.channels_last)
    with rasterio.open(scene) as file:
        pixels, profile, nodata = file.read(), file.profile, file.nodata
    valid = np.ones(pixels.shape[1:], bool) if nodata is None else (pixels != nodata).all(0)
    image = (pixels.astype(np.float32) - offset) / scale
    image[:, ~valid] = 0
    del pixels
    with torch.inference_mode():
        classes = predict(image, network, batch_size)
    profile.update(count=1, dtype="uint8", nodata=0, compress="deflate", predictor=1)
    with rasterio.open(output, "w", **profile) as file:
        file.write(np.where(valid, values[classes], 0).astype(np.uint8), 1)
    return time.perf_counter() - started_s


def _load(model: str) -> tuple[torch.nn.Module, np.ndarray, np.ndarray, np.ndarray]:
    """The bare network of segmentation-models-pytorch, the numbers of its normalisation, and its class values."""
    from seg4eo_engine.models.checkpoint import load_networks

    (network,), manifest = load_networks(Path(model))
    normalization = manifest.members[0].normalization
    offset, scale = (np.array(part, np.float32)[:, None, None] for part in (normalization.offset, normalization.scale))
    return network.core, offset, scale, np.array([item.value for item in manifest.classes])


def with_monai(image: np.ndarray, network: Network, batch_size: int) -> np.ndarray:
    """MONAI: sliding_window_inference, blended by a Gaussian."""
    from monai.inferers import sliding_window_inference

    logits = sliding_window_inference(
        torch.from_numpy(image)[None], roi_size=(WINDOW_PX, WINDOW_PX), sw_batch_size=batch_size, predictor=network,
        overlap=OVERLAP_PX / WINDOW_PX, mode="gaussian",
    )  # fmt: skip
    return logits[0].argmax(0).numpy()


def with_toolbelt(image: np.ndarray, network: Network, batch_size: int) -> np.ndarray:
    """pytorch-toolbelt: ImageSlicer and TileMerger, blended by a pyramid, as in its README."""
    from pytorch_toolbelt.inference.tiles import ImageSlicer, TileMerger
    from torch.utils.data import DataLoader

    _, height, width = image.shape
    slicer = ImageSlicer((height, width), tile_size=WINDOW_PX, tile_step=STEP_PX, weight="pyramid")
    # its own split pads with OpenCV, which takes four bands at most
    vertical, horizontal = (slicer.margin_top, slicer.margin_bottom), (slicer.margin_left, slicer.margin_right)
    padded = np.pad(image, ((0, 0), vertical, horizontal))
    tiles = [padded[:, y : y + tile_height, x : x + tile_width] for x, y, tile_width, tile_height in slicer.crops]
    merger = None
    for images, places in DataLoader(list(zip(tiles, slicer.crops, strict=True)), batch_size=batch_size):
        logits = network(images)
        merger = merger or TileMerger(slicer.target_shape, logits.shape[1], slicer.weight)
        merger.integrate_batch(logits, places)
    return slicer.crop_to_orignal_size(merger.merge_().argmax(0).numpy())


PREDICTORS: dict[str, Predictor] = {"monai": with_monai, "toolbelt": with_toolbelt}
