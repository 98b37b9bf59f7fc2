"""The speed and memory of prediction, beside peers, and whether the fast defaults map the same classes.

    .venv/engine/bin/python tests/benchmarks/bench_prediction.py [--quick | --large] [--only overhead,speed_same,…]

Speeds are ratios of runs that took turns in this run, medians over its rounds. --quick shows in a few minutes that all
of it works, with sizes too small to judge by; --large also maps 16,384² pixels and a mosaic that is 200,000 wide. A
model is trained once, for ten minutes on the real scenes of ../shared/data, or for one on a made landscape where these
are missing; it is kept under build/bench. Written to build/bench.json; a missed target is told, a failure ends with 1.
"""

import argparse
import functools
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from prediction.figures import SIZES, Bench, Figure, Mode
from prediction.memory import memory
from prediction.processes import measure
from prediction.sameness import sameness
from prediction.skipping import skipping
from prediction.speed import overhead, speed
from prediction.table import print_figures, print_header

RESULTS, WORK = Path("build/bench.json"), Path("build/bench")
FIGURES = ("overhead", "speed_same", "speed_default", "changed_share", "nodata_time", "aoi_time", "rss")

Part = Callable[[Bench], list[Figure]]


def parts(wanted: set[str]) -> dict[str, Part]:
    """What is to be measured; figures that come from the same runs are one part."""
    found: dict[str, Part] = {}
    if "overhead" in wanted:
        found["overhead"] = overhead
    if "speed_same" in wanted:
        found["speed_same"] = functools.partial(speed, same=True, default=False)
    if "speed_default" in wanted:
        found["speed_default"] = functools.partial(speed, same=False, default=True)
    if "changed_share" in wanted:
        found["changed_share"] = sameness
    if skipped := wanted & {"nodata_time", "aoi_time"}:
        found["skipping"] = functools.partial(skipping, nodata="nodata_time" in skipped, area="aoi_time" in skipped)
    if "rss" in wanted:
        found["rss"] = memory
    return found


def run(mode: Mode, wanted: set[str]) -> int:
    """Measure, print as it goes, write the results; 1 where something failed."""
    started_s, failures = time.monotonic(), {}
    figures: list[Figure] = []
    judged = mode != "quick"
    WORK.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=WORK) as name:
        bench = Bench(mode, Path(name).resolve(), measure("machine.facts"))
        print_header()
        for part, call in parts(wanted).items():
            try:
                found = call(bench)
            except Exception as error:  # noqa: BLE001 - the other figures are worth having all the same
                failures[part] = str(error)
                print(f"{part} failed: {error}", file=sys.stderr)
                continue
            figures += found
            print_figures(found, judged=judged)
    content = {
        "mode": mode,
        "large_sizes": mode == "large",  # else memory was measured on smaller scenes
        "minutes": round((time.monotonic() - started_s) / 60, 1),
        "machine": {key: value for key, value in bench.machine.items() if key != "rss_mib"},
        "figures": {figure.name: figure.as_json(judged=judged) for figure in figures},
        "failures": failures,
    }
    RESULTS.write_text(json.dumps(content, indent=1, default=str) + "\n")
    print(f"{RESULTS}, {mode} sizes, {content['minutes']} min")
    return 1 if failures else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    modes = parser.add_mutually_exclusive_group()
    for mode in SIZES:
        if mode != "normal":
            modes.add_argument(f"--{mode}", dest="mode", action="store_const", const=mode, default="normal")
    parser.add_argument("--only", default=",".join(FIGURES), help=f"of {','.join(FIGURES)}")
    arguments = parser.parse_args()
    wanted = set(arguments.only.split(","))
    if unknown := wanted - set(FIGURES):
        parser.error(f"Expected figures of {', '.join(FIGURES)}, found {', '.join(sorted(unknown))}: change --only.")
    sys.exit(run(arguments.mode, wanted))


if __name__ == "__main__":
    main()
