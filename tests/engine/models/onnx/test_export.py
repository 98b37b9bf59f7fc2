"""Our models as ONNX graphs, against torch."""

import numpy as np
import pytest
import torch
from torch import nn

from seg4eo_engine.errors import InvalidModel
from seg4eo_engine.models.device import choose_compute
from seg4eo_engine.models.normalization import Normalization
from seg4eo_engine.models.onnx.export import export_onnx
from seg4eo_engine.models.onnx.pooling import grid_pooling
from seg4eo_engine.models.onnx.running import open_session

CPU = choose_compute("cpu", "fp32")
OFFSETS = ((1000.0, 900.0, 1.5), (1200.5, 10.0, 0.25))


def run(graph, pixels, valid_mask):
    """What the graph says, with NaN in invalid pixels."""
    images = pixels.float().masked_fill(~valid_mask[:, None], torch.nan).numpy()
    return open_session(graph.SerializeToString()).run(["probabilities"], {"pixels": images})[0]


def expected(model, pixels, valid_mask):
    with torch.inference_mode():
        return model.to(CPU).probabilities(pixels, valid_mask, CPU).numpy()


@pytest.mark.parametrize("window_px", [64, None])
@pytest.mark.parametrize("normalizations", [1, 2])
def test_the_graph_gives_the_probabilities_of_the_model(make_model, make_windows, window_px, normalizations):
    schemes = [Normalization(scheme="zscore", offset=offset, scale=(500.0, 480.0, 777.0)) for offset in OFFSETS]
    model = make_model(classes=3, normalizations=schemes[:normalizations])
    windows = make_windows(2, 64)
    found = run(export_onnx(model, window_px=window_px), *windows)
    np.testing.assert_allclose(found, expected(model, *windows), atol=1e-5)
    assert found.std() > 0.05  # it says something


def test_two_classes_are_one_channel_the_probability_of_the_second(make_model, make_windows):
    model, windows = make_model(classes=2), make_windows(2, 64)
    found = run(export_onnx(model, window_px=64), *windows)
    assert found.shape == (2, 1, 64, 64)
    np.testing.assert_allclose(found, expected(model, *windows)[:, 1:], atol=1e-5)


@pytest.mark.parametrize("size_px", [50, 72, 100])
def test_a_graph_for_any_size_pads_as_the_network_does(make_model, make_windows, size_px):
    model, windows = make_model(), make_windows(1, size_px)
    np.testing.assert_allclose(run(export_onnx(model), *windows), expected(model, *windows), atol=1e-5)


def test_a_graph_for_one_size_pads_it(make_model, make_windows):
    model, windows = make_model(), make_windows(1, 50)
    np.testing.assert_allclose(run(export_onnx(model, window_px=50), *windows), expected(model, *windows), atol=1e-5)


@pytest.mark.parametrize(("scheme", "window_px"), [("window_percentile", 64), ("window_maximum", None)])
def test_windows_scaled_by_themselves_are_scaled_in_the_graph(make_model, make_windows, scheme, window_px):
    model, windows = make_model(normalizations=[Normalization.by_window(scheme, 3)]), make_windows(2, 64)
    found = run(export_onnx(model, window_px=window_px), *windows)
    np.testing.assert_allclose(found, expected(model, *windows), atol=1e-5)


def test_a_percentile_of_windows_of_any_size_is_refused(make_model):
    model = make_model(normalizations=[Normalization.by_window("window_percentile", 3)])
    with pytest.raises(InvalidModel, match="give the window size"):
        export_onnx(model)


@pytest.mark.parametrize(("batch", "found"), [(2, 2), (None, 0)])
def test_the_number_of_windows_is_fixed_or_free(make_model, batch, found):
    graph = export_onnx(make_model(), window_px=64, batch=batch)
    for value in (graph.graph.input[0], graph.graph.output[0]):
        sizes = [dim.dim_value for dim in value.type.tensor_type.shape.dim]
        assert (sizes[0], *sizes[2:]) == (found, 64, 64)


@pytest.mark.parametrize("architecture", ["pspnet", "upernet"])
def test_pooling_to_a_grid_that_onnx_does_not_have_is_exported(make_model, make_windows, architecture):
    model, windows = make_model(architecture=architecture, encoder="resnet18"), make_windows(1, 64)
    found = run(export_onnx(model, window_px=64), *windows)
    np.testing.assert_allclose(found, expected(model, *windows), atol=1e-5)


def test_pooling_to_a_grid_goes_with_one_size_only(make_model):
    with pytest.raises(InvalidModel, match="give a window size"):
        export_onnx(make_model(architecture="pspnet", encoder="resnet18"))


@pytest.mark.parametrize("grid", [(3, 3), (6, 5)])
def test_grid_pooling_is_adaptive_pooling(grid):
    features = torch.rand((2, 4, 17, 16))
    torch.testing.assert_close(grid_pooling(features, grid), nn.AdaptiveAvgPool2d(grid)(features))


def test_what_onnx_cannot_express_is_refused_in_a_sentence(make_model, capfd):
    class Odd(nn.Module):
        def forward(self, images):
            return torch.linalg.svd(images).S.unsqueeze(-1).expand(images.shape)

    model = make_model()
    model.networks[0].core = Odd()
    with pytest.raises(InvalidModel, match=r"custom_unet with none as ONNX for windows of 64 px, .*: choose another"):
        export_onnx(model, window_px=64)
    assert capfd.readouterr().out == ""  # the standard output is for events
