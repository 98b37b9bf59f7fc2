"""What a model says of the patches of a dataset, how well it does on them, and its calibration by them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from seg4eo_engine.evaluation.calibration import fit_temperature
from seg4eo_engine.evaluation.confusion import ConfusionMatrix
from seg4eo_engine.evaluation.patch_scores import PatchesMeasured, PatchScore, PredictedPatch
from seg4eo_engine.evaluation.tally import ProbabilityTally, class_indexes_at
from seg4eo_engine.evaluation.threshold import ThresholdCurve, best_threshold
from seg4eo_engine.models.device import Compute
from seg4eo_engine.models.model import SegmentationModel, class_probabilities
from seg4eo_engine.patches.manifest import DatasetManifest, PatchRecord
from seg4eo_engine.prediction.batches import AnsweredBatch, read_batches
from seg4eo_engine.prediction.matching import match_dataset
from seg4eo_engine.progress import PartialReporter, Reporter, Stage
from seg4eo_engine.raster.labels import IGNORE_INDEX

MOST_PX = 500_000


@dataclass(frozen=True)
class PatchRunner:
    """Runs models on patches of the dataset in ``folder``, ``batch_size`` at once.

    The networks of a model are left on the device, in evaluation mode. Every method raises:

    Raises:
        BandMismatch, UnknownClass: the dataset does not go with the model.
        NotARaster, MissingInput: a patch is damaged or gone.
        Cancelled: the reporter was asked to stop.
    """

    folder: Path
    dataset: DatasetManifest
    compute: Compute
    batch_size: int

    def predict(
        self, model: SegmentationModel, patches: Sequence[PatchRecord], reporter: Reporter
    ) -> Iterator[PredictedPatch]:
        """Yield each of ``patches`` with its calibrated probabilities, in their order."""
        temperatures = [member.temperature for member in model.manifest.members]
        for batch in self._answer(model, patches, reporter, "Predicting patches"):
            probabilities = batch.probabilities(temperatures).numpy()
            image, valid_mask, label = (batch.sample[key].numpy() for key in ("image", "valid_mask", "label"))
            for position, record in enumerate(batch.records):
                yield PredictedPatch(
                    record, image[position], valid_mask[position], label[position], probabilities[position]
                )

    def measure(self, model: SegmentationModel, patches: Sequence[PatchRecord], reporter: Reporter) -> PatchesMeasured:
        """How well ``model`` does on ``patches``."""
        num_classes, threshold = len(model.manifest.classes), model.manifest.threshold
        temperatures = [member.temperature for member in model.manifest.members]
        tally, uncalibrated = ProbabilityTally(num_classes, threshold), ProbabilityTally(num_classes)
        scores: list[PatchScore] = []
        for batch in self._answer(model, patches, reporter, "Measuring patches"):
            labels = batch.sample["label"].numpy()
            probabilities = batch.probabilities(temperatures).numpy()
            tally.add(probabilities, labels)
            uncalibrated.add(batch.probabilities([1.0] * len(temperatures)).numpy(), labels)
            predicted = class_indexes_at(probabilities, threshold, axis=1)
            scores.extend(
                PatchScore(record, ConfusionMatrix.from_indexes(label, indexes, num_classes))
                for record, label, indexes in zip(batch.records, labels, predicted, strict=True)
            )
        return PatchesMeasured(tally, uncalibrated, tuple(scores))

    def calibrate(
        self, model: SegmentationModel, patches: Sequence[PatchRecord], reporter: Reporter
    ) -> SegmentationModel:
        """``model`` with a temperature for each network and, for two classes, a threshold, all fitted on ``patches``.

        They are fitted on at most 500,000 of the labelled pixels, drawn from all patches alike. With nothing to learn
        from, temperatures are 1 and the threshold is 0.5.
        """
        manifest = model.manifest
        members, probabilities, labels = [], [], np.empty(0, dtype=np.uint8)
        for index, member in enumerate(manifest.members):
            part = PartialReporter(reporter, index / len(manifest.members), (index + 1) / len(manifest.members))
            logits, labels = self.sample_logits(model, index, patches, part)
            temperature = fit_temperature(logits, labels)
            members.append(member.model_copy(update={"temperature": temperature}))
            probabilities.append(class_probabilities(torch.from_numpy(logits), temperature).numpy())
        changes: dict[str, object] = {"members": tuple(members)}
        if len(manifest.classes) == 2:
            # the same pixels were drawn for every network, so their mean is what the ensemble says
            changes["threshold"] = best_threshold(ThresholdCurve.of(np.mean(probabilities, axis=0)[:, 1], labels))
        return SegmentationModel(manifest.model_copy(update=changes), model.networks)

    def sample_logits(
        self,
        model: SegmentationModel,
        member_index: int,
        patches: Sequence[PatchRecord],
        reporter: Reporter,
        most_px: int = MOST_PX,
        seed: int = 0,
    ) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
        """Logits (n, out_channels) of one network on labelled pixels of ``patches``, and their class indexes (n,).

        Every labelled pixel has the same chance, so that n is about ``most_px`` where there are more. Which ones are
        drawn depends on ``seed`` and ``patches`` alone, not on the network or the batches.
        """
        alone = SegmentationModel(
            model.manifest.model_copy(update={"members": (model.manifest.members[member_index],)}),
            [model.networks[member_index]],
        )
        share = most_px / max(1, sum(sum(patch.class_counts) for patch in patches))
        generator = np.random.default_rng(seed)
        drawn_logits = [np.empty((0, alone.manifest.members[0].network.out_channels), dtype=np.float32)]
        drawn_labels = [np.empty(0, dtype=np.uint8)]
        for batch in self._answer(alone, patches, reporter, "Calibrating"):
            for logits, label in zip(batch.logits[0].cpu().numpy(), batch.sample["label"].numpy(), strict=True):
                chosen = (label != IGNORE_INDEX) & (generator.random(label.shape, dtype=np.float32) < share)
                drawn_logits.append(logits[:, chosen].T)
                drawn_labels.append(label[chosen])
        return np.concatenate(drawn_logits), np.concatenate(drawn_labels)

    def _answer(
        self, model: SegmentationModel, patches: Sequence[PatchRecord], reporter: Reporter, stage: Stage
    ) -> Iterator[AnsweredBatch]:
        """Yield ``patches`` in batches with what the networks of ``model`` say."""
        matched = match_dataset(model.manifest, self.dataset, patches)
        model = model.to(self.compute)
        done = 0
        for records, sample in read_batches(self.folder, matched, patches, self.batch_size):
            reporter.check_cancelled()
            with torch.inference_mode():
                pixels, valid_mask = (sample[key].to(self.compute.device) for key in ("image", "valid_mask"))
                logits = model.logits(pixels, valid_mask, self.compute)
            yield AnsweredBatch(records, sample, logits)
            done += len(records)
            reporter.progress(done / len(patches), stage, done=done, total=len(patches), unit="patches")
