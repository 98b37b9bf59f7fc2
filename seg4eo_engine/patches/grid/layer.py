"""The job ``grid``: patch-sized cells over a raster, split and written as a layer."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import geopandas
import numpy as np
from rasterio.windows import Window

from seg4eo_engine.errors import InvalidDataset
from seg4eo_engine.outputs import check_file_output, staged_files
from seg4eo_engine.patches.cells import outlines_px
from seg4eo_engine.patches.grid.cells import (
    choose_size_px,
    keep_touching,
    lay_cells,
    read_split_column,
    splits_by_area,
)
from seg4eo_engine.patches.grid.request import GridLabels, GridRequest
from seg4eo_engine.patches.grid.survey import CellContent, survey_cells
from seg4eo_engine.patches.labels.classes import settle_classes
from seg4eo_engine.patches.labels.polygons import PolygonRule
from seg4eo_engine.patches.manifest import SPLITS, Split
from seg4eo_engine.patches.polygons import read_polygons, to_raster_crs
from seg4eo_engine.patches.sources import Source, SourceRequest, check_sources
from seg4eo_engine.patches.splits import Cells, keep_apart, split_cells, warn_of_missing
from seg4eo_engine.patches.style import write_split_style
from seg4eo_engine.progress import Reporter
from seg4eo_engine.raster.grid import RasterGrid
from seg4eo_engine.raster.reader import open_raster
from seg4eo_engine.raster.vector_layers import write_geopackage


def write_grid(request: GridRequest, reporter: Reporter) -> dict[str, int]:
    """Write a GeoPackage of cells that are aligned to the pixels of a raster, and a style beside it.

    Its columns are ``id``, ``row``, ``col``, ``split``, ``block`` and ``valid_share``; with labels also
    ``labelled_share`` and, for every class value, ``share_<value>``: shares of the cell's pixels. Cells that share no
    area with ``request.area`` are left out.

    Returns:
        the number of ``cells``, and of those in ``train``, ``validation`` and ``test``.

    Raises:
        GridMismatch: the area touches no pixel of the raster.
        InvalidDataset: no cell has enough valid or labelled pixels, or the area's column holds other words.
        Seg4eoError: as the inputs and the output deserve.
    """
    check_file_output(request.output, (".gpkg",))
    with open_raster(request.raster) as dataset:
        grid = RasterGrid.from_dataset(dataset)
    size_px = choose_size_px(request.layout, grid, reporter)
    cells, told = _lay(request, grid, size_px, reporter)
    cells = cells.assign(told=told)
    cells, class_values = _survey(request, cells, size_px, reporter)
    cells = _split(request, cells, class_values, size_px, reporter)
    shares = ["labelled_share", *(f"share_{value}" for value in class_values)] if request.labels.are_given else []
    columns = ["id", "row", "col", "split", "block", "valid_share", *shares, "geometry"]
    with staged_files(request.output) as [staged]:
        write_geopackage(cells[columns], staged, request.output.stem)
        write_split_style(staged)
    return {"cells": len(cells)} | {str(split): int((cells.split == split).sum()) for split in SPLITS}


def _lay(
    request: GridRequest, grid: RasterGrid, size_px: int, reporter: Reporter
) -> tuple[geopandas.GeoDataFrame, list[Split | None]]:
    """The cells, and the split that the area tells for each."""
    cells = lay_cells(grid, size_px, request.layout)
    if request.area is None:
        return cells, [None] * len(cells)
    name = Path(str(request.area).split("|")[0]).name
    polygons = read_polygons(request.area)
    told = None if request.split_column is None else read_split_column(polygons, request.split_column, name)
    polygons = to_raster_crs(polygons, grid.crs, request.area, reporter)
    cells = keep_touching(cells, polygons, name)
    return cells, [None] * len(cells) if told is None else splits_by_area(cells, polygons, told)


def _survey(
    request: GridRequest, cells: geopandas.GeoDataFrame, size_px: int, reporter: Reporter
) -> tuple[geopandas.GeoDataFrame, list[int]]:
    """The cells with enough valid and labelled pixels, with their shares, and the class values."""
    labels = request.labels
    source = _open_labels(request, reporter) if labels.are_given else None
    windows = [Window(col, row, size_px, size_px) for col, row in zip(cells.col_off, cells.row_off, strict=True)]
    contents = survey_cells(request.raster, source, windows, reporter)
    cells = cells.assign(valid_share=[content.valid_share for content in contents])
    values: list[int] = []
    if source is not None:
        values = _class_values(contents, labels, source)
        for value in values:
            cells[f"share_{value}"] = [content.label_counts[value] / size_px**2 for content in contents]
        cells["labelled_share"] = cells[[f"share_{value}" for value in values]].sum(axis=1)
    kept = cells[cells.valid_share >= request.min_valid_share]
    if kept.empty:
        raise InvalidDataset(
            f"Expected cells with at least {request.min_valid_share:.0%} valid pixels, found none in "
            f"{request.raster.name}: lower the least valid share."
        )
    if source is not None:
        kept = kept[kept.labelled_share >= labels.min_labelled_share]
    if kept.empty:
        raise InvalidDataset(
            f"Expected cells with at least {labels.min_labelled_share:.0%} labelled pixels, found none in "
            f"{source.label.name if source else ''}: lower the least labelled share."
        )
    return kept.reset_index(drop=True), values


def _open_labels(request: GridRequest, reporter: Reporter) -> Source:
    labels = request.labels
    [source] = check_sources(
        SourceRequest(
            images=(request.raster,),
            labels=(labels.raster,) if labels.raster else (),
            label_polygons=labels.polygons,
            ignore_values=labels.ignore_values,
            polygon_rule=PolygonRule(class_field=labels.class_field),
        ),
        reporter,
    )
    return source


def _class_values(contents: Sequence[CellContent], labels: GridLabels, source: Source) -> list[int]:
    found: Counter[int] = Counter()
    for content in contents:
        found.update(content.label_counts)
    return [item.value for item in settle_classes(found, [], list(labels.ignore_values), [source])]


def _split(
    request: GridRequest,
    cells: geopandas.GeoDataFrame,
    class_values: list[int],
    size_px: int,
    reporter: Reporter,
) -> geopandas.GeoDataFrame:
    """The cells that have a split, numbered from 1."""
    shares = cells[[f"share_{value}" for value in class_values]].to_numpy(float)
    to_split = Cells(
        outlines=outlines_px(cells, size_px),
        planes=np.zeros(len(cells), np.intp),
        positions=cells[["col", "row"]].to_numpy(float),
        polygons=np.arange(len(cells)),
        sizes=np.full(len(cells), float(size_px)),
        class_counts=np.rint(shares * size_px**2).astype(np.int64) if class_values else None,
        fixed=[told if told in SPLITS else None for told in cells.told],  # pandas may make NaN of None
    )
    splits, blocks = split_cells(to_split, request.splits, reporter)
    if request.split_column is not None and request.splits.buffer_cells:
        splits = keep_apart(to_split, splits, request.splits.buffer_cells, reporter)
    cells = cells.assign(split=splits, block=blocks)
    cells = cells[cells.split.notna()].reset_index(drop=True)
    warn_of_missing(cells.split.tolist(), request.splits, reporter)
    return cells.assign(id=np.arange(1, len(cells) + 1))
