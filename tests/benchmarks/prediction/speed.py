"""Speed: over the network alone, and beside peers. Runs take turns, each in a process of its own."""

from collections.abc import Callable
from statistics import median
from typing import Any

from prediction.figures import Bench, Figure
from prediction.processes import measure

SAME = {"window_px": 256, "overlap_px": 64, "backend": "torch", "precision": "fp32"}
MOST_OVERHEAD, LEAST_SAME, LEAST_DEFAULT, LEAST_DEFAULT_BF16 = 1.06, 1.25, 2.0, 4.0
DISTURBED = 1.15  # times as long

Run = Callable[[], dict[str, Any]]


def overhead(bench: Bench) -> list[Figure]:
    """Wall time over the time inside the network, and over a loop that does nothing but run it."""
    size_px = bench.sizes.overhead_px
    rounds = [
        measure(
            "ours.map_scene_beside_floor", scene=bench.scene(size_px), model=bench.random_model,
            output=bench.map_path("overhead"), warm_up=bench.tiny_scene, **SAME,
        )
        for _ in range(bench.sizes.rounds)
    ]  # fmt: skip
    over_inside, over_floor = (median(run["wall_s"] / run[key] for run in rounds) for key in ("inside_s", "floor_s"))
    note = f"wall over time inside the network; {size_px}² × 10 bands, 256/64, torch fp32"
    floor_note = "wall over a bare loop of the same windows, with neither reader nor writer beside it"
    return [
        Figure("overhead", over_inside, note, at_most=MOST_OVERHEAD, details={"rounds": rounds}),
        Figure("overhead_over_bare_loop", over_floor, floor_note),
    ]


def speed(bench: Bench, *, same: bool, default: bool) -> list[Figure]:
    """Ours against peers: with the same windows and number format, and each as it comes."""
    runs = _runs(bench, same=same, default=default)
    # what is done once (building the network, seeing how far it looks) weighs less the larger the scene
    count = bench.sizes.default_rounds if default else bench.sizes.speed_rounds
    rounds = _Rounds([{name: run() for name, run in runs.items()} for _ in range(count)])
    details = {"spread": rounds.spread, "rounds": rounds.results}
    figures = []
    if same:
        note = f"{bench.sizes.speed_px}² × 10 bands, whole jobs, same weights, 256/64, torch fp32"
        figures += [
            rounds.figure("speed_same", "monai", "ours_same", f"MONAI's time over ours; {note}", LEAST_SAME, details),
            rounds.figure(
                "speed_same_channels_last", "monai_channels_last", "ours_same",
                "the same, with MONAI's network in channels_last by hand",
            ),
            rounds.figure("speed_same_toolbelt", "toolbelt", "ours_same", "the same, against pytorch-toolbelt"),
        ]  # fmt: skip
    if default:
        least = LEAST_DEFAULT_BF16 if bench.machine["multiplies_in_bf16"] else LEAST_DEFAULT
        chosen = "{backend} {precision}, windows of {window_px} px".format(**rounds.results[-1]["ours_default"])
        note = f"MONAI's time (fp32, 256/64) over ours by default: {chosen}; {bench.sizes.overhead_px}² × 10 bands"
        figures += [
            rounds.figure("speed_default", "monai", "ours_default", note, least, {} if same else details),
            rounds.figure("speed_default_toolbelt", "toolbelt", "ours_default", "the same, against pytorch-toolbelt"),
        ]
    return figures


class _Rounds:
    """What came of each round: by contestant."""

    def __init__(self, results: list[dict[str, dict[str, Any]]]) -> None:
        self.results = results

    @property
    def spread(self) -> float:
        """How much longer the slowest run of a contestant took than its fastest: what else the machine was doing."""
        walls = [[found[name]["wall_s"] for found in self.results] for name in self.results[0]]
        return max(max(times) / min(times) for times in walls)

    def figure(
        self,
        name: str,
        peer: str,
        ours: str,
        note: str,
        least: float | None = None,
        details: dict[str, Any] | None = None,
    ) -> Figure:
        """How many times as long a peer took: the median over rounds; of a disturbed run also by the fastest ones."""
        ratio = median(found[peer]["wall_s"] / found[ours]["wall_s"] for found in self.results)
        of_fastest = self._fastest_s(peer) / self._fastest_s(ours)
        if self.spread > DISTURBED:
            note += f" [busy machine: runs of one differ by a factor of {self.spread:.2f}; fastest: {of_fastest:.3f}]"
        return Figure(name, ratio, note, at_least=least, details={"of_fastest": of_fastest} | (details or {}))

    def _fastest_s(self, name: str) -> float:
        return min(found[name]["wall_s"] for found in self.results)


def _runs(bench: Bench, *, same: bool, default: bool) -> dict[str, Run]:
    """Each contestant, in the order of a round: ours stand between the peers."""
    scene = bench.scene(bench.sizes.overhead_px if default else bench.sizes.speed_px)
    trial = {"scene": bench.tiny_scene, "model": bench.random_model, "output": bench.map_path("trial")}
    batch_size = {
        name: measure("peers.best_batch_size", peer=name, **trial)["batch_size"] for name in ("monai", "toolbelt")
    }

    def ours(**fields: Any) -> dict[str, Any]:
        return measure("ours.map_scene", scene=scene, **_common(bench), **fields)

    def peer(name: str, *, channels_last: bool = False) -> dict[str, Any]:
        return measure(
            "peers.map_scene", scene=scene, peer=name, batch_size=batch_size[name], channels_last=channels_last,
            **_common(bench),
        )  # fmt: skip

    runs: dict[str, Run] = {"monai": lambda: peer("monai")}
    if default:
        runs["ours_default"] = ours
    if same:
        runs["ours_same"] = lambda: ours(**SAME)
        runs["monai_channels_last"] = lambda: peer("monai", channels_last=True)
    return runs | {"toolbelt": lambda: peer("toolbelt")}


def _common(bench: Bench) -> dict[str, Any]:
    return {"model": bench.random_model, "output": bench.map_path("speed"), "warm_up": bench.tiny_scene}
