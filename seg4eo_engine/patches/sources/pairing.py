"""Images and what goes with them, found in folders by the part of their names that they share."""

import glob
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from seg4eo_engine.errors import InvalidJob, MissingInput
from seg4eo_engine.progress import Reporter


@dataclass(frozen=True)
class FoundPair:
    """An image and its partners; None where none were looked for."""

    image: Path
    label: Path | None
    stack: tuple[Path, ...]
    grid: Path | None


def find_pairs(
    folder: Path,
    image_pattern: str,
    label_pattern: str,
    stack_patterns: Sequence[str],
    grid_pattern: str,
    reporter: Reporter,
) -> list[FoundPair]:
    """Find images and their partners.

    A pattern is relative to ``folder`` and has one ``*``, which stands for what the files of a pair have in common:
    ``images/*.tif`` and ``labels/*_mask.png``, or ``*/image.tif`` and ``*/mask.tif``. A file that several patterns
    match belongs to the longest: to ``*_mask.tif`` rather than to ``*.tif``.

    Args:
        folder: where to look.
        image_pattern: of the images.
        label_pattern: of their labels; empty for none.
        stack_patterns: of the rasters to stack on each image, in their order.
        grid_pattern: of the grids; empty for none.
        reporter: hears of labels without an image.

    Returns:
        the pairs, in the order of their names.

    Raises:
        MissingInput: there is no such folder, or no image in it.
        InvalidJob: a pattern of another form, or an image without one of its partners.
    """
    if not folder.is_dir():
        raise MissingInput(f"Expected a folder of images at {folder}, found nothing there: check the path.")
    patterns = [image_pattern, label_pattern, *stack_patterns, grid_pattern]
    found = _find(folder, [pattern.strip().replace("\\", "/") for pattern in patterns])
    images, labels, *stacks, grids = found
    if not images:
        raise MissingInput(
            f"Expected images like {image_pattern} in {folder}, found none: check the folder and the pattern."
        )
    for pattern, partners in zip(patterns[1:], found[1:], strict=True):
        missing = [images[key].name for key in sorted(images) if key not in partners]
        if pattern and missing:
            raise InvalidJob(
                f"Expected a file like {pattern} for each image in {folder}, found none for {_listed(missing)}: "
                "add what is missing, or change the patterns."
            )
    lonely = [labels[key].name for key in sorted(labels) if key not in images]
    if lonely:
        reporter.info(f"Labels without an image, left out: {_listed(lonely)}.")
    return [
        FoundPair(images[key], labels.get(key), tuple(stack[key] for stack in stacks), grids.get(key))
        for key in sorted(images)
    ]


def _find(folder: Path, patterns: Sequence[str]) -> list[dict[str, Path]]:
    """The files of each pattern, by the part that the star stands for; nothing for an empty pattern."""
    given = [pattern for pattern in patterns if pattern]
    if not patterns[0]:
        raise InvalidJob("Expected a pattern like images/*.tif for the images in the folder, found none: add it.")
    for pattern in given:
        if pattern.count("*") != 1 or pattern.startswith("/") or re.match(r"[A-Za-z]:", pattern):
            raise InvalidJob(
                f"Expected patterns within the folder with one *, like images/*.tif, found '{pattern}': change it."
            )
    twice = sorted({pattern for pattern in given if given.count(pattern) > 1})
    if twice:
        raise InvalidJob(f"Expected another pattern for each kind of file, found '{twice[0]}' twice: change one.")
    files: dict[str, dict[str, Path]] = {"": {}}
    taken: set[Path] = set()
    for pattern in sorted(given, key=len, reverse=True):
        matches = {key: path for key, path in _match(folder, pattern).items() if path not in taken}
        taken.update(matches.values())
        files[pattern] = matches
    return [files[pattern] for pattern in patterns]


def _match(folder: Path, pattern: str) -> dict[str, Path]:
    before, after = pattern.split("*")
    shape = re.compile(re.escape(before) + "([^/]+)" + re.escape(after))
    files = {}
    for path in folder.glob(glob.escape(before) + "*" + glob.escape(after)):
        match = shape.fullmatch(path.relative_to(folder).as_posix())
        # a leading dot marks what a system keeps for itself beside the files
        if match is not None and not match[1].startswith(".") and path.is_file():
            files[match[1]] = path
    return files


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")
