"""What differs between QGIS 3.22 and 4, or between Qt 5 and Qt 6, said in one place."""

from qgis.core import (
    QgsFields,
    QgsProcessing,
    QgsProcessingFeatureSource,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)
from qgis.PyQt import QtGui, QtWidgets
from qgis.PyQt.QtCore import Qt

from .translation import translations

# moved from QtWidgets to QtGui in Qt 6
QAction = getattr(QtGui, "QAction", None) or QtWidgets.QAction  # noqa: QT601

# From 3.30 on these classes are aliases of members of Qgis; the scoped names below are good from 3.22 to 4.
RASTER = QgsProcessing.SourceType.TypeRaster
POLYGON = QgsProcessing.SourceType.TypeVectorPolygon
FILE = QgsProcessing.SourceType.TypeFile
INTEGER = QgsProcessingParameterNumber.Type.Integer
NUMBER = QgsProcessingParameterNumber.Type.Double
FOLDER = QgsProcessingParameterFile.Behavior.Folder
UNCHECKED = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
MULTI_POLYGON = QgsWkbTypes.Type.MultiPolygon
POLYGON_GEOMETRY = QgsWkbTypes.GeometryType.PolygonGeometry
OWN_FIELD = QgsFields.FieldOrigin.OriginProvider
ADVANCED = QgsProcessingParameterDefinition.Flag.FlagAdvanced
TEXT = Qt.ItemDataRole.DisplayRole
EXACT_AND_NESTED = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive


def tr(text: str) -> str:
    """``text`` in the language of QGIS, where there is a translation."""
    return translations().get(text, text)


def translatable(text: str) -> str:
    """``text`` itself: marks a constant that is given to ``tr`` when it is used, so that translators see it too."""
    return text
