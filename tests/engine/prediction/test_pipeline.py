"""What is made of blended probabilities."""

import numpy as np
import torch

from seg4eo_engine.prediction.pipeline import reduce_probabilities


def test_of_two_classes_the_threshold_decides_and_confidence_is_that_of_the_mapped_class():
    second = torch.tensor([[0.1, 0.29, 0.31, 0.5, 0.9]])
    rows = reduce_probabilities(torch.stack([1 - second, second]), torch.ones(1, 5, dtype=torch.bool), threshold=0.3)
    assert rows.class_index.tolist() == [[0, 0, 1, 1, 1]]
    assert rows.confidence.tolist() == [[90, 71, 31, 50, 90]]


def test_of_more_classes_the_largest_probability_decides():
    probabilities = torch.from_numpy(np.random.default_rng(0).dirichlet(np.ones(4), (6, 7))).permute(2, 0, 1)
    rows = reduce_probabilities(probabilities, torch.ones(6, 7, dtype=torch.bool), threshold=0.9)
    assert (rows.class_index == probabilities.numpy().argmax(0)).all()
    assert (rows.confidence == (100 * probabilities.numpy().max(0)).round()).all()
