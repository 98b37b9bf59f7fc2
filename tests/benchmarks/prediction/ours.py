"""The job Predict, timed, and the backend that it chose, watched. Called in a process of its own."""

import importlib
import pkgutil
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

KEPT_BATCHES = 8  # for the floor: enough that they do not all stay in the processor's caches
FLOOR_WINDOWS = 192


class Watch:
    """Notes the time inside ``predict`` of whichever backend runs, and what that backend is.

    ``inside_s`` is summed over calls, of wrappers only the outermost counts; ``windows`` are counted by their size.
    """

    def __init__(self, *, keep_batches: bool = False) -> None:
        self.inside_s = 0.0
        self.windows: Counter[int] = Counter()
        self.batch_sizes: set[int] = set()
        self.backend: Any = None
        self.batches: list[tuple[Any, Any]] = []
        self._keep = KEPT_BATCHES if keep_batches else 0
        self._running = threading.local()
        self._originals: list[tuple[type, Any]] = []

    def __enter__(self) -> "Watch":
        package = importlib.import_module("seg4eo_engine.prediction.backends")
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            try:
                module = importlib.import_module(found.name)
            except ImportError:  # an inference library that is not installed
                continue
            for item in vars(module).values():
                is_own = isinstance(item, type) and item.__module__ == module.__name__
                if is_own and "predict" in vars(item) and not getattr(item, "_is_protocol", False):
                    self._watch(item)
        return self

    def __exit__(self, *_: object) -> None:
        for owner, original in self._originals:
            owner.predict = original

    def _watch(self, owner: Any) -> None:
        original = owner.predict
        self._originals.append((owner, original))

        def predict(backend: Any, pixels: Any, valid_mask: Any) -> Any:
            if getattr(self._running, "already", False):
                return original(backend, pixels, valid_mask)
            self._running.already = True
            started_s = time.perf_counter()
            try:
                return original(backend, pixels, valid_mask)
            finally:
                self.inside_s += time.perf_counter() - started_s
                self._running.already = False
                self._note(backend, pixels, valid_mask)

        owner.predict = predict

    def _note(self, backend: Any, pixels: Any, valid_mask: Any) -> None:
        self.backend = backend
        self.windows[pixels.shape[-1]] += len(pixels)
        self.batch_sizes.add(len(pixels))
        if self._keep and (not self.batches or len(pixels) > len(self.batches[0][0])):
            self.batches.clear()
        if len(self.batches) < self._keep and (not self.batches or len(pixels) == len(self.batches[0][0])):
            self.batches.append((pixels.clone(), valid_mask.clone()))

    def chosen(self) -> dict[str, Any]:
        """What ran: library, number format, size and number of windows, and the time inside."""
        return {
            "backend": getattr(self.backend, "name", type(self.backend).__name__),
            "precision": getattr(self.backend, "precision", ""),
            "window_px": max(self.windows, default=0),
            "windows": sum(self.windows.values()),
            "inside_s": self.inside_s,
        }

    def floor_s(self, windows: int) -> float:
        """Seconds for so many windows of a loop that does nothing else, from a part of them, in full batches."""
        size = len(self.batches[0][0])
        calls = max(KEPT_BATCHES, FLOOR_WINDOWS // size)
        started_s = time.perf_counter()
        for call in range(calls):
            self.backend.predict(*self.batches[call % len(self.batches)])
        return windows * (time.perf_counter() - started_s) / (calls * size)


def has_field(name: str) -> bool:
    """Whether this version of the job has that parameter."""
    from seg4eo_engine.jobs import Predict

    return name in Predict.model_fields


def map_scene(scene: str, model: str, output: str, warm_up: str | None = None, **fields: Any) -> dict[str, Any]:
    """Map a scene. With ``warm_up`` that scene is mapped first, so that libraries are imported before the clock runs.

    ``fields`` that this version of the job does not have are left out, and told.
    """
    if warm_up is not None:
        # an area lies on its own scene
        _run(warm_up, model, output, {name: value for name, value in fields.items() if name != "area"})
    with Watch() as watch:
        wall_s = _run(scene, model, output, fields)
    left_out = sorted(name for name in fields if not has_field(name))
    return {"wall_s": wall_s, **watch.chosen()} | ({"left_out": left_out} if left_out else {})


def map_scene_unwatched(scene: str, model: str, output: str, **fields: Any) -> dict[str, Any]:
    """Map a scene and nothing else: a watch would import every backend there is, which takes memory."""
    return {"wall_s": _run(scene, model, output, fields)}


def map_scene_beside_floor(scene: str, model: str, output: str, warm_up: str, **fields: Any) -> dict[str, Any]:
    """Map a scene between two runs of the bare loop over the same windows, whose mean is ``floor_s``."""
    with Watch(keep_batches=True) as before:
        _run(warm_up, model, output, fields)
    floors = [before.floor_s(1)]
    with Watch() as watch:
        wall_s = _run(scene, model, output, fields)
    floors.append(before.floor_s(1))
    found = watch.chosen()
    return {"wall_s": wall_s, "floor_s": found["windows"] * sum(floors) / 2, "floors_s": floors, **found}


def _run(scene: str, model: str, output: str, fields: dict[str, Any]) -> float:
    from seg4eo_engine.jobs import Predict

    known = {name: value for name, value in fields.items() if has_field(name)}
    Path(output).unlink(missing_ok=True)
    job = Predict(model=model, raster=scene, output=output, device="cpu", **known)
    started_s = time.perf_counter()
    job.run()
    return time.perf_counter() - started_s
