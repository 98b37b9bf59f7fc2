"""Trainings of a small network on the easy dataset, and someone who listens to them."""

import math

import pytest

from seg4eo_engine.errors import Cancelled
from seg4eo_engine.jobs import Train
from seg4eo_engine.progress import SilentReporter

# in the words of the command line, where a training is a process of its own
SMALL = {"architecture": "custom_unet", "network_options": ["base_filters=8", "depth=3"]}


class Listener(SilentReporter):
    def __init__(self, cancel_after=math.inf):
        self.epochs = []
        self.texts = []
        self._left = cancel_after

    def info(self, text):
        self.texts.append(text)

    warning = info

    def metrics(self, step, values):
        self.epochs.append((step, values))

    def check_cancelled(self):
        self._left -= 1
        if self._left < 0:
            raise Cancelled("stop")


@pytest.fixture
def listen():
    return Listener


@pytest.fixture
def train(easy_dataset, tmp_path):
    def make(**settings):
        defaults = {"dataset": easy_dataset, "output": tmp_path / "model.safetensors", "epochs": 6, "batch_size": 4,
                    "device": "cpu", "learning_rate": 0.01, **SMALL}  # fmt: skip
        return Train.from_parameters(defaults | settings)

    return make
