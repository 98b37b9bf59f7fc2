"""Which scenes there are, under which names; each is only looked at when its turn comes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from seg4eo_engine.errors import InvalidCatalogue, InvalidJob, MissingInput
from seg4eo_engine.jobs.predictscenes import PredictScenes
from seg4eo_engine.prediction.bands import same_band
from seg4eo_engine.raster.band_stack import stack_of
from seg4eo_engine.raster.catalogue import CatalogueItem, read_catalogue
from seg4eo_engine.raster.sources import find_source, is_raster_file


@dataclass(frozen=True)
class ListedScene:
    """A scene by name: a raster, or an item of a catalogue. ``source`` says to people where it comes from."""

    name: str
    source: str
    raster: str = ""
    item: CatalogueItem | None = None

    def find(self, assets: Sequence[str], bands: Sequence[str]) -> str:
        """The raster as the job ``predict`` takes it.

        Args:
            assets: names of the item's files that are wanted, if they were given.
            bands: names of the model's bands.

        Raises:
            InvalidCatalogue: the item does not have them.
        """
        return self.raster if self.item is None else _source_of(self.item, assets, bands)


def find_scenes(job: PredictScenes) -> list[ListedScene]:
    """The scenes of ``job``, each under a name of its own.

    Raises:
        InvalidJob: none are given.
        MissingInput: the folder or the catalogue is not there, or has no scenes.
        InvalidCatalogue: the catalogue cannot be read.
    """
    scenes = [ListedScene(Path(raster.split("?")[0]).stem, raster, raster) for raster in job.rasters]
    if job.folder is not None:
        scenes += _in_folder(job.folder, job.pattern)
    if job.catalogue is not None:
        scenes += [
            ListedScene(item.name, f"{job.catalogue.name}: {item.name}", item=item)
            for item in read_catalogue(job.catalogue)
        ]
    if not scenes:
        raise InvalidJob("Expected a folder, a list or a catalogue of scenes, found none of these: give one.")
    return _named_apart(scenes)


def _in_folder(folder: Path, pattern: str) -> list[ListedScene]:
    if not folder.is_dir():
        raise MissingInput(f"Expected a folder of scenes at {folder}, found none there: check the path.")
    found = sorted(path for path in folder.glob(pattern) if is_raster_file(path))
    if not found:
        raise MissingInput(
            f"Expected rasters named {pattern} in {folder}, found none: change the names, or give another folder."
        )
    names = ["_".join(path.relative_to(folder).with_suffix("").parts) for path in found]
    return [ListedScene(name, str(path), str(path)) for name, path in zip(names, found, strict=True)]


def _source_of(item: CatalogueItem, wanted: Sequence[str], bands: Sequence[str]) -> str:
    """The raster of an item: one of its files, or a stack of several with a band each."""
    chosen = list(wanted) or _assets_by_band(item, bands)
    missing = [name for name in chosen if name not in item.assets]
    if missing:
        raise InvalidCatalogue(
            f"Expected the assets {', '.join(chosen)}, found no {missing[0]} among {', '.join(item.assets)}."
        )
    sources = [find_source(item.assets[name].href) for name in chosen]
    return sources[0] if len(sources) == 1 else stack_of(sources, bands if len(bands) == len(sources) else chosen)


def _assets_by_band(item: CatalogueItem, bands: Sequence[str]) -> list[str]:
    """The only file with data, the one that has all bands, or one file for each band."""
    data = {name: asset for name, asset in item.assets.items() if asset.is_data}
    if len(data) == 1:
        return list(data)
    for name, asset in data.items():
        if len(asset.bands) >= len(bands) and all(any(same_band(band, one) for one in asset.bands) for band in bands):
            return [name]
    names_of = {name: (name, *(asset.bands if len(asset.bands) == 1 else ())) for name, asset in data.items()}
    chosen = []
    for band in bands:
        found = [name for name, known in names_of.items() if any(same_band(band, one) for one in known)]
        if len(found) != 1:
            raise InvalidCatalogue(
                f"Expected one asset for the band {band}, found {', '.join(found) or 'none'} among "
                f"{', '.join(data) or 'no rasters'}: name the assets in the order of the model's bands."
            )
        chosen += found
    return chosen


def _named_apart(scenes: Sequence[ListedScene]) -> list[ListedScene]:
    """The same scenes, names that files can have, those that are there several times numbered."""
    safe = [_as_file_name(scene.name) for scene in scenes]
    counts, seen = Counter(name.casefold() for name in safe), Counter[str]()
    named = []
    for scene, name in zip(scenes, safe, strict=True):
        key = name.casefold()
        if counts[key] > 1:
            seen[key] += 1
            name = f"{name}_{seen[key]}"
        named.append(replace(scene, name=name))
    return named


def _as_file_name(name: str) -> str:
    plain = "".join("_" if letter in '<>:"/\\|?*' or ord(letter) < 32 else letter for letter in name)
    return plain.strip(". ")[:150] or "scene"
