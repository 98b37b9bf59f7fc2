"""The parameters of the job ``extractpatches``."""

from pathlib import Path
from typing import Literal

from seg4eo_engine.jobs.job import Job
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.jobs.shared_parameters import (
    block_parameter,
    buffer_parameter,
    class_field_parameter,
    overlap_parameter,
    patch_size_parameter,
    seed_parameter,
    test_share_parameter,
    validation_share_parameter,
)
from seg4eo_engine.jobs.source_parameters import (
    Bands,
    bands_parameter,
    binary_parameter,
    classes_parameter,
    ignore_parameter,
    nodata_parameter,
)

SPLIT_COLUMN = "split"


class CuttingParameters(Job):
    """Images and labels, where patches are cut on them, and how they are split."""

    images: list[Path] = parameter(
        [],
        kind="rasters",
        title="Images",
        help="One or more rasters with the same bands. Empty where a folder is given.",
    )
    labels: list[Path] = parameter(
        [],
        kind="rasters",
        title="Labels",
        help="A label raster for each image, in the same order: class values, or a mask whose colours are named in the "
        "classes. Empty where polygons are given.",
    )
    label_polygons: Path | None = parameter(
        None,
        kind="vector",
        title="Label polygons",
        help="Polygons to be used as labels of all images, instead of label rasters.",
    )
    class_field: str = class_field_parameter(
        "label_polygons", "Column of the label polygons with class numbers or names. Empty: all polygons are class 1."
    )
    background_value: int | None = parameter(
        None,
        kind="integer",
        title="Background value",
        help="Class value of pixels outside of all label polygons. Empty: they are unlabelled.",
    )
    output: Path = parameter(
        kind="folder_output", title="Dataset", help="New folder that the patches are written into."
    )
    grid: Path | None = parameter(
        None,
        kind="vector",
        title="Grid",
        help="Polygons, one a patch; a column named split may hold train, validation or test. Empty: regular tiling.",
    )
    patch_size_px: int | None = patch_size_parameter(
        "Width and height of a patch. Empty: that of the grid's cells, or 256 in regular tiling.", default=None
    )
    overlap_px: int = overlap_parameter("Overlap of neighbouring patches in regular tiling.")
    resolution_m: float | None = parameter(
        None,
        kind="number",
        title="Ground resolution",
        unit="m",
        minimum=0.001,
        maximum=100_000,
        help="Size of a pixel of the patches; the images are resampled to it. Empty: the images' own.",
    )
    bands: Bands = bands_parameter()
    classes: list[str] = classes_parameter()
    ignore_values: list[int] = ignore_parameter()
    positive_values: list[int] = binary_parameter()
    validation_share: float = validation_share_parameter(
        "Share of the patches for validation where the grid has no split column."
    )
    test_share: float = test_share_parameter("Share of the patches for the test where the grid has no split column.")
    split_method: Literal["auto", "blocks", "random", "stratified", "column"] = parameter(
        "auto",
        kind="choice",
        title="Split",
        help="How patches become training, validation and test: in blocks of neighbours, stratified in blocks so that "
        "every split has its share of each class, at random, or by a column of the grid; auto takes the grid's column "
        "where it has one, else blocks.",
    )
    split_column: str = parameter(
        SPLIT_COLUMN,
        kind="field",
        parent="grid",
        title="Split column",
        advanced=True,
        help="Column of the grid that holds train, validation or test.",
    )
    block_cells: int | None = block_parameter("patches")
    buffer_cells: float | None = buffer_parameter("patches")
    image_grids: list[Path] = parameter(
        [],
        kind="vectors",
        title="A grid for each image",
        advanced=True,
        help="A polygon layer for each image, in the same order, instead of one grid for all.",
    )
    snap_cells: bool = parameter(
        False,
        kind="boolean",
        title="Move cells onto pixels",
        advanced=True,
        help="Cells that are off the image's pixels by less than a pixel are moved onto them instead of being "
        "resampled, so that pixels are copied as they are.",
    )
    resampling: Literal["bilinear", "cubic", "lanczos", "nearest"] = parameter(
        "bilinear",
        kind="choice",
        title="Resampling of images",
        advanced=True,
        help="How pixels are made where they are not those of the image.",
    )
    label_resampling: Literal["nearest", "mode"] = parameter(
        "nearest",
        kind="choice",
        title="Resampling of labels",
        advanced=True,
        help="nearest takes the class at the middle of a pixel, mode the most frequent one in it.",
    )
    stack: list[Path] = parameter(
        [],
        kind="rasters",
        title="Stacked rasters",
        advanced=True,
        help="Rasters whose bands follow those of every image, brought onto its pixels: an elevation model, radar, "
        "bands of another resolution.",
    )
    folder: Path | None = parameter(
        None,
        kind="folder",
        title="Folder of images and labels",
        advanced=True,
        help="Folder in which images and labels are found by the patterns, instead of lists.",
    )
    image_pattern: str = parameter(
        "images/*.tif",
        kind="text",
        title="Image pattern",
        advanced=True,
        help="Where the images lie in the folder; * stands for the name of a pair.",
    )
    label_pattern: str = parameter(
        "labels/*.tif",
        kind="text",
        title="Label pattern",
        advanced=True,
        help="Where the labels lie in the folder, rasters or polygons, such as masks/*_mask.png. Not used with label "
        "polygons for all images.",
    )
    stack_patterns: list[str] = parameter(
        [],
        kind="texts",
        title="Stack patterns",
        advanced=True,
        help="Where the rasters to be stacked on each image lie in the folder.",
    )
    grid_pattern: str = parameter(
        "",
        kind="text",
        title="Grid pattern",
        advanced=True,
        help="Where the grids of the images lie in the folder. Empty: the grid above, or regular tiling.",
    )
    all_touched: bool = parameter(
        False,
        kind="boolean",
        title="All touched pixels",
        advanced=True,
        help="A label polygon takes every pixel that it touches, not only those whose middle lies in it.",
    )
    nodata: float | None = nodata_parameter()
    min_valid_share: float = parameter(
        0.1,
        kind="number",
        title="Least valid share",
        minimum=0,
        maximum=1,
        advanced=True,
        help="Patches with a smaller share of pixels that are valid and labelled are left out.",
    )
    append: bool = parameter(
        False,
        kind="boolean",
        title="Add to the dataset",
        advanced=True,
        help="The dataset exists and is added to: its patches keep their split, and so do new ones at the same places.",
    )
    seed: int = seed_parameter("Another number gives another split.")
