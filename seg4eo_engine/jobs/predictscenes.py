"""The job ``predictscenes``."""

from pathlib import Path
from typing import ClassVar

from seg4eo_engine.jobs.cluster_parameters import ClusterParameters
from seg4eo_engine.jobs.job import Group, Job, Result
from seg4eo_engine.jobs.map_parameters import minimum_area_parameter
from seg4eo_engine.jobs.mapping_parameters import (
    RASTER_SUFFIXES,
    BackendParameters,
    RasterName,
    WindowParameters,
)
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.progress import Reporter, SilentReporter


class PredictScenesResult(Result):
    """How many scenes have a map now, and where the list of all of them is."""

    output: Path = parameter(kind="folder", title="Folder of maps", help="A class map for each scene.")
    table: Path = parameter(
        kind="file", title="List of scenes", help="Each scene: its map, or why it has none (scenes.csv)."
    )
    mosaic: Path | None = parameter(kind="raster", title="Mosaic", help="The class maps of all scenes as one.")
    mapped: int = parameter(kind="integer", title="Scenes mapped", help="Scenes that have a map.")
    failed: int = parameter(kind="integer", title="Scenes failed", help="Scenes without a map; the list says why.")
    seconds: float = parameter(kind="number", title="Seconds", help="Wall time.")


class SceneSources(Job):
    """Which scenes are mapped."""

    model: Path = parameter(
        kind="file",
        title="Model",
        suffixes=(".safetensors", ".onnx"),
        help="Model file written by Train a model, or an ONNX file of a segmentation network, such as Deepness takes.",
    )
    folder: Path | None = parameter(
        None,
        kind="folder",
        title="Folder of scenes",
        help="Every raster in it is a scene. Empty: scenes are given one by one, or by a catalogue.",
    )
    pattern: str = parameter(
        "*",
        kind="text",
        title="Names in the folder",
        help="Which files of the folder are scenes: *.tif, or **/*_ortho.tif to look into its subfolders too.",
    )
    rasters: list[RasterName] = parameter(
        [],
        kind="rasters",
        title="Scenes",
        help="Scenes to be mapped, one by one. On the command line also addresses (https://, s3://).",
    )
    catalogue: Path | None = parameter(
        None,
        kind="file",
        title="Catalogue",
        suffixes=(".json", ".geojson", ".parquet", ".geoparquet"),
        help="STAC item collection as JSON or GeoParquet; every item is a scene; its files are local or remote.",
    )
    assets: list[str] = parameter(
        [],
        kind="texts",
        title="Assets",
        advanced=True,
        help="Names of the catalogue's files that hold the model's bands, in their order, or of the one that holds "
        "them all. Empty: found by the names of the bands.",
    )


class SceneMaps(Job):
    """What is written of each scene, and what of all."""

    output: Path = parameter(
        kind="folder_output",
        title="Folder of maps",
        help="Where the maps go, each under the name of its scene, with scenes.csv, the list of all. Scenes that "
        "have a map of the same parameters there are not mapped again.",
    )
    mosaic: Path | None = parameter(
        None,
        kind="raster_output",
        title="Mosaic",
        suffixes=RASTER_SUFFIXES,
        help="GeoTIFF with all class maps on one grid, the later scenes on top. Empty: not written.",
    )
    confidence: bool = parameter(
        False,
        kind="boolean",
        title="Confidence of each map",
        help="Write the probability of the mapped class too, 0 to 100 %: <name>_confidence.tif.",
    )
    polygons: bool = parameter(
        False,
        kind="boolean",
        title="Polygons of each map",
        help="Write the outlines of the areas of each class too: <name>_polygons.gpkg.",
    )
    minimum_area: float = minimum_area_parameter()
    resample: bool = parameter(
        False,
        kind="boolean",
        title="Resample to the model's resolution",
        advanced=True,
        help="See the scenes with pixels as large as those that the model was trained on; the maps have the scenes'.",
    )
    mosaic_crs: str = parameter(
        "",
        kind="text",
        title="Coordinate reference system of the mosaic",
        advanced=True,
        help="Such as EPSG:3035. Empty: that of the first scene.",
    )
    tries: int = parameter(
        2,
        kind="integer",
        title="Tries",
        minimum=1,
        maximum=10,
        advanced=True,
        help="How often a scene that fails is tried, each time after all others.",
    )


class PredictScenes(ClusterParameters, BackendParameters, WindowParameters, SceneMaps, SceneSources):
    """Map many scenes with a trained model: a folder, a list or a catalogue of them.

    Each scene gets a map of its own, and all maps become one mosaic on a common grid where that is wanted. A scene that
    cannot be mapped is tried again after all others and then listed with the reason; the others are not held up by it.
    A run that was stopped goes on where it was when it is started again.
    """

    id: ClassVar[str] = "predictscenes"
    title: ClassVar[str] = "Map many scenes"
    group: ClassVar[Group] = "map"
    result_type: ClassVar[type[Result]] = PredictScenesResult

    def run(self, reporter: Reporter = SilentReporter()) -> PredictScenesResult:  # noqa: B008 - it has no state
        from seg4eo_engine.jobs.scenes import map_scenes  # imported late: a job describes itself instantly

        return map_scenes(self, reporter)
