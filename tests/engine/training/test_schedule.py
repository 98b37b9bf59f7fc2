"""The learning rate."""

import pytest

from seg4eo_engine.training.schedule import WARMUP_SHARE, TrainingProgress, cosine_with_warmup


class Clock:
    now_s = 0.0

    def __call__(self):
        return self.now_s


def test_the_rate_rises_then_falls_to_zero():
    assert 0 < cosine_with_warmup(0) < 0.1
    assert cosine_with_warmup(WARMUP_SHARE) == pytest.approx(1)
    assert cosine_with_warmup(1) == pytest.approx(0)
    falling = [cosine_with_warmup(step / 100) for step in range(5, 101)]
    assert falling == sorted(falling, reverse=True)


def test_without_a_time_limit_steps_count():
    assert TrainingProgress(200, None).at(50) == 0.25


def test_a_time_limit_brings_the_end_forward_but_never_back():
    clock = Clock()
    progress = TrainingProgress(200, max_minutes=1, clock=clock)
    clock.now_s = 30
    assert progress.at(20) == 0.5
    assert progress.at(150) == 0.75
    clock.now_s = 90
    assert progress.at(20) == 1
