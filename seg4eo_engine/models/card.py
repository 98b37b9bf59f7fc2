"""What a map has to know of a model, whatever its file."""

from dataclasses import dataclass

from seg4eo_engine.models.checkpoint import ModelManifest
from seg4eo_engine.patches.manifest import BandInfo
from seg4eo_engine.raster.classes import ClassInfo


@dataclass(frozen=True)
class ModelCard:
    """A model as prediction sees it.

    ``bands`` are names, ``band 1`` and so on where the file has none. ``dtype`` is that of the training images,
    ``band_statistics`` are those of the training patches, ``ground_resolution_m`` is their pixel size, and
    ``patch_size_px`` their width and height; None (or empty) where the file does not say. Of two classes, a pixel is of
    the second one where its probability is at least ``threshold``. ``scales_by_window`` says whether a pixel is scaled
    by what else is in its window, so that the size of windows matters.
    """

    bands: tuple[str, ...]
    classes: tuple[ClassInfo, ...]
    threshold: float = 0.5
    dtype: str | None = None
    patch_size_px: int | None = None
    ground_resolution_m: float | None = None
    band_statistics: tuple[BandInfo, ...] = ()
    scales_by_window: bool = False

    @classmethod
    def of(cls, manifest: ModelManifest) -> "ModelCard":
        """The card of one of our own model files."""
        return cls(
            bands=manifest.bands,
            classes=manifest.classes,
            threshold=manifest.threshold,
            dtype=manifest.dtype,
            patch_size_px=manifest.patch_size_px,
            ground_resolution_m=manifest.ground_resolution_m,
            band_statistics=manifest.band_statistics,
            scales_by_window=any(member.normalization.scales_by_window for member in manifest.members),
        )
