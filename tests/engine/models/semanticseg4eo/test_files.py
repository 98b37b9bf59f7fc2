"""What the files of each version of SemanticSeg4EO say, and which ones are refused."""

import numpy as np
import pytest
import torch
from torch import nn

from seg4eo_engine.errors import InvalidJob, InvalidModel, MissingInput
from seg4eo_engine.models.semanticseg4eo.importing import GivenFacts, import_model
from seg4eo_engine.models.semanticseg4eo.reading import read_checkpoint
from seg4eo_engine.models.semanticseg4eo.recognition import plain_name
from seg4eo_engine.patches.labels.classes import parse_classes

UNET = {"model_name": "unet", "encoder_name": "resnet18"}


@pytest.fixture
def weights(seed_network):
    return seed_network("toolbox unet", 4, 3)[0].state_dict()


@pytest.fixture
def save(tmp_path):
    def write(content):
        path = tmp_path / "seed.pth"
        torch.save(content, path)
        return path

    return write


def training_state(weights):
    """What its training keeps beside the weights, with scores as numpy has them."""
    parameter = nn.Parameter(torch.ones(2))
    optimizer = torch.optim.AdamW([parameter])
    parameter.sum().backward()
    optimizer.step()
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=5)
    return {
        "epoch": 11,
        "model_state_dict": weights,
        "optimizer_state_dict": optimizer.state_dict(),
        "scheduler_state_dict": scheduler.state_dict(),
        "best_iou": np.float64(0.5),
        "metrics": {"mean_iou": np.mean([0.25, 0.75]), "pixels": np.int64(9), "small": np.float32(0.1)},
    }


def test_the_first_version_for_two_classes(save, seed_network):
    network, _ = seed_network("toolbox unet", 10, 1)
    metadata = {
        "model_name": "unet-dropout",
        "in_channels": 10,
        "num_classes": 1,
        "input_size": (224, 224),
        "normalization": "percentile_99",
        "encoder_name": "resnet34",
        "training_params": {"epochs": 40, "best_val_iou": 0.5},
    }
    content = {"model_state_dict": network.state_dict(), "model_class": "UNetBinary", "metadata": metadata}
    _, manifest = import_model(save(content), GivenFacts())
    assert manifest.patch_size_px == 224
    assert manifest.bands == tuple(f"band {index}" for index in range(1, 11))
    assert [(item.value, item.name) for item in manifest.classes] == [(0, "class 0"), (1, "class 1")]
    assert manifest.threshold == 0.5
    (member,) = manifest.members
    assert (member.network.architecture, member.network.out_channels) == ("custom_unet", 1)
    assert member.normalization.scheme == "window_percentile"
    assert member.training.epochs == 40


def test_the_second_version_says_names_and_patch_size(save, weights):
    config = {
        "model_name": "unet-dropout",
        "mode": "multiclass",
        "num_classes": 3,
        "in_channels": 4,
        "patch_size": 96,
        "loss_type": "focal_dice",
        "class_names": ["land", "water", "ice"],
        "augmentation": {"enabled": True},
    }
    _, manifest = import_model(save(training_state(weights) | {"config": config}), GivenFacts())
    assert manifest.patch_size_px == 96
    assert [item.name for item in manifest.classes] == ["land", "water", "ice"]
    assert (manifest.members[0].training.epochs, manifest.members[0].training.loss) == (12, "focal_dice")


@pytest.mark.parametrize(
    ("scores", "scheme"),
    [
        ({"val_miou": 0.5}, "window_maximum"),
        ({"metadata": {"training_params": {"best_val_miou": 0.5}}}, "window_maximum"),
        ({"val_iou": 0.5}, "window_percentile"),
        ({"metadata": {"training_params": {"best_val_iou": 0.5}}}, "window_percentile"),
    ],
)
def test_the_first_version_for_several_classes_is_known_by_its_scores(save, weights, scores, scheme):
    path = save({"model_state_dict": weights} | scores)
    assert read_checkpoint(path).scheme == scheme
    _, manifest = import_model(path, GivenFacts(patch_size_px=64, normalization="window_percentile"))
    assert manifest.members[0].normalization.scheme == "window_percentile"


@pytest.mark.parametrize("prefix", ["", "module."])
@pytest.mark.parametrize("key", [None, "state_dict", "model_state_dict"])
def test_weights_alone_are_taken_with_what_is_given(save, weights, prefix, key):
    named = {prefix + name: value for name, value in weights.items()}
    classes = tuple(parse_classes(["3=land", "5=water:#0000ff", "9=ice"]))
    given = GivenFacts(patch_size_px=64, bands=("B02", "B03", "B04", "B08"), classes=classes)
    network, manifest = import_model(save(named if key is None else {key: named}), given)
    assert manifest.bands == given.bands
    assert [(item.value, item.name) for item in manifest.classes] == [(3, "land"), (5, "water"), (9, "ice")]
    assert manifest.classes[1].colour == "#0000ff"
    assert sum(value.numel() for value in network.state_dict().values()) == sum(map(torch.numel, weights.values()))


def test_library_networks_need_what_the_file_does_not_say(save, seed_network):
    network, _ = seed_network("unet", 3, 1)
    path = save({"model_state_dict": network.state_dict(), "val_iou": 0.5})
    with pytest.raises(InvalidJob, match="says its architecture"):
        import_model(path, GivenFacts())
    with pytest.raises(InvalidJob, match="says its encoder"):
        import_model(path, GivenFacts(architecture="unet"))
    with pytest.raises(InvalidJob, match=r"patch size of the training.*found none in seed\.pth"):
        import_model(path, GivenFacts(architecture="unet", encoder="resnet18"))
    _, manifest = import_model(path, GivenFacts(architecture="unet", encoder="resnet18", patch_size_px=64))
    assert manifest.members[0].network.encoder_name == "resnet18"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"architecture": "fpn"}, r"architecture 'unet', which seed\.pth says, found 'fpn'"),
        ({"encoder": "resnet34"}, r"encoder 'resnet18', which seed\.pth says, found 'resnet34'"),
        ({"bands": ("red",)}, "names of 3 bands.*found 1"),
        ({"classes": tuple(parse_classes(["0=a", "1=b", "2=c"]))}, "Expected 2 classes.*found 3"),
    ],
)
def test_what_contradicts_the_file_is_refused(save, seed_network, given, sentence):
    path = save({"model_state_dict": seed_network("unet", 3, 1)[0].state_dict(), "metadata": UNET})
    with pytest.raises(InvalidJob, match=sentence):
        import_model(path, GivenFacts(**({"patch_size_px": 64} | given)))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda weights: weights.pop("segmentation_head.0.bias"), "Missing key.*segmentation_head.0.bias"),
        (lambda weights: weights.update(extra=torch.ones(1)), "Unexpected key.*extra"),
        (lambda weights: weights.update({"encoder.bn1.bias": torch.ones(3)}), "size mismatch for encoder.bn1.bias"),
    ],
)
def test_weights_left_over_or_left_out_are_refused(save, seed_network, change, sentence):
    weights = dict(seed_network("unet", 3, 1)[0].state_dict())
    change(weights)
    with pytest.raises(InvalidModel, match=sentence):
        import_model(save({"model_state_dict": weights, "metadata": UNET}), GivenFacts(patch_size_px=64))


@pytest.mark.parametrize(
    ("metadata", "sentence"),
    [
        (UNET | {"model_name": "mask2former"}, "found 'mask2former'"),
        (UNET | {"encoder_name": "resnet50"}, "Expected the weights of unet resnet50"),
        (UNET | {"in_channels": 10}, "10 bands.*3"),
        (UNET | {"mode": "binary", "num_classes": 1}, "2 classes.*4"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(save, seed_network, metadata, sentence):
    path = save({"model_state_dict": seed_network("unet", 3, 4)[0].state_dict(), "metadata": metadata})
    with pytest.raises(InvalidModel, match=sentence):
        import_model(path, GivenFacts(patch_size_px=64))


def test_a_network_that_never_ran_is_refused(save):
    weights = {"encoder.patch_embed.proj.weight": torch.ones(4, 3, 4, 4), "up4.weight": torch.ones(1, 1, 2, 2)}
    path = save({"model_state_dict": weights, "metadata": UNET | {"model_name": "swin-unet"}})
    with pytest.raises(InvalidModel, match="swin-unet"):
        import_model(path, GivenFacts(patch_size_px=64))


@pytest.mark.parametrize("name", ["enc1.double_conv.0.weight", "bridge.0.weight", "model.segformer.x", "final_conv.x"])
def test_half_a_network_is_refused(save, name):
    with pytest.raises(InvalidModel, match="missing|no convolution|found others|Missing"):
        import_model(save({name: torch.ones(4, 4)}), GivenFacts(patch_size_px=64, encoder="resnet18"))


@pytest.mark.parametrize("encoder", ["no-such-network", "hf-hub:somebody/something"])
def test_an_encoder_that_timm_does_not_have_is_refused(save, seed_network, encoder):
    weights = seed_network("unetformer", 3, 1)[0].state_dict()
    with pytest.raises(InvalidJob, match=f"found '{encoder}'"):
        import_model(save(weights), GivenFacts(patch_size_px=64, encoder=encoder))


@pytest.mark.parametrize(
    ("said", "given"), [("UnetPlusPlus", "unet++"), ("unetpp", "unet++"), ("DeepLab-V3_plus", "deeplabv3+")]
)
def test_spellings_of_an_architecture_are_one(said, given):
    assert plain_name(said) == plain_name(given) == given


def test_python_objects_are_never_run(save):
    with pytest.raises(InvalidModel, match=r"Python objects in seed\.pth, which are not read for safety"):
        read_checkpoint(save({"model_state_dict": {}, "model": nn.Linear(2, 2)}))


@pytest.mark.parametrize("content", [{"model_state_dict": {}}, {"metadata": UNET}, [1, 2], {}, {1: torch.ones(1)}])
def test_files_without_weights_are_refused(save, content):
    with pytest.raises(InvalidModel, match=r"weights of a SemanticSeg4EO model, found none in seed\.pth"):
        read_checkpoint(save(content))


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04 a broken archive"])
def test_other_files_are_refused(tmp_path, content):
    path = tmp_path / "seed.pth"
    path.write_bytes(content)
    with pytest.raises(InvalidModel, match=r"something else or a damaged file in seed\.pth"):
        read_checkpoint(path)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(MissingInput, match=r"nowhere\.pth"):
        read_checkpoint(tmp_path / "nowhere.pth")
