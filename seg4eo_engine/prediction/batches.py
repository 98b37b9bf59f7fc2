"""Patches of a dataset in batches; while one goes through the networks of a model, the next is read."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.utils.data import default_collate

from seg4eo_engine.models.model import class_probabilities
from seg4eo_engine.models.samples import PatchDataset, Sample
from seg4eo_engine.patches.manifest import PatchRecord
from seg4eo_engine.prediction.matching import MatchedDataset


@dataclass(frozen=True)
class AnsweredBatch:
    """A batch of patches and the logits (N, out_channels, H, W), fp32, of each network of a model, on its device.

    ``sample`` is on the CPU, its bands and class indexes are the model's.
    """

    records: Sequence[PatchRecord]
    sample: Sample
    logits: list[Tensor]

    def probabilities(self, temperatures: Sequence[float]) -> Tensor:
        """Probabilities (N, C, H, W), fp32, on the CPU: the mean of those of the networks."""
        parts = [
            class_probabilities(logits, temperature)
            for logits, temperature in zip(self.logits, temperatures, strict=True)
        ]
        return (parts[0] if len(parts) == 1 else torch.stack(parts).mean(0)).cpu()


def read_batches(
    folder: Path, matched: MatchedDataset, patches: Sequence[PatchRecord], batch_size: int
) -> Iterator[tuple[Sequence[PatchRecord], Sample]]:
    """Yield ``patches`` of the dataset in ``folder`` in batches, with bands and class indexes as the model's."""
    batches = [patches[first : first + batch_size] for first in range(0, len(patches), batch_size)]
    with ThreadPoolExecutor(1, thread_name_prefix="patches") as reader:
        reading = [reader.submit(_read_batch, folder, matched, records) for records in batches[:1]]
        for number, records in enumerate(batches, start=1):
            sample = reading.pop().result()
            reading.extend(reader.submit(_read_batch, folder, matched, following) for following in batches[number:][:1])
            yield records, sample


def _read_batch(folder: Path, matched: MatchedDataset, records: Sequence[PatchRecord]) -> Sample:
    # a dataset of these patches alone, since one of all would keep them in memory
    samples = PatchDataset(folder, matched.dataset, records)
    sample: Sample = default_collate([samples[position] for position in range(len(samples))])
    if not matched.in_order:
        sample["image"] = sample["image"][:, list(matched.band_positions)]
    return sample
