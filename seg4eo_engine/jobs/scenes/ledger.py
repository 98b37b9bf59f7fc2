"""The list of scenes, ``scenes.csv``: for people, and for a run that goes on where one was stopped."""

import csv
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal

NAME = "scenes.csv"


@dataclass(frozen=True)
class SceneOutcome:
    """What became of a scene. ``run`` is the hash of all that made its map, ``tries`` how often it was tried."""

    scene: str
    source: str
    state: Literal["mapped", "failed"]
    reason: str = ""
    map: str = ""
    valid_share: str = ""
    seconds: str = ""
    tries: int = 1
    run: str = ""


class SceneLedger:
    """The list in ``folder``. While a run goes on, lines are added at its end, so that no end of the run loses one."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self.outcomes = _read(self.path)

    def add(self, outcome: SceneOutcome) -> None:
        """Note what became of a scene."""
        self.outcomes[outcome.scene] = outcome
        is_new = not self.path.exists()
        with self.path.open("a", encoding="utf-8", newline="") as file:
            _write(file, [outcome], header=is_new)

    def finish(self, names: Sequence[str]) -> None:
        """Write the list anew: these scenes alone, in this order, one line each."""
        draft = self.path.with_suffix(".part")
        with draft.open("w", encoding="utf-8", newline="") as file:
            _write(file, [self.outcomes[name] for name in names if name in self.outcomes], header=True)
        os.replace(draft, self.path)


def _read(path: Path) -> dict[str, SceneOutcome]:
    """What is known of each scene: its last line. Lines that were cut short by the end of their run do not count."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row.get("run") and row.get("state") in ("mapped", "failed")]
    known = {field.name for field in fields(SceneOutcome)}
    outcomes = [SceneOutcome(**{name: value for name, value in row.items() if name in known}) for row in rows]  # type: ignore[arg-type]
    return {outcome.scene: outcome for outcome in outcomes}


def _write(file: Any, outcomes: Sequence[SceneOutcome], *, header: bool) -> None:
    writer = csv.DictWriter(file, [field.name for field in fields(SceneOutcome)])
    if header:
        writer.writeheader()
    writer.writerows(asdict(outcome) for outcome in outcomes)
    file.flush()
    os.fsync(file.fileno())
