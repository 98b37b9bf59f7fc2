"""Settle what the user left open: backend, number format, windows, overlap, batch; and the plan that follows."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from rasterio.windows import Window

from seg4eo_engine.jobs.mapping.inputs import MappingInputs
from seg4eo_engine.jobs.mapping.opened import ModelLook, OpenedBackends
from seg4eo_engine.jobs.predict import Predict
from seg4eo_engine.models.onnx.file import is_onnx
from seg4eo_engine.prediction.backends.base import Backend
from seg4eo_engine.prediction.backends.choosing import BackendRequest, open_backend, open_probe
from seg4eo_engine.prediction.backends.combined import AugmentedBackend, EnsembleBackend
from seg4eo_engine.prediction.backends.libraries import libraries
from seg4eo_engine.prediction.choices import (
    choose_batch_size,
    choose_block_side_px,
    choose_overlap_px,
    choose_window_px,
    memory_budget_bytes,
)
from seg4eo_engine.prediction.layers import LayerRequest
from seg4eo_engine.prediction.memory import give_back_freed_memory, uncollected
from seg4eo_engine.prediction.plan import (
    DEFAULT_BLOCK_PX,
    PixelCost,
    PredictionPlan,
    WindowLayout,
    plan_prediction,
)
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


@dataclass(frozen=True)
class Workers:
    """Who makes the blocks of a map, where that is a cluster: ``count`` workers, ``on_a_machine`` on the same one."""

    count: int
    on_a_machine: int


def describe_backend(choices: Mapping[str, Any]) -> str:
    """The backend for a log: ``openvino on cpu (bf16)``."""
    return "{backend} on {device} ({precision})".format(**choices)


def describe_choices(choices: Mapping[str, Any]) -> str:
    """Backend, number format and windows, for the tags of the map."""
    told = ("backend", "precision", "device", "window_px", "overlap_px")
    return json.dumps({name: choices[name] for name in told})


def settle(
    job: Predict,
    inputs: MappingInputs,
    layers: LayerRequest,
    earlier: Mapping[str, Any],
    opened: OpenedBackends,
    reporter: Reporter,
    workers: Workers | None = None,
) -> Settled:
    """Settle what ``job`` leaves open, as it was settled ``earlier`` where a stopped run is gone on with.

    What is ``opened`` already is used. The scene is cut for ``workers``, else for this process.

    Raises:
        DeviceUnavailable: a backend, device or number format that is not there.
        InvalidJob, InvalidModel: windows that the model does not take, models that do not go together.
    """
    with uncollected():
        window, probe = (earlier, None) if earlier else _choose_windows(job, inputs, opened)
        backend = _open_backends(job, inputs, window["window_px"], earlier, opened, reporter, probe)
    del probe
    give_back_freed_memory()  # of networks that were looked at or exported, and of trial runs
    choices = dict(earlier) or {
        **window, "margin_px": backend.margin_px, "num_classes": backend.num_classes, "backend": backend.name,
        "device": backend.device.type, "precision": backend.precision,
        "libraries": libraries(backend.name, backend.device.type),
    }  # fmt: skip
    if not earlier:
        choices |= _choose_cut(job, inputs, layers, choices, backend.device, opened.sharing, workers)
    plan = plan_map(job, inputs, layers, choices)
    return Settled(backend, plan, choose_batch_size(job.batch_size, plan.layout.window_px, backend), choices)


def plan_map(job: Predict, inputs: MappingInputs, layers: LayerRequest, choices: Mapping[str, Any]) -> PredictionPlan:
    """The plan of a map for which all is settled: the same wherever it is made."""
    layout, cost = _layout_of(job, inputs, choices), _cost_of(inputs, layers, choices)
    return plan_prediction(layout, cost, choices["memory_bytes"], inputs.view_area, choices["block_px"])


def strip_bytes(plan: PredictionPlan, inputs: MappingInputs, layers: LayerRequest, choices: Mapping[str, Any]) -> int:
    """Bytes that pixels and probabilities of the widest strip take."""
    widest = max(strip.window_cols[-1] - strip.window_cols[0] + plan.layout.window_px for strip in plan.strips)
    return widest * _cost_of(inputs, layers, choices).bytes_per_column(plan.layout)


def _layout_of(job: Predict, inputs: MappingInputs, choices: Mapping[str, Any]) -> WindowLayout:
    grid = inputs.view_placement.grid
    return WindowLayout(
        grid.width, grid.height, choices["window_px"], choices["overlap_px"], choices["margin_px"], job.blending
    )


def _cost_of(inputs: MappingInputs, layers: LayerRequest, choices: Mapping[str, Any]) -> PixelCost:
    return PixelCost(
        len(inputs.scene.band_indexes), inputs.itemsize, choices["num_classes"], inputs.block_height_px,
        sum(layer.bytes_per_pixel for layer in layers.layers()),
    )  # fmt: skip


def _choose_cut(
    job: Predict,
    inputs: MappingInputs,
    layers: LayerRequest,
    choices: Mapping[str, Any],
    device: torch.device,
    sharing: int,
    workers: Workers | None,
) -> dict[str, int]:
    """Memory of a strip, and pixels of a block."""
    if workers is None:
        block_px = DEFAULT_BLOCK_PX if job.block_size_px is None else job.block_size_px**2
        return {"memory_bytes": memory_budget_bytes(job.memory_mb, device, sharing=sharing), "block_px": block_px}
    layout, cost = _layout_of(job, inputs, choices), _cost_of(inputs, layers, choices)
    side_px = job.block_size_px or choose_block_side_px(layout, inputs.view_area, workers.count)
    as_wide_as_high = (side_px + layout.window_px) * cost.bytes_per_column(layout)
    memory_bytes = memory_budget_bytes(
        job.memory_mb, device, sharing=workers.on_a_machine, wanted_bytes=as_wide_as_high
    )
    return {"memory_bytes": memory_bytes, "block_px": side_px**2}


def _choose_windows(
    job: Predict, inputs: MappingInputs, opened: OpenedBackends
) -> tuple[dict[str, int], Backend | None]:
    """Size and overlap of the windows, by what the first of the models looks at; and the probe, if one was opened."""
    card, grid = inputs.card, inputs.view_placement.grid
    wanted = 0 if job.blending == "none" else job.overlap_px
    if job.window_px is not None and wanted is not None and not is_onnx(inputs.models[0]):
        return {"window_px": job.window_px, "overlap_px": wanted}, None  # our models take any: nothing is to be seen
    look, probe = _look_at_model(job, inputs, opened)
    window_px = choose_window_px(
        job.window_px, look.window_px, card.patch_size_px, look.device, (grid.width, grid.height),
        # where it is not worth asking, the network sees what it was trained on
        depends_on_window=card.scales_by_window or look.reach is None or look.reach.depends_on_window,
    )  # fmt: skip
    overlap_px = choose_overlap_px(wanted, window_px - 2 * look.margin_px, look.reach)
    return {"window_px": window_px, "overlap_px": overlap_px}, probe


def _look_at_model(job: Predict, inputs: MappingInputs, opened: OpenedBackends) -> tuple[ModelLook, Backend | None]:
    """What the first of the models says of windows, and the probe that told, where it had to be asked."""
    card, is_large = inputs.card, _is_worth_preparing(inputs.view_placement.grid.full_window, opened)
    key = (inputs.models[0], _request(job, {}), is_large)
    known = opened.find_look(key)
    if known is not None:
        return known, None
    probe = open_probe(inputs.models[0], _request(job, {}), window_px=card.patch_size_px or 256)
    # the whole scene counts: a part of it is to get the same pixels
    is_open = probe.window_px is None and (job.window_px is None or (job.overlap_px is None and job.blending != "none"))
    reach = measure_reach(probe, card) if is_open and is_large and not card.scales_by_window else None
    give_back_freed_memory()
    look = ModelLook(probe.window_px, probe.margin_px, probe.device, reach)
    opened.keep_look(key, look)
    return look, probe


def _is_worth_preparing(window: Window, opened: OpenedBackends) -> bool:
    return bool(window.width * window.height * opened.scenes >= WORTH_PREPARING_PX)


def _open_backends(
    job: Predict,
    inputs: MappingInputs,
    window_px: int,
    earlier: Mapping[str, Any],
    opened: OpenedBackends,
    reporter: Reporter,
    probe: Backend | None,
) -> Backend:
    request = _request(job, earlier)
    worth_compiling = _is_worth_preparing(inputs.view_area, opened)

    def open_model(path: Path) -> Backend:
        return open_backend(
            path, request, window_px=window_px, worth_compiling=worth_compiling, reporter=reporter,
            probe=probe if path == inputs.models[0] else None,
        )  # fmt: skip

    def open_all() -> Backend:
        backends = [open_model(path) for path in inputs.models]
        backend = backends[0] if len(backends) == 1 else EnsembleBackend(backends)
        if job.test_time_augmentation != "none":
            backend = AugmentedBackend(backend, job.test_time_augmentation)
        return backend

    key = (inputs.models, request, window_px, worth_compiling, job.test_time_augmentation)
    return opened.backend(key, open_all)


def _request(job: Predict, settled: Mapping[str, Any]) -> BackendRequest:
    return BackendRequest(
        backend=settled.get("backend", job.backend),
        device=settled.get("device", job.device),
        precision=settled.get("precision", job.precision),
        compile=job.compile,
        activation=job.activation,
        input_scale=job.input_scale,
    )


def time_a_window(settled: Settled, inputs: MappingInputs) -> float | None:
    """Seconds that a window takes; None where the plan is over before it is worth telling."""
    backend, plan, batch_size = settled.backend, settled.plan, settled.batch_size
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
