"""The scenes of a run as a file: which scene has which number is written once, and read by whoever maps one."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from itertools import accumulate
from pathlib import Path
from typing import Any

from seg4eo_engine.jobs.scenes.finding import ListedScene
from seg4eo_engine.raster.catalogue import Asset, CatalogueItem

NAME = "scenes.jsonl"


def write_list(scenes: Iterable[ListedScene], path: Path) -> None:
    """Write one line of JSON for each scene."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(asdict(scene))}\n" for scene in scenes)


class SceneList:
    """Scenes by number, from a file of :func:`write_list`; each is read when it is asked for, for they may be many."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            self._starts = list(accumulate((len(line) for line in file), initial=0))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, index: int) -> ListedScene:
        with self._path.open("rb") as file:
            file.seek(self._starts[index])
            fields = json.loads(file.readline())
        item = fields.pop("item")
        return ListedScene(**fields, item=None if item is None else _item(**item))


def _item(name: str, assets: Mapping[str, Mapping[str, Any]]) -> CatalogueItem:
    return CatalogueItem(
        name, {key: Asset(**{**asset, "bands": tuple(asset["bands"])}) for key, asset in assets.items()}
    )
