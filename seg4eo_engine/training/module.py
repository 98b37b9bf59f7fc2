"""The training step, the validation step and the optimiser, as a Lightning module."""

from typing import Any

import lightning as L
import torch
from torch import Tensor
from torch.nn.utils import clip_grad_norm_
from torch.optim import Optimizer
from torchmetrics.classification import MulticlassConfusionMatrix

from seg4eo_engine.evaluation.confusion import ConfusionMatrix
from seg4eo_engine.models.model import class_indexes_of, class_probabilities
from seg4eo_engine.models.normalization import Normalization
from seg4eo_engine.models.registry import SegmentationNetwork
from seg4eo_engine.models.samples import Sample
from seg4eo_engine.raster.labels import IGNORE_INDEX
from seg4eo_engine.training.augmentation import Augmentation
from seg4eo_engine.training.data import derive_seed, epochs_done
from seg4eo_engine.training.losses import WeightedLoss
from seg4eo_engine.training.optimization import configure_optimizers_for
from seg4eo_engine.training.schedule import TrainingProgress
from seg4eo_engine.training.settings import TrainingSettings


class SegmentationModule(L.LightningModule):
    """Trains ``network`` and keeps the confusion matrix of the last validation."""

    def __init__(
        self,
        network: SegmentationNetwork,
        normalization: Normalization,
        augmentation: Augmentation,
        loss: WeightedLoss,
        class_names: tuple[str, ...],
        settings: TrainingSettings,
        course: TrainingProgress,
    ) -> None:
        super().__init__()
        self.network = network
        self.loss = loss
        self.class_names = class_names
        self.settings = settings
        self.course = course
        self._normalization = normalization
        self.augmentation = augmentation
        self._counts = MulticlassConfusionMatrix(len(class_names), ignore_index=IGNORE_INDEX)
        self.confusion = ConfusionMatrix(self._counts.confmat.long().numpy())

    def on_after_batch_transfer(self, batch: Sample, dataloader_idx: int) -> Sample:
        images = self._normalization.apply(batch["image"], batch["valid_mask"])
        valid_mask, labels = batch["valid_mask"], batch["label"]
        if self.trainer.training:
            self._seed_batch()
            images, valid_mask, labels = self.augmentation(images, valid_mask, labels)
        return Sample(image=images.contiguous(memory_format=torch.channels_last), valid_mask=valid_mask, label=labels)

    def _seed_batch(self) -> None:
        """Make augmentation and dropout of each batch a function of where the training is, and of nothing before."""
        batch = self.trainer.fit_loop.epoch_loop.batch_progress.current.ready
        torch.manual_seed(derive_seed(self.settings.seed, epochs_done(self.trainer), batch, self.trainer.global_rank))

    def training_step(self, batch: Sample, batch_idx: int) -> Tensor:
        loss: Tensor = self.loss(self.network(batch["image"]), batch["label"])
        self.log("train_loss", loss, on_step=False, on_epoch=True, batch_size=len(batch["label"]), sync_dist=True)
        return loss

    def on_validation_epoch_start(self) -> None:
        self._counts.reset()

    def validation_step(self, batch: Sample, batch_idx: int) -> None:
        logits = self.network(batch["image"])
        loss = self.loss(logits, batch["label"])
        self.log("validation_loss", loss, on_epoch=True, batch_size=len(batch["label"]), sync_dist=True)
        self._counts.update(class_indexes_of(class_probabilities(logits)), batch["label"].long())

    def on_validation_epoch_end(self) -> None:
        self.confusion = ConfusionMatrix(self._counts.compute().long().cpu().numpy())
        self.log("validation_miou", self.confusion.miou, sync_dist=True)  # it is the same in all processes

    def configure_gradient_clipping(
        self,
        optimizer: Optimizer,
        gradient_clip_val: int | float | None = None,
        gradient_clip_algorithm: str | None = None,
    ) -> None:
        # Lightning refuses to clip for fused optimisers in mixed precision, where only fp16 would be in the way
        if gradient_clip_val:
            clip_grad_norm_(self.network.parameters(), gradient_clip_val)

    def configure_optimizers(self) -> Any:
        return configure_optimizers_for(self.network, self.settings, self.course)
