"""The parameters of the job ``predict``."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator

from seg4eo_engine.jobs.job import Job
from seg4eo_engine.jobs.map_parameters import minimum_area_parameter
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.jobs.shared_parameters import Device, Precision, device_parameter, precision_parameter

RASTER_SUFFIXES = (".tif", ".tiff")
# a word and not a path: paths would lose a slash of https://, and NETCDF:"a.nc":b is none
RasterName = Annotated[str, BeforeValidator(lambda given: str(given) if isinstance(given, Path) else given)]


class MapFiles(Job):
    """What is mapped with which model, and what is written."""

    model: Path = parameter(
        kind="file",
        title="Model",
        suffixes=(".safetensors", ".onnx"),
        help="Model file written by Train a model, or an ONNX file of a segmentation network, such as Deepness takes.",
    )
    raster: RasterName = parameter(
        kind="raster",
        title="Raster",
        help="Scene to be mapped, with the bands that the model was trained on. On the command line also a folder, an "
        "address (https://, s3://) or the name of a subdataset.",
    )
    output: Path = parameter(
        kind="raster_output", title="Class map", suffixes=RASTER_SUFFIXES, help="GeoTIFF with the class of every pixel."
    )
    confidence: Path | None = parameter(
        None,
        kind="raster_output",
        title="Confidence",
        suffixes=RASTER_SUFFIXES,
        help="GeoTIFF with the probability of the mapped class, 0 to 100 %. Empty: not written.",
    )
    area: Path | None = parameter(
        None,
        kind="vector",
        title="Area of interest",
        help="Polygons; only pixels in them are mapped. Empty: the whole raster.",
    )
    extent: str = parameter(
        "",
        kind="extent",
        title="Extent",
        help="Rectangle that is mapped: xmin,xmax,ymin,ymax and, if it is not that of the raster, the coordinate "
        "reference system in brackets, such as [EPSG:4326]. Empty: the whole raster.",
    )
    polygons: Path | None = parameter(
        None,
        kind="vector_output",
        title="Polygons",
        suffixes=(".gpkg",),
        help="GeoPackage with the outlines of the areas of each class. Empty: not written.",
    )
    minimum_area: float = minimum_area_parameter()


class FurtherInputs(Job):
    """More models and rasters, and how the raster is seen."""

    more_models: list[Path] = parameter(
        [],
        kind="files",
        title="Further models",
        suffixes=(".safetensors", ".onnx"),
        advanced=True,
        help="Models for the same bands and classes; the probabilities of all models are averaged.",
    )
    more_rasters: list[RasterName] = parameter(
        [],
        kind="rasters",
        title="Further rasters",
        advanced=True,
        help="Rasters beside the first, with the same bands and pixels of the same size: all are mapped as one.",
    )
    resample: bool = parameter(
        False,
        kind="boolean",
        title="Resample to the model's resolution",
        advanced=True,
        help="See the raster with pixels as large as those that the model was trained on; the map has the raster's.",
    )
    band_indexes: list[int] = parameter(
        [],
        kind="integers",
        title="Bands",
        advanced=True,
        help="Numbers of the raster's bands in the order of the model's, the first is 1. Empty: found by name, or all.",
    )


class FurtherOutputs(Job):
    """More that is written of each pixel, and how."""

    uncertainty: Path | None = parameter(
        None,
        kind="raster_output",
        title="Uncertainty",
        suffixes=RASTER_SUFFIXES,
        advanced=True,
        help="GeoTIFF that tells how close the network was to another answer, 0 to 100 %. Empty: not written.",
    )
    uncertainty_measure: Literal["entropy", "margin"] = parameter(
        "entropy",
        kind="choice",
        title="Uncertainty measure",
        advanced=True,
        help="entropy looks at the probabilities of all classes, margin at how close the second class comes to the "
        "first.",
    )
    probabilities: Path | None = parameter(
        None,
        kind="raster_output",
        title="Probabilities",
        suffixes=RASTER_SUFFIXES,
        advanced=True,
        help="GeoTIFF with a band for each class: its probability, 0 to 100 %. Empty: not written.",
    )
    score_format: Literal["percent", "float32"] = parameter(
        "percent",
        kind="choice",
        title="Number format of the scores",
        advanced=True,
        help="percent writes confidence, uncertainty and probabilities as whole numbers in a byte, float32 with "
        "decimals in four.",
    )
    reject_below: float | None = parameter(
        None,
        kind="number",
        title="Least confidence",
        unit="%",
        minimum=0,
        maximum=100,
        advanced=True,
        help="Pixels with a lower confidence get a class of their own, 'unsure'. Empty: every pixel gets a class.",
    )
    compression: Literal["zstd", "deflate"] = parameter(
        "zstd",
        kind="choice",
        title="Compression",
        advanced=True,
        help="zstd is fast and small; deflate is read by programs of any age.",
    )


class WindowParameters(Job):
    """How the scene is cut and put together."""

    window_px: int | None = parameter(
        None,
        kind="integer",
        title="Window size",
        unit="px",
        minimum=32,
        maximum=8192,
        advanced=True,
        help="Width and height of what the network sees at once. Empty: the largest that pays, or the model's patch "
        "size where the network's answer depends on it.",
    )
    overlap_px: int | None = parameter(
        None,
        kind="integer",
        title="Overlap",
        unit="px",
        minimum=0,
        maximum=4096,
        advanced=True,
        help="Overlap of neighbouring windows. Empty: as far as the network looks around.",
    )
    blending: Literal["smooth", "crop", "none"] = parameter(
        "smooth",
        kind="choice",
        title="Blending",
        advanced=True,
        help="smooth blends overlapping windows, crop takes the middle of each, none lays them side by side.",
    )
    test_time_augmentation: Literal["none", "flips", "dihedral"] = parameter(
        "none",
        kind="choice",
        title="Test-time augmentation",
        advanced=True,
        help="Average what the network says of each window mirrored (flips: 4 times the time) and turned too "
        "(dihedral: 8 times).",
    )
    batch_size: int | None = parameter(
        None,
        kind="integer",
        title="Batch size",
        minimum=1,
        maximum=1024,
        advanced=True,
        help="Windows that are predicted at once. Empty: as many as pay.",
    )
    memory_mb: int | None = parameter(
        None,
        kind="integer",
        title="Memory for the scene",
        unit="MB",
        minimum=64,
        maximum=1048576,
        advanced=True,
        help="Most memory for pixels and probabilities; wide scenes are cut into strips that fit. Empty: as much as "
        "pays, at most a quarter of what is free.",
    )
    block_size_px: int | None = parameter(
        None,
        kind="integer",
        title="Block size",
        unit="px",
        minimum=64,
        maximum=65536,
        advanced=True,
        help="Width and height, about, of the blocks that are finished one by one; a run that was stopped begins with "
        "the block that it was in. Empty: 4096, or what suits the workers of a cluster.",
    )
    start_anew: bool = parameter(
        False,
        kind="boolean",
        title="Start anew",
        advanced=True,
        help="Do not go on with a run of the same parameters that was stopped.",
    )


class BackendParameters(Job):
    """What runs the network, and how."""

    backend: Literal["auto", "torch", "onnxruntime", "openvino"] = parameter(
        "auto",
        kind="choice",
        title="Backend",
        advanced=True,
        help="Library that runs the network; auto takes the fastest one.",
    )
    device: Device = device_parameter()
    precision: Precision = precision_parameter(
        "Number format of the computation; auto is bf16 where the device multiplies in it, fp32 elsewhere."
    )
    compile: bool = parameter(
        False,
        kind="boolean",
        title="Compile the network",
        advanced=True,
        help="Let torch compile the network first: minutes that pay on a graphics card and a very large scene.",
    )
    activation: Literal["auto", "none", "softmax", "sigmoid"] = parameter(
        "auto",
        kind="choice",
        title="Activation of an ONNX model",
        advanced=True,
        help="What makes probabilities of the numbers that an ONNX model of another program gives; auto looks at them.",
    )
    input_scale: Literal["auto", "none", "255"] = parameter(
        "auto",
        kind="choice",
        title="Input of an ONNX model",
        advanced=True,
        help="255 divides band values by it for an ONNX model of another program; auto does as the file says.",
    )
