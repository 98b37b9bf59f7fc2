"""What is made of blended probabilities."""

import numpy as np
import pytest
import torch

from seg4eo_engine.prediction.layers import LayerRequest, answer_of
from seg4eo_engine.raster.classes import default_class

CLASSES = tuple(default_class(value, value) for value in (1, 2, 3, 4))


def random_probabilities():
    return torch.from_numpy(np.random.default_rng(0).dirichlet(np.ones(4), (6, 7))).permute(2, 0, 1).float()


def computed(name, probabilities, **request):
    layer = next(layer for layer in LayerRequest(CLASSES, **request).layers() if layer.name == name)
    answer = answer_of(probabilities, threshold=0.5, reject_below=request.get("reject_below"))
    return layer.encode(layer.compute(answer).numpy(), np.ones(probabilities.shape[1:], bool))


def test_of_two_classes_the_threshold_decides_and_confidence_is_that_of_the_mapped_class():
    second = torch.tensor([[0.1, 0.29, 0.31, 0.5, 0.9]])
    answer = answer_of(torch.stack([1 - second, second]), threshold=0.3)
    assert answer.class_index.tolist() == [[0, 0, 1, 1, 1]]
    assert answer.confidence[0].tolist() == pytest.approx([0.9, 0.71, 0.31, 0.5, 0.9])


def test_of_more_classes_the_largest_probability_decides():
    probabilities = random_probabilities()
    answer = answer_of(probabilities, threshold=0.9)
    assert (answer.class_index == probabilities.argmax(0)).all()
    assert (answer.confidence == probabilities.max(0).values).all()


def test_scores_are_whole_percents_or_decimals():
    probabilities = random_probabilities()
    percents = computed("confidence", probabilities, confidence=True)
    decimals = computed("confidence", probabilities, confidence=True, score_format="float32")
    assert percents.dtype == np.uint8
    assert decimals.dtype == np.float32
    assert percents[0] == pytest.approx(decimals[0], abs=0.5001)


def test_the_margin_is_how_close_the_second_class_comes():
    ordered = np.sort(random_probabilities().numpy(), axis=0)
    found = computed("uncertainty", random_probabilities(), uncertainty="margin", score_format="float32")
    assert found[0] == pytest.approx(100 * (1 - ordered[-1] + ordered[-2]), abs=1e-3)


def test_of_classes_that_are_alike_the_entropy_is_whole_and_of_a_certain_one_nothing():
    probabilities = torch.tensor([[0.25, 1.0], [0.25, 0], [0.25, 0], [0.25, 0]])[:, None]
    assert computed("uncertainty", probabilities, uncertainty="entropy").tolist() == [[[100, 0]]]


def test_pixels_that_are_not_valid_are_nodata_in_every_layer():
    request = LayerRequest(CLASSES, True, "entropy", True)
    answer = answer_of(random_probabilities(), 0.5)
    for layer in request.layers():
        written = layer.encode(layer.compute(answer).numpy(), np.zeros((6, 7), bool))
        assert written.dtype == layer.dtype
        assert (written == layer.nodata).all()


def test_the_class_of_undecided_pixels_takes_a_free_value():
    classes = tuple(default_class(value, 0) for value in (3, 255))
    assert [item.value for item in LayerRequest(classes, reject_below=50).map_classes] == [3, 255, 254]
    assert LayerRequest(classes, reject_below=50).layers()[0].dtype == "uint8"
