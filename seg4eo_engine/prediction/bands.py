"""Which bands of a scene a model sees, and in which order."""

import re
from collections.abc import Sequence

from rasterio.io import DatasetReader

from seg4eo_engine.errors import BandMismatch
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.reader import band_names, image_band_indexes, raster_name

# B2, b02, B8A, "B02 (blue)", "B4, central wavelength 665 nm", "B02_10m"; not "B2x" and not "band 2", a mere number
_BAND_CODE = re.compile(r"b0*(\d{1,2}a?)(?![a-z0-9])", re.IGNORECASE)
_NO_NAME = re.compile(r"band \d+")


def choose_bands(
    dataset: DatasetReader, wanted: Sequence[str], band_indexes: Sequence[int], reporter: Reporter
) -> list[int]:
    """The 1-based bands of ``dataset`` in the order of a model's bands ``wanted``.

    Bands that the user gave are taken. Otherwise bands are found by name where the scene has all the names, and
    taken in their order where it has just as many and no name says otherwise. Names are the same if nothing but upper
    and lower case sets them apart, or if both begin with the same band number of a satellite: ``B2`` is ``B02 (blue)``.

    Raises:
        BandMismatch: a band does not exist, their number is not the model's, or names leave it open which ones are
            meant.
    """
    needed = f"the model's {len(wanted)} bands ({', '.join(wanted)})"
    if band_indexes:
        missing = [index for index in band_indexes if not 1 <= index <= dataset.count]
        if missing or len(band_indexes) != len(wanted):
            found = f"band {missing[0]} asked of {dataset.count}" if missing else f"{len(band_indexes)} bands given"
            raise BandMismatch(f"Expected {needed}, found {found}: change the band numbers.")
        return list(band_indexes)
    names, scene = band_names(dataset), raster_name(dataset.name)
    found_by_name = [_find(name, names, scene) for name in wanted]
    chosen = [index for index in found_by_name if index is not None]
    if len(chosen) == len(wanted):
        if chosen != image_band_indexes(dataset):
            reporter.info(f"Bands found by name: {', '.join(map(str, chosen))}.")
        return chosen
    return _in_order(dataset, wanted, found_by_name, needed, reporter)


def _in_order(
    dataset: DatasetReader, wanted: Sequence[str], found_by_name: Sequence[int | None], needed: str, reporter: Reporter
) -> list[int]:
    """All image bands, unless their number or their names speak against it."""
    names, scene, available = band_names(dataset), raster_name(dataset.name), image_band_indexes(dataset)
    if len(available) != len(wanted):
        raise BandMismatch(
            f"Expected {needed}, found {len(available)} in {scene} ({', '.join(names)}): "
            "give the numbers of the bands to use, or another raster."
        )
    taken = [names[index - 1] for index in available]
    if any(_contradicts(found, index) for found, index in zip(found_by_name, available, strict=True)) or any(
        _are_other_codes(name, other) for name, other in zip(wanted, taken, strict=True)
    ):
        raise BandMismatch(
            f"Expected {needed}, found others in {scene} ({', '.join(taken)}): "
            "give the numbers of the bands to use in the order of the model's, or another raster."
        )
    unlike = [f"{other} as {name}" for name, other in zip(wanted, taken, strict=True) if _are_unlike(name, other)]
    if unlike:
        reporter.warning(f"Bands of {scene} are taken in their order, though their names differ: {', '.join(unlike)}.")
    return available


def _find(name: str, names: Sequence[str], scene: str) -> int | None:
    """The 1-based band of that name, spelled in the way that is nearest; None where there is none."""
    for same in (str.__eq__, _same_but_for_case, _same_code):
        found = [index for index, other in enumerate(names, start=1) if same(name, other)]
        if len(found) > 1:
            raise BandMismatch(
                f"Expected one band {name}, found {len(found)} of that name in {scene} "
                f"(bands {', '.join(map(str, found))}): give the numbers of the bands to use."
            )
        if found:
            return found[0]
    return None


def same_band(name: str, other: str) -> bool:
    """Whether two names mean the same band: but for upper and lower case, or by the number of a satellite's band."""
    return _same_but_for_case(name, other) or _same_code(name, other)


def _same_but_for_case(name: str, other: str) -> bool:
    return name.strip().casefold() == other.strip().casefold()


def _same_code(name: str, other: str) -> bool:
    code = _code(name)
    return code is not None and code == _code(other)


def _are_other_codes(name: str, other: str) -> bool:
    code, other_code = _code(name), _code(other)
    return code is not None and other_code is not None and code != other_code


def _are_unlike(name: str, other: str) -> bool:
    """Whether both are names, not mere numbers, and not the same."""
    is_named = not _NO_NAME.fullmatch(name) and not _NO_NAME.fullmatch(other)
    return is_named and not _same_but_for_case(name, other) and not _same_code(name, other)


def _code(name: str) -> str | None:
    found = _BAND_CODE.match(name.strip())
    return found[1].casefold() if found else None


def _contradicts(found: int | None, index: int) -> bool:
    return found is not None and found != index
