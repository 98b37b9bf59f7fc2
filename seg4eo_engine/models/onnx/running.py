"""A session of ONNX Runtime, opened with clear errors."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as errors

from seg4eo_engine.cores import core_limit
from seg4eo_engine.errors import InvalidModel, first_line

# they have no root in common but Exception, and not every version has them all
RUNTIME_ERRORS: tuple[type[Exception], ...] = (
    *(found for found in vars(errors).values() if isinstance(found, type) and issubclass(found, Exception)),
    RuntimeError, ValueError,
)  # fmt: skip
CPU_PROVIDER = "CPUExecutionProvider"
_ERRORS_ONLY = 3

onnxruntime.disable_telemetry_events()  # its builds for Windows tell the system about models otherwise


def open_session(
    graph: bytes | Path, providers: Sequence[str] = (CPU_PROVIDER,), threads: int | None = None
) -> onnxruntime.InferenceSession:
    """A session for the content or the path of an ONNX file; without ``threads`` it takes as many as it may.

    Raises:
        InvalidModel: ONNX Runtime cannot run it.
    """
    options = onnxruntime.SessionOptions()
    options.log_severity_level = _ERRORS_ONLY
    options.intra_op_num_threads = threads or core_limit() or 0  # 0 is all; ONNX Runtime reads no OMP_NUM_THREADS
    source = graph if isinstance(graph, bytes) else str(graph)
    try:
        return onnxruntime.InferenceSession(source, options, providers=list(providers))
    except RUNTIME_ERRORS as error:
        name = "the model" if isinstance(graph, bytes) else graph.name
        raise InvalidModel(
            f"Expected a network that ONNX Runtime can run, found that it cannot run {name} "
            f"({first_line(error)}): choose another file, or export it for an older opset."
        ) from error


def shape_of_answer(path: Path, images: NDArray[Any]) -> tuple[int, ...]:
    """The shape of the first output of an ONNX file for these images.

    Raises:
        InvalidModel: it cannot be run on them.
    """
    session = open_session(path)
    try:
        answer = session.run([session.get_outputs()[0].name], {session.get_inputs()[0].name: images})[0]
    except RUNTIME_ERRORS as error:
        raise InvalidModel(
            f"Expected a network that takes windows of {images.shape[-1]} px, found that {path.name} does not "
            f"({first_line(error)}): export it for windows of a fixed size."
        ) from error
    return tuple(np.shape(answer))
