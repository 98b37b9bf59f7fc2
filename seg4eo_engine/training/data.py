"""Patches in batches: the same for every seed and epoch, whether the training was stopped in between or not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import lightning as L
import numpy as np
import torch
from torch.utils.data import DataLoader, Sampler

from seg4eo_engine.models.samples import PatchDataset, Sample
from seg4eo_engine.patches.manifest import DatasetManifest, PatchRecord


@dataclass(frozen=True)
class Parts:
    """The patches that are learned from, chosen by, and tested on."""

    train: tuple[PatchRecord, ...]
    validation: tuple[PatchRecord, ...]
    test: tuple[PatchRecord, ...]

    @classmethod
    def of(cls, dataset: DatasetManifest) -> "Parts":
        """The splits of a dataset."""
        return cls(*(tuple(dataset.of_split(split)) for split in ("train", "validation", "test")))


def derive_seed(*numbers: int) -> int:
    """A seed for torch that is a function of these numbers (each 0 or more), and different for others."""
    return int(np.random.SeedSequence(numbers).generate_state(1, np.uint64)[0] >> 1)


class ShuffledBatches(Sampler[list[int]]):
    """Batches of positions in a new order each epoch, which follows from seed and epoch alone.

    Of several processes each takes every ``world``-th position of the same batches, so that together they learn from
    what one alone would. A last, incomplete batch is left out: batch normalisation cannot learn from one patch, and
    processes must not wait for one that has none.
    """

    def __init__(self, count: int, batch_size: int, seed: int, *, rank: int = 0, world: int = 1) -> None:
        self._count = count
        self._batch_size = min(batch_size, count)
        self._seed = seed
        self._rank = rank
        self._world = world
        self.epoch = 0

    def __len__(self) -> int:
        return self._count // self._batch_size

    def __iter__(self) -> Iterator[list[int]]:
        order = np.random.default_rng((self._seed, self.epoch)).permutation(self._count)
        for batch in order[: len(self) * self._batch_size].reshape(len(self), self._batch_size):
            yield batch[self._rank :: self._world].tolist()


class PatchData(L.LightningDataModule):
    """The loaders of a training."""

    def __init__(
        self, folder: Path, dataset: DatasetManifest, parts: Parts, batch_size: int, seed: int, workers: int
    ) -> None:
        super().__init__()
        self.batch_size = batch_size  # of all processes together
        self._patches = {
            name: PatchDataset(folder, dataset, patches)
            for name, patches in (("train", parts.train), ("validation", parts.validation))
        }
        self._seed = seed
        self._workers = workers
        self.has_validation = bool(parts.validation)

    def steps_in_epoch(self) -> int:
        """Batches of an epoch."""
        return len(ShuffledBatches(len(self._patches["train"]), self.batch_size, self._seed))

    def train_dataloader(self) -> DataLoader[Sample]:
        trainer = self.trainer
        assert trainer is not None
        batches = _FollowingBatches(
            trainer,
            len(self._patches["train"]),
            self.batch_size,
            self._seed,
            rank=trainer.global_rank,
            world=trainer.world_size,
        )
        return self._loader(self._patches["train"], batch_sampler=batches)

    def val_dataloader(self) -> DataLoader[Sample] | list[DataLoader[Sample]]:
        if not self.has_validation:
            return []
        trainer = self.trainer
        assert trainer is not None
        positions: Sequence[int] = range(trainer.global_rank, len(self._patches["validation"]), trainer.world_size)
        size = max(1, self.batch_size // trainer.world_size)
        batches = [list(positions[first : first + size]) for first in range(0, len(positions), size)]
        return self._loader(self._patches["validation"], batch_sampler=batches)

    def _loader(self, patches: PatchDataset, batch_sampler: Sampler[list[int]] | list[list[int]]) -> DataLoader[Sample]:
        return DataLoader(
            patches,
            batch_sampler=batch_sampler,
            num_workers=self._workers,
            persistent_workers=self._workers > 0,
            pin_memory=torch.cuda.is_available(),
            # without one of its own, a loader takes its seed from the generator that augmentation draws from
            generator=torch.Generator().manual_seed(self._seed),
        )


class _FollowingBatches(ShuffledBatches):
    """Asks the trainer for the epoch whenever it is drawn.

    Lightning draws the first epoch after a resume before it sets its sampler's epoch, and before its ``current_epoch``
    is right; the count of epochs processed is.
    """

    def __init__(self, trainer: L.Trainer, count: int, batch_size: int, seed: int, *, rank: int, world: int) -> None:
        super().__init__(count, batch_size, seed, rank=rank, world=world)
        self._trainer = trainer

    def __iter__(self) -> Iterator[list[int]]:
        self.epoch = epochs_done(self._trainer)
        return super().__iter__()


def epochs_done(trainer: L.Trainer) -> int:
    """Epochs that were trained, those before a resume included."""
    return int(trainer.fit_loop.epoch_progress.current.processed)  # type: ignore[attr-defined]
