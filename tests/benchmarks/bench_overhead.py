"""What QGIS and the plugin add to a trivial job: the smallest sample landscape, which takes about two seconds.

    .venv/engine/bin/python tests/benchmarks/bench_overhead.py [rounds]

Needs QGIS (make qgis) and a quiet machine. A round runs, one after the other:

    engine     the job by the engine's own command line
    qgis       QGIS's own start-up: qgis_process joins two words by an algorithm of QGIS's, in a profile that knows of
               Processing but not of the plugin
    together   the job by qgis_process with the plugin

The overhead of a round is together − engine − qgis; the median of the rounds counts. Loading the plugin is part of it,
and so is starting the engine's process a second way. Written to build/bench_overhead.json.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
RESULTS = BUILD / "bench_overhead.json"
QGIS_PYTHON = os.environ.get("QGIS_PYTHON", "/usr/bin/python3")
# Debian's wrapper of QGIS 3.22 passes an option that the program itself rejects
QGIS_PROCESS = shutil.which("qgis_process.bin") or "qgis_process"
MOST_S = 1.5


def environment(profile: Path) -> dict[str, str]:
    return os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_RUNTIME_DIR": str(BUILD / "runtime"),
        "QGIS_CUSTOM_CONFIG_PATH": str(profile),
        "QGIS_PLUGINPATH": str(BUILD / "plugins"),
        "SEG4EO_ENGINE_PYTHON": sys.executable,
    }


def profile_without_plugin(folder: Path) -> Path:
    """The profile of the tests, in which all is the same but for the plugin."""
    copied = shutil.copytree(BUILD / "qgis-profile" / "profiles", folder / "profiles").parent
    for path in (copied / "profiles" / "default" / "QGIS").glob("*.ini"):
        path.write_text(path.read_text(encoding="utf-8").replace("seg4eo_qgis=true", "seg4eo_qgis=false"), "utf-8")
    return copied


def seconds(command: list[str], surroundings: dict[str, str]) -> float:
    started_s = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL, env=surroundings)
    return time.perf_counter() - started_s


def measure(folder: Path) -> dict[str, float]:
    """The seconds of one round."""
    output = folder / "sample"
    engine = [sys.executable, "-m", "seg4eo_engine", "sampledata", "--output", str(output), "--size-px", "256"]
    qgis = [QGIS_PROCESS, "run", "native:stringconcatenation", "--INPUT_1=a", "--INPUT_2=b"]
    together = [QGIS_PROCESS, "run", "seg4eo:sampledata", f"--OUTPUT={output}", "--SIZE_PX=256"]
    spent = {"engine_s": seconds(engine, dict(os.environ))}
    shutil.rmtree(output)
    spent["qgis_s"] = seconds(qgis, environment(folder))
    spent["together_s"] = seconds(together, environment(BUILD / "qgis-profile"))
    shutil.rmtree(output)
    return spent | {"overhead_s": spent["together_s"] - spent["engine_s"] - spent["qgis_s"]}


def main(rounds: int = 5) -> None:
    (BUILD / "runtime").mkdir(mode=0o700, parents=True, exist_ok=True)
    subprocess.run([QGIS_PYTHON, str(ROOT / ".make" / "stage.py")], check=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = profile_without_plugin(Path(temporary))
        measure(folder)  # all that is read lies in the system's memory after this
        found = []
        for number in range(rounds):
            found.append(measure(folder))
            print(f"{number + 1}:", ", ".join(f"{name} {value:.2f}" for name, value in found[-1].items()), flush=True)
    medians = {name: round(statistics.median(one[name] for one in found), 3) for name in found[0]}
    print("median:", ", ".join(f"{name} {value:.2f}" for name, value in medians.items()))
    print(f"overhead {medians['overhead_s']:.2f} s, at most {MOST_S} s: {medians['overhead_s'] <= MOST_S}")
    RESULTS.write_text(json.dumps({"rounds": found, "median": medians, "most_s": MOST_S}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
