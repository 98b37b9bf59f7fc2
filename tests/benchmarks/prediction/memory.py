"""Memory: the peak of a process that maps a scene, and how little it grows with the scene."""

from prediction.figures import Bench, Figure
from prediction.processes import measure
from prediction.scenes import write_mosaic
from prediction.speed import SAME

MOST_GROWTH, MOST_GB = 1.1, 1.6
MIB_PER_GB = 1e9 / 2**20  # GB of 10^9 bytes
WAYS = {"by default": {}, "256/64, torch fp32": SAME}


def memory(bench: Bench) -> list[Figure]:
    """Peak memory of the whole process at two sizes, by default and with small windows, and of a very wide mosaic."""
    small_px, large_px = bench.sizes.memory_px
    details: dict[str, object] = {}
    growth, most_mib = {}, 0.0
    for way, fields in WAYS.items():
        found = {
            px: measure(
                "ours.map_scene_unwatched", scene=bench.scene(px), model=bench.random_model,
                output=bench.map_path("memory"), **fields,
            )
            for px in (small_px, large_px)
        }  # fmt: skip
        details[way] = {f"{px}²": result for px, result in found.items()}
        growth[way] = found[large_px]["rss_mib"] / found[small_px]["rss_mib"]
        most_mib = max(most_mib, *(result["rss_mib"] for result in found.values()))
    worst = max(growth, key=growth.__getitem__)
    mosaic_mib, mosaic_note = _mosaic(bench)
    sizes = f"{small_px}² and {large_px}² × 10 bands"
    limit = {"at_most": round(MOST_GB * MIB_PER_GB)}
    return [
        Figure("rss_mib", most_mib, f"most MiB of the process; {sizes}, both ways; 1.6 GB of 10⁹ bytes", **limit,
               details=details),
        Figure("rss_growth", growth[worst], f"from {small_px}² to {large_px}², {worst}", at_most=MOST_GROWTH,
               details=growth),
        Figure("rss_mib_mosaic", mosaic_mib, mosaic_note, **limit),
    ]  # fmt: skip


def _mosaic(bench: Bench) -> tuple[float, str]:
    width, height = bench.sizes.mosaic_px
    mosaic = write_mosaic(bench.folder / "mosaic.vrt", width, height)
    found = measure("ours.map_scene_unwatched", scene=mosaic, model=bench.random_model, output=bench.map_path("mosaic"))
    return found["rss_mib"], f"the same, by default, on a mosaic of {width // 1000} files, {width} × {height} px"
