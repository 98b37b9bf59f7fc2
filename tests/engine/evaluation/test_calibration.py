"""The temperature of logits."""

import numpy as np
import pytest
from scipy.special import log_softmax
from sklearn.linear_model import LogisticRegression

from seg4eo_engine.evaluation.calibration import fit_temperature


def calibrated_pixels(num_classes, count=20_000, seed=0):
    """Logits (n, C), or (n, 1) for two classes, and labels drawn with just the probabilities that they say."""
    random = np.random.default_rng(seed)
    logits = random.normal(0, 1.5, (count, num_classes)).astype(np.float32)
    probabilities = np.exp(log_softmax(logits.astype(float), axis=1))
    labels = (probabilities.cumsum(1) < random.random((count, 1))).sum(1).astype(np.uint8)
    return (logits[:, 1:] - logits[:, :1] if num_classes == 2 else logits), labels


@pytest.mark.parametrize("num_classes", [2, 5])
@pytest.mark.parametrize("temperature", [0.4, 1.0, 3.0])
def test_the_temperature_that_logits_were_multiplied_by_is_found(num_classes, temperature):
    logits, labels = calibrated_pixels(num_classes)
    assert fit_temperature(logits * temperature, labels) == pytest.approx(temperature, rel=0.05)


def test_one_logit_is_fitted_as_by_a_logistic_regression():
    logits, labels = calibrated_pixels(2, count=3000)
    slope = LogisticRegression(C=np.inf, fit_intercept=False, tol=1e-10).fit(2 * logits, labels).coef_[0, 0]
    assert fit_temperature(2 * logits, labels) == pytest.approx(1 / slope, rel=1e-3)


def test_no_other_temperature_has_a_smaller_cross_entropy():
    logits, labels = calibrated_pixels(4, count=2000)

    def cross_entropy(temperature):
        return -np.take_along_axis(log_softmax(logits / temperature, axis=1), labels[:, None].astype(int), 1).mean()

    found = fit_temperature(logits, labels)
    assert cross_entropy(found) <= min(map(cross_entropy, np.geomspace(0.1, 10, 400))) + 1e-6


def test_one_logit_and_two_say_the_same():
    logits, labels = calibrated_pixels(2, count=2000)
    both = np.concatenate([np.zeros_like(logits), logits], axis=1)
    assert fit_temperature(both, labels) == pytest.approx(fit_temperature(logits, labels))


def test_few_pixels_teach_nothing():
    logits, labels = calibrated_pixels(3, count=99)
    assert fit_temperature(5 * logits, labels) == 1
    assert fit_temperature(np.empty((0, 3), dtype=np.float32), np.empty(0, dtype=np.uint8)) == 1


@pytest.mark.parametrize("channels", [1, 3])
def test_pixels_that_are_all_right_teach_nothing(channels):
    labels = np.tile([0, 1], 500).astype(np.uint8)
    logits = np.where(labels == 1, 4.0, -4.0)[:, None] if channels == 1 else 4.0 * np.eye(3)[labels]
    assert fit_temperature(logits, labels) == 1


def test_a_single_mistake_or_nothing_but_mistakes_stay_within_bounds():
    labels = np.tile([0, 1], 500).astype(np.uint8)
    logits = np.where(labels == 1, 100.0, -100.0)[:, None]
    logits[0] *= -1
    assert 0.1 <= fit_temperature(logits, labels) <= 10
    assert 0.1 <= fit_temperature(-logits, labels) <= 10
    assert fit_temperature(-logits, labels) == pytest.approx(10, rel=0.01)
