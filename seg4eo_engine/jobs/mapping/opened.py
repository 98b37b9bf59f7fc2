"""What was found out about a model and opened for one scene, and is used again for the next."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

import torch

from seg4eo_engine.prediction.backends.base import Backend
from seg4eo_engine.prediction.reach import Reach

MOST_BACKENDS = 2  # each holds the weights: scenes of two sizes may alternate


@dataclass(frozen=True)
class ModelLook:
    """How a model takes windows: the only size, if there is one, the margin without an answer, and how far it looks."""

    window_px: int | None
    margin_px: int
    device: torch.device
    reach: Reach | None


class OpenedBackends:
    """Backends and looks by what they were opened for.

    Args:
        scenes: how many scenes of about the same size share them: what pays for all of them pays.
        sharing: how many processes that map a scene each share the memory of this machine.
    """

    def __init__(self, scenes: int = 1, sharing: int = 1) -> None:
        self.scenes = scenes
        self.sharing = sharing
        self._backends: dict[Hashable, Backend] = {}
        self._looks: dict[Hashable, ModelLook] = {}

    def backend(self, key: Hashable, open_it: Callable[[], Backend]) -> Backend:
        """The backend for ``key``, opened where it is not there yet."""
        found = self._backends.pop(key, None)
        if found is None:
            while len(self._backends) >= MOST_BACKENDS:
                del self._backends[next(iter(self._backends))]  # the one that was not used for the longest time
            found = open_it()
        self._backends[key] = found
        return found

    def find_look(self, key: Hashable) -> ModelLook | None:
        """What is known of the model, if anything."""
        return self._looks.get(key)

    def keep_look(self, key: Hashable, look: ModelLook) -> None:
        """Remember what was found out."""
        self._looks[key] = look
