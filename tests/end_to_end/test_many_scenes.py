"""A folder of scenes, one of them broken, becomes maps, a mosaic and polygons: by the example model."""

import csv
import shutil
from pathlib import Path

from osgeo import gdal, ogr


def test_a_folder_of_scenes_becomes_a_mosaic_and_polygons(qgis, sample, model, tmp_path):
    folder = tmp_path / "données d'essai"
    scenes = folder / "many scenes"
    scenes.mkdir(parents=True)
    shutil.copy(sample["SCENE"], scenes / "whole.tif")
    gdal.Translate(str(scenes / "corner.tif"), sample["SCENE"], srcWin=[0, 0, 128, 128])
    (scenes / "broken.tif").write_text("no raster")
    outputs = {
        "predictscenes:maps": folder / "maps",
        "predictscenes:mosaic": folder / "all.tif",
        "vectorize:polygons": folder / "all.gpkg",
    }

    qgis.results("seg4eo:mapfolder", MODEL=model["OUTPUT"], FOLDER=scenes, **outputs)

    assert sorted(path.name for path in (folder / "maps").glob("*.tif")) == ["corner.tif", "whole.tif"]
    with (folder / "maps" / "scenes.csv").open(encoding="utf-8", newline="") as file:
        states = {row["scene"]: row["state"] for row in csv.DictReader(file)}
    assert states == {"broken": "failed", "corner": "mapped", "whole": "mapped"}
    mosaic, scene = gdal.Open(str(folder / "all.tif")), gdal.Open(sample["SCENE"])
    assert (mosaic.RasterXSize, mosaic.RasterYSize) == (scene.RasterXSize, scene.RasterYSize)
    assert mosaic.GetRasterBand(1).GetColorTable() is not None
    assert Path(folder / "all.qml").is_file()
    assert ogr.Open(str(folder / "all.gpkg")).GetLayer(0).GetFeatureCount() > 0
