"""Whether the windows show in a map: how often classes change where windows meet, over how often elsewhere.

    .venv/engine/bin/python tests/benchmarks/seams.py [--quick]

On the trained model of bench_prediction.py (made where it is missing) and a real scene that it was not trained on, for
each blending: smooth, crop, none. 1.00 means that nothing is to be seen. Written to build/bench/seams.json, with a
picture of the place where the worst seam is, build/bench/seams.png.
"""

import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import numpy as np
import rasterio
from prediction.borders import ChangeShares, change_shares, window_borders, worst_seam
from prediction.models import TrainedModel, trained_model
from prediction.processes import measure
from prediction.seam_picture import Panel, draw
from rasterio.windows import Window

from seg4eo_engine.models.checkpoint import read_model_manifest

WINDOW_PX = 256
OVERLAPS_PX = {"none": 0, "crop": 64, "smooth": 64}
WORDS = {
    "none": "none: side by side",
    "crop": "crop: the middle of each window",
    "smooth": "smooth: blended",
}
SEAM_PX, PICTURE_PX = 64, 160
FOLDER = Path("build/bench")


def map_all(model: TrainedModel) -> dict[str, np.ndarray]:
    """The class map of each blending that this version of the job has."""
    maps = {}
    with tempfile.TemporaryDirectory() as name:
        for blending, overlap_px in OVERLAPS_PX.items():
            output = Path(name) / f"{blending}.tif"
            found = measure(
                "ours.map_scene", scene=model.unseen.image, model=model.path, output=output, blending=blending,
                window_px=WINDOW_PX, overlap_px=overlap_px,
            )  # fmt: skip
            if "blending" in found.get("left_out", ()) and blending != "smooth":
                print(f"{blending}: this version of the job blends in one way only, so this is that one")
            with rasterio.open(output) as file:
                maps[blending] = file.read(1)
    return maps


def draw_worst(model: TrainedModel, maps: dict[str, np.ndarray], shares: dict[str, ChangeShares]) -> None:
    height, width = maps["none"].shape
    row, col = worst_seam(maps["none"], maps["smooth"], WINDOW_PX, SEAM_PX)
    top = min(max(0, row - PICTURE_PX // 2), height - PICTURE_PX)
    left = min(max(0, col - PICTURE_PX // 2), width - PICTURE_PX)

    def borders(length_px: int, first: int, overlap_px: int) -> list[float]:
        found = window_borders(length_px, WINDOW_PX, overlap_px) - first
        return [float(at) for at in found if 0 < at < PICTURE_PX]

    panels = [
        Panel(
            WORDS[blending],
            f"{shares[blending].ratio:.2f} × as many changes of class on borders",
            maps[blending][top : top + PICTURE_PX, left : left + PICTURE_PX],
            borders(height, top, OVERLAPS_PX[blending]),
            borders(width, left, OVERLAPS_PX[blending]),
        )
        for blending in maps
    ]
    with rasterio.open(model.unseen.image) as file:
        image = file.read([1, 2, 3] if file.count == 3 else [3, 2, 1], window=Window(left, top, PICTURE_PX, PICTURE_PX))
    about = f"{model.unseen.name}, {PICTURE_PX} × {PICTURE_PX} px; windows of {WINDOW_PX} px"
    draw(FOLDER / "seams.png", _as_bytes(image), panels, read_model_manifest(model.path).classes, about)


def _as_bytes(image: np.ndarray) -> np.ndarray:
    if image.dtype == np.uint8:
        return image
    low, high = np.percentile(image, [2, 98])
    return (255 * ((image - low) / max(high - low, 1)).clip(0, 1)).astype(np.uint8)


def main() -> None:
    model = trained_model(quick="--quick" in sys.argv[1:])
    maps = map_all(model)
    shares = {name: change_shares(found, WINDOW_PX, OVERLAPS_PX[name]) for name, found in maps.items()}
    print(f"{'blending':<10}{'on borders':>12}{'elsewhere':>12}{'ratio':>8}")
    for name, found in shares.items():
        print(f"{name:<10}{found.at_borders:>12.4%}{found.elsewhere:>12.4%}{found.ratio:>8.2f}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    content = {
        "model": model.about,
        "scene": model.unseen.name,
        "window_px": WINDOW_PX,
        "blendings": {
            name: asdict(found) | {"overlap_px": OVERLAPS_PX[name], "ratio": found.ratio}
            for name, found in shares.items()
        },
    }
    (FOLDER / "seams.json").write_text(json.dumps(content, indent=1) + "\n")
    draw_worst(model, maps, shares)
    print(f"{FOLDER / 'seams.json'}, {FOLDER / 'seams.png'}")


if __name__ == "__main__":
    main()
