"""Scores, against scikit-learn's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn import metrics

from seg4eo_engine.evaluation.confusion import ConfusionMatrix

indexes = hnp.arrays(np.uint8, st.integers(1, 60), elements=st.integers(0, 3))


@given(indexes, st.integers(0, 2**16))
def test_scores_equal_those_of_scikit_learn(reference, seed):
    predicted = np.random.default_rng(seed).integers(0, 4, reference.shape)
    confusion = ConfusionMatrix.from_indexes(reference, predicted, 4)
    present = np.union1d(reference, predicted)
    options = {"labels": present, "average": None, "zero_division": np.nan}
    assert confusion.iou[present] == pytest.approx(
        metrics.jaccard_score(reference, predicted, labels=present, average=None)
    )
    assert confusion.f1[present] == pytest.approx(metrics.f1_score(reference, predicted, labels=present, average=None))
    assert confusion.precision[present] == pytest.approx(
        metrics.precision_score(reference, predicted, **options), nan_ok=True
    )
    assert confusion.recall[present] == pytest.approx(
        metrics.recall_score(reference, predicted, **options), nan_ok=True
    )
    assert confusion.accuracy == pytest.approx(metrics.accuracy_score(reference, predicted))


def test_a_class_that_is_absent_is_left_out_of_the_mean():
    confusion = ConfusionMatrix(np.array([[5, 5, 0], [0, 10, 0], [0, 0, 0]]))
    assert np.isnan(confusion.iou[2])
    assert confusion.miou == pytest.approx((5 / 10 + 10 / 15) / 2)


def test_an_empty_matrix_has_no_score():
    assert np.isnan(ConfusionMatrix(np.zeros((3, 3), dtype=np.int64)).miou)
    assert np.isnan(ConfusionMatrix(np.zeros((3, 3), dtype=np.int64)).accuracy)


def test_matrices_add_up():
    one = ConfusionMatrix.from_indexes(np.array([0, 1]), np.array([0, 0]), 2)
    assert (one + one).counts.tolist() == [[2, 0], [2, 0]]


def test_a_matrix_that_is_not_square_is_refused():
    with pytest.raises(ValueError, match=r"not of shape \(2, 3\)"):
        ConfusionMatrix(np.zeros((2, 3), dtype=np.int64))
