"""Whether the fast defaults say the same as torch in fp32 with the same windows, on a trained model and real scenes."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import rasterio

from prediction.figures import Bench, Figure
from prediction.models import LabelledScene, TrainedModel, trained_model
from prediction.processes import measure
from seg4eo_engine.evaluation.confusion import ConfusionMatrix

MOST_CHANGED, MOST_MIOU = 0.003, 0.002
VALUES = 256


@dataclass
class _Counts:
    """Pixels of some scenes: all that are mapped, those whose class differs, and confusions by class value."""

    pixels: int = 0
    changed: int = 0
    default: ConfusionMatrix = field(default_factory=lambda: ConfusionMatrix.empty(VALUES))
    exact: ConfusionMatrix = field(default_factory=lambda: ConfusionMatrix.empty(VALUES))

    def __add__(self, other: "_Counts") -> "_Counts":
        return _Counts(
            self.pixels + other.pixels,
            self.changed + other.changed,
            self.default + other.default,
            self.exact + other.exact,
        )

    def as_json(self) -> dict[str, float]:
        return {
            "pixels": self.pixels,
            "changed_share": self.changed / self.pixels,
            "miou_default": self.default.miou,
            "miou_fp32": self.exact.miou,
            "miou_difference": abs(self.default.miou - self.exact.miou),
        }


def sameness(bench: Bench) -> list[Figure]:
    """Share of pixels whose class differs, and how far mIoU differs; on the scene that was not trained on."""
    model = trained_model(quick=bench.mode == "quick")
    scenes = [scene for scene in model.scenes if bench.sizes.seen_scenes or not scene.seen]
    counts, chosen = {}, {}
    for scene in scenes:
        counts[scene.name], chosen = _compare(bench, model, scene)
    details = {"model": model.about, "default": chosen} | {name: found.as_json() for name, found in counts.items()}
    unseen = counts[model.unseen.name].as_json()
    what = "{backend} {precision} against torch fp32, same windows of {window_px} px".format(**chosen)
    note = f"pixels whose class differs: {what}; {model.unseen.name}, not trained on"
    miou_note = "how far mIoU differs: {miou_default:.4f} by default, {miou_fp32:.4f} in fp32".format(**unseen)
    figures = [
        Figure("changed_share", unseen["changed_share"], note, at_most=MOST_CHANGED, details=details),
        Figure("miou_difference", unseen["miou_difference"], miou_note, at_most=MOST_MIOU),
    ]
    if len(scenes) > 1:
        both = sum(counts.values(), _Counts()).as_json()
        figures += [
            Figure("changed_share_all", both["changed_share"], "the same on all scenes, those of the training too"),
            Figure("miou_difference_all", both["miou_difference"], "likewise"),
        ]
    return figures


def _compare(bench: Bench, model: TrainedModel, scene: LabelledScene) -> tuple[_Counts, dict[str, Any]]:
    """Map a scene both ways; with the counts comes what the default chose."""
    paths = [bench.map_path("default"), bench.map_path("fp32")]
    common = {"scene": scene.image, "model": model.path}
    chosen = measure("ours.map_scene", output=paths[0], **common)
    windows = _windows_of(paths[0])
    measure("ours.map_scene", output=paths[1], **common, backend="torch", precision="fp32", **windows)
    if _windows_of(paths[1]) != windows:
        raise RuntimeError(f"not the same windows: {_windows_of(paths[1])} in fp32, {windows} by default")
    default_map, exact_map, labels = (_read(path) for path in (*paths, scene.labels))
    mapped, labelled = exact_map != 0, labels != 0
    counts = _Counts(
        int(mapped.sum()),
        int((default_map != exact_map)[mapped].sum()),
        *(
            ConfusionMatrix.from_indexes(labels[labelled & mapped], found[labelled & mapped], VALUES)
            for found in (default_map, exact_map)
        ),
    )
    return counts, {key: chosen[key] for key in ("backend", "precision", "window_px")}


def _windows_of(path: str) -> dict[str, int]:
    """The windows that a map was made with, as its tags say."""
    with rasterio.open(path) as file:
        run = json.loads(file.tags()["SEG4EO_RUN"])
    return {name: run[name] for name in ("window_px", "overlap_px")}


def _read(path: Path) -> np.ndarray:
    with rasterio.open(path) as file:
        return file.read(1)
