"""The network in OpenVINO, on the CPU."""

import importlib.util
import sys
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import torch

from seg4eo_engine.errors import InvalidModel, first_line
from seg4eo_engine.models.onnx.source import GraphSource
from seg4eo_engine.prediction.backends.graph import Answers, Batches, GraphBackend

_HINTS = {"fp32": "f32", "bf16": "bf16"}


def has_openvino() -> bool:
    """Whether OpenVINO is installed."""
    return importlib.util.find_spec("openvino") is not None


def multiplies_in_bf16() -> bool:
    """Whether OpenVINO runs networks in bf16 on this CPU."""
    return "BF16" in _core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")


@lru_cache(maxsize=1)
def _core() -> Any:
    """The one core of this process, which is kept until its end.

    Each core replaces the stack that signals are handled on, and takes its own away when it goes, without asking
    whether another one refers to it: after two of them, Ctrl-C would crash the process.
    """
    return import_openvino().Core()


def import_openvino() -> ModuleType:
    """OpenVINO, which must not be imported otherwise: it would tell its maker of each import.

    Its package openvino_telemetry sends an event and writes into the home folder on import; where that package is
    missing, OpenVINO takes a stub that does nothing. A module that is None in ``sys.modules`` counts as missing.
    """
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino

    return openvino


class OpenVinoBackend(GraphBackend):
    """A graph in OpenVINO, each window by itself and as many of them at once as come together.

    Args:
        source: the graph.
        window_px: width and height of the windows to come.
        precision: ``fp32`` or ``bf16``.
        threads: all together; None takes as many as torch.
        activation, input_scale: see :class:`~seg4eo_engine.prediction.backends.graph.GraphBackend`.

    Raises:
        InvalidModel: the graph does not run, or does no segmentation.
    """

    def __init__(
        self,
        source: GraphSource,
        window_px: int,
        *,
        precision: str = "fp32",
        threads: int | None = None,
        activation: str = "auto",
        input_scale: str = "auto",
    ) -> None:
        runner = _CompiledGraphs(source, precision, threads or torch.get_num_threads())
        super().__init__("openvino", source, runner, window_px, activation, input_scale)


class _CompiledGraphs:
    """The graph compiled for one size of windows at a time.

    A graph of fixed shape for one window (or the fixed batch of the file) is compiled, so that a window's answer is the
    same whatever its batch. Windows that come together run in streams of their own, each on a share of the threads.
    Measured with Unet-resnet18, ten bands, six classes on two cores (AMX), windows a second in 256 px and in 512 px::

        ONNX Runtime, fp32                             8.2    2.0
        fp32, one stream of two threads               11.0    2.9
        fp32, two streams                             13.8    3.4
        bf16, one stream of two threads               57     13.5
        bf16, two streams                             66     16.5
        bf16, one stream, batches of 4                40     10

    """

    def __init__(self, source: GraphSource, precision: str, threads: int) -> None:
        self.precision = precision
        self._source = source
        self._threads = threads
        self.windows_each = source.file.batch or 1
        self._openvino = import_openvino()
        self._core = _core()
        self._compiled: tuple[int, int, Any] | None = None

    def run(self, batches: Batches, answers: Answers) -> None:
        def keep(request: Any, number: int) -> None:
            answers.keep(number * batches.windows_each, request.get_output_tensor(0).data)

        try:
            queue = self._queue(batches.window_px, min(len(batches), self._threads))
            queue.set_callback(keep)
            for number, batch in enumerate(batches):
                queue.start_async({0: batch}, number)  # waits until one of the streams is free
            queue.wait_all()
        except RuntimeError as error:
            raise InvalidModel(
                f"Expected a network that OpenVINO can run on windows of {batches.window_px} px, found that it cannot "
                f"run {self._source.file.name} ({first_line(error)}): change the window size, or take another backend."
            ) from error

    def _queue(self, size_px: int, streams: int) -> Any:
        """Requests for windows of a size, at least so many at once."""
        if self._compiled is None or self._compiled[0] != size_px or self._compiled[1] < streams:
            settings = {
                "INFERENCE_PRECISION_HINT": _HINTS[self.precision],
                "NUM_STREAMS": streams,
                "INFERENCE_NUM_THREADS": self._threads,
            }
            compiled = self._core.compile_model(self._graph(size_px), "CPU", settings)
            self._compiled = (size_px, streams, self._openvino.AsyncInferQueue(compiled, streams))
        return self._compiled[2]

    def _graph(self, size_px: int) -> Any:
        """The graph for windows of a size, of which there is a fixed number.

        It is not kept, for it holds the weights once more: more streams than at first are seldom asked for.
        """
        loaded, file = self._source.load(size_px), self._source.file
        graph = self._core.read_model(str(loaded) if isinstance(loaded, Path) else loaded)
        if graph.input(0).partial_shape.is_dynamic:
            graph.reshape({graph.input(0): [self.windows_each, file.bands, size_px, size_px]})
        return graph
