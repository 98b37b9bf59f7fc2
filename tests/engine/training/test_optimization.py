"""Optimisers and the course of their learning rate, in small trainings of a straight line."""

from types import SimpleNamespace

import lightning as L
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader

from seg4eo_engine.training.optimization import HalveOnPlateau, configure_optimizers_for, make_optimizer
from seg4eo_engine.training.schedule import TrainingProgress, learning_rate_factor

OPTIMIZERS = {"adamw": torch.optim.AdamW, "adam": torch.optim.Adam, "sgd": torch.optim.SGD}
STEPS_IN_EPOCH = 3


class Line(L.LightningModule):
    """Fits a line; its validation loss is what the test says, epoch by epoch."""

    def __init__(self, epochs, validation_losses=None, **settings):
        super().__init__()
        torch.manual_seed(0)
        self.network = nn.Sequential(nn.Linear(2, 4), nn.BatchNorm1d(4), nn.Linear(4, 1))
        defaults = {"optimizer": "adamw", "schedule": "cosine", "learning_rate": 0.1, "weight_decay": 0.01}
        self.settings = SimpleNamespace(**(defaults | {"warmup": 0.0, "precision": "fp32"} | settings))
        self.course = TrainingProgress(epochs * STEPS_IN_EPOCH, None)
        self.losses = validation_losses
        self.rates = []

    def training_step(self, batch, batch_idx):
        self.rates.append(self.optimizers().param_groups[0]["lr"])
        return (self.network(batch) - batch.sum(1, keepdim=True)).square().mean()

    def validation_step(self, batch, batch_idx):
        if self.losses is not None:
            self.log("validation_loss", torch.tensor(self.losses[self.current_epoch]))

    def configure_optimizers(self):
        return configure_optimizers_for(self.network, self.settings, self.course)


class Save(L.Callback):
    def __init__(self, path):
        self.path = path

    def on_train_epoch_end(self, trainer, module):
        trainer.save_checkpoint(self.path / f"{trainer.current_epoch}.ckpt")


def batches(count):
    return DataLoader(torch.randn((count, 8, 2), generator=torch.Generator().manual_seed(1)), batch_size=None)


def train(module, epochs, callbacks=(), resume=None):
    trainer = L.Trainer(
        accelerator="cpu", max_epochs=epochs, callbacks=list(callbacks), logger=False, enable_checkpointing=False,
        enable_progress_bar=False, enable_model_summary=False, num_sanity_val_steps=0,
    )  # fmt: skip
    trainer.fit(module, batches(STEPS_IN_EPOCH), batches(1), ckpt_path=resume, weights_only=True)
    return module


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_biases_and_norms_are_not_pulled_to_zero(name):
    network = nn.Sequential(nn.Conv2d(3, 4, 3), nn.GroupNorm(2, 4), nn.Linear(4, 2))
    optimizer = make_optimizer(name, network, 0.1, 0.05, fused=True)
    decay = {id(p): group["weight_decay"] for group in optimizer.param_groups for p in group["params"]}
    assert {key: decay[id(parameter)] for key, parameter in network.named_parameters()} == {
        "0.weight": 0.05, "0.bias": 0, "1.weight": 0, "1.bias": 0, "2.weight": 0.05, "2.bias": 0,
    }  # fmt: skip
    assert type(optimizer) is OPTIMIZERS[name]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_frozen_weights_stay_and_learn_once_thawed(name):
    network = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
    optimizer = make_optimizer(name, network, 0.1, 0.05, fused=True)
    before = network[0].weight.detach().clone()
    for frozen in (True, False):
        network[0].requires_grad_(not frozen)
        optimizer.zero_grad()
        network(torch.ones(1, 2)).sum().backward()
        optimizer.step()
        assert torch.equal(network[0].weight, before) is frozen


@pytest.mark.parametrize("schedule", ["cosine", "onecycle", "constant", "plateau"])
def test_each_step_has_the_rate_of_its_schedule(schedule):
    module = train(Line(epochs=4, schedule=schedule, warmup=0.25), 4)
    expected = [0.1 * learning_rate_factor(schedule, step / 12, 0.25) for step in range(12)]
    assert module.rates == pytest.approx(expected)


def test_the_rate_is_halved_where_the_validation_loss_stands_still():
    module = Line(epochs=6, validation_losses=[3.0, 2.0, 2.0, 2.0, 2.0, 1.0], schedule="plateau", warmup=1 / 6)
    train(module, 6, [HalveOnPlateau(patience=3)])  # two epochs without a better loss
    by_epoch = module.rates[::STEPS_IN_EPOCH]
    assert by_epoch == pytest.approx([0.1 * 0.02, 0.1, 0.1, 0.1, 0.05, 0.05])


def test_a_plateau_within_the_warmup_keeps_the_warmup():
    module = Line(epochs=4, validation_losses=[1.0, 1.0, 1.0, 1.0], schedule="plateau", warmup=0.5)
    train(module, 4, [HalveOnPlateau(patience=1)])
    expected = [max(step / 6, 0.02) if step < 6 else 1 for step in range(12)]
    halvings = [0.5 ** max(step // 3 - 1, 0) for step in range(12)]
    assert module.rates == pytest.approx([0.1 * a * b for a, b in zip(expected, halvings, strict=True)])


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("schedule", ["cosine", "onecycle", "plateau"])
def test_a_resumed_training_ends_as_an_unbroken_one(tmp_path, optimizer, schedule):
    def make():
        return Line(5, [3.0] * 5, schedule=schedule, optimizer=optimizer, warmup=0.2)

    def callbacks():
        return [HalveOnPlateau(patience=1), Save(tmp_path)] if schedule == "plateau" else [Save(tmp_path)]

    unbroken = train(make(), 5, callbacks())
    # the second epoch's end is where the plateau is found
    resumed = train(make(), 5, callbacks(), resume=tmp_path / "1.ckpt")
    assert resumed.rates == unbroken.rates[6:]
    for name, value in unbroken.network.state_dict().items():
        assert torch.equal(value, resumed.network.state_dict()[name])
