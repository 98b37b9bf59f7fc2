"""The network in torch, on the CPU, CUDA or MPS."""

from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from seg4eo_engine.errors import DeviceUnavailable, first_line
from seg4eo_engine.models.device import Compute
from seg4eo_engine.models.folding import fold_batch_norms
from seg4eo_engine.models.model import SegmentationModel
from seg4eo_engine.progress import Reporter, SilentReporter

# oneDNN multiplies a single small image in another order than a batch of them, so its last digits would tell how the
# scene was cut. Seen on CPUs up to 128 px, not at 256 px; batches of two and more agree at every size.
SMALL_WINDOW_PX = 256


class TorchBackend:
    """A model as loaded from its file, with its normalisation and its calibration.

    Where the device has not the memory for a batch, it is halved until it fits, and later ones with it.

    Args:
        model: one network, or those of an ensemble.
        compute: where to run, and in which number format.
        compile: let torch compile the networks for the size of the first batch; smaller batches are filled up. Where
            that fails, they run as they are.
        fold: take the batch normalisations into the convolutions, which pays from some windows on.
        owned: nobody else uses the model, so that it may be changed.
        reporter: hears of what was changed on the way.
    """

    name = "torch"
    window_px = None
    margin_px = 0

    def __init__(
        self,
        model: SegmentationModel,
        compute: Compute,
        *,
        compile: bool = False,
        fold: bool = True,
        owned: bool = False,
        reporter: Reporter | None = None,
    ) -> None:
        self.device = compute.device
        self.precision = compute.precision
        self.num_classes = len(model.manifest.classes)
        self.threshold = model.manifest.threshold
        self._compute = compute
        networks = model.networks
        if fold:
            networks = [fold_batch_norms(network, in_place=owned) for network in networks]
        self._plain = replace(model, networks=networks).to(compute)
        self._compiled = _compile(self._plain) if compile else None
        self._reporter = reporter or SilentReporter()
        self._most: int | None = None  # windows that the device has the memory for, where that is known
        self._full = 0  # windows of the largest batch so far

    @torch.inference_mode()
    def predict(self, pixels: Tensor, valid_mask: Tensor) -> Tensor:
        """See :class:`~seg4eo_engine.prediction.backends.base.Backend`.

        Raises:
            DeviceUnavailable: the device has not the memory for a single window.
        """
        is_cuda = self.device.type == "cuda"  # elsewhere, nobody waits for a copy before its source is gone
        pixels, valid_mask = (values.to(self.device, non_blocking=is_cuda) for values in (pixels, valid_mask))
        answers: list[Tensor] = []
        done = 0
        while done < len(pixels):
            count = min(len(pixels) - done, self._most or len(pixels))
            part = slice(done, done + count)
            try:
                answers.append(self._predict_batch(pixels[part], valid_mask[part]))
                done += count
                continue
            except torch.OutOfMemoryError as error:
                if count == 1:
                    raise _too_large(pixels.shape[-1], self.device) from error
            # outside of the handler, for its traceback holds on to the tensors
            self._halve(count)
        return answers[0] if len(answers) == 1 else torch.cat(answers)

    def _predict_batch(self, pixels: Tensor, valid_mask: Tensor) -> Tensor:
        count, wanted = len(pixels), len(pixels)
        if self._compiled is not None:  # it would be compiled again for every other size
            wanted = self._full = max(self._full, count)
        elif self.device.type == "cpu" and count == 1 and pixels.shape[-1] < SMALL_WINDOW_PX:
            wanted = 2
        if wanted > count:
            pixels, valid_mask = _filled(pixels, wanted), _filled(valid_mask, wanted)
        return self._run(pixels, valid_mask)[:count]

    def _run(self, pixels: Tensor, valid_mask: Tensor) -> Tensor:
        if self._compiled is not None:
            try:
                return self._compiled.probabilities(pixels, valid_mask, self._compute)
            except torch.OutOfMemoryError:
                raise
            except RuntimeError as error:  # all that dynamo and inductor raise
                reason = first_line(error)
                self._reporter.warning(f"torch could not compile the network, which runs as it is ({reason[:160]}).")
                self._compiled = None
        return self._plain.probabilities(pixels, valid_mask, self._compute)

    def _halve(self, count: int) -> None:
        self._most = self._full = max(1, count // 2)
        if self.device.type == "cuda":
            torch.cuda.empty_cache()
        self._reporter.info(f"The device has not the memory for {count} windows at once: going on with {self._most}.")


def _compile(model: SegmentationModel) -> SegmentationModel:
    networks: list[Any] = [torch.compile(network, dynamic=False) for network in model.networks]
    return replace(model, networks=networks)


def _filled(values: Tensor, count: int) -> Tensor:
    """A batch of so many windows, the last of which is there several times."""
    return torch.cat([values, values[-1:].expand(count - len(values), *values.shape[1:])])


def _too_large(window_px: int, device: torch.device) -> DeviceUnavailable:
    return DeviceUnavailable(
        f"Expected memory for one window of {window_px} px on {device.type}, found too little: "
        "choose a smaller window, or the device cpu."
    )
