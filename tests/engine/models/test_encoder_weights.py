"""Pretrained weights of encoders, from files and by name."""

import pickle

import pytest
import segmentation_models_pytorch as smp
import timm
import torch
import torchvision
from safetensors.torch import save_file
from torch import nn

from seg4eo_engine.errors import InvalidJob, InvalidModel, MissingInput
from seg4eo_engine.models.checkpoint import save_model
from seg4eo_engine.models.encoder_weights import fit_stem, read_weights
from seg4eo_engine.models.registry import NetworkInfo, build_network


def info(architecture="unet", encoder="resnet18", bands=3):
    return NetworkInfo.choose(architecture, encoder, bands, classes=2)


@pytest.fixture(scope="module")
def classifier():
    torch.manual_seed(1)
    return torchvision.models.resnet18(weights=None).eval()


@pytest.fixture
def written(tmp_path):
    def write(content, name="weights.pth"):
        torch.save(content, tmp_path / name)
        return str(tmp_path / name)

    return write


def with_prefix(prefix, weights):
    return {prefix + name: tensor for name, tensor in weights.items()}


def assert_is_encoder_of(classifier, network):
    own = network.encoder.state_dict()
    expected = {name: tensor for name, tensor in classifier.state_dict().items() if not name.startswith("fc.")}
    assert own.keys() == expected.keys()
    assert all(torch.equal(own[name], tensor) for name, tensor in expected.items())


@pytest.mark.parametrize("bands", [1, 2, 3, 4, 10, 13])
@pytest.mark.parametrize("pretrained", [3, 13])
def test_bands_that_are_all_alike_give_the_same_activations_with_any_number(pretrained, bands):
    kernels = torch.randn(8, pretrained, 3, 3, dtype=torch.float64)
    image = torch.randn(1, 1, 9, 9, dtype=torch.float64)
    before = nn.functional.conv2d(image.expand(-1, pretrained, -1, -1), kernels)
    after = nn.functional.conv2d(image.expand(-1, bands, -1, -1), fit_stem(kernels, bands))
    torch.testing.assert_close(after, before)


def test_kernels_for_the_same_bands_are_left_as_they_are():
    kernels = torch.randn(8, 3, 3, 3)
    assert torch.equal(fit_stem(kernels, 3), kernels)


def test_further_bands_get_different_kernels():
    fitted = fit_stem(torch.randn(8, 3, 3, 3), 4)
    assert not torch.equal(fitted[:, 0], fitted[:, 1])
    assert torch.equal(fitted[:, 0], fitted[:, 3])


@pytest.mark.parametrize("prefix", ["", "module.", "backbone.", "module.encoder_q."])
def test_a_classifier_in_a_file_of_pytorch_fills_the_encoder(classifier, written, prefix):
    path = written(with_prefix(prefix, classifier.state_dict()))
    assert_is_encoder_of(classifier, build_network(info(), path))


@pytest.mark.parametrize("wrapping", ["state_dict", "model_state_dict", "model"])
def test_weights_may_lie_beside_other_things(classifier, written, wrapping):
    path = written({"epoch": 3, wrapping: classifier.state_dict()}, "checkpoint.pt")
    assert_is_encoder_of(classifier, build_network(info(), path))


def test_safetensors_fill_the_encoder(classifier, tmp_path):
    save_file(classifier.state_dict(), tmp_path / "weights.safetensors")
    assert_is_encoder_of(classifier, build_network(info(), str(tmp_path / "weights.safetensors")))


def test_a_model_file_of_ours_gives_its_encoder_to_another_architecture(network, manifest, tmp_path):
    save_model(tmp_path / "model.safetensors", [network], manifest)
    other = build_network(info("fpn"), str(tmp_path / "model.safetensors"))
    for name, tensor in network.encoder.state_dict().items():
        assert torch.equal(other.encoder.state_dict()[name], tensor)


def test_weights_for_the_bands_at_hand_are_taken_as_they_are(written):
    source = build_network(info("unet", "resnet18", bands=13))
    path = written(source.encoder.state_dict())
    network = build_network(info("unet", "resnet18", bands=13), path)
    assert torch.equal(network.encoder.conv1.weight, source.encoder.conv1.weight)


@torch.inference_mode()
@pytest.mark.parametrize(
    ("architecture", "encoder", "bands"),
    [
        *(("unet", "resnet18", bands) for bands in (1, 2, 10, 13)),
        *(("tv_lraspp", "mobilenet_v3_large", bands) for bands in (1, 2, 10, 13)),
        *(("unet", "tu-test_convnext", bands) for bands in (1, 2, 10, 13)),
        ("unet", "efficientnet-b0", 13),
        ("fpn", "mobileone_s0", 10),  # several convolutions side by side see the bands
        ("fpn", "mit_b0", 2),
        ("fpn", "tu-tresnet_m", 10),  # it folds squares of pixels into channels before its first convolution
        ("dpt", "tu-test_vit", 1),
        ("dpt", "tu-test_vit", 13),
    ],
)
def test_every_kind_of_encoder_answers_a_grey_image_as_before_with_any_number_of_bands(
    architecture, encoder, bands, written
):
    torch.manual_seed(0)
    pretrained = build_network(info(architecture, encoder)).eval()
    path = written(pretrained.encoder.state_dict())
    fitted = build_network(info(architecture, encoder, bands), path).eval()
    grey = torch.randn(1, 1, 64, 64)
    before = deepest(pretrained.encoder(grey.expand(-1, 3, -1, -1)))
    after = deepest(fitted.encoder(grey.expand(-1, bands, -1, -1).contiguous()))
    torch.testing.assert_close(after, before, rtol=1e-3, atol=1e-4 * float(before.abs().max()))


def deepest(features):
    if isinstance(features, dict):
        return features["high"]
    if isinstance(features, tuple):  # of dpt: features and tokens
        features = features[0]
    return features[-1]


@torch.inference_mode()
def test_a_classifier_of_timm_fills_an_encoder_that_spells_its_names_differently(written):
    torch.manual_seed(0)
    classifier = timm.create_model("test_convnext").eval()
    network = build_network(info("unet", "tu-test_convnext"), written(classifier.state_dict())).eval()
    images = torch.randn(1, 3, 64, 64)
    assert "stages_0." in "".join(network.encoder.state_dict())
    torch.testing.assert_close(network.encoder(images)[-1], classifier.stages(classifier.stem(images)))


def test_a_vision_transformer_is_filled_by_its_classifier_and_has_none_itself(written):
    classifier = timm.create_model("test_vit").state_dict()
    network = build_network(info("dpt", "tu-test_vit"), written(classifier))
    own = {name.removeprefix("model."): tensor for name, tensor in network.encoder.state_dict().items()}
    assert classifier.keys() - own.keys() == {"head.weight", "head.bias"}
    assert all(torch.equal(tensor, classifier[name]) for name, tensor in own.items())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda weights: weights.pop("layer3.0.conv1.weight"), r"found none for layer3.0.conv1.weight: "),
        (
            lambda weights: weights.update({"layer3.0.conv1.weight": torch.zeros(2, 2)}),
            r"layer3.0.conv1.weight of shape \(256, 128, 3, 3\), found \(2, 2\)",
        ),
        (lambda weights: weights.update({"layer3.2.conv1.weight": torch.zeros(2)}), "found layer3.2.conv1.weight: "),
        (
            lambda weights: weights.update(with_prefix("teacher.", weights)),
            r"found several \(, teacher.\)",
        ),
    ],
    ids=["missing", "shape", "surplus", "two"],
)
def test_weights_that_do_not_fit_are_refused_by_name(classifier, written, change, message):
    weights = classifier.state_dict()
    change(weights)
    with pytest.raises(InvalidModel, match=message):
        build_network(info(), written(weights))


def test_weights_of_a_larger_encoder_are_refused(written):
    larger = torchvision.models.resnet34(weights=None).state_dict()
    with pytest.raises(InvalidModel, match="found layer1.2.*choose the encoder that the weights are of"):
        build_network(info(), written(larger))


def test_a_missing_file_is_named():
    with pytest.raises(MissingInput, match=r"encoder weights at gone.pth, found nothing"):
        build_network(info(), "gone.pth")


class Surprise:
    """What an unsafe file would run when it is read."""

    def __reduce__(self):
        return (pytest.fail, ("code in a file of weights was run",))


@pytest.mark.parametrize("name", ["weights.pth", "weights.safetensors"])
def test_a_file_that_would_run_code_or_is_no_file_of_weights_is_refused(tmp_path, name):
    (tmp_path / name).write_bytes(pickle.dumps({"weight": Surprise()}, protocol=2))
    with pytest.raises(InvalidModel, match=f"in {name}, found a file that cannot be read safely"):
        read_weights(tmp_path / name)


def test_a_file_without_tensors_is_refused(written):
    with pytest.raises(InvalidModel, match="found none: save the state dict"):
        build_network(info(), written({"epoch": 3}))


def test_weights_by_name_are_fitted_to_the_bands(monkeypatch, classifier, tmp_path):
    weights = {name: tensor for name, tensor in classifier.state_dict().items() if not name.startswith("fc.")}
    save_file(weights, tmp_path / "fetched.safetensors")
    monkeypatch.setattr(smp.encoders, "hf_hub_download", lambda *_, **__: str(tmp_path / "fetched.safetensors"))
    network = build_network(info(bands=10), "imagenet")
    expected = (
        classifier.conv1.weight.detach()[:, [0, 1, 2] * 3 + [0]] / torch.tensor([4, 3, 3] * 3 + [4])[:, None, None]
    )
    torch.testing.assert_close(network.encoder.conv1.weight.detach(), expected)
    assert torch.equal(network.encoder.layer4[1].conv2.weight, classifier.layer4[1].conv2.weight)


@pytest.mark.parametrize(
    ("architecture", "encoder"), [("unet", "resnet18"), ("unet", "tu-resnet18"), ("tv_lraspp", "mobilenet_v3_large")]
)
def test_without_a_network_there_is_a_way_out(monkeypatch, architecture, encoder, tmp_path):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.setattr("torch.hub.download_url_to_file", lambda *_, **__: _no_network())
    with pytest.raises(InvalidJob, match="found no way to them .*give the path of a file of weights, or choose.*none"):
        build_network(info(architecture, encoder), "imagenet")


def _no_network():
    raise ConnectionError("no network")


@pytest.mark.parametrize(
    ("architecture", "encoder", "offered"),
    [
        ("unet", "resnet18", "none, imagenet, ssl, swsl or the path"),
        ("unet", "tu-resnet18", "none, imagenet, .*a1_in1k.* or the path"),
        ("unet", "tu-test_resnet50_nothing", "tu- and a name of timm"),
        ("tv_fcn", "resnet50", "none, imagenet, coco or the path"),
        ("custom_unet", "none", "encoder weights none for custom_unet, which has no encoder"),
    ],
)
def test_weights_of_an_unknown_name_are_refused_with_those_that_there_are(architecture, encoder, offered):
    with pytest.raises(InvalidJob, match=f"Expected {offered}.*found '"):
        build_network(info(architecture, encoder), "nonsense")
