"""Which bands of a scene a model sees, and in which order."""

from collections.abc import Sequence

from rasterio.io import DatasetReader

from seg4eo_engine.errors import BandMismatch
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.reader import band_names, image_band_indexes


def choose_bands(
    dataset: DatasetReader, wanted: Sequence[str], band_indexes: Sequence[int], reporter: Reporter
) -> list[int]:
    """The 1-based bands of ``dataset`` in the order of a model's bands ``wanted``.

    Bands that the user gave are taken. Otherwise bands are found by name where the scene has all the names, and
    taken in their order where it has just as many.

    Raises:
        BandMismatch: a band does not exist, or their number is not the model's.
    """
    needed = f"the model's {len(wanted)} bands ({', '.join(wanted)})"
    if band_indexes:
        missing = [index for index in band_indexes if not 1 <= index <= dataset.count]
        if missing or len(band_indexes) != len(wanted):
            found = f"band {missing[0]} asked of {dataset.count}" if missing else f"{len(band_indexes)} bands given"
            raise BandMismatch(f"Expected {needed}, found {found}: change the band numbers.")
        return list(band_indexes)
    names = band_names(dataset)
    if set(wanted) <= set(names):
        chosen = [names.index(name) + 1 for name in wanted]
        if chosen != image_band_indexes(dataset):
            reporter.info(f"Bands found by name: {', '.join(map(str, chosen))}.")
        return chosen
    available = image_band_indexes(dataset)
    if len(available) != len(wanted):
        raise BandMismatch(
            f"Expected {needed}, found {len(available)} in {dataset.name} ({', '.join(names)}): "
            "give the numbers of the bands to use, or another raster."
        )
    return available
