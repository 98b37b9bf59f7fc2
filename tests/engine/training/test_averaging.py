"""The running mean of the weights, in small trainings."""

import lightning as L
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader

from seg4eo_engine.training.averaging import WeightAverage


class Line(L.LightningModule):
    """Fits a line; remembers the weights after each step, and those that each validation saw."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.network = nn.Sequential(nn.Linear(2, 4), nn.BatchNorm1d(4), nn.Linear(4, 1))
        self.steps = [state_of(self.network)]
        self.validated = []

    def training_step(self, batch, batch_idx):
        return (self.network(batch) - batch.sum(1, keepdim=True)).square().mean()

    def on_train_batch_end(self, *_):
        self.steps.append(state_of(self.network))

    def validation_step(self, batch, batch_idx):
        self.validated.append(state_of(self.network))

    def configure_optimizers(self):
        return torch.optim.SGD(self.network.parameters(), lr=0.1)


class Save(L.Callback):
    """Saves after each epoch, and remembers the network that the average gives then."""

    def __init__(self, path, average):
        self.path = path
        self.average = average
        self.given = []

    def on_train_epoch_end(self, trainer, module):
        trainer.save_checkpoint(self.path / f"{trainer.current_epoch}.ckpt")
        self.given.append(state_of(self.average.network_of(module)))


def state_of(network):
    return {name: value.detach().clone() for name, value in network.state_dict().items()}


def same(a, b):
    return a.keys() == b.keys() and all(torch.equal(a[name], b[name]) for name in a)


def train(path, decay, epochs=3, resume=None, accumulate=1):
    module, average = Line(), WeightAverage(decay)
    save = Save(path, average)
    trainer = L.Trainer(
        accelerator="cpu", max_epochs=epochs, callbacks=[average, save], logger=False, enable_checkpointing=False,
        enable_progress_bar=False, enable_model_summary=False, num_sanity_val_steps=0,
        accumulate_grad_batches=accumulate,
    )  # fmt: skip
    batches = torch.randn((4, 8, 2), generator=torch.Generator().manual_seed(1))
    loaders = [DataLoader(part, batch_size=None) for part in (batches, batches[:1])]
    trainer.fit(module, *loaders, ckpt_path=resume, weights_only=True)
    return module, save


def means_of(steps, decay):
    """The mean after each step, by its definition."""
    mean, means = {name: value.double() for name, value in steps[0].items()}, []
    for n, state in enumerate(steps[1:]):
        keep = min(decay, (1 + n) / (10 + n))
        mean = {name: keep * mean[name] + (1 - keep) * state[name].double() for name in mean}
        means.append(mean)
    return means


@pytest.mark.parametrize("decay", [0.3, 0.99])
def test_each_validation_sees_the_mean_of_the_steps_before(tmp_path, decay):
    module, save = train(tmp_path, decay)
    means = means_of(module.steps, decay)
    for seen, given, expected in zip(module.validated, save.given, means[3::4], strict=True):
        assert same(seen, given)
        for name in ("0.weight", "1.weight", "2.bias"):
            assert torch.allclose(seen[name].double(), expected[name], rtol=1e-5, atol=1e-6)


def test_the_steps_are_those_of_a_training_without_a_mean(tmp_path):
    with_mean, _ = train(tmp_path, 0.9)
    without, _ = train(tmp_path, 0)
    assert all(same(a, b) for a, b in zip(with_mean.steps, without.steps, strict=True))
    assert not same(with_mean.validated[-1], without.validated[-1])


def test_without_a_mean_the_trained_weights_are_validated(tmp_path):
    module, save = train(tmp_path, 0)
    assert same(module.validated[-1], module.steps[-1])
    assert same(save.given[-1], module.steps[-1])


def test_statistics_and_counters_are_those_of_the_network(tmp_path):
    module, _ = train(tmp_path, 0.9)
    assert [int(seen["1.num_batches_tracked"]) for seen in module.validated] == [4, 8, 12]
    for seen, step in zip(module.validated, module.steps[4::4], strict=True):
        assert torch.equal(seen["1.running_mean"], step["1.running_mean"])
        assert torch.equal(seen["1.running_var"], step["1.running_var"])


def test_the_training_ends_with_the_mean(tmp_path):
    module, _ = train(tmp_path, 0.9)
    assert same(state_of(module.network), module.validated[-1])


def test_batches_of_one_step_count_once(tmp_path):
    module, _ = train(tmp_path, 0.9, accumulate=2)
    mean = means_of([module.steps[0], *module.steps[2::2]], 0.9)[-1]
    assert torch.allclose(module.validated[-1]["0.weight"].double(), mean["0.weight"], atol=1e-6)


@pytest.mark.parametrize("decay", [0.0, 0.9])
def test_a_resumed_training_has_the_same_mean_to_the_bit(tmp_path, decay):
    unbroken, _ = train(tmp_path, decay)
    resumed, _ = train(tmp_path, decay, resume=tmp_path / "0.ckpt")
    assert same(unbroken.validated[-1], resumed.validated[-1])
    assert same(unbroken.steps[-1], resumed.steps[-1])


def test_the_mean_takes_no_trainer_along(tmp_path):
    # Lightning copies the whole module, which knows its trainer, and the trainer all data
    module, save = train(tmp_path, 0.9, epochs=1)
    assert module._trainer is not None
    assert save.average._average_model.module._trainer is None
