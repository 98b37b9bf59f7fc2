"""What a person at a terminal, or who reads a log, sees of a job."""

from collections.abc import Mapping

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Column

from seg4eo_engine.progress import Stage, Unit, duration

# what is said of an epoch, in this order: the name of the value, and the words before it
_EPOCH_SCORES = {
    "train_loss": "loss",
    "validation_loss": "validation loss",
    "validation_miou": "mIoU",
    "best_miou": "best",
    "best_loss": "best validation loss",
}


class ConsoleReporter:
    """A progress bar and lines for a person at a terminal, on standard error; lines only where that is a file."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress = Progress(
            TextColumn("{task.description}", table_column=Column(no_wrap=True)),
            BarColumn(bar_width=None, table_column=Column(ratio=1, max_width=40)),
            TextColumn("{task.percentage:>3.0f} %", table_column=Column(no_wrap=True)),
            TextColumn("{task.fields[count]}", markup=False, table_column=Column(no_wrap=True)),
            TextColumn("{task.fields[detail]}", markup=False, table_column=Column(no_wrap=True)),
            TimeRemainingColumn(compact=True),
            console=console,
            transient=True,
            expand=True,
            disable=not console.is_terminal,
        )
        self._task: TaskID = self._progress.add_task("", total=1.0, count="", detail="")

    def __enter__(self) -> "ConsoleReporter":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def progress(
        self,
        fraction: float,
        stage: Stage,
        *,
        done: int | None = None,
        total: int | None = None,
        unit: Unit = "",
        detail: str = "",
    ) -> None:
        count = _count(done or 0, total, unit) if total else ""
        self._progress.update(self._task, completed=fraction, description=stage, count=count, detail=detail)

    def info(self, text: str) -> None:
        self._say(text)

    def warning(self, text: str) -> None:
        self._say(f"Warning: {text}", "yellow")

    def metrics(self, step: int, values: dict[str, float]) -> None:
        self._say(epoch_line(step, values))

    def check_cancelled(self) -> None:
        pass  # Ctrl-C arrives as KeyboardInterrupt

    def _say(self, text: str, style: str = "") -> None:
        # a line of a log is a line: who reads a file wraps it as they like
        self._console.print(text, style=style, highlight=False, markup=False, soft_wrap=not self._console.is_terminal)


def _count(done: int, total: int, unit: str) -> str:
    """What is done of what there is: ``8/64 patches``, of pixels ``2.1/24.0 Mpx``."""
    return f"{done / 1e6:.1f}/{total / 1e6:.1f} Mpx" if unit == "px" else f"{done}/{total} {unit}"


def epoch_line(epoch: int, values: Mapping[str, float]) -> str:
    """An epoch in a line: what it took, what it brought, and what is still to come.

    ``Epoch 12 of 50: loss 0.412, validation loss 0.455, mIoU 0.613, best 0.613 (epoch 12), 8 s an epoch, about 5 min
    left``. What was not measured is left out.
    """
    place = f"Epoch {epoch}"
    if "epochs" in values:
        place += f" of {values['epochs']:.0f}"
    if "fold" in values:
        place = f"Fold {values['fold']:.0f} of {values['folds']:.0f}, {place[0].lower()}{place[1:]}"
    parts = [f"{words} {values[name]:.3f}" for name, words in _EPOCH_SCORES.items() if name in values]
    if parts and "best_epoch" in values:
        parts[-1] += f" (epoch {values['best_epoch']:.0f})"
    if "epoch_s" in values:
        parts.append(f"{duration(values['epoch_s'])} an epoch")
    if values.get("left_s", 0) > 0:
        parts.append(f"about {duration(values['left_s'])} left")
    return f"{place}: {', '.join(parts)}" if parts else place
