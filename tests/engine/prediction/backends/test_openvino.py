"""What is particular to OpenVINO."""

import os
import signal
import subprocess
import sys

import onnx
import pytest
import torch

from seg4eo_engine.models.device import choose_compute
from seg4eo_engine.models.onnx.export import export_onnx
from seg4eo_engine.models.onnx.source import model_source
from seg4eo_engine.prediction.backends.openvino import OpenVinoBackend, multiplies_in_bf16
from seg4eo_engine.prediction.backends.torch import TorchBackend

needs_bf16 = pytest.mark.skipif(not multiplies_in_bf16(), reason="this CPU has no bf16")


@needs_bf16
def test_bf16_is_near_to_fp32_and_band_values_are_not_rounded(make_model, make_windows):
    model, windows = make_model(architecture="unet"), make_windows(2)
    found = OpenVinoBackend(model_source(model), 64, precision="bf16")
    expected = TorchBackend(model, choose_compute("cpu", "fp32")).predict(*windows)
    difference = (found.predict(*windows) - expected).abs()
    assert found.precision == "bf16"
    assert 0 < difference.mean() < 0.01


@needs_bf16
def test_bf16_gives_a_window_the_same_bits_whatever_its_batch(make_model, make_windows):
    found = OpenVinoBackend(model_source(make_model()), 64, precision="bf16")
    pixels, valid_mask = make_windows(3)
    together = found.predict(pixels, valid_mask)
    for index in range(3):
        assert torch.equal(found.predict(pixels[[index]], valid_mask[[index]]), together[[index]])


def test_it_does_not_tell_its_maker_of_an_import(tmp_path):
    """In a process of its own, where nothing was imported before; its telemetry writes into the home folder."""
    code = (
        "import sys, threading\n"
        "from seg4eo_engine.prediction.backends.openvino import import_openvino\n"
        "print(import_openvino().Core().available_devices, threading.active_count())\n"
        "print([name for name, module in sys.modules.items() if name.startswith('openvino_telemetry') and module])\n"
    )
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    environment = {name: value for name, value in os.environ.items() if name != "CI"} | home
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    devices, modules = done.stdout.splitlines()
    assert devices == "['CPU'] 1"
    assert modules == "[]"
    assert not (tmp_path / "intel").exists()


@pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="a system without such signals")
def test_a_signal_is_survived_after_several_networks_were_used(make_model, make_windows, tmp_path):
    """As Ctrl-C after an ensemble, in a process of its own, for otherwise it is this one that dies."""
    first, second = tmp_path / "first.onnx", tmp_path / "second.onnx"
    for path in (first, second):
        onnx.save_model(export_onnx(make_model(), window_px=64), path)
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from seg4eo_engine.models.onnx.source import file_source\n"
        "from seg4eo_engine.prediction.backends.openvino import OpenVinoBackend, multiplies_in_bf16\n"
        "signal.signal(signal.SIGUSR1, lambda *_: print('handled'))\n"
        "multiplies_in_bf16()\n"
        "backends = [OpenVinoBackend(file_source(Path(name)), 64) for name in sys.argv[1:]]\n"
        "while backends:\n"
        "    backends.pop(0)\n"
        "    os.kill(os.getpid(), signal.SIGUSR1)\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code, first, second], capture_output=True, text=True, env=environment, check=False
    )
    assert (done.returncode, done.stdout.split()) == (0, ["handled", "handled"])
