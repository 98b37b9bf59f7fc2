"""Every string of the plugin is translated, wherever it comes from; ``make translations`` mends what fails here."""

import ast
import importlib.util
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = ROOT / "seg4eo_qgis"
LANGUAGES = ("es", "fr")
# two words or more that nobody reads: names of variables, what Python says, code and patterns
FILES_FOR_MACHINES = ("environment.py",)
FOR_MACHINES = ("No module named",)
SIGNS_OF_CODE = set("|;=\n")


@pytest.fixture
def tool(monkeypatch):
    """``.make/translations.py``."""
    spec = importlib.util.spec_from_file_location("translations", ROOT / ".make" / "translations.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def strings(tool):
    return tool.find_strings()[0]


@pytest.fixture
def plant(tool, tmp_path, monkeypatch):
    """Put a module into a copy of the plugin, and return what the tool finds wrong."""

    def plant_module(code):
        copy = shutil.copytree(PLUGIN, tmp_path / "plugin", ignore=shutil.ignore_patterns("__pycache__"))
        (copy / "planted.py").write_text(code, encoding="utf-8")
        monkeypatch.setattr(tool, "PLUGIN", copy)
        return tool.find_strings()

    return plant_module


def test_there_is_a_file_for_each_language(tool):
    assert tool.LANGUAGES == LANGUAGES
    assert {path.name for path in tool.FOLDER.iterdir()} == {f"seg4eo_{language}.ts" for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_has_a_finished_translation(tool, strings, language):
    done = tool.read_file(tool.FOLDER / f"seg4eo_{language}.ts")
    assert [text for text in strings if text not in done] == []
    assert [text for text in done if text not in strings] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_is_as_the_tool_writes_it(tool, strings, language, tmp_path):
    kept = tool.FOLDER / f"seg4eo_{language}.ts"
    tool.write_file(tmp_path / kept.name, language, strings, tool.read_file(kept))
    assert (tmp_path / kept.name).read_text(encoding="utf-8") == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_values_tags_and_the_spaces_at_their_ends(tool, language):
    done = tool.read_file(tool.FOLDER / f"seg4eo_{language}.ts")
    faults = {text: tool.faults(text, translation) for text, translation in done.items()}
    assert {text: found for text, found in faults.items() if found} == {}


def test_a_translation_with_another_value_is_at_fault(tool):
    assert tool.faults("at {path}", "à {chemin}")
    assert tool.faults("<b>{title}</b>", "{title}")
    assert tool.faults(" from {lower}", "à partir de {lower}")
    assert not tool.faults("{a} of {b}", "{b}: {a}")


def test_french_punctuation_is_not_left_alone_at_the_start_of_a_line(tool):
    done = tool.read_file(tool.FOLDER / "seg4eo_fr.ts")
    assert [text for text in done.values() if tool.typeset("fr", text) != text] == []


def test_tr_is_given_literals_and_what_is_known_from_elsewhere(tool):
    assert tool.find_strings()[1] == []


@pytest.mark.parametrize(
    "call",
    [
        'tr(f"no {path}")',
        'tr("no {path}".format(path=path))',
        'tr("no " + path)',
        "tr(path)",
        'tr(path["name"])',
        "tr(NAMES[path])",
        "translatable(path)",
    ],
)
def test_a_call_that_hides_its_string_is_refused(plant, call):
    assert call.replace('"', "'") in plant(f"NAMES = {{}}\n\n\ndef say(path):\n    return {call}\n")[1][0]


@pytest.mark.parametrize("call", ['tr("a {path}").format(path=path)', "tr(NAMES[path])", 'tr(path["title"])'])
def test_a_call_that_shows_its_string_is_taken(plant, call):
    found, problems = plant(f'NAMES = {{1: translatable("one")}}\n\n\ndef say(path):\n    return {call}\n')
    assert not problems
    assert found["one"] == "planted.py"


def sentences(tree):
    """The strings of two words or more that go past ``tr``, without docstrings."""
    apart = {
        id(constant)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("tr", "translatable"))
        for constant in ([node.value] if isinstance(node, ast.Expr) else node.args)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in apart
        and sum(word.strip("'():,.").isalpha() for word in node.value.split()) >= 2
        and not SIGNS_OF_CODE & set(node.value)
        and not node.value.startswith(FOR_MACHINES)
    ]


def test_no_sentence_goes_past_tr():
    files = [path for path in PLUGIN.rglob("*.py") if path.name not in FILES_FOR_MACHINES]
    found = {path.name: sentences(ast.parse(path.read_text(encoding="utf-8"))) for path in files}
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_a_sentence_that_goes_past_tr_is_found():
    assert sentences(ast.parse('feedback.pushInfo(f"Nothing found in {path}")')) == ["Nothing found in "]
