"""Time that is saved where there is nothing to map: nodata, and what lies outside of an area of interest."""

from statistics import median

from prediction.figures import Bench, Figure
from prediction.processes import measure
from prediction.scenes import write_area

MOST_NODATA, MOST_AREA, AREA_SHARE = 0.6, 0.05, 0.01
WARM_UP_PX = 256


def skipping(bench: Bench, *, nodata: bool, area: bool) -> list[Figure]:
    """Time of half a scene, and of a hundredth of it, over that of all of it; by default."""
    size_px = bench.sizes.skipping_px
    scene = bench.scene(size_px)
    runs: dict[str, dict[str, object]] = {"full": {"scene": scene}}
    if nodata:
        runs["half"] = {"scene": bench.scene(size_px, valid_from_col=size_px // 2)}
    if area and (has_area := measure("skipping.can_take_areas")["area"]):
        runs["area"] = {"scene": scene, "area": write_area(bench.folder / "area.gpkg", scene, AREA_SHARE)}
        # an area of one pixel: what is done once for a scene of that size, and one window
        runs["start_up"] = {"scene": scene, "area": write_area(bench.folder / "pixel.gpkg", scene, size_px**-2)}
    common = {"model": bench.random_model, "output": bench.map_path("skipping"), "warm_up": bench.scene(WARM_UP_PX)}
    rounds = [
        {name: measure("ours.map_scene", **common, **fields) for name, fields in runs.items()}
        for _ in range(bench.sizes.rounds)
    ]

    def seconds(results: dict[str, dict[str, float]], name: str) -> float:
        return results[name]["wall_s"]

    figures = []
    if nodata:
        share = median(seconds(results, "half") / seconds(results, "full") for results in rounds)
        note = f"time where the left half is nodata over that of the full scene; {size_px}²"
        figures.append(Figure("nodata_time", share, note, at_most=MOST_NODATA, details={"rounds": rounds}))
    if area and not has_area:
        figures.append(Figure("aoi_time", None, "this version of the job takes no area of interest"))
    elif area:
        share = median(
            (seconds(results, "area") - seconds(results, "start_up")) / seconds(results, "full") for results in rounds
        )
        note = f"time of 1 % of the scene, less that of a single pixel of it, over that of all of it; {size_px}²"
        figures.append(Figure("aoi_time", share, note, at_most=MOST_AREA, details={} if nodata else {"rounds": rounds}))
    return figures


def can_take_areas() -> dict[str, bool]:
    """Whether this version of the job has an area of interest. Called in a process of its own."""
    from prediction.ours import has_field

    return {"area": has_field("area")}
