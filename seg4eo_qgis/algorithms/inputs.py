"""From the values of a dialog, a model or a command line to the fields of a job.

Layers become what the engine can open. Rasters that are no files are only planned here, for they take long to write.
"""

from typing import Any, Optional, Union

from qgis.core import (
    NULL,
    QgsFeatureRequest,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsRasterLayer,
    QgsVectorLayer,
)

from ..compat import UNCHECKED, tr
from . import pixel_size
from .areas import Area, area_inputs, area_of_polygons, area_of_rasters
from .layer_to_write import is_picture, plan
from .layers import absolute, asks_for_a_part, copy_polygons, raster_source, vector_path
from .parameters import parameter_name


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
        values = {name: value for name, value in values.items() if value is not None}
        return {name: self._planned(value, 0, fields, values) for name, value in values.items()}

    def _is_given(self, field: dict[str, Any]) -> bool:
        value = self._parameters.get(parameter_name(field), field["default"])
        return value not in (None, "", [], NULL)

    def _evaluated(self, method: str, field: dict[str, Any]) -> Any:
        return getattr(self._algorithm, method)(self._parameters, parameter_name(field), self._context)

    def _raster(self, field: dict[str, Any]) -> Union[str, QgsRasterLayer]:
        layer = self._evaluated("parameterAsRasterLayer", field)
        if layer is None:
            raise _unreadable(field, tr("a raster"), self._parameters)
        return self._source_of(layer, field)

    def _rasters(self, field: dict[str, Any]) -> list:
        return [self._source_of(layer, field) for layer in self._layers(field, tr("rasters"))]

    def _source_of(self, layer: QgsRasterLayer, field: dict[str, Any]) -> Union[str, QgsRasterLayer]:
        """What the engine opens, or the layer itself where only QGIS can."""
        source = raster_source(layer)
        if not source:
            if is_picture(layer) and field["name"] in pixel_size.VALUE_FIELDS:
                raise _only_a_picture(layer, field)
            return layer
        if layer.crs() != layer.dataProvider().crs():
            self._feedback.pushWarning(
                tr(
                    "The CRS of {layer} was set in QGIS and is not in its file, which is what the engine reads: "
                    "write it there with 'Assign projection' if it matters."
                ).format(layer=layer.name())
            )
        return source

    def _planned(self, value: Any, position: int, fields: list[dict[str, Any]], values: dict[str, Any]) -> Any:
        """A value, with a plan of what is to be written in place of a layer that only QGIS can open."""
        if isinstance(value, list):
            return [self._planned(item, number, fields, values) for number, item in enumerate(value)]
        if not isinstance(value, QgsRasterLayer):
            return value
        area = (
            self._area_of_extent(fields)
            or area_of_polygons(fields, values, position)
            or area_of_rasters(fields, values, position)
        )
        size_m = self._given_pixel_size_m() or values.get("resolution_m") or pixel_size.trained_resolution_m(values)
        return plan(value, area, size_m, area_inputs(fields), self._context, self._feedback)

    def _area_of_extent(self, fields: list[dict[str, Any]]) -> Optional[Area]:
        for field in fields:
            if field["kind"] == "extent" and self._is_given(field):
                return self._rectangle(field)
        return None

    def _given_pixel_size_m(self) -> Optional[float]:
        given = [field for field in pixel_size.fields(self._algorithm.job) if self._is_given(field)]
        return self._number(given[0]) if given else None

    def _vector(self, field: dict[str, Any]) -> str:
        name = parameter_name(field)
        chosen = self._parameters[name]
        # a layer with the choice of its selected features only: QGIS makes a source of features of it, but no layer
        layer_only = chosen.source if isinstance(chosen, QgsProcessingFeatureSourceDefinition) else chosen
        layer = self._algorithm.parameterAsVectorLayer({name: layer_only}, name, self._context)
        if layer is None:
            raise _unreadable(field, tr("a vector layer"), self._parameters)
        if not asks_for_a_part(chosen):
            return self._path_of_vector(layer, field)
        source = self._evaluated("parameterAsSource", field)
        return self._copy(source, source.getFeatures(QgsFeatureRequest(), UNCHECKED), layer.name(), field)

    def _vectors(self, field: dict[str, Any]) -> list[str]:
        return [self._path_of_vector(layer, field) for layer in self._layers(field, tr("vector layers"))]

    def _layers(self, field: dict[str, Any], kind: str) -> list:
        layers = self._evaluated("parameterAsLayerList", field)
        given = self._parameters[parameter_name(field)]
        # QGIS leaves out what it cannot open, and a batch does not check the values before it runs
        if isinstance(given, (list, tuple)) and len(layers) < len(given):
            unread = [each for each in given if not self._can_be_opened(each)]
            raise _unreadable(field, kind, {parameter_name(field): ", ".join(map(str, unread))})
        return layers

    def _can_be_opened(self, value: Any) -> bool:
        return not isinstance(value, str) or QgsProcessingUtils.mapLayerFromString(value, self._context) is not None

    def _path_of_vector(self, layer: QgsVectorLayer, field: dict[str, Any]) -> str:
        return vector_path(layer) or self._copy(layer, layer.getFeatures(), layer.name(), field)

    def _copy(self, source, features, name: str, field: dict[str, Any]) -> str:
        return copy_polygons(source, features, name, tr(field["title"]), self._context, self._feedback)

    def _file(self, field: dict[str, Any]) -> str:
        return absolute(self._evaluated("parameterAsFile", field))

    _folder = _file

    def _files(self, field: dict[str, Any]) -> list[str]:
        return [absolute(path) for path in self._evaluated("parameterAsFileList", field)]

    def _extent(self, field: dict[str, Any]) -> str:
        rectangle, crs = self._rectangle(field)
        sides = (rectangle.xMinimum(), rectangle.xMaximum(), rectangle.yMinimum(), rectangle.yMaximum())
        text = ",".join(repr(side) for side in sides)
        return f"{text} [{crs.authid()}]" if crs.isValid() and crs.authid() else text

    def _rectangle(self, field: dict[str, Any]) -> Area:
        return self._evaluated("parameterAsExtent", field), self._evaluated("parameterAsExtentCrs", field)

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

    _field = _text

    def _texts(self, field: dict[str, Any]) -> list[str]:
        return split_list(self._text(field))

    def _integers(self, field: dict[str, Any]) -> list[int]:
        text = self._text(field)
        try:
            return [int(item) for item in split_list(text)]
        except ValueError as error:
            raise QgsProcessingException(
                tr(
                    "Expected '{title}' to be whole numbers separated by commas, such as 1,2,3, "
                    "found {text}: change it."
                ).format(title=tr(field["title"]), text=text)
            ) from error


def _unreadable(field: dict[str, Any], kind: str, parameters: dict[str, Any]) -> QgsProcessingException:
    given = parameters.get(parameter_name(field))
    return QgsProcessingException(
        tr("Expected '{title}' to be {kind}, found that {given} cannot be read as one: check the path.").format(
            title=tr(field["title"]), kind=kind, given=given
        )
    )


def _only_a_picture(layer: QgsRasterLayer, field: dict[str, Any]) -> QgsProcessingException:
    return QgsProcessingException(
        tr(
            "Expected '{input}' to be a raster of values, found that the layer {layer} is only a picture from a "
            "service: choose a raster file."
        ).format(input=tr(field["title"]), layer=layer.name())
    )


def split_list(text: str) -> list[str]:
    """The items of a list written with commas."""
    return [item.strip() for item in text.split(",") if item.strip()]
