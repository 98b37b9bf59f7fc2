"""Whether a map that was killed again and again is the one that was not: SIGKILLs at random moments, then the pixels.

    .venv/engine/bin/python tests/benchmarks/bench_killed.py [kills]

With torch and OpenVINO in fp32, on a scene of 2,048² px and ten bands. Written to build/bench_killed.json.
"""

import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import rasterio
from prediction.models import write_random_model
from prediction.scenes import write_scene

SIZE_PX, BLOCK_PX = 2048, 512
RESULTS = Path("build/bench_killed.json")


def command(folder: Path, backend: str, name: str) -> list[str]:
    words = f"--model {folder}/model.safetensors --raster {folder}/scene.tif --output {folder}/{name}.tif".split()
    words += f"--confidence {folder}/{name}_confidence.tif --score-format float32 --device cpu --precision fp32".split()
    words += f"--backend {backend} --window-px 256 --overlap-px 64 --block-size-px {BLOCK_PX} --memory-mb 64".split()
    return [sys.executable, "-m", "seg4eo_engine", "predict", *words]


def pixels(path: Path) -> np.ndarray:
    with rasterio.open(path) as file:
        return file.read()


def measure(folder: Path, backend: str, kills: int) -> dict[str, float | str]:
    started_s = time.perf_counter()
    subprocess.run(command(folder, backend, f"{backend}_whole"), check=True, capture_output=True)
    whole_s = time.perf_counter() - started_s
    generator = random.Random(0)
    killed = 0
    name = f"{backend}_killed"
    while killed < kills:
        process = subprocess.Popen(command(folder, backend, name), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
        try:
            # a run that was killed near its end may need no more than its start, so that moments count from there
            process.wait(generator.uniform(0.3, 1.0) * whole_s)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
            continue
        (folder / f"{name}.tif").unlink()  # it got through: begin a new one, of the same kind
    last = subprocess.run(command(folder, backend, name), check=True, capture_output=True, text=True)
    kept = next((line for line in last.stderr.splitlines() if "Going on" in line), "nothing was kept")
    differing = [
        int((pixels(folder / f"{backend}_whole{end}") != pixels(folder / f"{name}{end}")).sum())
        for end in (".tif", "_confidence.tif")
    ]
    left = sorted(path.name for path in folder.glob("*.parts"))
    return {
        "backend": backend,
        "kills": killed,
        "differing_pixels": sum(differing),
        "left": ", ".join(left),
        "kept": kept,
    }


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    results = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_random_model(folder / "model.safetensors")
        write_scene(folder / "scene.tif", SIZE_PX, SIZE_PX)
        for backend in ("torch", "openvino"):
            results.append(measure(folder, backend, kills))
            print(
                "{backend}: {kills} kills, {differing_pixels} pixels differ, left: '{left}'; {kept}".format(
                    **results[-1]
                )
            )
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
