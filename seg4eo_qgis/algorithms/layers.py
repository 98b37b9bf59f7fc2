"""Layers of QGIS as files, which is all that the engine knows.

A vector layer goes by its own file where that says all that QGIS shows. Else what QGIS shows is copied to a temporary
file: layers in memory or in a database, a selection, filters, joins, edits that are not saved.
"""

from collections.abc import Iterable
from pathlib import Path

from qgis.core import (
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsFileUtils,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..compat import MULTI_POLYGON, OWN_FIELD, POLYGON_GEOMETRY, tr

# formats that the engine reads as they are
PLAIN_VECTOR_SUFFIXES = (".gpkg", ".geojson", ".shp", ".fgb")


def absolute(path: str) -> str:
    """The whole path: the engine works in another folder than QGIS."""
    return str(Path(path).absolute())


def raster_source(layer: QgsRasterLayer) -> str:
    """What the engine opens for a raster layer: its file, or another name that GDAL knows, as that of a subdataset.

    Empty where only QGIS can open it: GDAL has no name for it, or one that goes with options or a login.
    """
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    more_than_a_name = (
        any(parts.get(key) for key in ("openOptions", "credentialOptions")) or "authcfg=" in layer.source()
    )
    if layer.providerType() != "gdal" or more_than_a_name:
        return ""
    path = parts.get("path", "")
    is_file = Path(path).exists() and not (parts.get("vsiPrefix") or parts.get("layerName"))
    return absolute(path) if is_file else layer.source()


def vector_path(layer: QgsVectorLayer) -> str:
    """The path of the file that says all that QGIS shows of a layer; empty when there is none."""
    registry = QgsProviderRegistry.instance()
    path = registry.decodeUri(layer.providerType(), layer.source()).get("path", "")
    is_plain = (
        layer.providerType() == "ogr"
        and Path(path).suffix.lower() in PLAIN_VECTOR_SUFFIXES
        and Path(path).is_file()
        and not layer.subsetString()
        and not layer.isModified()
        and layer.crs() == layer.dataProvider().crs()
        and has_only_own_fields(layer.fields())
        and len(registry.querySublayers(path)) == 1  # the engine takes a file and reads its only layer
    )
    return absolute(path) if is_plain else ""


def has_only_own_fields(fields: QgsFields) -> bool:
    """Whether all columns come from the layer's source: none is joined, calculated or not saved yet."""
    return all(fields.fieldOrigin(index) == OWN_FIELD for index in range(fields.count()))


def asks_for_a_part(value) -> bool:
    """Whether the value of an input asks for some of a layer's features only."""
    return isinstance(value, QgsProcessingFeatureSourceDefinition) and (
        value.selectedFeaturesOnly
        or value.featureLimit >= 0
        or bool(getattr(value, "filterExpression", ""))  # from QGIS 3.32 on
    )


def copy_polygons(source, features: Iterable[QgsFeature], name: str, title: str, context, feedback) -> str:
    """Write polygons to a temporary file, in their order, and return its path.

    The format is FlatGeobuf, for a GeoPackage takes a column named fid for its key, and makes up a CRS where there is
    none. The file has no spatial index, for that would sort the polygons, and later ones are painted over earlier ones.

    Args:
        source: a layer or a feature source: knows the ``fields()`` and the ``sourceCrs()``.
        features: what is to be written of it; those without a geometry are left out.
        name: the layer's name, for that of the file.
        title: the input's title, for messages.
        context: the Processing context.
        feedback: is asked whether to cancel.

    Raises:
        QgsProcessingException: there are none, they are no polygons, or they cannot be written.
    """
    path = QgsProcessingUtils.generateTempFilename(QgsFileUtils.stringToSafeFilename(name) + ".fgb")
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "FlatGeobuf"
    options.layerOptions = ["SPATIAL_INDEX=NO"]
    writer = QgsVectorFileWriter.create(
        path, source.fields(), MULTI_POLYGON, source.sourceCrs(), context.transformContext(), options
    )
    count = 0
    for feature in features:
        if feedback.isCanceled():
            raise QgsProcessingException(tr("The job was cancelled."))
        if feature.hasGeometry():
            feature.setGeometry(_as_multi_polygon(feature.geometry(), title))
            writer.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
            count += 1
    writer.flushBuffer()
    if writer.hasError():
        raise QgsProcessingException(
            tr(
                "Expected to copy {layer} for the engine, found that it cannot be written ({reason}): "
                "save it as a GeoPackage and choose that."
            ).format(layer=name, reason=writer.errorMessage())
        )
    if count == 0:
        raise QgsProcessingException(
            tr("Expected polygons in '{title}', found none in {layer}: choose or select some.").format(
                title=title, layer=name
            )
        )
    return path


def _as_multi_polygon(geometry: QgsGeometry, title: str) -> QgsGeometry:
    """A polygon of any kind (single, curved, with heights) as the one kind that the file holds."""
    if geometry.type() != POLYGON_GEOMETRY:
        kind = QgsWkbTypes.displayString(geometry.wkbType())
        raise QgsProcessingException(
            tr("Expected '{title}' to be polygons, found a {kind}: choose another layer.").format(
                title=title, kind=kind
            )
        )
    return geometry.coerceToType(MULTI_POLYGON)[0]
