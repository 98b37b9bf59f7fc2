"""The models that scenes are mapped with: random weights for speed, trained ones wherever classes count."""

import json
from dataclasses import dataclass
from pathlib import Path

from prediction.scenes import BANDS

CLASSES = 6
DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "dubai_multiclass"
DUBAI_CLASSES = ["1=building:#d55e00", "2=land:#eadfb4", "3=road:#5a5a5a", "4=vegetation:#009e73", "5=water:#0072b2"]
CACHE = Path("build/bench/trained")
DUBAI_MINUTES, LANDSCAPE_MINUTES, QUICK_MINUTES = 10.0, 1.0, 1.0


def write_random_model(path: Path) -> Path:
    """Unet-resnet18 with ten bands, six classes and random weights."""
    from seg4eo_engine.models.untrained import save_untrained

    save_untrained(path, bands=BANDS, classes=CLASSES, dtype="uint16", mean=2000, std=1000)
    return path


@dataclass(frozen=True)
class LabelledScene:
    """A scene, its labels (0 is no class), and whether the model was trained on it."""

    name: str
    image: Path
    labels: Path
    seen: bool


@dataclass(frozen=True)
class TrainedModel:
    """A model that was trained the usual way, and scenes to map with it, one of which it has never seen.

    ``about`` says what it was trained on and for how long.
    """

    path: Path
    scenes: tuple[LabelledScene, ...]
    about: dict[str, object]

    @property
    def unseen(self) -> LabelledScene:
        return next(scene for scene in self.scenes if not scene.seen)


def trained_model(*, quick: bool = False) -> TrainedModel:
    """The trained model, from the cache where it is there; else it is trained now, which takes its minutes."""
    on_dubai = DATA.is_dir()
    minutes = DUBAI_MINUTES if on_dubai else LANDSCAPE_MINUTES
    name = "dubai" if on_dubai else "landscape"
    folder = CACHE / f"{name}_{minutes:g}min"
    if quick and not (folder / "model.safetensors").is_file():
        minutes = min(minutes, QUICK_MINUTES)
        folder = CACHE / f"{name}_{minutes:g}min"
    scenes = _dubai() if on_dubai else _landscape(CACHE / "landscapes")
    model = folder / "model.safetensors"
    if not model.is_file():
        print(f"training on {name} for {minutes:g} min, once; the model is kept in {folder}", flush=True)
        _train(folder, scenes, minutes)
    about = {"trained_on": f"{name}, all scenes but {_names(scenes, seen=False)}", "minutes": minutes}
    return TrainedModel(model, scenes, about | json.loads((folder / "about.json").read_text()))


def _names(scenes: tuple[LabelledScene, ...], *, seen: bool) -> str:
    return ", ".join(scene.name for scene in scenes if scene.seen is seen)


def _dubai() -> tuple[LabelledScene, ...]:
    images = sorted((DATA / "images").glob("*.tif"))
    return tuple(
        LabelledScene(image.stem, image, DATA / "labels" / image.name, seen=image != images[-1]) for image in images
    )


def _landscape(folder: Path) -> tuple[LabelledScene, ...]:
    """Two landscapes, for where the real scenes are not."""
    from seg4eo_engine.jobs import SampleData

    scenes = []
    for seed in (0, 1):
        output = folder / f"landscape{seed}"
        if not output.is_dir():
            output.parent.mkdir(parents=True, exist_ok=True)
            SampleData(output=output, size_px=2048, seed=seed).run()
        scenes.append(LabelledScene(output.name, output / "scene.tif", output / "labels.tif", seen=seed == 0))
    return tuple(scenes)


def _train(folder: Path, scenes: tuple[LabelledScene, ...], minutes: float) -> None:
    from seg4eo_engine.jobs import ExtractPatches, Train

    folder.mkdir(parents=True, exist_ok=True)
    seen = [scene for scene in scenes if scene.seen]
    dataset = folder / "dataset"
    if not dataset.is_dir():
        ExtractPatches(
            images=[scene.image for scene in seen], labels=[scene.labels for scene in seen], output=dataset,
            classes=DUBAI_CLASSES if scenes[0].image.is_relative_to(DATA) else [], patch_size_px=256, ignore_values=[0],
            test_share=0,
        ).run()  # fmt: skip
    result = Train(
        dataset=dataset, output=folder / "model.safetensors", epochs=10_000, patience=10_000, max_minutes=minutes,
        device="cpu",
    ).run()  # fmt: skip
    about = {"epochs": result.epochs, "validation_miou": result.validation_miou}
    (folder / "about.json").write_text(json.dumps(about) + "\n")
