"""From a scene to a map through QGIS: what ``make demo`` runs, with nothing but the standard library.

Usage: demo.py FOLDER, in the environment that the Makefile sets (QGIS without a screen, a profile of its own, the
engine's Python in SEG4EO_ENGINE_PYTHON). The last line on standard output is one JSON object with the score and paths.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

SIZE_PX = 1536
PATCH_PX = 128
EPOCHS = 30
MAX_MINUTES = 2.7
SEED = 0
TRAIN_OPTIONS = {"BATCH_SIZE": 8, "LEARNING_RATE": 0.002, "AUGMENTATION": "light"}


def road(folder: Path) -> list:
    """The algorithms of the road with their parameters, in order."""
    sample = folder / "sample"
    scene, labels = sample / "scene.tif", sample / "labels.tif"
    grid, dataset, model = folder / "grid.gpkg", folder / "dataset", folder / "model.safetensors"
    class_map, confidence = folder / "map.tif", folder / "confidence.tif"
    return [
        ("sampledata", {"OUTPUT": sample, "SIZE_PX": SIZE_PX, "SEED": SEED}),
        ("grid", {"RASTER": scene, "OUTPUT": grid, "PATCH_SIZE_PX": PATCH_PX}),
        (
            "extractpatches",
            {"IMAGES": scene, "LABELS": labels, "GRID": grid, "PATCH_SIZE_PX": PATCH_PX, "OUTPUT": dataset},
        ),
        (
            "train",
            {"DATASET": dataset, "OUTPUT": model, "EPOCHS": EPOCHS, "MAX_MINUTES": MAX_MINUTES, **TRAIN_OPTIONS},
        ),
        ("predict", {"MODEL": model, "RASTER": scene, "OUTPUT": class_map, "CONFIDENCE": confidence}),
        (
            "evaluate",
            {
                "CLASS_MAP": class_map,
                "REFERENCE": labels,
                "GRID": grid,
                "SPLIT": "test",
                "REPORT": folder / "scores.html",
            },
        ),
    ]


def run_algorithm(name: str, parameters: dict) -> dict:
    """Run ``seg4eo:name`` by ``qgis_process`` and give back its results, or end with its own words."""
    # Debian's wrapper of QGIS 3.22 passes an option that the program itself rejects
    program = shutil.which("qgis_process.bin") or "qgis_process"
    arguments = [f"{key}={value}" for key, value in parameters.items()]
    done = subprocess.run(
        [program, "--json", "run", f"seg4eo:{name}", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONWARNINGS": "ignore::DeprecationWarning"},  # QGIS 3.22 sets off one of its own
    )
    if done.returncode != 0:
        print(f"\n{done.stdout}{done.stderr}", file=sys.stderr)
        sys.exit(f"The demo stopped at seg4eo:{name}, which ended with status {done.returncode}: see above.")
    return json.loads(done.stdout[done.stdout.index("{") :])["results"]


def draw_picture(folder: Path) -> Path:
    """Scene, reference, map and confidence side by side, drawn by the engine's Python."""
    picture = folder / "picture.png"
    script = Path(__file__).with_name("demo_picture.py")
    subprocess.run([os.environ["SEG4EO_ENGINE_PYTHON"], "-I", str(script), str(folder), str(picture)], check=True)
    return picture


def print_summary(folder: Path, results: dict, picture: Path) -> None:
    """One page for a person."""
    scores = json.loads((folder / "scores.json").read_text(encoding="utf-8"))
    extracted, trained, predicted, evaluated = (
        results[name] for name in ("extractpatches", "train", "predict", "evaluate")
    )
    print(
        f"\nPatches     {extracted['PATCHES']}: {extracted['TRAIN']} training, "
        f"{extracted['VALIDATION']} validation, {extracted['TEST']} test"
    )
    print(
        f"Training    best of {trained['RESULT_EPOCHS']} epochs: {trained['BEST_EPOCH']}, "
        f"validation mIoU {trained['VALIDATION_MIOU']:.3f}, test mIoU {trained['TEST_MIOU']:.3f}"
    )
    print(
        f"Map         {predicted['WINDOWS']} windows in {predicted['SECONDS']:.1f} s, "
        f"{100 * predicted['VALID_SHARE']:.1f} % of the pixels valid"
    )
    print(
        f"Accuracy    mIoU {evaluated['MIOU']:.3f}, {100 * evaluated['ACCURACY']:.1f} % of "
        f"{evaluated['PIXELS']} pixels right, in the test cells of the map"
    )
    for name, score in scores["classes"].items():
        print(f"            {name:<12} IoU {score['iou']:.3f}")
    print(
        f"\nScene       {folder / 'sample' / 'scene.tif'}\nModel       {folder / 'model.safetensors'}"
        f"\nTraining    {trained['REPORT']}"
        f"\nMap         {folder / 'map.tif'}\nScores      {evaluated['REPORT']}\nPicture     {picture}\n"
    )


def main() -> None:
    """Walk the road."""
    folder = Path(sys.argv[1]).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    began_s = time.monotonic()
    steps = road(folder)
    results = {}
    for number, (name, parameters) in enumerate(steps, start=1):
        print(f"[{number}/{len(steps)}] seg4eo:{name:<15}", end="", flush=True)
        step_began_s = time.monotonic()
        results[name] = run_algorithm(name, parameters)
        print(f"{time.monotonic() - step_began_s:6.1f} s", flush=True)
    picture = draw_picture(folder)
    print_summary(folder, results, picture)
    miou, seconds = round(results["evaluate"]["MIOU"], 4), round(time.monotonic() - began_s, 1)
    print(json.dumps({"miou": miou, "seconds": seconds, "map": str(folder / "map.tif"), "picture": str(picture)}))


if __name__ == "__main__":
    main()
