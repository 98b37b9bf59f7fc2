"""Patches of a dataset through the networks of a model, batch by batch; while one is answered, the next is read."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.utils.data import default_collate

from seg4eo_engine.models.device import Compute
from seg4eo_engine.models.model import SegmentationModel, class_probabilities
from seg4eo_engine.models.samples import PatchDataset, Sample
from seg4eo_engine.patches.manifest import DatasetManifest, PatchRecord
from seg4eo_engine.prediction.matching import MatchedDataset, match_dataset
from seg4eo_engine.progress import Reporter


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


def answer_patches(
    model: SegmentationModel,
    folder: Path,
    dataset: DatasetManifest,
    patches: Sequence[PatchRecord],
    compute: Compute,
    batch_size: int,
    reporter: Reporter,
    stage: str,
) -> Iterator[AnsweredBatch]:
    """Yield ``patches`` in batches with what the networks of ``model`` say.

    What it raises and leaves is as of :func:`~seg4eo_engine.prediction.patches.predict_patches`.
    """
    matched = match_dataset(model.manifest, dataset, patches)
    model = model.to(compute)
    done = 0
    for records, sample in _read_batches(folder, matched, patches, batch_size):
        reporter.check_cancelled()
        with torch.inference_mode():
            pixels, valid_mask = (sample[key].to(compute.device) for key in ("image", "valid_mask"))
            logits = model.logits(pixels, valid_mask, compute)
        yield AnsweredBatch(records, sample, logits)
        done += len(records)
        reporter.progress(done / len(patches), stage, done=done, total=len(patches), unit="patches")


def _read_batches(
    folder: Path, matched: MatchedDataset, patches: Sequence[PatchRecord], batch_size: int
) -> Iterator[tuple[Sequence[PatchRecord], Sample]]:
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
