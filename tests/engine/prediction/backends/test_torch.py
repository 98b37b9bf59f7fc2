"""The network in torch: batches, memory, compilation."""

import pytest
import torch

from seg4eo_engine.errors import DeviceUnavailable
from seg4eo_engine.models.device import choose_compute
from seg4eo_engine.prediction.backends.torch import TorchBackend

FP32 = choose_compute("cpu", "fp32")


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
@pytest.mark.parametrize("size_px", [64, 96])
def test_a_window_gets_the_same_bits_whatever_its_batch(make_model, make_windows, precision, size_px):
    backend = TorchBackend(make_model(architecture="unet"), choose_compute("cpu", precision))
    pixels, valid_mask = make_windows(5, size_px)
    together = backend.predict(pixels, valid_mask)
    for part in (slice(0, 1), slice(1, 3), slice(2, 5), slice(4, 5)):
        assert torch.equal(backend.predict(pixels[part], valid_mask[part]), together[part])


def test_the_answer_is_that_of_the_model(make_model, make_windows):
    model, windows = make_model(classes=2, networks=2), make_windows(3)
    backend = TorchBackend(model, FP32)
    with torch.inference_mode():
        expected = model.to(FP32).probabilities(*windows, FP32)
    # batch normalisations are folded, which moves the last digits
    torch.testing.assert_close(backend.predict(*windows), expected, atol=1e-5, rtol=0)
    assert (backend.num_classes, backend.threshold, backend.window_px, backend.margin_px) == (2, 0.3, None, 0)


@pytest.fixture
def short_of_memory(monkeypatch):
    """A backend whose device has memory for so many windows at once; it keeps the sizes of what it tried."""

    def make(model, most, reporter=None):
        backend, tried = TorchBackend(model, FP32, reporter=reporter), []
        run = backend._run

        def run_or_fail(pixels, valid_mask):
            tried.append(len(pixels))
            if len(pixels) > most:
                raise torch.OutOfMemoryError("CUDA out of memory.")
            return run(pixels, valid_mask)

        monkeypatch.setattr(backend, "_run", run_or_fail)
        return backend, tried

    return make


def test_a_batch_that_does_not_fit_is_halved_and_that_is_remembered(
    make_model, make_windows, short_of_memory, reporter
):
    model, windows = make_model(), make_windows(7, 256)
    backend, tried = short_of_memory(model, 2, reporter)
    expected = TorchBackend(model, FP32).predict(*windows)
    assert torch.equal(backend.predict(*windows), expected)
    assert tried == [7, 3, 1, 1, 1, 1, 1, 1, 1]
    assert reporter.texts == [
        "The device has not the memory for 7 windows at once: going on with 3.",
        "The device has not the memory for 3 windows at once: going on with 1.",
    ]
    tried.clear()
    backend.predict(windows[0][:2], windows[1][:2])
    assert tried == [1, 1]


def test_a_single_window_that_does_not_fit_is_told(make_model, make_windows, short_of_memory):
    backend, _ = short_of_memory(make_model(), 0)
    with pytest.raises(
        DeviceUnavailable, match="one window of 256 px on cpu, found too little: choose a smaller window"
    ):
        backend.predict(*make_windows(2, 256))


class Compiled:
    """Stands for what torch.compile makes, and keeps the sizes of batches."""

    def __init__(self, network, error=None):
        self.network, self.error, self.counts = network, error, []

    def __call__(self, images):
        self.counts.append(len(images))
        if self.error is not None:
            raise self.error
        return self.network(images)


def test_smaller_batches_are_filled_up_for_a_compiled_network(make_model, make_windows, monkeypatch):
    made = []
    monkeypatch.setattr(torch, "compile", lambda network, **settings: made.append(Compiled(network)) or made[-1])
    model = make_model()
    backend = TorchBackend(model, FP32, compile=True)
    pixels, valid_mask = make_windows(4)
    together = backend.predict(pixels, valid_mask)
    assert torch.equal(backend.predict(pixels[:1], valid_mask[:1]), together[:1])
    assert torch.equal(together, TorchBackend(model, FP32).predict(pixels, valid_mask))
    assert made[0].counts == [4, 4]


def test_a_network_that_cannot_be_compiled_runs_as_it_is(make_model, make_windows, monkeypatch, reporter):
    made = []
    error = RuntimeError("no compiler\nand more")
    monkeypatch.setattr(torch, "compile", lambda network, **settings: made.append(Compiled(network, error)) or made[-1])
    model, windows = make_model(), make_windows(2)
    backend = TorchBackend(model, FP32, compile=True, reporter=reporter)
    expected = TorchBackend(model, FP32).predict(*windows)
    assert torch.equal(backend.predict(*windows), expected)
    assert torch.equal(backend.predict(*windows), expected)
    assert reporter.texts == ["torch could not compile the network, which runs as it is (no compiler)."]
    assert made[0].counts == [2]
