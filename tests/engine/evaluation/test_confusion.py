"""Scores, against scikit-learn's."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn import metrics

from seg4eo_engine.evaluation.confusion import ConfusionMatrix
from seg4eo_engine.raster.labels import IGNORE_INDEX

CLASSES = 5
# a few classes of five, so that some are absent from both, and pixels that are not to be counted
references = hnp.arrays(np.uint8, st.integers(1, 60), elements=st.sampled_from([0, 1, 3, IGNORE_INDEX]))


@given(references, st.integers(0, 2**16))
def test_scores_equal_those_of_scikit_learn(reference, seed):
    predicted = np.random.default_rng(seed).choice([0, 1, 2], reference.shape)
    confusion = ConfusionMatrix.from_indexes(reference, predicted, CLASSES)
    counted = reference != IGNORE_INDEX
    reference, predicted = reference[counted], predicted[counted]
    assert confusion.total == len(reference)
    if not len(reference):
        return
    present = np.union1d(reference, predicted)
    options = {"labels": present, "average": None, "zero_division": np.nan}
    iou = metrics.jaccard_score(reference, predicted, labels=present, average=None)
    f1 = metrics.f1_score(reference, predicted, labels=present, average=None)
    shares = np.bincount(reference, minlength=CLASSES)[present] / len(reference)
    assert confusion.counts.tolist() == metrics.confusion_matrix(reference, predicted, labels=range(CLASSES)).tolist()
    assert confusion.iou[present] == pytest.approx(iou)
    assert confusion.f1[present] == pytest.approx(f1)
    assert confusion.precision[present] == pytest.approx(
        metrics.precision_score(reference, predicted, **options), nan_ok=True
    )
    assert confusion.recall[present] == pytest.approx(
        metrics.recall_score(reference, predicted, **options), nan_ok=True
    )
    assert confusion.accuracy == pytest.approx(metrics.accuracy_score(reference, predicted))
    assert confusion.right == metrics.accuracy_score(reference, predicted, normalize=False)
    assert confusion.miou == pytest.approx(metrics.jaccard_score(reference, predicted, labels=present, average="macro"))
    assert confusion.mean_f1 == pytest.approx(metrics.f1_score(reference, predicted, labels=present, average="macro"))
    assert confusion.frequency_weighted_iou == pytest.approx((shares * iou).sum())
    assert confusion.frequency_weighted_iou == pytest.approx(
        metrics.jaccard_score(reference, predicted, average="weighted", zero_division=0)
    )
    if len(present) > 1:
        assert confusion.kappa == pytest.approx(metrics.cohen_kappa_score(reference, predicted), abs=1e-12)
    else:
        assert np.isnan(confusion.kappa)
    absent = np.setdiff1d(range(CLASSES), present)
    for scores in (confusion.iou, confusion.f1, confusion.precision, confusion.recall):
        assert np.isnan(scores[absent]).all()


def test_a_class_that_is_absent_is_left_out_of_the_mean():
    confusion = ConfusionMatrix(np.array([[5, 5, 0], [0, 10, 0], [0, 0, 0]]))
    assert np.isnan(confusion.iou[2])
    assert confusion.miou == pytest.approx((5 / 10 + 10 / 15) / 2)
    assert confusion.mean_f1 == pytest.approx((10 / 15 + 20 / 25) / 2)


@pytest.mark.parametrize("ignored", [0, 7])
def test_an_empty_split_has_no_score_and_no_warning(ignored):
    nothing = np.full(ignored, IGNORE_INDEX, dtype=np.uint8)
    confusion = ConfusionMatrix.from_indexes(nothing, np.zeros(ignored, dtype=np.uint8), 3)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        scores = [
            confusion.accuracy,
            confusion.miou,
            confusion.mean_f1,
            confusion.kappa,
            confusion.frequency_weighted_iou,
            *confusion.iou,
            *confusion.f1,
            *confusion.precision,
            *confusion.recall,
        ]
    assert np.isnan(scores).all()
    assert confusion.total == 0
    assert confusion.counts.tolist() == ConfusionMatrix.empty(3).counts.tolist() == [[0] * 3] * 3


def test_kappa_holds_for_more_pixels_than_a_product_of_integers():
    few = np.array([[60, 40], [30, 70]])
    many = ConfusionMatrix(few * 10**14)
    assert many.kappa == pytest.approx(ConfusionMatrix(few).kappa) == pytest.approx(0.3)


def test_matrices_add_up():
    one = ConfusionMatrix.from_indexes(np.array([0, 1]), np.array([0, 0]), 2)
    assert (one + one).counts.tolist() == [[2, 0], [2, 0]]


def test_a_matrix_that_is_not_square_is_refused():
    with pytest.raises(ValueError, match=r"not of shape \(2, 3\)"):
        ConfusionMatrix(np.zeros((2, 3), dtype=np.int64))
