"""Maps made by several workers: the same pixels, how much faster, and what millions of blocks cost.

    .venv/engine/bin/python tests/benchmarks/bench_cluster.py [--quick] [--only identical,efficiency,blocks] [--kills]

Workers have one thread each, so that what is compared is the same. Efficiency is the ratio of blocks per second with
two workers and with one, from the moment when each worker has made its first, each the best of three runs in turns; it
says something on two idle cores only.
With --kills, a worker is killed every few seconds, the scheduler once. --blocks is how many empty blocks a real
scheduler hands out, a million by default, which takes half an hour. Written to build/bench_cluster.json.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from prediction.killing import map_while_killing
from prediction.models import write_random_model
from prediction.processes import measure
from prediction.scenes import write_scene

RESULTS, WORK = Path("build/bench_cluster.json"), Path("build/bench")
WINDOWS = {"window_px": 256, "overlap_px": 64}
SCENE_PX, BLOCK_PX, WORKERS = 3072, 768, (1, 2, 4)
QUICK_SCENE_PX, QUICK_BLOCK_PX, QUICK_BLOCKS = 1024, 384, 10_000
BLOCKS = 10**6
ROUNDS = 3  # of one and two workers, in turns
PARTS = ("identical", "efficiency", "blocks")


class Maps:
    """Maps of one scene in ``folder``, made in several ways."""

    def __init__(self, folder: Path, *, quick: bool) -> None:
        self.folder = folder
        size_px = QUICK_SCENE_PX if quick else SCENE_PX
        self.fields: dict[str, Any] = {
            "model": write_random_model(folder / "model.safetensors"),
            "raster": write_scene(folder / "scene.tif", size_px, size_px),
            "block_size_px": QUICK_BLOCK_PX if quick else BLOCK_PX,
            "backend": "torch", "score_format": "float32", **WINDOWS,
        }  # fmt: skip
        self.runs: dict[str, dict[str, Any]] = {}

    def make(self, workers: int | None, again: int = 0) -> dict[str, Any]:
        """The run with so many workers, for the first time or ``again``; each is made once."""
        name = f"{workers or 'alone'}{f'_{again}' if again else ''}"
        if name not in self.runs:
            self.runs[name] = measure("cluster.map_on_workers", workers=workers, **self.outputs(name), **self.fields)
            print(f"workers {name}: {self.runs[name]['seconds']:.1f} s", flush=True)
        return self.runs[name]

    def outputs(self, name: str) -> dict[str, Path]:
        return {"output": self.folder / f"{name}.tif", "confidence": self.folder / f"{name}_confidence.tif"}

    def differing(self, name: str, other: str) -> int:
        """Pixels of both rasters that are not the same bit for bit."""
        pairs = zip(self.outputs(name).values(), self.outputs(other).values(), strict=True)
        return sum(int((_pixels(mine) != _pixels(theirs)).sum()) for mine, theirs in pairs)


def _pixels(path: Path) -> np.ndarray:
    with rasterio.open(path) as file:
        return file.read()


def identical(maps: Maps) -> dict[str, Any]:
    """Whether workers make the pixels of one process, and the times."""
    seconds = {"alone": maps.make(None)["seconds"]}
    differing = 0
    for workers in WORKERS:
        seconds[str(workers)] = maps.make(workers)["seconds"]
        differing += maps.differing(str(workers), "alone")
    return {"identical": differing == 0, "differing_pixels": differing, "seconds_by_workers": seconds}


def efficiency(maps: Maps) -> dict[str, Any]:
    """Blocks per second with two workers and with one, and the time of the model in each of them."""
    rounds = [
        {workers: _rate(maps.make(workers, again)["noted"], workers) for workers in (1, 2)} for again in range(ROUNDS)
    ]
    # a machine is slowed down by others, and never sped up: the best is what it can do
    rates = {workers: max(rates[workers] for rates in rounds) for workers in (1, 2)}
    run = maps.make(1)
    windows_per_block = run["windows"] / len(run["noted"])
    watched = {name: value for name, value in maps.fields.items() if name not in ("model", "raster")}
    alone = measure(
        "ours.map_scene", scene=maps.fields["raster"], model=maps.fields["model"], output=maps.folder / "watched.tif",
        precision="fp32", **watched,
    )  # fmt: skip
    return {
        "efficiency_2": rates[2] / rates[1],
        "blocks_per_second": rates,
        "blocks_per_second_by_round": rounds,
        "blocks_made": len(run["noted"]),
        "windows_per_block": windows_per_block,
        "model_seconds_per_block": windows_per_block * alone["inside_s"] / alone["windows"],
    }


def _rate(noted: list[float], workers: int) -> float:
    """Blocks per second, once every worker has made one."""
    return (len(noted) - workers) / (noted[-1] - noted[workers - 1])


def empty_blocks(blocks: int, folder: Path) -> dict[str, Any]:
    """What so many blocks cost the planner, the journal and a real scheduler."""
    planner = measure("cluster.plan_blocks", blocks=blocks)
    journal = measure("cluster.journal_blocks", blocks=blocks, folder=folder)
    scheduler = measure("cluster.dispatch_blocks", blocks=blocks, folder=folder)
    return {
        "blocks": planner["blocks"], "planner_seconds": planner["seconds"], "planner_rss_mib": planner["rss_mib"],
        "planner": planner, "journal": journal, "scheduler": scheduler,
    }  # fmt: skip


def kills(maps: Maps) -> dict[str, Any]:
    """A run with kills, beside the one without."""
    maps.make(None)
    found = map_while_killing(maps.fields | maps.outputs("killed") | {"workers": 2})
    return {"kills": found | {"differing_pixels": maps.differing("killed", "alone")}}


def measured(wanted: set[str], arguments: argparse.Namespace, folder: Path) -> Iterator[dict[str, Any]]:
    """What was found, part by part."""
    if wanted & {"identical", "efficiency"} or arguments.kills:
        maps = Maps(folder, quick=arguments.quick)
        if "efficiency" in wanted:
            yield efficiency(maps)
        if "identical" in wanted:
            yield identical(maps)
        if arguments.kills:
            yield kills(maps)
    if "blocks" in wanted:
        yield empty_blocks(arguments.blocks or (QUICK_BLOCKS if arguments.quick else BLOCKS), folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small sizes, which show that all of it works")
    parser.add_argument("--only", default=",".join(PARTS), help=f"of {','.join(PARTS)}")
    parser.add_argument("--kills", action="store_true", help="kill workers and the scheduler, too")
    parser.add_argument("--blocks", type=int, help="empty blocks")
    arguments = parser.parse_args()
    wanted = set(filter(None, arguments.only.split(",")))
    if unknown := wanted - set(PARTS):
        parser.error(f"Expected parts of {', '.join(PARTS)}, found {', '.join(sorted(unknown))}: change --only.")
    os.environ["OMP_NUM_THREADS"] = "1"
    results = json.loads(RESULTS.read_text()) if RESULTS.is_file() else {}
    WORK.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=WORK) as name:
        for found in measured(wanted, arguments, Path(name).resolve()):
            results |= found | {"quick": arguments.quick}
            RESULTS.write_text(json.dumps(results, indent=1) + "\n")  # at once: what follows may be stopped
            print(json.dumps(found, indent=1), flush=True)
    sys.exit(0 if results.get("identical", True) else 1)


if __name__ == "__main__":
    main()
