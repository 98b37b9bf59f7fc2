"""Which backend is opened for which request."""

import gc

import pytest
import torch

from seg4eo_engine.errors import DeviceUnavailable, InvalidModel, MissingInput
from seg4eo_engine.models.card import ModelCard
from seg4eo_engine.models.network import SegmentationNetwork
from seg4eo_engine.models.onnx.source import model_file_source
from seg4eo_engine.prediction.backends import choosing, opening
from seg4eo_engine.prediction.backends.choosing import BackendRequest, open_backend, open_probe, read_card
from seg4eo_engine.prediction.backends.openvino import OpenVinoBackend
from seg4eo_engine.prediction.backends.torch import TorchBackend

no_card = pytest.mark.skipif(
    torch.cuda.is_available() or torch.backends.mps.is_available(), reason="there is a graphics card"
)


@pytest.fixture
def open_for(reporter):
    def open_it(path, *, worth_compiling=True, window_px=64, **request):
        return open_backend(
            path, BackendRequest(**request), window_px=window_px, worth_compiling=worth_compiling, reporter=reporter
        )

    return open_it


@pytest.fixture
def bf16(monkeypatch):
    """Whether this CPU has bf16, for torch and OpenVINO alike."""

    def set_it(has_bf16):
        monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"amx_bf16": has_bf16})
        for module in (choosing, opening):
            monkeypatch.setattr(module, "multiplies_in_bf16", lambda: has_bf16)

    return set_it


@pytest.fixture
def without_openvino(monkeypatch):
    for module in (choosing, opening):
        monkeypatch.setattr(module, "has_openvino", lambda: False)


@pytest.fixture
def onnx_file(make_model, export):
    return export(make_model())


def test_both_kinds_of_files_have_the_same_card(model_file, export):
    path, model = model_file
    assert read_card(path) == ModelCard.of(model.manifest) == read_card(export(model))


@pytest.mark.parametrize("name", ["none.safetensors", "none.onnx"])
def test_a_file_that_is_not_there_is_told(tmp_path, open_for, name):
    with pytest.raises(MissingInput):
        read_card(tmp_path / name)
    with pytest.raises(MissingInput):
        open_for(tmp_path / name)


@no_card
def test_a_large_scene_on_a_cpu_is_mapped_with_openvino(model_file, open_for, bf16, reporter):
    bf16(False)
    backend = open_for(model_file[0])
    assert (backend.name, backend.precision) == ("openvino", "fp32")
    assert reporter.texts == [
        "The network runs with openvino on cpu in fp32, which is the fastest here; backend torch would switch that off."
    ]


@no_card
def test_a_small_scene_is_mapped_with_torch(model_file, open_for, bf16, reporter):
    bf16(False)
    assert open_for(model_file[0], worth_compiling=False).name == "torch"
    assert reporter.texts == []


@no_card
def test_a_cpu_that_has_bf16_uses_it(model_file, open_for, bf16, reporter):
    bf16(True)
    assert open_for(model_file[0], worth_compiling=False).precision == "bf16"
    assert reporter.texts == [
        "The network runs with torch on cpu in bf16, which is the fastest here; precision fp32 would switch that off."
    ]


@no_card
@pytest.mark.usefixtures("without_openvino")
def test_without_openvino_torch_runs_our_models_and_onnx_runtime_the_others(model_file, onnx_file, open_for):
    assert open_for(model_file[0]).name == "torch"
    assert open_for(onnx_file).name == "onnxruntime"
    with pytest.raises(DeviceUnavailable, match="Expected the package openvino"):
        open_for(model_file[0], backend="openvino")


@no_card
def test_an_onnx_file_is_run_with_openvino_on_a_cpu(onnx_file, open_for):
    assert open_for(onnx_file, worth_compiling=False, precision="fp32").name == "openvino"


@pytest.mark.parametrize("backend", ["torch", "onnxruntime", "openvino"])
def test_what_is_asked_for_is_taken_for_our_models(model_file, make_windows, open_for, reporter, backend):
    path, model = model_file
    found = open_for(path, backend=backend, precision="fp32", device="cpu", worth_compiling=False)
    assert found.name == backend
    expected = TorchBackend(model, choosing.choose_compute("cpu", "fp32")).predict(*make_windows(2))
    torch.testing.assert_close(found.predict(*make_windows(2)), expected, atol=1e-5, rtol=0)
    assert reporter.texts == []


@pytest.mark.parametrize("backend", ["onnxruntime", "openvino"])
def test_what_is_asked_for_is_taken_for_onnx_files(onnx_file, open_for, backend):
    assert open_for(onnx_file, backend=backend, device="cpu").name == backend


@pytest.mark.parametrize(
    ("is_ours", "request_", "sentence"),
    [
        (False, {"backend": "torch"}, "Expected onnxruntime or openvino for an ONNX file, found torch for ours.onnx"),
        (True, {"backend": "onnxruntime", "precision": "bf16"}, "precision fp32 for onnxruntime"),
        (True, {"backend": "openvino", "precision": "fp16", "device": "cpu"}, "graphics card for fp16"),
        (False, {"backend": "openvino", "precision": "fp16"}, "for openvino on this CPU, found fp16"),
        (False, {"backend": "openvino", "device": "cuda"}, "device cpu for openvino, found cuda"),
        (False, {"backend": "onnxruntime", "device": "mps"}, "onnxruntime for the device mps, found one for .*CPU"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(model_file, onnx_file, open_for, is_ours, request_, sentence):
    with pytest.raises(DeviceUnavailable, match=sentence):
        open_for(model_file[0] if is_ours else onnx_file, **request_)


def test_openvino_has_bf16_only_where_the_cpu_has(onnx_file, open_for, bf16):
    bf16(False)
    with pytest.raises(DeviceUnavailable, match="precision fp32 for openvino on this CPU, found bf16"):
        open_for(onnx_file, backend="openvino", precision="bf16", device="cpu")


@no_card
@pytest.mark.parametrize("trouble", ["no export", "other answers"])
def test_a_model_that_openvino_gets_wrong_is_left_to_torch(model_file, open_for, monkeypatch, reporter, trouble):
    if trouble == "no export":

        def refuse(source, request, window_px):
            raise InvalidModel("no way")

        monkeypatch.setattr(choosing, "open_openvino", refuse)
    else:
        monkeypatch.setattr(choosing, "MOST_DIFFERENCE", -1)
    assert open_for(model_file[0], precision="fp32").name == "torch"
    assert reporter.texts[0].startswith("OpenVINO would be faster, but it does not take the network")


def test_a_probe_is_there_at_once_and_precise(model_file, onnx_file):
    for backend in ("auto", "openvino", "onnxruntime"):
        probe = open_probe(model_file[0], BackendRequest(backend=backend, precision="bf16"), window_px=64)
        assert (probe.name, probe.precision) == ("torch", "fp32")
    probe = open_probe(onnx_file, BackendRequest(backend="onnxruntime", precision="bf16", device="cpu"), window_px=64)
    assert (probe.name, probe.precision) == ("onnxruntime", "fp32")


@no_card
def test_a_network_that_was_looked_at_is_not_loaded_again_to_compare_others_with_it(
    model_file, reporter, bf16, monkeypatch
):
    bf16(False)
    request = BackendRequest(precision="fp32")
    probe = open_probe(model_file[0], request, window_px=64)
    monkeypatch.delattr(choosing, "load_model")
    found = open_backend(model_file[0], request, window_px=64, worth_compiling=True, reporter=reporter, probe=probe)
    assert found.name == "openvino"


def test_onnx_runtime_on_a_card_takes_tensorrt_where_asked(monkeypatch):
    have = ("TensorrtExecutionProvider", "CUDAExecutionProvider", "CPUExecutionProvider")
    monkeypatch.setattr(opening, "available_providers", lambda: have)
    assert opening._providers(BackendRequest(device="cuda", compile=True)) == list(have)
    assert opening._providers(BackendRequest(device="cuda")) == list(have[1:])
    assert opening._providers(BackendRequest(device="cpu", compile=True)) == ["CPUExecutionProvider"]


def test_a_graph_of_a_model_file_does_not_hold_the_network_too(model_file, make_windows):
    """It is as much memory once more; a window of another size has it read again."""
    path, _ = model_file
    before = _networks_alive()
    found = OpenVinoBackend(model_file_source(path), 64)
    for size_px in (64, 32):
        pixels, valid_mask = make_windows(1)
        found.predict(pixels[..., :size_px, :size_px], valid_mask[..., :size_px, :size_px])
        assert _networks_alive() == before


def _networks_alive():
    gc.collect()
    return sum(isinstance(item, SegmentationNetwork) for item in gc.get_objects())
