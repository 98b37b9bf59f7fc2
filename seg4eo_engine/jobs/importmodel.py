"""The job ``importmodel``."""

from pathlib import Path
from typing import ClassVar, Literal

from seg4eo_engine.jobs.job import Group, Job, Result
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.jobs.shared_parameters import patch_size_parameter
from seg4eo_engine.outputs import check_file_output, staged_files
from seg4eo_engine.progress import Reporter, SilentReporter

Architecture = Literal["auto", "unet", "unet++", "manet", "linknet", "fpn", "pspnet", "pan", "deeplabv3", "deeplabv3+"]


class ImportModelResult(Result):
    """The model file and what it holds."""

    output: Path = parameter(kind="file", title="Model", help="The model file.")
    architecture: str = parameter(kind="text", title="Architecture", help="Shape of the network and its encoder.")
    bands: list[str] = parameter(kind="texts", title="Bands", help="Names of the bands, in order.")
    classes: list[str] = parameter(kind="texts", title="Classes", help="Class values and names.")


class ImportModel(Job):
    """Turn a model of SemanticSeg4EO (.pth) into a model file that maps rasters here.

    Weights, bands, classes and the way in which it scales every window by itself are kept, so that a window gets the
    same probabilities as there. What the file says needs no parameter; a file of which some weight would be left over
    or left out is refused.
    """

    id: ClassVar[str] = "importmodel"
    title: ClassVar[str] = "Import a SemanticSeg4EO model"
    group: ClassVar[Group] = "model"
    result_type: ClassVar[type[Result]] = ImportModelResult

    checkpoint: Path = parameter(
        kind="file",
        title="SemanticSeg4EO model",
        suffixes=(".pth", ".pt"),
        help="File that SemanticSeg4EO or its QGIS plugin wrote, such as unet_best_iou.pth.",
    )
    output: Path = parameter(
        kind="file_output", title="Model", suffixes=(".safetensors",), help="File that the model is written to."
    )
    bands: list[str] = parameter(
        [],
        kind="texts",
        title="Bands",
        help="Names of the bands, in the order in which the model was trained on them. Empty: band 1, band 2 and so "
        "on; a map then takes the bands of its raster in their order.",
    )
    classes: list[str] = parameter(
        [],
        kind="texts",
        title="Classes",
        help="Class values with names, and colours if wanted, in the model's order: 0=land, 1=water:#2b7bba. Empty: "
        "the values 0, 1 and so on, with the names that the file has.",
    )
    patch_size_px: int | None = patch_size_parameter(
        "Width and height of the patches that the model was trained on. Empty: as the file says; files of the QGIS "
        "plugin do not say it.",
        default=None,
    )
    architecture: Architecture = parameter(
        "auto",
        kind="choice",
        title="Architecture",
        advanced=True,
        help="Name that the architecture has in SemanticSeg4EO, for files that hold nothing but weights; auto takes "
        "what the file says.",
    )
    encoder: str = parameter(
        "",
        kind="text",
        title="Encoder",
        advanced=True,
        help="Name of the encoder, for files that do not say it; resnet34 unless another one was chosen. Empty: as the "
        "file says.",
    )
    normalization: Literal["auto", "window_percentile", "window_maximum"] = parameter(
        "auto",
        kind="choice",
        title="Normalization",
        advanced=True,
        help="How every window is scaled: by its 99th percentile, or by its maximum as the first version for several "
        "classes did; auto tells by the file.",
    )

    def run(self, reporter: Reporter = SilentReporter()) -> ImportModelResult:  # noqa: B008 - it has no state
        # imported late: a job describes itself instantly
        from seg4eo_engine.models.checkpoint import save_model
        from seg4eo_engine.models.semanticseg4eo.importing import GivenFacts, import_model
        from seg4eo_engine.patches.labels.classes import parse_classes

        check_file_output(self.output, (".safetensors",))
        given = GivenFacts(
            architecture=None if self.architecture == "auto" else self.architecture,
            encoder=self.encoder.strip() or None,
            bands=tuple(self.bands),
            classes=tuple(parse_classes(self.classes)),
            patch_size_px=self.patch_size_px,
            normalization=None if self.normalization == "auto" else self.normalization,
        )
        network, manifest = import_model(self.checkpoint, given)
        with staged_files(self.output) as (staged,):
            save_model(staged, [network], manifest)
        described = manifest.members[0].network
        architecture = f"{described.architecture} with {described.encoder_name}"
        classes = [f"{item.value}={item.name}" for item in manifest.classes]
        reporter.info(f"Imported {architecture}: {len(manifest.bands)} bands, {len(classes)} classes.")
        return ImportModelResult(
            output=self.output, architecture=architecture, bands=list(manifest.bands), classes=classes
        )
