"""A training as it goes: one line for each epoch, for the log and for what stands above the progress bar."""

from typing import Optional

from .numbers import format_duration, format_number

# what is said of an epoch, in this order: the name of the value, and the words before it
SCORES = {
    "train_loss": "loss",
    "validation_loss": "validation loss",
    "validation_miou": "mIoU",
    "best_miou": "best",
    "best_loss": "best validation loss",
}


def is_epoch(values: dict[str, Optional[float]]) -> bool:
    """Whether metrics are those of an epoch of a training."""
    return "epochs" in values


def describe_epoch(epoch: int, values: dict[str, Optional[float]]) -> str:
    """A line such as ``Epoch 12 of 50: loss 0.412, mIoU 0.613, best 0.620 (epoch 9), 8 s an epoch, about 5 min left``.

    Scores of single classes stay out of it: there may be a hundred. They are in the files of the training.
    """
    parts = [f"{words} {format_number(values[name])}" for name, words in SCORES.items() if name in values]
    if parts and "best_epoch" in values:
        parts[-1] += f" (epoch {int(values['best_epoch'])})"
    if "epoch_s" in values:
        parts.append(f"{format_duration(values['epoch_s'])} an epoch")
    if values.get("left_s"):
        parts.append(f"about {format_duration(values['left_s'])} left")
    number = f"Epoch {epoch} of {int(values['epochs'])}"
    if "fold" in values:
        number = f"Fold {int(values['fold'])} of {int(values['folds'])}, e{number[1:]}"
    return f"{number}: {', '.join(parts)}"
