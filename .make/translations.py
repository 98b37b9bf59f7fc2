"""Keep seg4eo_qgis/i18n/*.ts in step with the strings of the plugin.

Strings come from ``tr("…")`` and ``translatable("…")`` in its code, from capabilities.json and from the example models.
Translations are kept, new strings are added as unfinished, those that are gone are dropped. What is missing is written
to ``build/translations/<language>.json``; what was filled in there since the last time is taken over before.
"""

import ast
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = ROOT / "seg4eo_qgis"
FOLDER = PLUGIN / "i18n"
TO_DO = ROOT / "build" / "translations"
LANGUAGES = ("es", "fr")
MARKERS = ("tr", "translatable")
# entries of what the engine says, by their keys and as variables of these names: its capabilities and its events
ENGINE_KEYS = ("title", "help", "unit", "stage")
# what an example model is asked, and its inputs and outputs
MODEL_KEYS = ("ALG_DESC",)
MODEL_METHODS = ("displayName", "description", "help")
# invisible in an editor, and meant
SPELLED_OUT = {"\u00a0": "&#xa0;", "\u202f": "&#x202f;"}


def find_strings() -> tuple[dict[str, str], list[str]]:
    """All strings to be translated, each with the first file that says it, and what is wrong in the code."""
    found: dict[str, str] = {}
    problems: list[str] = []
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PLUGIN.rglob("*.py"))}
    marked = {name for tree in trees.values() for name in marked_constants(tree)}
    for path, tree in trees.items():
        place = path.relative_to(PLUGIN).as_posix()
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS):
                continue
            text = node.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                found.setdefault(text.value, place)
            elif node.func.id != "tr" or not is_known(text, marked):
                problems.append(f"{place}:{node.lineno}: {ast.unparse(node)} is neither a literal nor a known source")
    for text in strings_of_capabilities():
        found.setdefault(text, "capabilities.json")
    for path in sorted((PLUGIN / "models").glob("*.model3")):
        for text in strings_of_model(path):
            found.setdefault(text, f"models/{path.name}")
    found.pop("", None)
    return found, problems


def marked_constants(tree: ast.AST) -> set[str]:
    """The names of constants whose values hold strings that are marked by ``translatable``."""
    return {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and "translatable(" in ast.unparse(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def is_known(source: ast.expr, marked: set[str]) -> bool:
    """Whether what is given to ``tr`` can only be a string that is found elsewhere."""
    if isinstance(source, ast.Call):
        return isinstance(source.func, ast.Attribute) and source.func.attr in MODEL_METHODS and not source.args
    if isinstance(source, ast.Subscript):
        key = source.slice.value if isinstance(source.slice, ast.Constant) else None
        return key in (*ENGINE_KEYS, *MODEL_KEYS) or is_known(source.value, marked)
    if isinstance(source, ast.Attribute):
        return source.attr in marked
    return isinstance(source, ast.Name) and source.id in (*ENGINE_KEYS, *marked)


def strings_of_capabilities() -> list[str]:
    """What users read of the engine's jobs: titles, help, units, stages."""
    known = json.loads((PLUGIN / "capabilities.json").read_text(encoding="utf-8"))
    texts = []
    for job in known["jobs"]:
        for entry in (job, *job["fields"], *job["results"]):
            texts += [entry.get(key) or "" for key in ENGINE_KEYS]
    return [*texts, *known["stages"], *known["units"]]


def strings_of_model(path: Path) -> list[str]:
    """Title and help of an example model, and those of its inputs and outputs."""
    model = as_dict(ElementTree.parse(path).getroot())
    entries = list(model["parameterDefinitions"].values())
    for child in model["children"].values():
        entries += child["outputs"].values()
    texts = [entry.get(key, "") for entry in entries for key in ("description", "help")]
    return [model["model_name"], model["help"]["ALG_DESC"], *texts]


def as_dict(option: ElementTree.Element) -> dict[str, Any]:
    """What a file of QGIS says in nested elements ``Option``, by their names; lists are left out."""
    return {
        child.get("name", ""): child.get("value") if "value" in child.attrib else as_dict(child) for child in option
    }


def read_file(path: Path) -> dict[str, str]:
    """The finished translations of a file; those that are not yet are left out."""
    if not path.is_file():
        return {}
    done = {}
    for message in ElementTree.parse(path).iter("message"):
        translation = message.find("translation")
        if translation is not None and translation.text and translation.get("type") is None:
            done[message.findtext("source", "")] = translation.text
    return done


def write_file(path: Path, language: str, strings: dict[str, str], done: dict[str, str]) -> None:
    """Write a file that Qt Linguist opens, in the order of the strings."""
    root = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ElementTree.SubElement(root, "context")
    ElementTree.SubElement(context, "name").text = "seg4eo"
    for text, place in strings.items():
        message = ElementTree.SubElement(context, "message")
        ElementTree.SubElement(message, "location", filename=f"../{place}")
        ElementTree.SubElement(message, "source").text = text
        translation = ElementTree.SubElement(message, "translation")
        if text in done:
            translation.text = done[text]
        else:
            translation.set("type", "unfinished")
    ElementTree.indent(root, "    ")
    body = ElementTree.tostring(root, encoding="unicode")
    for character, spelled in SPELLED_OUT.items():
        body = body.replace(character, spelled)
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")


def typeset(language: str, text: str) -> str:
    """French with the spaces that its punctuation has, which must not end a line."""
    if language != "fr":
        return text
    return re.sub(r" (?=[:;?!%»])|(?<=«) ", "\u00a0", text)


def faults(source: str, translation: str) -> list[str]:
    """What a translation must keep and does not."""
    return [
        f"has {found(translation)} where the English has {found(source)}"
        for found in (placeholders, tags, spaces)
        if found(translation) != found(source)
    ]


def placeholders(text: str) -> list[str]:
    """The names in braces, which values are put in for."""
    return sorted(re.findall(r"{[^{}]*}", text))


def tags(text: str) -> list[str]:
    """The HTML tags."""
    return sorted(re.findall(r"</?\w+>", text))


def spaces(text: str) -> list[str]:
    """The spaces that join a part of a sentence to what stands before and after it."""
    return [text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]]


def main() -> int:
    """Bring all files up to date, and tell what is missing."""
    strings, problems = find_strings()
    for language in LANGUAGES:
        path, to_do = FOLDER / f"seg4eo_{language}.ts", TO_DO / f"{language}.json"
        done = read_file(path)
        if to_do.is_file():
            filled = json.loads(to_do.read_text(encoding="utf-8"))
            done |= {text: typeset(language, translation) for text, translation in filled.items() if translation}
        write_file(path, language, strings, done)
        missing = [text for text in strings if text not in done]
        for text in (text for text in strings if text in done):
            problems += [f"{path.name}: {done[text]!r} {fault}" for fault in faults(text, done[text])]
        TO_DO.mkdir(parents=True, exist_ok=True)
        to_do.write_text(json.dumps(dict.fromkeys(missing, ""), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        where = f": fill in {to_do.relative_to(ROOT)} and run this again" if missing else ""
        print(f"{path.relative_to(ROOT)}: {len(strings)} strings, {len(missing)} to be translated{where}")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
