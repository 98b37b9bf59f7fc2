"""The job ``adoptdataset``: patches that something else has cut, checked and written as a dataset."""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from seg4eo_engine.errors import GridMismatch, InvalidDataset, MissingInput
from seg4eo_engine.outputs import check_folder_output
from seg4eo_engine.patches.assembly import write_dataset
from seg4eo_engine.patches.candidates import Candidate
from seg4eo_engine.patches.extraction import DATASET_CONTENTS
from seg4eo_engine.patches.manifest import MANIFEST_NAME, SPLITS, Split
from seg4eo_engine.patches.places import Place
from seg4eo_engine.patches.plan import CutPlan
from seg4eo_engine.patches.sources import Source, SourceRequest, check_sources
from seg4eo_engine.patches.splits import SplitRule
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import open_raster

SPLIT_FOLDERS: dict[str, Split] = {
    **{split: split for split in SPLITS},
    "training": "train",
    "val": "validation",
    "valid": "validation",
    "testing": "test",
}
IMAGE_FOLDERS = ("images", "image", "imgs", "img")
LABEL_FOLDERS = ("labels", "label", "masks", "mask", "annotations")
RASTER_SUFFIXES = (".tif", ".tiff", ".png", ".jpg", ".jpeg", ".jp2", ".bmp")


@dataclass(frozen=True)
class FoundPatch:
    """A pair of files, and the split that their folder says."""

    image: Path
    label: Path
    split: Split


def adopt_dataset(folder: Path, request: SourceRequest, output: Path, reporter: Reporter) -> dict[str, int]:
    """Write the patches in ``folder`` as the dataset ``output``; they keep their pixels and their split.

    Args:
        folder: with ``train``, ``validation`` (or ``val``) and ``test``, each with ``images`` and ``labels`` (or
            ``masks``); a file and its label have the same name, save the ending.
        request: bands, classes and so on; its images and labels are filled in here.
        output: a new folder.
        reporter: hears of progress, and can cancel.

    Returns:
        the number of ``patches``, and of those in ``train``, ``validation`` and ``test``.

    Raises:
        MissingInput: the folder is not there.
        InvalidDataset: it has another form, files without a partner, or patches of several sizes.
        GridMismatch: an image and its label are not on the same pixels.
        Seg4eoError: as bands and labels deserve; nothing is written then.
    """
    check_folder_output(output, DATASET_CONTENTS)
    found = find_patches(folder)
    request = replace(
        request, images=tuple(patch.image for patch in found), labels=tuple(patch.label for patch in found)
    )
    for patch in found:
        reporter.check_cancelled()
        _check_pair(patch)
    sources = check_sources(request, reporter)
    _check_sizes(sources)
    candidates = [
        Candidate(number, patch.image.stem, Place.of_window(source.grid, source.grid.full_window), patch.split)
        for number, (patch, source) in enumerate(zip(found, sources, strict=True))
    ]
    given = Counter(patch.split for patch in found)
    rule = SplitRule(given["validation"] / len(found), given["test"] / len(found), buffer_cells=0)
    return write_dataset(CutPlan(request, sources, candidates, 0.0, rule), output, reporter)


def find_patches(folder: Path) -> list[FoundPatch]:
    """The pairs of files in a folder of patches, split by split and by name.

    Raises:
        MissingInput: the folder is not there.
        InvalidDataset: it is a dataset already, has another form, or a file lacks its partner.
    """
    if not folder.is_dir():
        raise MissingInput(f"Expected a folder of patches at {folder}, found nothing there: check the path.")
    if (folder / MANIFEST_NAME).is_file():
        raise InvalidDataset(
            f"Expected patches without a {MANIFEST_NAME}, found one in {folder}: it is a dataset already, use it so."
        )
    folders = {
        path: SPLIT_FOLDERS[path.name.lower()] for path in _folders_of(folder) if path.name.lower() in SPLIT_FOLDERS
    }
    if "train" not in folders.values():
        found = ", ".join(path.name for path in _folders_of(folder)) or "no folders"
        raise InvalidDataset(
            f"Expected folders train, validation (or val) and test in {folder}, found {found}: "
            "arrange the patches so, or cut them from images with Extract patches."
        )
    return [
        FoundPatch(image, label, split)
        for path, split in sorted(folders.items(), key=lambda item: SPLITS.index(item[1]))
        for image, label in _pairs_of(path)
    ]


def _folders_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def _pairs_of(folder: Path) -> list[tuple[Path, Path]]:
    images, labels = (_rasters_in(folder, names) for names in (IMAGE_FOLDERS, LABEL_FOLDERS))
    alone = sorted(images.keys() ^ labels.keys())
    if alone:
        name, has = alone[0], "image" if alone[0] in images else "label"
        more = f" (and {len(alone) - 1} more)" if len(alone) > 1 else ""
        raise InvalidDataset(
            f"Expected an image and a label of every name in {folder}, found only the {has} of {name}{more}: "
            "add its partner, or remove it."
        )
    return [(images[name], labels[name]) for name in sorted(images)]


def _rasters_in(folder: Path, names: tuple[str, ...]) -> dict[str, Path]:
    """The rasters in the first of these folders, by their name without ending."""
    inner = next((path for path in _folders_of(folder) if path.name.lower() in names), None)
    if inner is None:
        raise InvalidDataset(f"Expected a folder {names[0]} in {folder}, found none: add it.")
    files = sorted(path for path in inner.iterdir() if path.suffix.lower() in RASTER_SUFFIXES)
    twice = [name for name, count in Counter(path.stem for path in files).items() if count > 1]
    if twice:
        raise InvalidDataset(
            f"Expected every name once in {inner}, found {twice[0]} with several endings: remove some."
        )
    return {path.stem: path for path in files}


def _check_pair(patch: FoundPatch) -> None:
    with open_raster(patch.image) as image, open_raster(patch.label) as label:
        image_grid, label_grid = RasterGrid.from_dataset(image), RasterGrid.from_dataset(label)
    same_size = (image_grid.width, image_grid.height) == (label_grid.width, label_grid.height)
    # masks are often written without a place on the map
    difference = None if label_grid.crs is None and same_size else image_grid.describe_difference(label_grid)
    if difference:
        raise GridMismatch(
            f"Expected an image and its label on the same pixels, found {difference} in {patch.label}: "
            "mend or remove the pair."
        )


def _check_sizes(sources: list[Source]) -> None:
    first = sources[0].grid
    for source in sources:
        grid = source.grid
        if (grid.width, grid.height) != (first.width, first.width):
            raise InvalidDataset(
                f"Expected square patches of one size ({first.width} × {first.width} px), found {grid.width} × "
                f"{grid.height} px in {source.image}: cut the images with Extract patches instead."
            )
