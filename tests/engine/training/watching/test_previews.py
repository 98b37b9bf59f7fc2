"""Whole scenes mapped while the training runs, and the training that does not notice."""

import lightning as L
import pytest
import torch

from seg4eo_engine.training.watching.previews import ShowPreviews


class Watcher:
    """Notes what it is called with, and disturbs all that it can."""

    def __init__(self):
        self.shown, self.finished = [], 0

    def __call__(self, model, epoch, miou):
        self.shown.append((epoch, miou, model.manifest))
        torch.rand(7)
        model.networks[0].eval()

    def finish(self):
        self.finished += 1


def show(watcher, every):
    return ShowPreviews(
        watcher, every, lambda module: module.network, lambda epoch, chosen_by: (epoch.number, chosen_by)
    )


def test_previews_come_at_every_nth_epoch_and_at_the_end(fit):
    class Order(Watcher):
        def finish(self):
            super().finish()
            assert len(self.shown) == 2

    watcher = Order()
    fit([show(watcher, 3)])
    assert watcher.shown == [(3, pytest.approx(0.4), (3, "last")), (4, pytest.approx(0.3), (4, "last"))]
    assert watcher.finished == 1


def test_the_last_epoch_is_not_shown_twice(fit):
    watcher = Watcher()
    fit([show(watcher, 2)])
    assert [epoch for epoch, *_ in watcher.shown] == [2, 4]


def test_a_preview_without_a_score_says_so(fit):
    watcher = Watcher()
    fit([show(watcher, 4)], validate=False)
    assert watcher.shown[0][1] is None


def test_previews_leave_the_training_as_it_was(fit):
    unwatched = fit([]).state_dict()
    watched = fit([show(Watcher(), 1)]).state_dict()
    assert all(torch.equal(unwatched[name], watched[name]) for name in unwatched)


def test_previews_leave_each_layer_in_its_mode(fit):
    modes = []

    class Freeze(L.Callback):
        def on_train_epoch_start(self, trainer, module):
            modes.append([layer.training for layer in module.network])
            module.network[1].eval()

    fit([Freeze(), show(Watcher(), 1)])
    assert modes == [[True] * 4, *[[True, False, True, True]] * 3]
