"""The training step, the validation step and the optimiser, as a Lightning module."""

from typing import Any

import lightning as L
import torch
from torch import Tensor
from torchmetrics.classification import MulticlassConfusionMatrix

from seg4eo_engine.evaluation.confusion import ConfusionMatrix
from seg4eo_engine.models.normalization import Normalization
from seg4eo_engine.models.registry import SegmentationNetwork
from seg4eo_engine.raster.labels import IGNORE_INDEX
from seg4eo_engine.training.augmentation import Augmentation
from seg4eo_engine.training.dataset import Sample
from seg4eo_engine.training.losses import WeightedLoss
from seg4eo_engine.training.schedule import TrainingProgress, cosine_with_warmup


class SegmentationModule(L.LightningModule):
    """Trains ``network`` and keeps the confusion matrix of the last validation or test run."""

    def __init__(
        self,
        network: SegmentationNetwork,
        normalization: Normalization,
        augmentation: Augmentation,
        loss: WeightedLoss,
        num_classes: int,
        learning_rate: float,
        course: TrainingProgress,
    ) -> None:
        super().__init__()
        self.network = network
        self.loss = loss
        self._normalization = normalization
        self._augmentation = augmentation
        self._learning_rate = learning_rate
        self._course = course
        self._counts = MulticlassConfusionMatrix(num_classes, ignore_index=IGNORE_INDEX)
        self.confusion = ConfusionMatrix(self._counts.confmat.long().numpy())

    def on_after_batch_transfer(self, batch: Sample, dataloader_idx: int) -> Sample:
        images = self._normalization.apply(batch["image"], batch["valid_mask"])
        valid_mask, labels = batch["valid_mask"], batch["label"]
        if self.trainer.training:
            images, valid_mask, labels = self._augmentation(images, valid_mask, labels)
        return Sample(image=images.contiguous(memory_format=torch.channels_last), valid_mask=valid_mask, label=labels)

    def training_step(self, batch: Sample, batch_idx: int) -> Tensor:
        loss: Tensor = self.loss(self.network(batch["image"]), batch["label"])
        self.log("train_loss", loss, on_step=False, on_epoch=True, batch_size=len(batch["label"]))
        return loss

    def on_validation_epoch_start(self) -> None:
        self._counts.reset()

    def validation_step(self, batch: Sample, batch_idx: int) -> None:
        logits = self.network(batch["image"])
        loss = self.loss(logits, batch["label"])
        self.log("validation_loss", loss, on_epoch=True, batch_size=len(batch["label"]))
        self._counts.update(logits.argmax(1), batch["label"].long())

    def on_validation_epoch_end(self) -> None:
        self.confusion = ConfusionMatrix(self._counts.compute().long().cpu().numpy())
        self.log("validation_miou", self.confusion.miou)

    on_test_epoch_start = on_validation_epoch_start

    def test_step(self, batch: Sample, batch_idx: int) -> None:
        self._counts.update(self.network(batch["image"]).argmax(1), batch["label"].long())

    def on_test_epoch_end(self) -> None:
        self.confusion = ConfusionMatrix(self._counts.compute().long().cpu().numpy())

    def configure_optimizers(self) -> Any:
        optimizer = torch.optim.AdamW(self.network.parameters(), lr=self._learning_rate, weight_decay=1e-2)
        scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: cosine_with_warmup(self._course.at(step)))
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": scheduler, "interval": "step"}}
