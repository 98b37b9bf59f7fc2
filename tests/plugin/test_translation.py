"""A QGIS in another language shows the plugin in that language."""

import xml.etree.ElementTree as ElementTree

import pytest
from qgis.core import QgsSettings

from seg4eo_qgis import settings, translation
from seg4eo_qgis.engine.messages import EventTeller


@pytest.fixture
def speak(qgis_processing):
    """Switch QGIS to a language, as its options do."""
    before = {name: QgsSettings().value(name) for name in ("locale/overrideFlag", "locale/userLocale")}

    def switch(locale):
        QgsSettings().setValue("locale/overrideFlag", True)
        QgsSettings().setValue("locale/userLocale", locale)
        translation.translations.cache_clear()

    yield switch
    for name, value in before.items():
        if value is None:
            QgsSettings().remove(name)
        else:
            QgsSettings().setValue(name, value)
    translation.translations.cache_clear()


@pytest.fixture
def french(speak, request):
    """The provider in a French QGIS; the language is set before the plugin is loaded."""
    speak("fr")
    return request.getfixturevalue("provider")


def test_titles_and_groups_are_in_the_language_of_qgis(french):
    predict = french.algorithm("predict")
    assert predict.displayName() == "Cartographier un raster"
    assert predict.group() == "Carte"
    assert french.longName() == "seg4eo\u00a0: segmentation d'images d'observation de la Terre"
    # what a model or a command names stays as it is
    assert (predict.id(), predict.groupId()) == ("seg4eo:predict", "map")


def test_labels_and_help_are_in_the_language_of_qgis(french):
    predict = french.algorithm("predict")
    raster = predict.parameterDefinition("RASTER")
    assert raster.description() == "Raster"
    assert raster.help().startswith("Scène à cartographier")
    assert predict.parameterDefinition("MINIMUM_AREA").description() == "Unité minimale de cartographie [m²]"
    assert predict.parameterDefinition("BAND_INDEXES").description() == "Bandes [nombres séparés par des virgules]"
    assert predict.outputDefinition("WINDOWS").description() == "Fenêtres"
    page = predict.shortHelpString()
    assert "<h3>Entrées</h3>" in page
    assert "<b>Modèle</b>\u00a0: Fichier de modèle" in page
    assert predict.shortDescription() == "Cartographie un raster de n'importe quelle taille avec un modèle entraîné."


def test_choices_are_the_same_words_in_every_language(french):
    blending = french.algorithm("predict").parameterDefinition("BLENDING")
    assert blending.description() == "Fondu"
    assert blending.options() == ["smooth", "crop", "none"]


def test_an_algorithm_is_found_by_words_of_both_languages(french):
    tags = french.algorithm("predict").tags()
    assert {"land cover", "occupation du sol"} <= set(tags)


def test_an_example_model_is_in_the_language_of_qgis(french):
    model = french.algorithm("trainandmap").create()
    assert model.displayName() == "Entraîner un modèle et cartographier"
    assert "grille d'échantillonnage" in model.shortHelpString()
    assert model.parameterDefinition("LABELS").description() == "Raster d'étiquettes"
    assert model.outputDefinition("predict:class_map").description() == "Carte de classes"
    assert (model.id(), model.name()) == ("seg4eo:trainandmap", "trainandmap")


def test_messages_have_their_values_in_a_translated_sentence(speak, monkeypatch):
    monkeypatch.setenv(settings.ENVIRONMENT_VARIABLE, "/nulle/part/python")
    speak("fr")
    assert settings.engine_problem().startswith(
        "Le Python du moteur seg4eo devrait se trouver à l'emplacement /nulle/part/python "
        "(la variable d'environnement SEG4EO_ENGINE_PYTHON)\u00a0; trouvé\u00a0: rien. Lancez "
    )
    speak("es")
    assert "debería estar en /nulle/part/python" in settings.engine_problem()


def test_the_stages_of_a_job_are_told_in_the_language_of_qgis(speak, listener):
    speak("fr")
    EventTeller(listener).tell({"event": "progress", "fraction": 0.5, "stage": "Cutting patches"})
    assert listener.stages == ["Découpage des imagettes"]


@pytest.mark.parametrize(
    ("locale", "title"),
    [
        ("fr", "Entraîner un modèle"),
        ("fr_CA", "Entraîner un modèle"),
        ("es", "Entrenar un modelo"),
        ("es_MX", "Entrenar un modelo"),
        ("en_US", "Train a model"),
        ("de", "Train a model"),
        ("C", "Train a model"),
    ],
)
def test_a_region_has_the_words_of_its_language_and_others_are_english(speak, request, locale, title):
    speak(locale)
    assert request.getfixturevalue("provider").algorithm("train").displayName() == title


@pytest.mark.parametrize("language", ["es", "fr"])
def test_a_file_is_read_as_any_reader_of_xml_does(language):
    path = translation.translation_file(language)
    messages = ElementTree.parse(path).iter("message")
    expected = {message.findtext("source"): message.findtext("translation") for message in messages}
    assert len(expected) > 500
    assert translation.read_translations(path) == expected
