"""What the backends for ONNX graphs have in common."""

from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from seg4eo_engine.models.onnx.card import card_of
from seg4eo_engine.models.onnx.source import GraphSource
from seg4eo_engine.prediction.backends.answering import AnswerForm, examine_answer
from seg4eo_engine.prediction.backends.feeding import choose_feed

_NOISE_MAXIMUM = 255  # logits are the further from 0…1 the larger the values


class GraphRunner(Protocol):
    """A library that runs a graph."""

    @property
    def precision(self) -> str:
        """Number format of the products."""

    def run(self, windows: NDArray[Any]) -> NDArray[Any]:
        """The graph's answers (N, channels, h, w) for windows (N, bands, H, W), any N, each as if it were alone.

        Raises:
            InvalidModel: it takes no windows of this size.
        """


class GraphBackend:
    """A backend for an ONNX graph: ours, Deepness' or another program's.

    One window of noise is run first, unless the graph is ours: it tells the size of the answers, and whether they are
    probabilities.

    Args:
        name: the inference library.
        source: the graph.
        runner: runs it.
        window_px: width and height of the windows to come, if any size is taken.
        activation: ``auto``, ``none``, ``softmax`` or ``sigmoid``.
        input_scale: ``auto``, ``none`` or ``255``; see :func:`~seg4eo_engine.prediction.backends.feeding.choose_feed`.

    Raises:
        InvalidModel: the graph does not run, or does no segmentation.
    """

    device = torch.device("cpu")

    def __init__(
        self,
        name: str,
        source: GraphSource,
        runner: GraphRunner,
        window_px: int,
        activation: str = "auto",
        input_scale: str = "auto",
    ) -> None:
        file = source.file
        self.name = name
        self.precision = runner.precision
        self.num_classes = file.num_classes
        self.threshold = card_of(file).threshold
        self.window_px = file.size_px
        self._runner = runner
        self._feed = choose_feed(file, input_scale)
        if file.metadata.manifest is not None:
            self._form = AnswerForm("none")
        else:
            size = file.size_px or window_px
            noise = torch.rand((1, file.bands, size, size), generator=torch.Generator().manual_seed(0)) * _NOISE_MAXIMUM
            answer = runner.run(self._feed(noise, torch.ones((1, size, size), dtype=torch.bool)))
            self._form = examine_answer(file, torch.from_numpy(answer), size, activation)
        self.margin_px = self._form.margin_px

    @torch.inference_mode()
    def predict(self, pixels: Tensor, valid_mask: Tensor) -> Tensor:
        """See :class:`~seg4eo_engine.prediction.backends.base.Backend`."""
        answers = self._runner.run(self._feed(pixels, valid_mask))
        return self._form.probabilities(torch.from_numpy(answers))


def in_batches(windows: NDArray[Any], batch: int) -> list[NDArray[Any]]:
    """Windows in batches of one fixed size, the last one filled up with the last window."""
    missing = -len(windows) % batch
    if missing:
        windows = np.concatenate([windows, np.repeat(windows[-1:], missing, axis=0)])
    return [windows[first : first + batch] for first in range(0, len(windows), batch)]
