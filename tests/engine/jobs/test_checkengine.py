"""The job ``checkengine``: what it says is tried."""

import sys

import numpy as np
import pytest

from seg4eo_engine import __version__
from seg4eo_engine.errors import DeviceUnavailable, InvalidModel
from seg4eo_engine.jobs import CheckEngine
from seg4eo_engine.jobs.checking import trial
from seg4eo_engine.jobs.checking.trial import Trial, Way


def test_a_tiny_scene_is_mapped_with_all_that_is_there(reporter):
    result = CheckEngine().run(reporter)
    assert result.interpreter == sys.executable
    assert f"engine {__version__}" in result.versions
    assert not any("is missing" in line for line in result.versions)
    assert {"torch on cpu", "openvino on cpu", "onnxruntime on cpu"} <= {line.split(":")[0] for line in result.trials}
    assert all(": works, " in line for line in result.trials)
    assert (result.graphics_card == "none") == bool(result.why_no_graphics_card)
    assert reporter.fractions[-1] == 1


def test_what_does_not_work_is_named_with_the_reason(tmp_path, monkeypatch):
    found = Trial(tmp_path)
    assert "works" in found.run(Way("torch", "cpu"))

    def refuse(self, way):
        raise InvalidModel("a library is broken")

    monkeypatch.setattr(Trial, "_map", refuse)
    assert found.run(Way("openvino", "cpu")) == "openvino on cpu: does not work (a library is broken)"


def test_a_library_that_gives_another_map_is_told(tmp_path, monkeypatch):
    found = Trial(tmp_path)
    found.run(Way("torch", "cpu"))
    monkeypatch.setattr(Trial, "_map", lambda self, way: np.zeros((trial.SIZE_PX, trial.SIZE_PX), np.uint8))
    assert "gives another map (0% of the pixels are those of torch)" in found.run(Way("openvino", "cpu"))


def test_an_engine_that_cannot_map_at_all_is_an_error(tmp_path, monkeypatch):
    def refuse(self, way):
        raise RuntimeError("operator torchvision::nms does not exist")

    monkeypatch.setattr(Trial, "_map", refuse)
    with pytest.raises(DeviceUnavailable, match=r"torchvision::nms does not exist\): install the engine again"):
        Trial(tmp_path).run(Way("torch", "cpu"))
