"""Devices and number formats by the user's words."""

import pytest
import torch

from seg4eo_engine.errors import DeviceUnavailable
from seg4eo_engine.models.device import choose_compute


@pytest.fixture
def cpu_with(monkeypatch):
    return lambda **found: monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: found)


@pytest.mark.parametrize("instruction", ["avx512_bf16", "amx_bf16"])
def test_training_takes_bf16_where_the_cpu_has_it(cpu_with, instruction):
    cpu_with(**{instruction: True})
    assert choose_compute("cpu", "auto", training=True).dtype is torch.bfloat16
    assert choose_compute("cpu", "fp32", training=True).dtype is torch.float32


def test_training_takes_fp32_elsewhere(cpu_with):
    cpu_with(avx512_bf16=False)
    assert choose_compute("cpu", "auto", training=True).dtype is torch.float32


def test_a_map_on_a_cpu_is_computed_in_fp32(cpu_with):
    cpu_with(avx512_bf16=True)
    assert choose_compute("cpu", "auto").dtype is torch.float32


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA card")
def test_a_device_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(DeviceUnavailable, match=r"Expected the device cuda, found only .*cpu"):
        choose_compute("cuda", "auto")


def test_fp16_needs_a_card():
    with pytest.raises(DeviceUnavailable, match="fp16, found the CPU"):
        choose_compute("cpu", "fp16")
