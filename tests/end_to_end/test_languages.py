"""qgis_process speaks the language of its environment, as QGIS does."""


def test_help_and_messages_are_in_the_language_of_the_system(qgis):
    french = {"LC_ALL": "fr_FR.UTF-8", "SEG4EO_ENGINE_PYTHON": "/nulle/part/python"}
    status, said = qgis.finish("help", "seg4eo:predict", **french)
    assert status == 0, said
    assert "Cartographie un raster de n'importe quelle taille" in said
    assert "Zone d'intérêt" in said
    status, said = qgis.finish("run", "seg4eo:sampledata", "OUTPUT=TEMPORARY_OUTPUT", **french)
    assert status == 1
    assert "Lancez «" in said
