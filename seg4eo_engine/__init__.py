"""Deep-learning segmentation of Earth-observation imagery.

The jobs are the public interface, and importing this package loads none of them until one is asked for::

    from seg4eo_engine import Predict

    Predict(model="water.safetensors", raster="scene.tif", output="water.tif").run()
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = [
    "AdoptDataset",
    "CheckEngine",
    "DatasetReport",
    "Evaluate",
    "ExportOnnx",
    "ExtractPatches",
    "Grid",
    "ImportModel",
    "ModelInfo",
    "Predict",
    "PredictScenes",
    "RasterizeLabels",
    "SampleData",
    "Train",
    "Vectorize",
    "__version__",
]

if TYPE_CHECKING:
    from seg4eo_engine.jobs import (
        AdoptDataset,
        CheckEngine,
        DatasetReport,
        Evaluate,
        ExportOnnx,
        ExtractPatches,
        Grid,
        ImportModel,
        ModelInfo,
        Predict,
        PredictScenes,
        RasterizeLabels,
        SampleData,
        Train,
        Vectorize,
    )


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from seg4eo_engine import jobs

    return getattr(jobs, name)
