"""What the backends for ONNX graphs have in common."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from seg4eo_engine.models.onnx.card import card_of
from seg4eo_engine.models.onnx.source import GraphSource
from seg4eo_engine.prediction.backends.answering import AnswerForm, examine_answer
from seg4eo_engine.prediction.backends.feeding import Feed, choose_feed

_NOISE_MAXIMUM = 255  # logits are the further from 0…1 the larger the values


@dataclass(frozen=True)
class Batches:
    """Windows as a graph takes them, so many at once: pixels (N, bands, H, W) and valid_mask (N, H, W) of a scene.

    Each batch is made when it is asked for, for as floats windows are twice as large. The last one is filled up with
    its last window.
    """

    pixels: Tensor
    valid_mask: Tensor
    feed: Feed
    windows_each: int

    @property
    def window_px(self) -> int:
        """Width and height of the windows."""
        return self.pixels.shape[-1]

    def __len__(self) -> int:
        return -(-len(self.pixels) // self.windows_each)

    def __iter__(self) -> Iterator[NDArray[Any]]:
        for first in range(0, len(self.pixels), self.windows_each):
            part = slice(first, first + self.windows_each)
            batch = self.feed(self.pixels[part], self.valid_mask[part])
            missing = self.windows_each - len(batch)
            yield np.concatenate([batch, np.repeat(batch[-1:], missing, axis=0)]) if missing else batch


class Answers:
    """The answers to so many windows, which come in batches, in any order and from several threads."""

    def __init__(self, windows: int) -> None:
        self._windows = windows
        self._lock = threading.Lock()
        self._kept: NDArray[Any] | None = None

    def keep(self, first: int, answer: NDArray[Any]) -> None:
        """Keep a copy of what was answered to the windows from ``first`` on; what fills up a batch is left out."""
        with self._lock:
            if self._kept is None:
                self._kept = np.empty((self._windows, *answer.shape[1:]), answer.dtype)
        count = min(len(answer), self._windows - first)
        self._kept[first : first + count] = answer[:count]

    def all(self) -> NDArray[Any]:
        """The answers (N, channels, h, w)."""
        assert self._kept is not None
        return self._kept


class GraphRunner(Protocol):
    """A library that runs a graph."""

    @property
    def precision(self) -> str:
        """Number format of the products."""

    @property
    def windows_each(self) -> int | None:
        """The only number of windows that it takes at once; None where it takes any."""

    def run(self, batches: Batches, answers: Answers) -> None:
        """Run the graph on all batches; a window's answer (channels, h, w) is the same as if it were alone.

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
            answer = self._run(noise, torch.ones((1, size, size), dtype=torch.bool))
            self._form = examine_answer(file, answer, size, activation)
        self.margin_px = self._form.margin_px

    @torch.inference_mode()
    def predict(self, pixels: Tensor, valid_mask: Tensor) -> Tensor:
        """See :class:`~seg4eo_engine.prediction.backends.base.Backend`."""
        return self._form.probabilities(self._run(pixels, valid_mask))

    def _run(self, pixels: Tensor, valid_mask: Tensor) -> Tensor:
        answers = Answers(len(pixels))
        windows_each = self._runner.windows_each or len(pixels)
        self._runner.run(Batches(pixels, valid_mask, self._feed, windows_each), answers)
        return torch.from_numpy(answers.all())
