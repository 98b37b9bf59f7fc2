"""Several answers for each window, averaged: of turned and mirrored windows, and of several models."""

from collections.abc import Callable, Iterable, Sequence
from statistics import fmean
from typing import Literal

import torch
from torch import Tensor

from seg4eo_engine.errors import InvalidModel
from seg4eo_engine.prediction.backends.base import Backend

TestTimeAugmentation = Literal["none", "flips", "dihedral"]
_Move = tuple[bool, int]  # whether rows are mirrored first, and quarter turns after that
_MOVES: dict[TestTimeAugmentation, tuple[_Move, ...]] = {
    "none": ((False, 0),),
    "flips": ((False, 0), (True, 0), (False, 2), (True, 2)),  # the four that keep rows rows
    "dihedral": tuple((flip, turns) for flip in (False, True) for turns in range(4)),  # the symmetries of the square
}


class _Wrapper:
    """What all combinations of backends have from the first of them."""

    def __init__(self, backends: Sequence[Backend]) -> None:
        first = backends[0]
        self.name = first.name
        self.precision = first.precision
        self.device = first.device
        self.num_classes = first.num_classes
        self.threshold = fmean(backend.threshold for backend in backends)
        self.window_px = next((backend.window_px for backend in backends if backend.window_px), None)
        self.margin_px = first.margin_px


class AugmentedBackend(_Wrapper):
    """Averages the probabilities of mirrored and turned windows, each turned back.

    Test-time augmentation, as in Krizhevsky et al. (2012) for whole images: what a network says of a place should not
    depend on where north is.
    """

    def __init__(self, backend: Backend, augmentation: TestTimeAugmentation) -> None:
        super().__init__([backend])
        self._backend = backend
        self._moves = _MOVES[augmentation]

    def predict(self, pixels: Tensor, valid_mask: Tensor) -> Tensor:
        """See :class:`~seg4eo_engine.prediction.backends.base.Backend`."""
        answers = (
            _moved_back(self._backend.predict(_moved(pixels, move), _moved(valid_mask, move)), move)
            for move in self._moves
        )
        return _mean(answers)


class EnsembleBackend(_Wrapper):
    """Averages the probabilities of several models.

    Raises:
        InvalidModel: their answers do not go together.
    """

    def __init__(self, backends: Sequence[Backend]) -> None:
        super().__init__(backends)
        self._backends = backends
        self._check(lambda backend: backend.num_classes, "classes")
        self._check(lambda backend: backend.margin_px, "px of margin around an answer")
        sizes = sorted({backend.window_px for backend in backends if backend.window_px})
        if len(sizes) > 1:
            raise InvalidModel(
                f"Expected models that take windows of one size, found {' and '.join(map(str, sizes))} px: "
                "map with one of them, or export them for the same size."
            )

    def _check(self, number: Callable[[Backend], int], words: str) -> None:
        found = sorted({number(backend) for backend in self._backends})
        if len(found) > 1:
            raise InvalidModel(
                f"Expected models that are alike, found {' and '.join(map(str, found))} {words}: map with one of them."
            )

    def predict(self, pixels: Tensor, valid_mask: Tensor) -> Tensor:
        """See :class:`~seg4eo_engine.prediction.backends.base.Backend`."""
        return _mean(backend.predict(pixels, valid_mask) for backend in self._backends)


def _mean(answers: Iterable[Tensor]) -> Tensor:
    """The mean of probabilities, one after the other, so that only two of them are held at once."""
    total, count = None, 0
    for answer in answers:
        total, count = answer if total is None else total + answer, count + 1
    if total is None:
        raise ValueError("nothing to average")
    return total if count == 1 else total / count


def _moved(values: Tensor, move: _Move) -> Tensor:
    flip, turns = move
    flipped = values.flip(-2) if flip else values
    return torch.rot90(flipped, turns, (-2, -1)) if turns else flipped


def _moved_back(values: Tensor, move: _Move) -> Tensor:
    flip, turns = move
    turned = torch.rot90(values, -turns, (-2, -1)) if turns else values
    return turned.flip(-2) if flip else turned
