"""The course of a training for TensorBoard."""

import dataclasses

import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from seg4eo_engine.training.watching.tensorboard import tensorboard_callbacks, tensorboard_logger


def test_tensorboard_gets_the_scores_and_the_settings(fit, tmp_path):
    @dataclasses.dataclass
    class Settings:
        epochs: int = 4
        architecture: str = "unet"

    fit(tensorboard_callbacks(), logger=tensorboard_logger(tmp_path, Settings()))
    events = EventAccumulator(str(tmp_path / "tensorboard")).Reload()
    scores = {"train_loss", "validation_loss", "validation_miou", "validation_accuracy", "iou/water", "iou/field"}
    assert scores | {"lr-SGD"} <= set(events.Tags()["scalars"])
    assert [event.value for event in events.Scalars("iou/water")] == pytest.approx([0.75] * 4)
    assert [event.value for event in events.Scalars("validation_miou")] == pytest.approx([0.2, 0.5, 0.4, 0.3])
    [name] = events.Tags()["tensors"]
    assert b"architecture | unet" in events.Tensors(name)[0].tensor_proto.string_val[0]
