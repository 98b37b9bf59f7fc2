"""From the values of a dialog, a model or a command line to the fields of a job.

Layers become paths of files, which is all that the engine knows.
"""

from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingException, QgsProviderRegistry

from .parameters import parameter_name

# formats that the engine reads as they are; any other vector layer is written to a temporary GeoPackage for it
PLAIN_VECTOR_SUFFIXES = ["gpkg", "geojson", "shp", "fgb"]


class InputReader:
    """Reads the inputs of one run of an algorithm, by the kind of the field.

    Must be used on the thread of the project, in ``prepareAlgorithm``: layers belong to it.
    """

    def __init__(self, algorithm, parameters: dict[str, Any], context, feedback) -> None:
        self._algorithm = algorithm
        self._parameters = parameters
        self._context = context
        self._feedback = feedback

    def read(self, fields: list[dict[str, Any]]) -> dict[str, Any]:
        """The values of the fields that have one; destinations are left to ``processAlgorithm``.

        Raises:
            QgsProcessingException: a value cannot be handed to the engine.
        """
        values = {
            field["name"]: getattr(self, f"_{field['kind']}")(field)
            for field in fields
            if not field["kind"].endswith("_output") and self._is_given(field)
        }
        return {name: value for name, value in values.items() if value is not None}

    def _is_given(self, field: dict[str, Any]) -> bool:
        value = self._parameters.get(parameter_name(field), field["default"])
        return value is not None and value != ""

    def _evaluated(self, method: str, field: dict[str, Any]) -> Any:
        return getattr(self._algorithm, method)(self._parameters, parameter_name(field), self._context)

    def _raster(self, field: dict[str, Any]) -> str:
        layer = self._evaluated("parameterAsRasterLayer", field)
        if layer is None:
            raise _unreadable(field, "a raster", self._parameters)
        return raster_path(layer, field["title"])

    def _rasters(self, field: dict[str, Any]) -> list[str]:
        # the list leaves out what QGIS cannot open; checkParameterValues has refused that before
        return [raster_path(layer, field["title"]) for layer in self._evaluated("parameterAsLayerList", field)]

    def _vector(self, field: dict[str, Any]) -> str:
        layer = self._evaluated("parameterAsVectorLayer", field)
        if layer is not None and layer.isModified():
            self._feedback.pushWarning(f"Edits of {layer.name()} that are not saved are not seen: save them first.")
        path = self._algorithm.parameterAsCompatibleSourceLayerPath(
            self._parameters,
            parameter_name(field),
            self._context,
            # the engine takes a file and reads its only layer
            [] if layer is not None and has_siblings(layer) else PLAIN_VECTOR_SUFFIXES,
            "gpkg",
            self._feedback,
        )
        if not path:
            raise _unreadable(field, "a vector layer", self._parameters)
        return absolute(path)

    def _file(self, field: dict[str, Any]) -> str:
        return absolute(self._evaluated("parameterAsFile", field))

    _folder = _file

    def _integer(self, field: dict[str, Any]) -> int:
        return self._evaluated("parameterAsInt", field)

    def _number(self, field: dict[str, Any]) -> float:
        return self._evaluated("parameterAsDouble", field)

    def _boolean(self, field: dict[str, Any]) -> bool:
        return self._evaluated("parameterAsBoolean", field)

    def _choice(self, field: dict[str, Any]) -> str:
        return self._evaluated("parameterAsEnumString", field)

    def _text(self, field: dict[str, Any]) -> str:
        return self._evaluated("parameterAsString", field)

    def _texts(self, field: dict[str, Any]) -> list[str]:
        return split_list(self._text(field))

    def _integers(self, field: dict[str, Any]) -> list[int]:
        text = self._text(field)
        try:
            return [int(item) for item in split_list(text)]
        except ValueError as error:
            raise QgsProcessingException(
                f"Expected '{field['title']}' to be whole numbers separated by commas, such as 1,2,3, "
                f"found {text}: change it."
            ) from error


def _unreadable(field: dict[str, Any], kind: str, parameters: dict[str, Any]) -> QgsProcessingException:
    given = parameters.get(parameter_name(field))
    return QgsProcessingException(
        f"Expected '{field['title']}' to be {kind}, found that {given} cannot be read as one: check the path."
    )


def absolute(path: str) -> str:
    """The whole path: the engine works in another folder than QGIS."""
    return str(Path(path).absolute())


def split_list(text: str) -> list[str]:
    """The items of a list written with commas."""
    return [item.strip() for item in text.split(",") if item.strip()]


def has_siblings(layer) -> bool:
    """Whether a vector layer is one of several in its file."""
    registry = QgsProviderRegistry.instance()
    path = registry.decodeUri(layer.providerType(), layer.source()).get("path", "")
    return Path(path).is_file() and len(registry.querySublayers(path)) > 1


def raster_path(layer, title: str) -> str:
    """The path of the file that a raster layer shows.

    Raises:
        QgsProcessingException: the layer is no file, or a part of one.
    """
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = parts.get("path", "")
    if layer.providerType() != "gdal" or parts.get("layerName") or not Path(path).is_file():
        raise QgsProcessingException(
            f"Expected '{title}' to be a raster file, found the layer {layer.name()} that is none "
            f"({layer.providerType()}): save it as a GeoTIFF first."
        )
    return absolute(path)
