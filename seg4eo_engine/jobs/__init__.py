"""The jobs, by id, in the order of the road from a scene to a map."""

from seg4eo_engine.jobs.adoptdataset import AdoptDataset
from seg4eo_engine.jobs.checkengine import CheckEngine
from seg4eo_engine.jobs.datasetreport import DatasetReport
from seg4eo_engine.jobs.evaluate import Evaluate
from seg4eo_engine.jobs.exportonnx import ExportOnnx
from seg4eo_engine.jobs.extractpatches import ExtractPatches
from seg4eo_engine.jobs.grid import Grid
from seg4eo_engine.jobs.importmodel import ImportModel
from seg4eo_engine.jobs.job import Job, Result
from seg4eo_engine.jobs.modelinfo import ModelInfo
from seg4eo_engine.jobs.predict import Predict
from seg4eo_engine.jobs.predictscenes import PredictScenes
from seg4eo_engine.jobs.rasterizelabels import RasterizeLabels
from seg4eo_engine.jobs.sampledata import SampleData
from seg4eo_engine.jobs.train import Train
from seg4eo_engine.jobs.vectorize import Vectorize

JOBS: dict[str, type[Job]] = {
    job.id: job
    for job in (
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
        CheckEngine,
    )
}

__all__ = [
    "JOBS",
    "AdoptDataset",
    "CheckEngine",
    "DatasetReport",
    "Evaluate",
    "ExportOnnx",
    "ExtractPatches",
    "Grid",
    "ImportModel",
    "Job",
    "ModelInfo",
    "Predict",
    "PredictScenes",
    "RasterizeLabels",
    "Result",
    "SampleData",
    "Train",
    "Vectorize",
]
