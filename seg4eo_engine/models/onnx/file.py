"""An ONNX file of a segmentation network, as far as it is known without running it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from numpy.typing import NDArray

from seg4eo_engine.errors import InvalidModel, MissingInput
from seg4eo_engine.models.onnx.metadata import SEGMENTOR, OnnxMetadata, read_metadata
from seg4eo_engine.models.onnx.running import shape_of_answer

ONNX_SUFFIX = ".onnx"
_MOST_BANDS_LAST = 32  # a last axis as short as that, after longer ones, holds bands


@dataclass(frozen=True)
class OnnxFile:
    """The graph's input and its first output, and what the metadata says.

    ``batch`` and ``size_px`` are the only number, and the only width and height, of windows that it takes; None where
    any will do. ``dtype`` is that of its input. ``channels`` are those of the output: 1 for the second of two classes,
    or one for each class. ``weights`` counts numbers that were learned.
    """

    name: str
    metadata: OnnxMetadata
    input_name: str
    dtype: np.dtype[Any]
    batch: int | None
    bands: int
    size_px: int | None
    output_name: str
    channels: int
    weights: int
    opset: int

    @property
    def num_classes(self) -> int:
        """Classes of the network."""
        return 2 if self.channels == 1 else self.channels


def is_onnx(path: Path) -> bool:
    """Whether a model file is one for ONNX, by its name."""
    return path.suffix.lower() == ONNX_SUFFIX


def read_onnx(path: Path) -> OnnxFile:
    """What there is to know of the ONNX file at ``path``.

    Raises:
        MissingInput: there is no such file.
        InvalidModel: it is no ONNX file, or its network is not one for segmentation.
    """
    if not path.is_file():
        raise MissingInput(f"Expected a model file at {path}, found nothing there: check the path.")
    try:
        model = onnx.load(str(path), load_external_data=False)
    except (DecodeError, OSError, ValueError) as error:
        raise _unreadable(path) from error
    if not model.graph.node:  # to protobuf, many files are messages without content
        raise _unreadable(path)
    metadata = read_metadata({item.key: item.value for item in model.metadata_props}, path.name)
    if metadata.model_type not in (None, SEGMENTOR):
        raise _refused(f"a {metadata.model_type}", path)
    images = _image_input(model.graph, path)
    batch, bands, size_px = _checked_input(_shape(images), path)
    dtype = onnx.helper.tensor_dtype_to_np_dtype(images.type.tensor_type.elem_type)
    if dtype.kind not in "fui":
        raise _refused(f"an input of {dtype}", path)
    output = _first_output(model)
    return OnnxFile(
        name=path.name,
        metadata=metadata,
        input_name=images.name,
        dtype=dtype,
        batch=batch,
        bands=bands,
        size_px=size_px,
        output_name=output.name,
        channels=_channels(output, path, batch, bands, size_px or metadata.tile_size_px, dtype),
        weights=_count_weights(model.graph),
        opset=max((item.version for item in model.opset_import if item.domain in ("", "ai.onnx")), default=0),
    )


def _image_input(graph: Any, path: Path) -> Any:
    initialized = {item.name for item in graph.initializer}  # old files list weights among their inputs
    inputs = [item for item in graph.input if item.name not in initialized]
    if len(inputs) != 1:
        raise _refused(f"{len(inputs)} inputs", path)
    return inputs[0]


def _shape(value: Any) -> tuple[int | None, ...] | None:
    """Lengths of the axes, None where one is free; None where the graph does not say how many axes there are."""
    if not value.type.tensor_type.HasField("shape"):
        return None
    dims = value.type.tensor_type.shape.dim
    return tuple(dim.dim_value if dim.dim_value > 0 else None for dim in dims)


def _checked_input(shape: tuple[int | None, ...] | None, path: Path) -> tuple[int | None, int, int | None]:
    """Batch, bands and size of the images."""
    if shape is None or len(shape) != 4:
        raise _refused(f"an input of {'unknown' if shape is None else len(shape)} axes", path)
    batch, bands, height, width = shape
    if width is not None and width <= _MOST_BANDS_LAST and (bands is None or bands > width):
        raise InvalidModel(
            f"Expected images as (windows, bands, rows, columns), found the bands last in {path.name} "
            f"({_words(shape)}): export the model with the bands first."
        )
    if bands is None:
        raise InvalidModel(
            f"Expected a network for a fixed number of bands, found any in {path.name}: export it for a fixed one."
        )
    if height is not None and width is not None and height != width:
        raise InvalidModel(
            f"Expected square windows, found {width} × {height} px in {path.name}: export the model for square ones."
        )
    return batch, bands, height or width


def _first_output(model: Any) -> Any:
    output = model.graph.output[0]
    shape = _shape(output)
    if shape is not None and len(shape) == 4 and shape[1] is not None:
        return output
    try:
        inferred = onnx.shape_inference.infer_shapes(model)
    except (onnx.shape_inference.InferenceError, ValueError, RuntimeError):
        return output  # running it will tell
    return inferred.graph.output[0]


def _channels(output: Any, path: Path, batch: int | None, bands: int, size_px: int | None, dtype: np.dtype[Any]) -> int:
    element = output.type.tensor_type.elem_type
    if element and onnx.helper.tensor_dtype_to_np_dtype(element).kind != "f":
        raise _refused("whole numbers as its answer, not a probability of each class,", path)
    shape = _shape(output)
    if shape is None or (len(shape) == 4 and shape[1] is None):
        images: NDArray[Any] = np.zeros((batch or 1, bands, size_px or 256, size_px or 256), dtype)
        shape = shape_of_answer(path, images)
    if len(shape) != 4 or shape[1] is None:
        raise _refused(f"an answer of {len(shape)} axes", path)
    return shape[1]


def _count_weights(graph: Any) -> int:
    learned = {onnx.TensorProto.FLOAT, onnx.TensorProto.FLOAT16, onnx.TensorProto.DOUBLE, onnx.TensorProto.BFLOAT16}
    return sum(int(np.prod(item.dims)) for item in graph.initializer if item.data_type in learned and item.dims)


def _words(shape: tuple[int | None, ...]) -> str:
    return " × ".join("any" if length is None else str(length) for length in shape)


def _refused(found: str, path: Path) -> InvalidModel:
    return InvalidModel(
        f"Expected a segmentation network, which answers images (windows, bands, rows, columns) with probabilities "
        f"(windows, classes, rows, columns), found {found} in {path.name}: choose another model."
    )


def _unreadable(path: Path) -> InvalidModel:
    return InvalidModel(f"Expected an ONNX file, found something else in {path.name}: choose another file.")
