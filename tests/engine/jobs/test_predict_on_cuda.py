"""Maps made on a graphics card, for machines that have one."""

import json

import numpy as np
import pytest
import rasterio
import torch

from seg4eo_engine.jobs import Predict

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")

SETTINGS = {"backend": "torch", "window_px": 64, "overlap_px": 16}


def read(path):
    with rasterio.open(path) as file:
        return file.read()


@pytest.fixture
def predict(model, scene, tmp_path):
    """Run the job; the map, its confidence in percent, and what it tells of how it was made."""

    def run(name, reporter=None, **fields):
        paths = {"output": tmp_path / f"{name}.tif", "confidence": tmp_path / f"{name}_confidence.tif"}
        job = Predict.from_parameters({"model": model, "raster": scene} | paths | SETTINGS | fields)
        job.run(reporter) if reporter else job.run()
        with rasterio.open(paths["output"]) as file:
            made_by = json.loads(file.tags()["SEG4EO_RUN"])
        return read(paths["output"]), read(paths["confidence"]).astype(int), made_by

    return run


def test_a_card_maps_what_the_cpu_maps(predict):
    classes, confidence, _ = predict("cpu", device="cpu", precision="fp32")
    classes_there, confidence_there, made_by = predict("card", device="cuda", precision="fp32")
    assert made_by["device"] == "cuda"
    assert (classes == classes_there).mean() > 0.99
    assert np.abs(confidence - confidence_there).mean() < 1


@pytest.mark.parametrize("precision", ["bf16", "fp16"])
def test_short_number_formats_change_few_classes(predict, precision):
    classes, confidence, _ = predict("cpu", device="cpu", precision="fp32")
    classes_there, confidence_there, made_by = predict("card", device="cuda", precision=precision)
    assert made_by["precision"] == precision
    assert (classes == classes_there).mean() > 0.95
    assert np.abs(confidence - confidence_there).mean() < 3


def test_a_card_is_taken_by_default_and_computes_in_bf16(predict):
    _, _, made_by = predict("map", backend="auto")
    assert (made_by["backend"], made_by["device"], made_by["precision"]) == ("torch", "cuda", "bf16")


def test_blocks_make_no_difference_on_a_card(predict):
    whole, _, _ = predict("whole", device="cuda", precision="fp32")
    in_pieces, _, _ = predict("pieces", device="cuda", precision="fp32", block_size_px=64)
    assert (whole == in_pieces).mean() > 0.999  # the kernel for a batch of another size rounds in another way


def test_a_batch_that_the_card_cannot_hold_is_halved(predict, reporter, write_raster, coded_pixels):
    large = {"raster": write_raster("large.tif", coded_pixels(1024, 4096), names=["red", "green", "nir"])}
    large |= {"device": "cuda", "precision": "fp32", "window_px": 512, "overlap_px": 64, "batch_size": 16}
    classes, _, _ = predict("at_once", **large)
    torch.cuda.empty_cache()
    free, _ = torch.cuda.mem_get_info()
    kept = torch.empty(int(free - 600 * 2**20), dtype=torch.uint8, device="cuda")
    try:
        halved, _, _ = predict("halved", reporter, **large)
    finally:
        del kept
        torch.cuda.empty_cache()
    assert any("going on with" in text for text in reporter.texts)
    assert (halved == classes).mean() > 0.999


def test_compiled_networks_map_the_same(predict, reporter):
    plain, _, _ = predict("plain", device="cuda", precision="fp32")
    compiled, _, _ = predict("compiled", reporter, device="cuda", precision="fp32", compile=True)
    assert not any("could not compile" in text for text in reporter.texts)
    assert (plain == compiled).mean() > 0.99
