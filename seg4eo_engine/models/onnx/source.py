"""Where the graph of a backend comes from: an ONNX file, or one of our models that is exported when it is needed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from seg4eo_engine.models.checkpoint import ModelManifest, read_model_manifest
from seg4eo_engine.models.model import SegmentationModel, load_model
from seg4eo_engine.models.onnx.export import INPUT_NAME, OPSET, OUTPUT_NAME, export_onnx
from seg4eo_engine.models.onnx.file import OnnxFile, read_onnx
from seg4eo_engine.models.onnx.metadata import OnnxMetadata


@dataclass(frozen=True)
class GraphSource:
    """A graph: its description, and its content or path, given the size of windows in pixels."""

    file: OnnxFile
    load: Callable[[int], bytes | Path]


def file_source(path: Path) -> GraphSource:
    """The graph of an ONNX file, which has one form for all sizes.

    Raises:
        MissingInput, InvalidModel: there is none, or it is none for segmentation.
    """
    # by its path, for it may have weights in files beside it
    return GraphSource(read_onnx(path), lambda window_px: path)


def model_source(model: SegmentationModel, batch: int | None = 1) -> GraphSource:
    """The graph of one of our models, exported for windows of one size when they come: that runs faster.

    ``batch`` is the only number of windows that it takes at once; None lets it take any.
    """
    return _exported(model.manifest, lambda: model, batch)


def model_file_source(path: Path, batch: int | None = 1) -> GraphSource:
    """The same of a model file, which is read for each export and not held: a graph is its network once more.

    Raises:
        MissingInput, InvalidModel: there is none, or it cannot be read.
    """
    return _exported(read_model_manifest(path), lambda: load_model(path), batch)


def _exported(manifest: ModelManifest, load: Callable[[], SegmentationModel], batch: int | None) -> GraphSource:
    file = OnnxFile(
        name="the model",
        metadata=OnnxMetadata(manifest=manifest),
        input_name=INPUT_NAME,
        dtype=np.dtype(np.float32),
        batch=batch,
        bands=len(manifest.bands),
        size_px=None,
        output_name=OUTPUT_NAME,
        channels=1 if len(manifest.classes) == 2 else len(manifest.classes),
        weights=0,
        opset=OPSET,
    )
    return GraphSource(
        file, lambda window_px: export_onnx(load(), window_px=window_px, batch=batch).SerializeToString()
    )
