"""The classes of the sample landscape."""

from seg4eo_engine.raster.classes import ClassInfo

NODATA = 0
WATER, FOREST, CROPLAND, GRASSLAND, BUILT_UP = 1, 2, 3, 4, 5

LANDSCAPE_CLASSES = (
    ClassInfo(value=WATER, name="water", colour="#2b7bba"),
    ClassInfo(value=FOREST, name="forest", colour="#1b6e3c"),
    ClassInfo(value=CROPLAND, name="cropland", colour="#e8c468"),
    ClassInfo(value=GRASSLAND, name="grassland", colour="#a6d96a"),
    ClassInfo(value=BUILT_UP, name="built-up", colour="#c8453f"),
)
