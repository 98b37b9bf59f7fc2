"""Where everything lies: one folder of the user's data, and in it one folder for each version of the engine."""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, Optional

FOLDER = "seg4eo"
ASIDE = ".removed-"
WINDOWS = os.name == "nt"


def data_folder(environment: Mapping[str, str], generic_data: str) -> Path:
    """Our folder among the user's data.

    Args:
        environment: QGIS's environment.
        generic_data: where this system keeps the data of a user's programs, as Qt says.
    """
    # the home folder of a snap is copied at each of its updates, with all the gigabytes in it
    return Path(environment.get("SNAP_USER_COMMON") or generic_data) / FOLDER


def interpreter(environment_folder: Path, *, windows: bool = WINDOWS) -> Path:
    """The Python of a virtual environment."""
    return environment_folder / (Path("Scripts", "python.exe") if windows else Path("bin", "python"))


class Places(NamedTuple):
    """The places of one version of the engine.

    An environment cannot be moved once it is made, so it is made where it is to stay, and what tells an engine from a
    ruin is its marker.
    """

    data: Path
    version: str

    @property
    def engine(self) -> Path:
        """The environment of this version."""
        return self.data / f"engine-{self.version}"

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return interpreter(self.engine)

    @property
    def marker(self) -> Path:
        """The file that is written last; what is in its folder without it is unfinished."""
        return self.engine / "engine.json"

    @property
    def lock(self) -> Path:
        """What keeps two installations apart."""
        return self.data / "install.lock"

    @property
    def tools(self) -> Path:
        """Our own uv."""
        return self.data / "tools"

    @property
    def pythons(self) -> Path:
        """Pythons that uv fetched, where the machine had none that is fit."""
        return self.data / "pythons"

    @property
    def cache(self) -> Path:
        """Downloads; on the file system of the engine, whose files are links to these."""
        return self.data / "cache"

    @property
    def scratch(self) -> Path:
        """Temporary files: the system's own place for them is often too small for torch."""
        return self.data / "tmp"

    def is_finished(self) -> bool:
        """Whether an installation of this version came to its end."""
        return self.marker.is_file()

    def read_marker(self) -> Optional[dict[str, Any]]:
        """What the installation noted when it was done, or None."""
        try:
            return json.loads(self.marker.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def write_marker(self, noted: dict[str, Any]) -> None:
        """Make an engine of the folder."""
        unfinished = self.marker.with_suffix(".tmp")
        unfinished.write_text(json.dumps(noted, indent=1, ensure_ascii=False), encoding="utf-8")
        os.replace(unfinished, self.marker)

    def older_engines(self) -> list[Path]:
        """Folders of earlier versions."""
        mine = _order(self.engine.name)
        folders = [path for path in self.data.glob("engine-*") if path.is_dir() and ASIDE not in path.name]
        return sorted(path for path in folders if _order(path.name) < mine)


def _order(name: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", name)]
