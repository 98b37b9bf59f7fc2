"""What is measured on probabilities, batch by batch, against scikit-learn and plain formulae on all at once."""

import warnings

import numpy as np
import pytest
from sklearn import metrics

from seg4eo_engine.evaluation.confusion import ConfusionMatrix
from seg4eo_engine.evaluation.tally import ProbabilityTally
from seg4eo_engine.raster.labels import IGNORE_INDEX


def random_patches(num_classes, seed=0, patches=6, absent=()):
    """Probabilities (N, C, 9, 7) that are right more often than not, and labels with pixels to ignore."""
    random = np.random.default_rng(seed)
    present = [index for index in range(num_classes) if index not in absent]
    labels = random.choice(present, (patches, 9, 7)).astype(np.uint8)
    logits = random.normal(0, 2, (patches, num_classes, 9, 7))
    np.put_along_axis(logits, labels[:, None].astype(int), 1.5 + random.normal(0, 2, (patches, 1, 9, 7)), 1)
    probabilities = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    labels[random.random(labels.shape) < 0.3] = IGNORE_INDEX
    return probabilities.astype(np.float32), labels


def counted(probabilities, labels):
    """The labelled pixels alone: (n, C) and (n,)."""
    chosen = labels != IGNORE_INDEX
    return np.moveaxis(probabilities, 1, -1)[chosen], labels[chosen]


def tally_of(probabilities, labels, batch_size=6, threshold=0.5):
    tally = ProbabilityTally(probabilities.shape[1], threshold)
    for first in range(0, len(labels), batch_size):
        tally.add(probabilities[first : first + batch_size], labels[first : first + batch_size])
    return tally


@pytest.mark.parametrize(("num_classes", "absent"), [(2, ()), (2, (1,)), (4, ()), (6, (0, 4))])
def test_scores_equal_those_of_scikit_learn(num_classes, absent):
    probabilities, labels = random_patches(num_classes, absent=absent)
    tally = tally_of(probabilities, labels, batch_size=4)
    pixels, truth = counted(probabilities, labels)
    classes = list(range(num_classes))
    assert tally.confusion.total == len(truth) < labels.size
    assert (tally.confusion.counts == metrics.confusion_matrix(truth, pixels.argmax(1), labels=classes)).all()
    assert tally.cross_entropy == pytest.approx(metrics.log_loss(truth, pixels, labels=classes), rel=1e-5)


def test_the_calibration_error_is_that_of_its_definition():
    probabilities, labels = random_patches(4)
    reliability = tally_of(probabilities, labels, batch_size=1).reliability
    pixels, truth = counted(probabilities, labels)
    confidence, right = pixels.max(1), pixels.argmax(1) == truth
    expected = 0.0
    for low, high in zip(reliability.edges[:-1], reliability.edges[1:], strict=True):
        inside = (confidence >= low) & (confidence < high)
        if inside.any():
            expected += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    assert reliability.ece == pytest.approx(expected, rel=1e-6)
    assert reliability.counts.sum() == len(truth)
    assert reliability.right.sum() == right.sum()
    assert len(reliability.counts) == 15


def test_a_model_that_is_as_right_as_it_says_has_no_calibration_error():
    sure = np.full((1, 2, 10, 10), [[[[0.8]], [[0.2]]]], dtype=np.float32).reshape(1, 2, 10, 10)
    labels = (np.arange(100) < 20).astype(np.uint8).reshape(1, 10, 10)
    reliability = tally_of(sure, labels).reliability
    assert reliability.ece == pytest.approx(0, abs=1e-6)
    assert reliability.counts[12] == 100  # 0.8 lies in the bin from 12/15 to 13/15
    assert reliability.share_right[12] == pytest.approx(0.8)
    assert reliability.confidence[12] == pytest.approx(0.8)
    assert np.isnan(reliability.share_right[0])


def test_certainty_belongs_to_the_last_bin_and_a_sure_mistake_costs_a_finite_amount():
    certain = np.zeros((1, 2, 1, 2), dtype=np.float32)
    certain[:, 0] = 1
    tally = tally_of(certain, np.array([[[0, 1]]], dtype=np.uint8))
    assert tally.reliability.counts.tolist() == [0] * 14 + [2]
    assert tally.cross_entropy == pytest.approx(-np.log(np.finfo(np.float32).eps) / 2)


def test_of_two_classes_the_second_is_predicted_from_the_threshold_on():
    second = np.array([0.1, 0.25, 0.3, 0.9], dtype=np.float32)
    probabilities = np.stack([1 - second, second])[None, :, None]
    tally = tally_of(probabilities, np.array([[[0, 0, 1, 1]]], dtype=np.uint8), threshold=0.25)
    assert tally.confusion.counts.tolist() == [[1, 1], [0, 2]]
    # the confidence is that of the class which is predicted, also where it is the less probable one
    assert tally.reliability.confidence_sums.sum() == pytest.approx(0.9 + 0.25 + 0.3 + 0.9)


@pytest.mark.parametrize("num_classes", [2, 5])
def test_tallies_of_parts_add_up_to_that_of_the_whole(num_classes):
    probabilities, labels = random_patches(num_classes)
    whole = tally_of(probabilities, labels)
    total = tally_of(probabilities[:2], labels[:2]) + tally_of(probabilities[2:], labels[2:])
    assert (total.confusion.counts == whole.confusion.counts).all()
    assert total.cross_entropy == pytest.approx(whole.cross_entropy)
    assert total.reliability.ece == pytest.approx(whole.reliability.ece)
    if num_classes == 2:
        assert (total.threshold_curve.second == whole.threshold_curve.second).all()
        assert (total.threshold_curve.first == whole.threshold_curve.first).all()
    else:
        assert total.threshold_curve is None


def test_a_sum_of_tallies_at_different_thresholds_says_so_and_takes_no_pixels():
    probabilities, labels = random_patches(2)
    total = tally_of(probabilities, labels, threshold=0.3) + tally_of(probabilities, labels, threshold=0.6)
    assert np.isnan(total.threshold)
    assert total.confusion.total == 2 * (labels != IGNORE_INDEX).sum()
    with pytest.raises(ValueError, match="different thresholds"):
        total.add(probabilities, labels)


@pytest.mark.parametrize("labels", [np.zeros((0, 8, 8), np.uint8), np.full((2, 8, 8), IGNORE_INDEX, np.uint8)])
def test_an_empty_split_has_no_score_and_no_warning(labels):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tally = tally_of(np.full((len(labels), 2, 8, 8), 0.5, dtype=np.float32), labels)
        curve = tally.threshold_curve
        scores = [
            tally.cross_entropy,
            tally.reliability.ece,
            tally.confusion.miou,
            curve.average_precision,
            *tally.reliability.confidence,
            *tally.reliability.share_right,
            *curve.precision,
            *curve.recall,
            *curve.f1,
            *curve.iou,
        ]
    assert np.isnan(scores).all()
    assert tally.confusion.counts.tolist() == ConfusionMatrix.empty(2).counts.tolist()


def test_probabilities_that_do_not_go_with_the_labels_are_refused():
    with pytest.raises(ValueError, match=r"shape \(2, 3, 8, 8\) go with these labels, not \(2, 4, 8, 8\)"):
        ProbabilityTally(3).add(np.zeros((2, 4, 8, 8), np.float32), np.zeros((2, 8, 8), np.uint8))
    with pytest.raises(ValueError, match="do not add up"):
        ProbabilityTally(3) + ProbabilityTally(4)
