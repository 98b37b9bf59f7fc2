"""What a visitor sees first: few files at the top, one version, links that lead somewhere."""

import configparser
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import seg4eo_engine

ROOT = Path(__file__).resolve().parents[2]
AT_THE_TOP = {
    "seg4eo_engine", "seg4eo_qgis", "metadata.txt", "Makefile", "tests", "docs", "README.md", "pyproject.toml",
    "requirements.txt",
    "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE",
}  # fmt: skip
MADE = {"build", "shared"}  # what make leaves, and test data that a machine may have beside the tree


def test_only_the_usual_files_are_visible_at_the_top() -> None:
    visible = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert visible - MADE == AT_THE_TOP


def test_engine_plugin_and_project_have_one_version() -> None:
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert metadata["general"]["version"] == project == seg4eo_engine.__version__
    assert f"## [{project}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("folder", "words"), [("seg4eo_engine", "MIT License"), ("seg4eo_qgis", "GNU GENERAL PUBLIC")])
def test_each_package_has_its_licence(folder: str, words: str) -> None:
    assert words in (ROOT / folder / "LICENSE").read_text(encoding="utf-8")
    assert f"{folder}/LICENSE" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_every_link_in_the_documents_leads_somewhere() -> None:
    documents = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs"]
    done = subprocess.run(
        [sys.executable, "-I", ROOT / ".make" / "check_links.py", *documents],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_every_target_of_the_makefile_that_users_need_is_documented() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    documented = set(re.findall(r"^([a-z-]+):.*## ", text, flags=re.MULTILINE))
    assert documented >= {"demo", "test", "check", "package", "capabilities", "bench", "docs", "help"}


def test_the_reference_pages_are_those_of_the_engine(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-I", ROOT / ".make" / "reference_pages.py", tmp_path], check=True)
    made = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    kept = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "reference").iterdir()}
    assert made == kept, "run make docs"
