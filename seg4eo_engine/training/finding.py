"""A batch size and a learning rate, found by a few steps of training that are thrown away."""

import copy
import itertools
import math
import statistics
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import lightning as L
import torch
from lightning.pytorch.utilities.memory import garbage_collection_cuda, is_oom_error
from scipy.ndimage import gaussian_filter1d
from torch import Tensor
from torch.autograd.graph import saved_tensors_hooks

from seg4eo_engine.progress import Reporter, Stage

MakeTrainer = Callable[[Sequence[L.Callback]], L.Trainer]
LARGEST_FACTOR = 4  # of the given batch size
_TRIAL_STEPS = 2  # the second one has the optimiser's state in memory too
_MEMORY_SHARE = 0.5  # of the free memory, for what a step keeps; its gradients and others come on top
_RATE_STEPS = 100
_LOWEST_RATE, _HIGHEST_RATE = 1e-6, 1.0
_SMOOTHING_STEPS = 3.0  # standard deviation of the bell that losses are smoothed with
_FIRST = 10  # losses at rates that are too low to change anything
_LAST = 3  # losses whose mean tells divergence from noise
_DIVERGED = 4.0  # times the mean of the first losses
_CLEAR_FALL = 0.95  # of the mean of the first losses


class _Batches(Protocol):
    """What the batch size is tried on: a Lightning data module."""

    batch_size: int

    def steps_in_epoch(self) -> int: ...


def find_batch_size(module: L.LightningModule, data: _Batches, make_trainer: MakeTrainer, reporter: Reporter) -> int:
    """The largest of one, two and four times ``data.batch_size`` that memory holds; at most half of the patches.

    A graphics card is asked by trying. A computer would begin to swap, or end the process, and is asked how much it
    has free; where it does not say, the given size stays. ``module``, ``data`` and random numbers stay as they are.

    Raises:
        Cancelled: the user stopped it.
    """
    given = best = data.batch_size
    fits = _fits_on_cpu if make_trainer([]).strategy.root_device.type == "cpu" else _fits_on_device
    try:
        while best < given * LARGEST_FACTOR:
            data.batch_size = 2 * best
            if data.steps_in_epoch() < 2 or not fits(module, data, make_trainer, reporter):
                break
            best *= 2
    finally:
        data.batch_size = given
    reporter.info(f"Batch size {best}: the largest, from {given} to {given * LARGEST_FACTOR}, that can be had.")
    return best


def _fits_on_device(module: L.LightningModule, data: _Batches, make_trainer: MakeTrainer, reporter: Reporter) -> bool:
    fits = True
    try:
        _try_batch(module, data, make_trainer, reporter, _TRIAL_STEPS)
    except RuntimeError as error:
        if not (is_oom_error(error) or "out of memory" in str(error)):
            raise
        fits = False
    garbage_collection_cuda()  # after the error is gone, which holds all that was in memory
    return fits


def _fits_on_cpu(module: L.LightningModule, data: _Batches, make_trainer: MakeTrainer, reporter: Reporter) -> bool:
    free_bytes = free_memory_bytes()
    if free_bytes is None:
        reporter.info("This system does not say how much memory is free: no larger batch is tried.")
        return False
    wanted, data.batch_size = data.batch_size, data.batch_size // 2  # this much is known to fit
    kept = _KeptBytes()
    with saved_tensors_hooks(kept.note, lambda tensor: tensor):
        _try_batch(module, data, make_trainer, reporter, steps=1)
    return kept.total * wanted / data.batch_size <= free_bytes * _MEMORY_SHARE


def _try_batch(
    module: L.LightningModule, data: _Batches, make_trainer: MakeTrainer, reporter: Reporter, steps: int
) -> None:
    trainer = make_trainer([_Listen(reporter, "Finding the batch size", steps)])
    trainer.accumulate_grad_batches = 1  # batches of one step are in memory one after the other
    _throw_away(module, data, trainer, steps)


class _KeptBytes:
    """Counts the memory that a forward pass keeps for the backward pass."""

    def __init__(self) -> None:
        self._bytes: dict[int, int] = {}

    @property
    def total(self) -> int:
        return sum(self._bytes.values())

    def note(self, tensor: Tensor) -> Tensor:
        storage = tensor.untyped_storage()
        self._bytes[storage.data_ptr()] = storage.nbytes()
        return tensor.detach()  # itself, it would hold the step that made it, and that step holds it


def free_memory_bytes(proc: Path = Path("/proc"), cgroup: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Memory that programs may still take, the limit of a container included.

    None where the system does not say, which is outside Linux.
    """
    information = proc / "meminfo"
    if not information.is_file():
        return None
    lines = (line.split() for line in information.read_text().splitlines())
    free = next((int(line[1]) * 1024 for line in lines if line[0] == "MemAvailable:"), None)
    limit, used = cgroup / "memory.max", cgroup / "memory.current"
    if free is not None and limit.is_file() and used.is_file() and limit.read_text().strip().isdigit():
        free = min(free, int(limit.read_text()) - int(used.read_text()))
    return free


def find_learning_rate(
    module: L.LightningModule, data: L.LightningDataModule, make_trainer: MakeTrainer, reporter: Reporter, given: float
) -> float:
    """A learning rate to begin with: the range test of Smith (2017), https://arxiv.org/abs/1506.01186.

    A hundred steps are learned with a rate that grows from 1e-6 to 1; see :func:`choose_rate`. ``given`` is returned
    where the loss did not fall. ``module``, ``data`` and random numbers stay as they are.

    Raises:
        Cancelled: the user stopped it.
    """
    test = _RangeTest()
    listen = _Listen(reporter, "Finding the learning rate", _RATE_STEPS)
    _throw_away(module, data, make_trainer([listen, test]), _RATE_STEPS)
    rate = choose_rate(test.rates, test.losses)
    if rate is None:
        reporter.warning(f"The loss did not fall at any learning rate: {given:g} stays.")
        return given
    reporter.info(f"Learning rate {rate:.2g}: a tenth of the one with the lowest loss.")
    return rate


def choose_rate(rates: Sequence[float], losses: Sequence[float]) -> float | None:
    """A tenth of the rate at which the smoothed loss is lowest, since there it is about to grow again.

    The steepest fall, which Lightning's finder takes, is mostly one of the noise at the low rates; and its running mean
    is late, so that it finds rates that are too high. None where the loss never falls clearly below the first ones.
    """
    finite = list(itertools.takewhile(math.isfinite, losses))
    if len(finite) <= _FIRST:
        return None
    smooth = gaussian_filter1d(finite, sigma=_SMOOTHING_STEPS, mode="nearest")
    lowest = int(smooth.argmin())
    if lowest < _FIRST or smooth[lowest] > _CLEAR_FALL * statistics.fmean(finite[:_FIRST]):
        return None
    return rates[lowest] / 10


class _RangeTest(L.Callback):
    """Lets the rate grow from step to step, and ends the training when the loss has grown far beyond the first ones."""

    def __init__(self) -> None:
        self.rates: list[float] = []
        self.losses: list[float] = []

    def on_train_batch_start(self, trainer: L.Trainer, *_: Any) -> None:
        share = trainer.global_step / (_RATE_STEPS - 1)
        rate = _LOWEST_RATE * (_HIGHEST_RATE / _LOWEST_RATE) ** share
        for group in trainer.optimizers[0].param_groups:
            group["lr"] = rate
        self.rates.append(rate)

    def on_train_batch_end(self, trainer: L.Trainer, module: L.LightningModule, outputs: Any, *_: Any) -> None:
        loss = float(trainer.strategy.reduce(outputs["loss"], reduce_op="mean"))
        self.losses.append(loss)
        first = statistics.fmean(self.losses[:_FIRST])
        if not math.isfinite(loss) or statistics.fmean(self.losses[-_LAST:]) > _DIVERGED * first:
            trainer.should_stop = True


class _Listen(L.Callback):
    """Shows that something is going on, and stops when the user wants it."""

    def __init__(self, reporter: Reporter, stage: Stage, steps: int) -> None:
        self._reporter = reporter
        self._stage = stage
        self._steps = steps

    def on_train_batch_end(self, trainer: L.Trainer, *_: Any) -> None:
        self._reporter.check_cancelled()
        self._reporter.progress(0, self._stage, done=trainer.global_step, total=self._steps, unit="steps")


def _throw_away(module: L.LightningModule, data: Any, trainer: L.Trainer, steps: int) -> None:
    """Train a copy of ``module`` for so many steps."""
    trainer.fit_loop.max_epochs = -1
    trainer.fit_loop.epoch_loop.max_steps = steps
    trainer.limit_val_batches = 0
    trainer.loggers = []
    with torch.random.fork_rng():
        trainer.fit(copy.deepcopy(module), datamodule=data)
