"""``dataset.json``: what a dataset holds, and everything that training needs to know about it."""

import json
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from seg4eo_engine.errors import InvalidDataset, MissingInput
from seg4eo_engine.raster.classes import ClassInfo

MANIFEST_NAME = "dataset.json"
FORMAT_VERSION = 2
Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class BandInfo(_Frozen):
    """A band and its statistics over the valid pixels of the training patches (``p2``, ``p98``: percentiles)."""

    name: str
    minimum: float
    maximum: float
    mean: float
    std: float
    p2: float
    p98: float


class PatchRecord(_Frozen):
    """A patch: ``{split}/images/{name}.tif`` and ``{split}/labels/{name}.tif``, and where it was cut.

    ``source`` indexes :attr:`DatasetManifest.sources`. ``col_off`` and ``row_off`` are those of the window of the image
    whose pixels were copied; None where they were resampled (the file's own transform says where it lies). Patches of
    one ``block`` have one split. ``class_counts``: labelled, valid pixels by class, as in :class:`DatasetManifest`.
    """

    name: str
    split: Split
    source: int
    col_off: int | None
    row_off: int | None
    block: int
    class_counts: tuple[int, ...]


class Source(_Frozen):
    """An image, its labels, and the rasters that were stacked on the image, by file name."""

    image: str
    label: str
    stack: tuple[str, ...] = ()


class DatasetManifest(_Frozen):
    """The content of ``dataset.json``.

    ``dtype`` and ``nodata`` are those of the patch images. Label patches hold class *values*; pixels with any value
    outside ``classes`` are to be ignored (extraction made sure that these were meant to be).
    ``class_counts`` has one list per split: labelled, valid pixels by class in the order of ``classes``.
    ``ground_resolution`` is the pixel size in units of the CRS of the first source, ``ground_resolution_m`` the height
    of a pixel in metres; None where that cannot be told, and in datasets of engines that did not ask.
    """

    format_version: Literal[2] = 2
    engine_version: str
    patch_size_px: int
    ground_resolution: float
    ground_resolution_m: float | None = None
    dtype: str
    nodata: float | None
    bands: tuple[BandInfo, ...]
    classes: tuple[ClassInfo, ...]
    class_counts: dict[Split, tuple[int, ...]]
    seed: int
    sources: tuple[Source, ...]
    patches: tuple[PatchRecord, ...]

    def of_split(self, split: Split) -> list[PatchRecord]:
        """The patches of a split, in the order of the manifest."""
        return [patch for patch in self.patches if patch.split == split]

    def write(self, folder: Path) -> None:
        """Write ``dataset.json`` into ``folder``."""
        (folder / MANIFEST_NAME).write_text(self.model_dump_json(indent=1) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "DatasetManifest":
        """Read the manifest of the dataset in ``folder``.

        Raises:
            MissingInput: there is no such folder.
            InvalidDataset: it is no dataset, or one of another format, or empty.
        """
        if not folder.is_dir():
            raise MissingInput(f"Expected a dataset folder at {folder}, found nothing there: check the path.")
        path = folder / MANIFEST_NAME
        if not path.is_file():
            raise InvalidDataset(
                f"Expected a dataset with a {MANIFEST_NAME} in {folder}, found none: make one with Extract patches."
            )
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            found = content.get("format_version") if isinstance(content, dict) else None
            if found != FORMAT_VERSION:
                raise InvalidDataset(
                    f"Expected a dataset of format {FORMAT_VERSION}, found format {found} in {path}: extract it again."
                )
            manifest = cls.model_validate(content)
        except (json.JSONDecodeError, ValidationError) as error:
            raise InvalidDataset(
                f"Expected a readable {MANIFEST_NAME}, found a damaged one in {folder} "
                f"({str(error).splitlines()[0]}): extract it again."
            ) from error
        if not manifest.of_split("train"):
            raise InvalidDataset(
                f"Expected patches to learn from, found an empty training split in {folder}: extract more."
            )
        return manifest
