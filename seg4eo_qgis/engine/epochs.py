"""A training as it goes: one line for each epoch, for the log and for what stands above the progress bar."""

from typing import Optional

from ..compat import tr, translatable
from .numbers import format_duration, format_number

# what is said of an epoch, in this order: the name of the value, and the words before it
SCORES = {
    "train_loss": translatable("loss"),
    "validation_loss": translatable("validation loss"),
    "validation_miou": translatable("mIoU"),
    "best_miou": translatable("best"),
    "best_loss": translatable("best validation loss"),
}


def is_epoch(values: dict[str, Optional[float]]) -> bool:
    """Whether metrics are those of an epoch of a training."""
    return "epochs" in values


def describe_epoch(epoch: int, values: dict[str, Optional[float]]) -> str:
    """A line such as ``Epoch 12 of 50: loss 0.412, mIoU 0.613, best 0.620 (epoch 9), 8 s an epoch, about 5 min left``.

    Scores of single classes stay out of it: there may be a hundred. They are in the files of the training.
    """
    parts = [f"{tr(SCORES[name])} {format_number(values[name])}" for name in SCORES if name in values]
    if parts and "best_epoch" in values:
        parts[-1] += tr(" (epoch {epoch})").format(epoch=int(values["best_epoch"]))
    if "epoch_s" in values:
        parts.append(tr("{duration} an epoch").format(duration=format_duration(values["epoch_s"])))
    if values.get("left_s"):
        parts.append(tr("about {duration} left").format(duration=format_duration(values["left_s"])))
    text = tr("Epoch {epoch} of {epochs}: {scores}")
    if "fold" in values:
        text = tr("Fold {fold} of {folds}, epoch {epoch} of {epochs}: {scores}")
    counts = {name: int(values[name]) for name in ("epochs", "fold", "folds") if name in values}
    return text.format(epoch=epoch, scores=", ".join(parts), **counts)
