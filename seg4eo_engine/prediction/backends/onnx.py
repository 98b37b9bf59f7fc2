"""The network in ONNX Runtime, on the CPU, CUDA or TensorRT."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import onnxruntime

from seg4eo_engine.errors import InvalidModel, first_line
from seg4eo_engine.models.onnx.running import CPU_PROVIDER, RUNTIME_ERRORS, open_session
from seg4eo_engine.models.onnx.source import GraphSource
from seg4eo_engine.prediction.backends.graph import Answers, Batches, GraphBackend

CUDA_PROVIDER, TENSORRT_PROVIDER = "CUDAExecutionProvider", "TensorrtExecutionProvider"


def available_providers() -> tuple[str, ...]:
    """What ONNX Runtime can run networks on, as it was installed here."""
    return tuple(onnxruntime.get_available_providers())


class OnnxBackend(GraphBackend):
    """A graph in ONNX Runtime. Windows come from the CPU and answers go there, wherever the network runs.

    Args:
        source: the graph.
        window_px: width and height of the windows to come.
        providers: what to run it on, the preferred one first.
        threads: on the CPU; None takes all cores.
        activation, input_scale: see :class:`~seg4eo_engine.prediction.backends.graph.GraphBackend`.

    Raises:
        InvalidModel: the graph does not run, or does no segmentation.
    """

    def __init__(
        self,
        source: GraphSource,
        window_px: int,
        *,
        providers: Sequence[str] = (CPU_PROVIDER,),
        threads: int | None = None,
        activation: str = "auto",
        input_scale: str = "auto",
    ) -> None:
        runner = _Sessions(source, providers, threads)
        super().__init__("onnxruntime", source, runner, window_px, activation, input_scale)


class _Sessions:
    """One session for each size of windows that has a graph of its own; mostly there is one."""

    def __init__(self, source: GraphSource, providers: Sequence[str], threads: int | None) -> None:
        self.precision = "fp16" if source.file.dtype == np.float16 else "fp32"
        self._source = source
        # a card is kept busy by many windows at once; a CPU is by one, and then no window can know of another
        self.windows_each = source.file.batch or (1 if list(providers) == [CPU_PROVIDER] else None)
        self._open = lru_cache(maxsize=2)(lambda graph: open_session(graph, providers, threads))
        self._load = lru_cache(maxsize=2)(source.load)

    def run(self, batches: Batches, answers: Answers) -> None:
        session = self._open(self._load(batches.window_px))
        file = self._source.file
        for number, batch in enumerate(batches):
            try:
                answer = session.run([file.output_name], {file.input_name: batch})[0]
            except RUNTIME_ERRORS as error:
                raise InvalidModel(
                    f"Expected a network that takes windows of {batches.window_px} px, found that {file.name} does not "
                    f"({first_line(error)}): change the window size."
                ) from error
            answers.keep(number * batches.windows_each, answer)
