"""The learning rate."""

import pytest
import torch

from seg4eo_engine.training.schedule import TrainingProgress, learning_rate_factor

ALL = pytest.mark.parametrize("schedule", ["cosine", "onecycle", "plateau", "constant"])
STEPS = 200


class Clock:
    now_s = 0.0

    def __call__(self):
        return self.now_s


def factors(schedule, warmup):
    return [learning_rate_factor(schedule, step / STEPS, warmup) for step in range(STEPS + 1)]


@ALL
@pytest.mark.parametrize("warmup", [0.0, 0.05, 0.5])
def test_the_rate_is_never_above_the_given_one_nor_zero_before_the_end(schedule, warmup):
    course = factors(schedule, warmup)
    assert max(course) == pytest.approx(1)
    assert min(course[:-1]) > 0


@ALL
def test_a_warmup_rises_from_little(schedule):
    course = factors(schedule, 0.4)
    assert 0 < course[0] < 0.1
    assert course[:81] == sorted(course[:81])
    assert course[80] == pytest.approx(1)


@pytest.mark.parametrize("schedule", ["cosine", "plateau", "constant"])
def test_a_warmup_is_a_line(schedule):
    assert factors(schedule, 0.5)[50] == pytest.approx(0.5)


@pytest.mark.parametrize("schedule", ["cosine", "plateau", "constant"])
def test_without_a_warmup_it_begins_with_the_given_rate(schedule):
    assert factors(schedule, 0.0)[0] == 1


def test_cosine_is_that_of_torch():
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    theirs = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, STEPS)
    for factor in factors("cosine", 0.0):
        assert factor == pytest.approx(theirs.get_last_lr()[0], abs=1e-9)
        optimizer.step()
        theirs.step()


def test_onecycle_is_that_of_torch():
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    theirs = torch.optim.lr_scheduler.OneCycleLR(optimizer, 1.0, STEPS + 1, pct_start=61 / 201, cycle_momentum=False)
    for factor in factors("onecycle", 0.05):
        assert factor == pytest.approx(theirs.get_last_lr()[0], abs=1e-4)
        optimizer.step()
        if factor:
            theirs.step()


@pytest.mark.parametrize("schedule", ["cosine", "onecycle"])
def test_it_falls_to_zero(schedule):
    course = factors(schedule, 0.05)
    assert course[60:] == sorted(course[60:], reverse=True)
    assert course[-1] == pytest.approx(0)


@pytest.mark.parametrize("schedule", ["plateau", "constant"])
def test_it_stays_after_the_warmup(schedule):
    assert set(factors(schedule, 0.05)[10:]) == {1}


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


def test_the_time_before_a_resume_counts():
    clock = Clock()
    clock.now_s = 1000
    progress = TrainingProgress(200, max_minutes=1, clock=clock, spent_s=15)
    assert (progress.spent_s, progress.at(0)) == (15, 0.25)
    clock.now_s += 15
    assert (progress.spent_s, progress.at(0)) == (30, 0.5)
    progress.spent_s = 45
    assert (progress.spent_s, progress.at(0)) == (45, 0.75)
