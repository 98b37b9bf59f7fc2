"""Draw scene, reference, map and confidence side by side: demo_picture.py FOLDER PICTURE, by the engine's Python."""

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")

import geopandas as gpd
import matplotlib.pyplot as plt
import numpy as np
import rasterio
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from seg4eo_engine.raster.classes import ClassInfo, read_classes

TRUE_COLOUR = ("B04", "B03", "B02")
NODATA_GREY = "#d9d9d9"


def read_true_colour(path: Path) -> Any:
    """The scene as red, green, blue from 0 to 1, stretched between the 1st and 99th percentile of its valid pixels."""
    with rasterio.open(path) as scene:
        names = list(scene.descriptions)
        indexes = [names.index(name) + 1 for name in TRUE_COLOUR] if set(TRUE_COLOUR) <= set(names) else [3, 2, 1]
        bands = scene.read(indexes).astype(np.float32)
        valid = scene.dataset_mask() > 0
    low, high = np.percentile(bands[:, valid], (1, 99))
    stretched = np.clip((bands - low) / (high - low), 0, 1) ** 0.8
    stretched[:, ~valid] = 0.85
    return np.moveaxis(stretched, 0, -1)


def classes_of(path: Path) -> list[ClassInfo]:
    """The classes that occur in a class raster, with their names and colours."""
    with rasterio.open(path) as raster:
        values = np.unique(raster.read(1, masked=True).compressed())
    return read_classes(path, [int(value) for value in values])


def draw_classes(axes: Any, path: Path, classes: list[ClassInfo]) -> None:
    """A class raster in its own colours; pixels without a class stay grey."""
    with rasterio.open(path) as raster:
        values = raster.read(1).astype(np.int32)
    ordered = [item.value for item in classes]
    index = np.searchsorted(ordered, values).clip(max=len(ordered) - 1)
    index = np.ma.masked_where(np.array(ordered)[index] != values, index)
    colours = ListedColormap([item.colour for item in classes])
    colours.set_bad(NODATA_GREY)
    norm = BoundaryNorm(np.arange(len(ordered) + 1) - 0.5, len(ordered))
    axes.imshow(index, cmap=colours, norm=norm, interpolation="nearest")


def draw_confidence(figure: Any, axes: Any, path: Path) -> None:
    """The confidence in per cent with its scale."""
    with rasterio.open(path) as raster:
        confidence = raster.read(1, masked=True)
    colours = plt.get_cmap("viridis").copy()
    colours.set_bad(NODATA_GREY)
    image = axes.imshow(confidence, cmap=colours, vmin=20, vmax=100, interpolation="nearest")
    scale = figure.colorbar(image, ax=axes, location="bottom", shrink=0.8, pad=0.03, aspect=30)
    scale.set_label("probability of the mapped class (%)", fontsize=9)
    scale.outline.set_visible(False)


def draw_test_cells(axes: Any, scene: Path, grid: Path) -> None:
    """Outlines of the cells that were kept for the test, in the pixels of the scene."""
    with rasterio.open(scene) as raster:
        to_pixels = ~raster.transform
    cells = gpd.read_file(grid)
    cells = cells[cells["split"] == "test"].affine_transform(to_pixels.to_shapely())
    axes.autoscale(False)  # the panel keeps the extent of the map
    gpd.GeoSeries([cells.union_all()]).boundary.plot(ax=axes, color="black", linewidth=1.5, aspect=None)


def main() -> None:
    """Read what the demo left in FOLDER and draw it."""
    folder, picture = Path(sys.argv[1]), Path(sys.argv[2])
    scene, classes = folder / "sample" / "scene.tif", classes_of(folder / "sample" / "labels.tif")
    miou = json.loads((folder / "scores.json").read_text(encoding="utf-8"))["miou"]
    figure, panels = plt.subplots(1, 4, figsize=(21, 6.3), layout="constrained", dpi=100)
    figure.get_layout_engine().set(w_pad=0.1, h_pad=0.1)
    titles = ("Scene (true colour)", "Reference", f"Map (mIoU {miou:.2f} in the test cells)", "Confidence")
    for axes, title in zip(panels, titles, strict=True):
        axes.set_title(title, fontsize=14, loc="left")
        axes.set_axis_off()
    panels[0].imshow(read_true_colour(scene), interpolation="nearest")
    draw_classes(panels[1], folder / "sample" / "labels.tif", classes)
    draw_classes(panels[2], folder / "map.tif", classes)
    draw_test_cells(panels[2], scene, folder / "grid.gpkg")
    draw_confidence(figure, panels[3], folder / "confidence.tif")
    handles = [Patch(color=item.colour, label=item.name) for item in classes]
    handles += [Patch(color=NODATA_GREY, label="no data"), Line2D([], [], color="black", label="test cells")]
    figure.legend(handles=handles, loc="outside lower left", ncols=len(handles), frameon=False, fontsize=12)
    figure.savefig(picture)


if __name__ == "__main__":
    main()
