"""Which changes there are, and how often and how much each level makes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from seg4eo_engine.errors import InvalidJob

Level = Literal["none", "light", "medium", "strong"]


@dataclass(frozen=True)
class Change:
    """How a change is made: to which share of the patches, and how strongly (1 is moderate, 2 is twice that)."""

    chance: float
    strength: float


FLIP_AND_TURN = {"flip": 1.0, "turn": 1.0}
MEDIUM = FLIP_AND_TURN | {"rotate": 0.25, "zoom": 0.25, "brightness": 0.5, "contrast": 0.5, "noise": 0.25}
STRONG = FLIP_AND_TURN | {
    "rotate": 0.4,
    "zoom": 0.4,
    "shear": 0.2,
    "elastic": 0.2,
    "grid": 0.2,
    "blur": 0.2,
    "noise": 0.3,
    "brightness": 0.7,
    "contrast": 0.7,
    "gamma": 0.3,
    "haze": 0.2,
    "band_dropout": 0.2,
    "cutout": 0.3,
}
AUGMENTATIONS = tuple(STRONG)
CHANCES: dict[Level, dict[str, float]] = {"none": {}, "light": FLIP_AND_TURN, "medium": MEDIUM, "strong": STRONG}
STRENGTHS: dict[Level, float] = {"none": 1.0, "light": 1.0, "medium": 1.0, "strong": 2.0}
CHANCE_BY_NAME = 0.5


def choose_changes(level: Level, further: Sequence[str] = ()) -> dict[str, Change]:
    """The changes of a level, and further ones by name, which half of the patches get; a level's own stay as they are.

    Raises:
        InvalidJob: there is no such level or no such change.
    """
    if level not in CHANCES:
        raise InvalidJob(f"Expected an augmentation level of {', '.join(get_args(Level))}, found '{level}': change it.")
    for name in further:
        if name not in AUGMENTATIONS:
            raise InvalidJob(
                f"Expected further augmentations of {', '.join(AUGMENTATIONS)}, found '{name}': change or remove it."
            )
    chances = dict.fromkeys(further, CHANCE_BY_NAME) | CHANCES[level]
    chances |= {name: 1.0 for name in further if name in FLIP_AND_TURN}
    return {name: Change(chance, STRENGTHS[level]) for name, chance in chances.items()}
