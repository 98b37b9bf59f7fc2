"""One algorithm for each job of the engine, in the order of the road from a scene to a map."""

from .evaluate import Evaluate
from .extractpatches import ExtractPatches
from .grid import Grid
from .modelinfo import ModelInfo
from .predict import Predict
from .sampledata import SampleData
from .train import Train

ALGORITHMS = (SampleData, Grid, ExtractPatches, Train, ModelInfo, Predict, Evaluate)
