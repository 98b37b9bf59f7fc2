"""Settle what the user left open: backend, number format, windows, overlap, batch; and the plan that follows."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch

from seg4eo_engine.jobs.mapping.inputs import MappingInputs
from seg4eo_engine.jobs.predict import Predict
from seg4eo_engine.models.onnx.file import is_onnx
from seg4eo_engine.prediction.backends.base import Backend
from seg4eo_engine.prediction.backends.choosing import BackendRequest, open_backend, open_probe
from seg4eo_engine.prediction.backends.combined import AugmentedBackend, EnsembleBackend
from seg4eo_engine.prediction.choices import (
    choose_batch_size,
    choose_overlap_px,
    choose_window_px,
    memory_budget_bytes,
)
from seg4eo_engine.prediction.layers import LayerRequest
from seg4eo_engine.prediction.memory import give_back_freed_memory, uncollected
from seg4eo_engine.prediction.plan import PixelCost, PredictionPlan, WindowLayout, plan_prediction
from seg4eo_engine.prediction.reach import measure_reach
from seg4eo_engine.progress import Reporter

# Building a faster network of a model, or seeing how far it looks, takes as long as torch takes for so many pixels
WORTH_PREPARING_PX = 4_000_000
WORTH_TIMING_WINDOWS = 100


@dataclass(frozen=True)
class Settled:
    """What is settled. ``choices`` are what a run that is stopped must go on with, as JSON."""

    backend: Backend
    plan: PredictionPlan
    batch_size: int
    choices: dict[str, Any]
    strip_bytes: int
    seconds_per_window: float | None

    @property
    def backend_words(self) -> str:
        """The backend for a log: ``openvino on cpu (bf16)``."""
        return f"{self.backend.name} on {self.backend.device.type} ({self.backend.precision})"

    def describe(self) -> str:
        """Backend, number format and windows, for the tags of the map."""
        layout = self.plan.layout
        return json.dumps(
            {
                "backend": self.backend.name, "precision": self.backend.precision,
                "device": self.backend.device.type, "window_px": layout.window_px, "overlap_px": layout.overlap_px,
            }
        )  # fmt: skip


def settle(
    job: Predict, inputs: MappingInputs, layers: LayerRequest, earlier: Mapping[str, Any], reporter: Reporter
) -> Settled:
    """Settle what ``job`` leaves open, as it was settled ``earlier`` where a stopped run is gone on with.

    Raises:
        DeviceUnavailable: a backend, device or number format that is not there.
        InvalidJob, InvalidModel: windows that the model does not take, models that do not go together.
    """
    with uncollected():
        window, probe = (earlier, None) if earlier else _choose_windows(job, inputs)
        backend = _open_backends(job, inputs, window["window_px"], earlier, reporter, probe)
    del probe
    give_back_freed_memory()  # of networks that were looked at or exported, and of trial runs
    grid = inputs.view_placement.grid
    layout = WindowLayout(
        grid.width, grid.height, window["window_px"], window["overlap_px"], backend.margin_px, job.blending
    )
    memory_bytes = earlier.get("memory_bytes") or memory_budget_bytes(job.memory_mb, backend.device)
    cost = PixelCost(
        len(inputs.scene.band_indexes), inputs.itemsize, backend.num_classes, inputs.block_height_px,
        sum(layer.bytes_per_pixel for layer in layers.layers()),
    )  # fmt: skip
    plan = plan_prediction(layout, cost, memory_bytes, inputs.view_area, job.block_size_px**2)
    batch_size = choose_batch_size(job.batch_size, layout.window_px, backend)
    choices = {
        "window_px": layout.window_px, "overlap_px": layout.overlap_px, "memory_bytes": memory_bytes,
        "backend": backend.name, "device": backend.device.type, "precision": backend.precision,
    }  # fmt: skip
    widest = max(strip.window_cols[-1] - strip.window_cols[0] + layout.window_px for strip in plan.strips)
    return Settled(
        backend, plan, batch_size, choices, widest * cost.bytes_per_column(layout),
        _time_a_window(backend, plan, batch_size, inputs),
    )  # fmt: skip


def _choose_windows(job: Predict, inputs: MappingInputs) -> tuple[dict[str, int], Backend | None]:
    """Size and overlap of the windows, by what the first of the models looks at; and the probe, if one was opened."""
    card, grid = inputs.card, inputs.view_placement.grid
    wanted = 0 if job.blending == "none" else job.overlap_px
    if job.window_px is not None and wanted is not None and not is_onnx(inputs.models[0]):
        return {"window_px": job.window_px, "overlap_px": wanted}, None  # our models take any: nothing is to be seen
    probe = open_probe(inputs.models[0], _request(job, {}), window_px=card.patch_size_px or 256)
    is_open = probe.window_px is None and (job.window_px is None or wanted is None)
    is_large = grid.width * grid.height >= WORTH_PREPARING_PX  # the whole: a part of it is to get the same pixels
    reach = measure_reach(probe, card) if is_open and is_large and not card.scales_by_window else None
    give_back_freed_memory()
    window_px = choose_window_px(
        job.window_px, probe.window_px, card.patch_size_px, probe.device, (grid.width, grid.height),
        # where it is not worth asking, the network sees what it was trained on
        depends_on_window=card.scales_by_window or reach is None or reach.depends_on_window,
    )  # fmt: skip
    overlap_px = choose_overlap_px(wanted, window_px - 2 * probe.margin_px, reach)
    return {"window_px": window_px, "overlap_px": overlap_px}, probe


def _open_backends(
    job: Predict,
    inputs: MappingInputs,
    window_px: int,
    earlier: Mapping[str, Any],
    reporter: Reporter,
    probe: Backend | None,
) -> Backend:
    request = _request(job, earlier)
    area = inputs.view_area
    worth_compiling = area.width * area.height >= WORTH_PREPARING_PX
    opened: list[Backend] = [
        open_backend(
            path, request, window_px=window_px, worth_compiling=worth_compiling, reporter=reporter,
            probe=probe if path == inputs.models[0] else None,
        )
        for path in inputs.models
    ]  # fmt: skip
    backend = opened[0] if len(opened) == 1 else EnsembleBackend(opened)
    if job.test_time_augmentation != "none":
        backend = AugmentedBackend(backend, job.test_time_augmentation)
    return backend


def _request(job: Predict, settled: Mapping[str, Any]) -> BackendRequest:
    return BackendRequest(
        backend=settled.get("backend", job.backend),
        device=settled.get("device", job.device),
        precision=settled.get("precision", job.precision),
        compile=job.compile,
        activation=job.activation,
        input_scale=job.input_scale,
    )


def _time_a_window(backend: Backend, plan: PredictionPlan, batch_size: int, inputs: MappingInputs) -> float | None:
    """Seconds that a window takes; None where the plan is over before it is worth telling."""
    if plan.window_count < WORTH_TIMING_WINDOWS * batch_size:
        return None
    size = plan.layout.window_px
    # a CPU takes no longer for each of a few windows than for each of many
    count = min(batch_size, torch.get_num_threads()) if backend.device.type == "cpu" else batch_size
    pixels = torch.zeros((count, len(inputs.scene.band_indexes), size, size))
    valid_mask = torch.ones((count, size, size), dtype=torch.bool)
    pixels, valid_mask = pixels.to(backend.device), valid_mask.to(backend.device)
    seconds = 0.0
    for _ in range(2):  # the first time, memory is laid out and kernels are chosen
        started_s = time.perf_counter()
        backend.predict(pixels, valid_mask).cpu()
        seconds = time.perf_counter() - started_s
    give_back_freed_memory()
    return seconds / count
