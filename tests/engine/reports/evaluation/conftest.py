"""Something measured, as a job hands it to the report."""

from dataclasses import replace

import numpy as np
import pytest

from seg4eo_engine.evaluation.confusion import ConfusionMatrix
from seg4eo_engine.evaluation.reliability import Reliability
from seg4eo_engine.evaluation.threshold import ThresholdCurve
from seg4eo_engine.raster.classes import ClassInfo
from seg4eo_engine.reports.evaluation.measured import Measured, Shown, Trust

NAMES = ("water", "forest", "road & rail")


def measured_from(counts, names=NAMES, **changes):
    """What was measured, with this confusion matrix, in two parts."""
    counts = np.array(counts)
    classes = tuple(
        ClassInfo(value=10 * index, name=name, colour=f"#{40 * index % 256:02x}8040")
        for index, name in enumerate(names)
    )
    half = counts // 2
    plain = Measured(
        subject="lakes_<1>.tif",
        against="truth.tif",
        classes=classes,
        confusion=ConfusionMatrix(counts),
        parts=[ConfusionMatrix(half), ConfusionMatrix(counts - half)],
        mapped_px=(2 * counts.sum(0)).tolist(),
        pixel_area_m2=100.0,
    )
    return replace(plain, **changes)


@pytest.fixture
def measure():
    return measured_from


@pytest.fixture
def mostly_right():
    return measured_from([[9000, 500, 500], [500, 18500, 1000], [200, 1600, 8200]])


@pytest.fixture
def shown():
    """A piece of 40 × 30 px, half of which is wrong, with an image of five bands."""
    reference = np.zeros((40, 30), np.uint8)
    reference[:5] = 255
    predicted = np.zeros_like(reference)
    predicted[:, 15:] = 1
    image = np.random.default_rng(0).normal(size=(5, 40, 30)).astype(np.float32)
    return Shown("piece <3>", 0.5, reference, predicted, image, np.ones((40, 30), bool))


@pytest.fixture
def trust():
    random = np.random.default_rng(4)
    confidence = random.random(5000)
    after = Reliability.of(confidence, random.random(5000) < confidence)
    before = Reliability.of(confidence, random.random(5000) < confidence**3)
    return Trust(after, before, cross_entropy=0.5, temperatures=(1.7,))


@pytest.fixture
def curve():
    random = np.random.default_rng(5)
    labels = random.integers(0, 2, 4000)
    return ThresholdCurve.of(np.clip(random.normal(0.3 + 0.4 * labels, 0.2), 0, 1), labels)
