"""Our own U-Net and its options."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.models.registry import NetworkInfo, build_network
from seg4eo_engine.models.unet import UNet, UNetOptions, parse_options


def convolutions(module):
    return [layer for layer in module.modules() if isinstance(layer, nn.Conv2d)]


def test_options_are_read_as_numbers_and_words():
    texts = ["base_filters=16", " depth = 6", "dropout=0.3", "norm=group", "upsampling=transposed"]
    expected = {"base_filters": 16, "depth": 6, "dropout": 0.3, "norm": "group", "upsampling": "transposed"}
    assert parse_options(texts) == expected


def test_what_is_not_given_is_left_to_the_defaults():
    assert parse_options([]) == {}


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["depth"], "a network option such as depth=6, found 'depth'"),
        (["depth="], "a network option such as depth=6, found 'depth='"),
        (["depth=3", "depth=4"], "each network option once, found depth twice"),
        (["levels=3"], "the network options base_filters, .*found 'levels'"),
        (["depth=0"], "the network option depth to be greater than or equal to 1, found 0"),
        (["depth=9"], "the network option depth to be less than or equal to 8, found 9"),
        (["depth=many"], "the network option depth to be a valid integer.*found many"),
        (["kernel_px=4"], "the network option kernel_px to be odd, found 4"),
        (["first_kernel_px=2"], "the network option first_kernel_px to be odd, found 2"),
        (["dropout=1"], "the network option dropout to be less than 1, found 1"),
        (["norm=layer"], "the network option norm to be 'batch', 'group', 'instance' or 'none', found layer"),
    ],
)
def test_options_that_make_no_sense_are_refused(texts, message):
    with pytest.raises(InvalidJob, match=f"Expected {message}"):
        parse_options(texts)


def test_six_stages_from_16_to_512_filters_end_in_1024():
    network = UNet(4, 3, UNetOptions(base_filters=16, depth=6, dropout=0.3))
    assert [convolutions(stage)[-1].out_channels for stage in network.down] == [16, 32, 64, 128, 256, 512, 1024]
    assert [convolutions(stage)[-1].out_channels for stage in network.up] == [512, 256, 128, 64, 32, 16]
    assert {layer.p for layer in network.modules() if isinstance(layer, nn.Dropout2d)} == {0.3}


def test_eight_stages_may_have_large_kernels_and_few_filters():
    options = UNetOptions(base_filters=4, max_filters=16, depth=8, first_kernel_px=11, kernel_px=5)
    network = UNet(2, 1, options)
    first, *others = network.down
    assert {layer.kernel_size for layer in convolutions(first)} == {(11, 11)}
    assert {layer.kernel_size for stage in (*others, *network.up) for layer in convolutions(stage)} == {(5, 5)}
    assert [convolutions(stage)[-1].out_channels for stage in network.down] == [4, 8] + 7 * [16]
    assert network(torch.zeros(1, 2, 512, 512)).shape == (1, 1, 512, 512)


@torch.inference_mode()
@pytest.mark.parametrize("upsampling", ["bilinear", "transposed"])
def test_logits_are_those_of_the_layers_written_out(upsampling):
    torch.manual_seed(0)
    network = UNet(2, 3, UNetOptions(base_filters=4, depth=1, dropout=0.5, upsampling=upsampling)).eval()
    for norm in (layer for layer in network.modules() if isinstance(layer, nn.BatchNorm2d)):
        nn.init.normal_(norm.running_mean)
        nn.init.uniform_(norm.running_var, 0.5, 2)

    def two_convolutions(features, stage):
        for conv, norm in ((stage[0], stage[1]), (stage[4], stage[5])):
            features = F.conv2d(features, conv.weight, conv.bias, padding=1)
            scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
            features = (features - norm.running_mean[:, None, None]) * scale[:, None, None] + norm.bias[:, None, None]
            features = features.clamp(min=0)
        return features

    images = torch.randn(1, 2, 8, 12)
    fine = two_convolutions(images, network.down[0])
    coarse = two_convolutions(F.max_pool2d(fine, 2), network.down[1])
    if upsampling == "bilinear":
        grown = F.interpolate(coarse, size=(8, 12), mode="bilinear", align_corners=True)
    else:
        grown = F.conv_transpose2d(coarse, network.grow[0].weight, network.grow[0].bias, stride=2)
    expected = F.conv2d(two_convolutions(torch.cat([grown, fine], 1), network.up[0]), network.head.weight)
    torch.testing.assert_close(network(images), expected + network.head.bias[:, None, None], atol=1e-4, rtol=1e-4)


def reach_px(dilation):
    """How far the middle logit looks to the left."""
    torch.manual_seed(0)
    network = UNet(1, 1, UNetOptions(base_filters=8, depth=1, norm="none", dilation=dilation))
    image = torch.randn(1, 1, 8, 128, requires_grad=True)
    network(image)[0, 0, 4, 64].backward()
    return 64 - int(image.grad.abs().sum((0, 1, 2)).nonzero().min())


def test_dilation_lets_it_look_further():
    assert reach_px(3) > 2 * reach_px(1)


@pytest.mark.parametrize(("dropout", "varies"), [(0.0, False), (0.5, True)])
def test_dropout_varies_the_answer_while_learning_only(dropout, varies):
    network = UNet(1, 1, UNetOptions(base_filters=8, depth=2, dropout=dropout, norm="none"))
    images = torch.ones(1, 1, 8, 8)
    assert torch.equal(network.train()(images), network(images)) is not varies
    assert torch.equal(network.eval()(images), network(images))


@pytest.mark.parametrize("norm", ["batch", "group", "instance", "none"])
def test_a_single_small_patch_can_be_learned_from(norm):
    info = NetworkInfo.choose("custom_unet", "none", 3, 4, ["base_filters=6", "depth=4", f"norm={norm}"])
    network = build_network(info)
    logits = network(torch.randn(1, 3, 9, 14))
    logits.square().mean().backward()
    assert logits.shape == (1, 4, 9, 14)
    assert all(weight.grad.isfinite().all() for weight in network.parameters())
