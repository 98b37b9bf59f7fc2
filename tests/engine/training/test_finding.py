"""Finding a batch size and a learning rate by steps that are thrown away."""

import math
import os

import lightning as L
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader

from seg4eo_engine.errors import Cancelled
from seg4eo_engine.progress import SilentReporter
from seg4eo_engine.training import finding
from seg4eo_engine.training.finding import (
    choose_rate,
    find_batch_size,
    find_learning_rate,
    free_memory_bytes,
)

PIXELS = 4096


class Listener(SilentReporter):
    def __init__(self, cancel_after=math.inf):
        self.texts = []
        self._left = cancel_after

    def info(self, text):
        self.texts.append(text)

    warning = info

    def check_cancelled(self):
        self._left -= 1
        if self._left < 0:
            raise Cancelled("stop")


class Line(L.LightningModule):
    """Fits a line; memory is out from a batch of ``too_large`` on, as on a graphics card."""

    def __init__(self, too_large=math.inf):
        super().__init__()
        torch.manual_seed(0)
        self.network = nn.Linear(PIXELS, 1)
        self.too_large = too_large
        self.seen = []

    def training_step(self, batch, batch_idx):
        self.seen.append(len(batch))
        torch.rand(1)  # as augmentation does
        if len(batch) >= self.too_large:
            raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB")
        return (self.network(batch) - batch.sum(1, keepdim=True) / PIXELS**0.5).square().mean()

    def configure_optimizers(self):
        return torch.optim.SGD(self.network.parameters(), lr=0.1)


class Patches(L.LightningDataModule):
    def __init__(self, count=64, batch_size=4):
        super().__init__()
        self.count = count
        self.batch_size = batch_size

    def steps_in_epoch(self):
        return self.count // min(self.batch_size, self.count)

    def train_dataloader(self):
        numbers = torch.randn((self.count, PIXELS), generator=torch.Generator().manual_seed(1))
        return DataLoader(numbers, batch_size=self.batch_size)


def make_trainer(callbacks):
    return L.Trainer(
        accelerator="cpu", max_epochs=1, callbacks=list(callbacks), logger=False, enable_checkpointing=False,
        enable_progress_bar=False, enable_model_summary=False, num_sanity_val_steps=0,
    )  # fmt: skip


@pytest.fixture
def like_a_card(monkeypatch):
    """The CPU is tried as a graphics card is, which tests need not have."""
    monkeypatch.setattr(finding, "_fits_on_cpu", finding._fits_on_device)
    monkeypatch.setattr(finding, "garbage_collection_cuda", lambda: None)  # slow, and there is no card to free


@pytest.fixture
def free(monkeypatch):
    """So many bytes of free memory."""

    def say(count):
        monkeypatch.setattr(finding, "free_memory_bytes", lambda: count)

    return say


@pytest.mark.parametrize(("too_large", "expected"), [(math.inf, 16), (16, 8), (8, 4)])
def test_the_largest_batch_is_taken_that_does_not_run_out_of_memory(like_a_card, too_large, expected):
    listener = Listener()
    assert find_batch_size(Line(too_large), Patches(), make_trainer, listener) == expected
    assert f"Batch size {expected}:" in listener.texts[0]


def test_other_errors_are_not_taken_for_a_lack_of_memory(like_a_card):
    module = Line()
    module.network = nn.Linear(3, 1)
    with pytest.raises(RuntimeError, match="shapes cannot be multiplied"):
        find_batch_size(module, Patches(), make_trainer, Listener())


def test_few_patches_keep_two_steps_in_an_epoch(like_a_card):
    assert find_batch_size(Line(), Patches(count=17), make_trainer, Listener()) == 8


def test_on_a_cpu_free_memory_decides(free):
    # a step keeps its batch, and next to nothing else
    patch_bytes = 4 * PIXELS
    for patches, expected in ((7, 4), (9, 8), (15, 8), (17, 16)):
        free(int(patch_bytes * patches / finding._MEMORY_SHARE))
        assert find_batch_size(Line(), Patches(), make_trainer, Listener()) == expected


def test_where_the_system_does_not_say_the_given_size_stays_and_it_is_said(free):
    free(None)
    listener = Listener()
    assert find_batch_size(Line(), Patches(), make_trainer, listener) == 4
    assert "does not say how much memory" in listener.texts[0]


@pytest.mark.skipif(not os.path.exists("/proc/meminfo"), reason="only Linux says how much memory is free")
def test_free_memory_is_some_of_what_there_is():
    assert 0 < free_memory_bytes() <= os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def test_the_limit_of_a_container_counts(tmp_path):
    assert free_memory_bytes(tmp_path, tmp_path) is None
    (tmp_path / "meminfo").write_text("MemTotal: 9000 kB\nMemAvailable:    5000 kB\n")
    assert free_memory_bytes(tmp_path, tmp_path) == 5_120_000
    (tmp_path / "memory.current").write_text("1000000\n")
    for limit, expected in (("max", 5_120_000), ("4000000", 3_000_000), ("9000000", 5_120_000)):
        (tmp_path / "memory.max").write_text(f"{limit}\n")
        assert free_memory_bytes(tmp_path, tmp_path) == expected


def test_the_rate_is_a_tenth_of_that_with_the_lowest_loss():
    rates = [10 ** (-6 + 6 * step / 99) for step in range(100)]
    losses = [1 + (math.log10(rate) + 2) ** 2 / 10 for rate in rates]  # lowest at 0.01
    assert choose_rate(rates, losses) == pytest.approx(1e-3, rel=0.1)


def test_noise_at_the_low_rates_does_not_decide():
    rates = [10 ** (-6 + 6 * step / 99) for step in range(100)]
    noise = torch.rand(100, generator=torch.Generator().manual_seed(0)).tolist()
    losses = [1 + 0.3 * jump - 0.6 * (rate > 3e-3) + 5 * (rate > 0.3) for rate, jump in zip(rates, noise, strict=True)]
    assert 3e-4 < choose_rate(rates, losses) < 5e-2


@pytest.mark.parametrize("losses", [[1.0] * 100, [1 + step / 50 for step in range(100)], [math.nan] * 100, [1.0] * 3])
def test_a_loss_that_does_not_fall_gives_no_rate(losses):
    assert choose_rate([10 ** (-6 + 6 * step / 99) for step in range(len(losses))], losses) is None


def test_a_rate_is_found_with_which_the_loss_falls():
    listener = Listener()
    module, data = Line(), Patches()
    rate = find_learning_rate(module, data, make_trainer, listener, given=0.5)
    # above 2 / (largest eigenvalue of the second derivative) the loss of a line grows
    batch = next(iter(data.train_dataloader()))
    limit = 2 / torch.linalg.eigvalsh(2 / 4 * batch @ batch.T).max()
    assert limit / 100 < rate < limit
    assert f"Learning rate {rate:.2g}" in listener.texts[0]


def test_without_a_fall_the_given_rate_stays_and_it_is_said():
    class Deaf(Line):
        def training_step(self, batch, batch_idx):
            return 0 * self.network(batch).sum() + 1

    listener = Listener()
    assert find_learning_rate(Deaf(), Patches(), make_trainer, listener, given=0.5) == 0.5
    assert "did not fall at any learning rate: 0.5 stays" in listener.texts[0]


@pytest.mark.parametrize("find", [
    lambda module, data: find_batch_size(module, data, make_trainer, Listener()),
    lambda module, data: find_learning_rate(module, data, make_trainer, Listener(), 0.1),
], ids=["batch size", "learning rate"])  # fmt: skip
def test_nothing_is_left_of_the_steps(find, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    module, data = Line(), Patches()
    before = {name: value.clone() for name, value in module.state_dict().items()}
    random = torch.get_rng_state()
    find(module, data)
    assert all(torch.equal(value, before[name]) for name, value in module.state_dict().items())
    assert torch.equal(torch.get_rng_state(), random)
    assert (data.batch_size, module.seen, module.training) == (4, [], True)
    assert not list(tmp_path.iterdir())


def test_the_user_can_stop_it():
    data = Patches()
    with pytest.raises(Cancelled):
        find_learning_rate(Line(), data, make_trainer, Listener(cancel_after=3), 0.1)
    with pytest.raises(Cancelled):
        find_batch_size(Line(), data, make_trainer, Listener(cancel_after=0))
    assert data.batch_size == 4
