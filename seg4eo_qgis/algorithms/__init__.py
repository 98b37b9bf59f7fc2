"""One algorithm for each job of the engine, in the order of the road from a scene to a map, and its installer."""

from .adoptdataset import AdoptDataset
from .checkengine import CheckEngine
from .datasetreport import DatasetReport
from .evaluate import Evaluate
from .exportonnx import ExportOnnx
from .extractpatches import ExtractPatches
from .grid import Grid
from .importmodel import ImportModel
from .installengine import InstallEngine
from .modelinfo import ModelInfo
from .predict import Predict
from .predictscenes import PredictScenes
from .rasterizelabels import RasterizeLabels
from .sampledata import SampleData
from .train import Train
from .vectorize import Vectorize

ALGORITHMS = (
    SampleData,
    Grid,
    RasterizeLabels,
    ExtractPatches,
    AdoptDataset,
    DatasetReport,
    Train,
    ImportModel,
    ExportOnnx,
    ModelInfo,
    Predict,
    PredictScenes,
    Vectorize,
    Evaluate,
    InstallEngine,
    CheckEngine,
)
