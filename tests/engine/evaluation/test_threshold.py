"""The threshold of two classes."""

import numpy as np
import pytest
from sklearn import metrics

from seg4eo_engine.evaluation.threshold import ThresholdCurve, best_threshold


def pixels(share=0.1, count=1000, seed=0, shift=0.0):
    """Probabilities of the second class, on average higher where it is, and the labels."""
    random = np.random.default_rng(seed)
    labels = (random.random(count) < share).astype(np.uint8)
    logits = random.normal(3 * labels - 2 + shift, 1)
    return (1 / (1 + np.exp(-logits))).astype(np.float32), labels


@pytest.mark.parametrize("threshold", [0.0, 0.001, 0.137, 0.5, 0.999, 1.0])
def test_the_curve_is_what_each_threshold_would_do(threshold):
    probability, labels = pixels()
    curve = ThresholdCurve.of(probability, labels)
    mapped = probability >= threshold
    at = round(threshold * 1000)
    assert curve.thresholds[at] == threshold
    assert curve.confusion_at(threshold).counts.tolist() == metrics.confusion_matrix(labels, mapped).tolist()
    assert curve.precision[at] == pytest.approx(
        metrics.precision_score(labels, mapped, zero_division=np.nan), nan_ok=True
    )
    assert curve.recall[at] == pytest.approx(metrics.recall_score(labels, mapped))
    assert curve.f1[at] == pytest.approx(metrics.f1_score(labels, mapped))
    assert curve.iou[at] == pytest.approx(metrics.jaccard_score(labels, mapped))


def test_average_precision_is_that_of_scikit_learn_but_for_the_width_of_a_step():
    probability, labels = pixels()
    curve = ThresholdCurve.of(probability, labels)
    rounded_down = np.floor(probability.astype(np.float64) * 1000) / 1000
    assert curve.average_precision == pytest.approx(metrics.average_precision_score(labels, rounded_down))
    assert curve.average_precision == pytest.approx(metrics.average_precision_score(labels, probability), abs=0.002)


def test_probabilities_on_a_step_belong_to_it():
    curve = ThresholdCurve.of(np.array([0.0, 0.25, 0.5, 1.0], dtype=np.float32), np.array([0, 0, 1, 1]))
    assert np.flatnonzero(curve.first).tolist() == [0, 250]
    assert np.flatnonzero(curve.second).tolist() == [500, 1000]


@pytest.mark.parametrize("shift", [-1.5, 0.0, 1.5])
def test_the_best_threshold_has_the_largest_f1(shift):
    probability, labels = pixels(shift=shift)
    chosen = best_threshold(ThresholdCurve.of(probability, labels))
    possible = [metrics.f1_score(labels, probability >= step / 1000) for step in range(5, 1000, 5)]
    assert metrics.f1_score(labels, probability >= chosen) >= max(possible) - 0.001
    # the further the probabilities are shifted, the further the threshold must move
    assert np.sign(chosen - best_threshold(ThresholdCurve.of(*pixels()))) == np.sign(shift)


def test_of_thresholds_that_are_as_good_the_nearest_to_a_half_is_taken():
    labels = np.array([0] * 50 + [1] * 50)
    assert best_threshold(ThresholdCurve.of(np.where(labels == 1, 0.9, 0.1), labels)) == 0.5
    assert best_threshold(ThresholdCurve.of(np.where(labels == 1, 0.3, 0.1), labels)) == 0.3
    assert best_threshold(ThresholdCurve.of(np.where(labels == 1, 0.9, 0.7), labels)) == 0.701


@pytest.mark.parametrize("labels", [[], [0, 0, 0], [1, 1, 1]])
def test_the_threshold_stays_where_there_is_nothing_to_choose_by(labels):
    probability = np.linspace(0.1, 0.3, len(labels))
    assert best_threshold(ThresholdCurve.of(probability, np.array(labels, dtype=np.uint8))) == 0.5


def test_a_threshold_never_maps_everything_as_one_class():
    # the more probable, the wronger: F1 is best where all is mapped as the second class
    labels = np.array([1] * 90 + [0] * 10)
    chosen = best_threshold(ThresholdCurve.of(np.where(labels == 1, 0.0, 1.0), labels))
    assert 0 < chosen < 1
