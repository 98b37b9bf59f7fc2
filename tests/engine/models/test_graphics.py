"""Why a graphics card is not used: each sentence says what to do."""

import pytest
import torch

from seg4eo_engine.models import graphics


@pytest.fixture
def machine(monkeypatch):
    """A machine with this driver (its CUDA version and the status of its start) and a torch built for that CUDA."""

    def make(driver, built_for="12.8", hidden=None, hip=None):
        monkeypatch.setattr(graphics, "_driver", lambda: driver)
        monkeypatch.setattr(torch.version, "cuda", built_for)
        monkeypatch.setattr(torch.version, "hip", hip)
        monkeypatch.delenv(graphics.HIDING_VARIABLE, raising=False)
        if hidden is not None:
            monkeypatch.setenv(graphics.HIDING_VARIABLE, hidden)
        return graphics.why_no_cuda()

    return make


@pytest.mark.parametrize(
    ("driver", "others", "sentence"),
    [
        (None, {}, "found none on this machine: networks run on the CPU"),
        ((12080, 0), {"built_for": None}, "built for the CPU alone: install the engine again with its CUDA build"),
        ((11040, 0), {}, "Expected a driver for CUDA 12.8 or newer, found one for 11.4: update the NVIDIA driver"),
        ((12080, 100), {"hidden": ""}, "CUDA_VISIBLE_DEVICES is '', which hides it: take the variable away"),
        ((12080, 100), {}, "Expected a card for the NVIDIA driver, found none"),
        ((12080, 999), {}, "found its error 999: restart the machine"),
        (None, {"built_for": None, "hip": "6.4"}, "Expected an AMD card"),
    ],
)
def test_the_reason_is_told_with_its_cure(machine, driver, others, sentence):
    assert sentence in machine(driver, **others)


def test_a_newer_driver_than_needed_is_no_reason(machine):
    assert "driver for CUDA" not in machine((13000, 100), built_for="12.8")


@pytest.mark.skipif(torch.cuda.is_available() or torch.backends.mps.is_available(), reason="there is a graphics card")
def test_on_this_machine_there_is_a_reason():
    card, why = graphics.graphics_card()
    assert card == ""
    assert why.startswith("Expected ") and why.endswith(".")


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_a_card_is_named_with_its_memory():
    card, why = graphics.graphics_card()
    assert torch.cuda.get_device_name() in card and "GiB" in card
    assert why == ""
