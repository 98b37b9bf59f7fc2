"""What the map of one scene among many says."""

from seg4eo_engine.progress import Reporter


class SceneReporter:
    """Tells the progress of one scene as a part of that of all; what is worth a line for one is not for thousands.

    Args:
        reporter: hears of all scenes.
        name: of this one.
        done, scenes: how many are done, and how many there are.
    """

    def __init__(self, reporter: Reporter, name: str, done: int, scenes: int) -> None:
        self._reporter = reporter
        self._name = name
        self._done = done
        self._scenes = scenes
        self.check_cancelled = reporter.check_cancelled
        self.metrics = reporter.metrics

    def progress(
        self,
        fraction: float,
        stage: str,
        *,
        done: int | None = None,
        total: int | None = None,
        unit: str = "",
        detail: str = "",
    ) -> None:
        whole = min(1.0, (self._done + fraction) / self._scenes)
        self._reporter.progress(
            whole, "Mapping scenes", done=self._done, total=self._scenes, unit="scenes", detail=self._name
        )

    def info(self, text: str) -> None:
        pass

    def warning(self, text: str) -> None:
        self._reporter.warning(f"{self._name}: {text}")
