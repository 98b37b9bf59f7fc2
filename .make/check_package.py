"""Look at the plugin as QGIS's plugin repository does when it is uploaded, and name what it would refuse.

``check_package.py build/seg4eo-0.1.0.zip`` looks at the whole; ``check_package.py seg4eo_qgis`` scans the code only.
"""

import configparser
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path, PurePosixPath
from urllib.parse import urlparse

MAX_BYTES = 25_000_000
REQUIRED = "name description version qgisMinimumVersion author email about tracker repository".split()
WANTED = "homepage tags icon qgisMaximumVersion supportsQt6 hasProcessingProvider".split()  # by QGIS and its users
FORBIDDEN_FOLDERS = {"__MACOSX", ".git", "__pycache__"}
FORBIDDEN_SUFFIXES = set(".pyc .pyo .exe .dll .so .dylib .bat .sh .ps1 .cmd".split())
# files that are not text: the engine, which is Python and nothing else, compiled translations, pictures
BINARY_SUFFIXES = {".whl", ".qm", ".png"}
# the repository leaves out that subprocess is imported; it looks at each call instead
BANDIT = ["bandit", "--recursive", "--quiet", "--skip", "B404", "."]
# the repository leaves metadata.txt out too, for its version may be a hash
DETECT_SECRETS = ["detect_secrets", "scan", "--all-files", "--exclude-files", r"metadata\.txt", "."]
FLAKE8 = ["flake8", "--isolated", "--max-line-length", "120", "--extend-ignore", "E203,QGS", "."]


def problems_of_zip(path: Path) -> list[str]:
    """What the repository would refuse in a zip, before it looks at the code."""
    problems = [] if path.stat().st_size <= MAX_BYTES else [f"more than {MAX_BYTES} bytes"]
    with zipfile.ZipFile(path) as archive:
        names = [PurePosixPath(entry.filename) for entry in archive.infolist()]
        folders = {name.parts[0] for name in names}
        if len(folders) != 1 or not next(iter(folders)).isidentifier():
            return [*problems, f"not one folder with the name of a Python package, but {', '.join(sorted(folders))}"]
        for entry in archive.infolist():
            problems += problems_of_file(PurePosixPath(entry.filename), archive.read(entry), entry.external_attr >> 16)
        inside = {str(PurePosixPath(*name.parts[1:])) for name in names}
        problems += [f"no {name}" for name in ("__init__.py", "metadata.txt", "LICENSE") if name not in inside]
        if "metadata.txt" in inside:
            text = archive.read(f"{folders.pop()}/metadata.txt").decode("utf-8")
            problems += problems_of_metadata(text, inside)
    return problems


def problems_of_file(name: PurePosixPath, content: bytes, mode: int) -> list[str]:
    """What the repository would refuse in a file, or its reviewers could not read."""
    problems = []
    if ".." in name.parts or name.is_absolute():
        problems.append(f"{name} leads out of the folder")
    if FORBIDDEN_FOLDERS & set(name.parts) or name.suffix.lower() in FORBIDDEN_SUFFIXES:
        problems.append(f"{name} is of a forbidden kind")
    if any(part.startswith(".") for part in name.parts):
        problems.append(f"{name} is hidden")
    if mode & 0o111:
        problems.append(f"{name} is executable")
    if name.suffix not in BINARY_SUFFIXES and not is_text(content):
        problems.append(f"{name} is binary")
    return problems


def is_text(content: bytes) -> bool:
    """Whether it is UTF-8."""
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


def problems_of_metadata(text: str, inside: set[str]) -> list[str]:
    """What the repository or QGIS would refuse in metadata.txt; ``inside`` is what lies in the plugin's folder."""
    parser = configparser.ConfigParser()  # as they read it: a lone % is an error
    parser.optionxform = str
    try:
        parser.read_string(text)
        metadata = dict(parser["general"])
    except (configparser.Error, KeyError) as error:
        return [f"metadata.txt cannot be read: {error}"]
    problems = [f"no {key} in metadata.txt" for key in [*REQUIRED, *WANTED] if not metadata.get(key, "").strip()]
    addresses = {key: urlparse(metadata.get(key, "")) for key in ("homepage", "tracker", "repository")}
    problems += [f"{key} is no address" for key, url in addresses.items() if url.scheme != "https" or not url.netloc]
    versions = {key: metadata.get(key, "") for key in ("version", "qgisMinimumVersion", "qgisMaximumVersion")}
    problems += [f"{key} is no version" for key in versions if not re.fullmatch(r"\d+(\.\d+){1,2}", versions[key])]
    flags = {key: metadata.get(key, "False") for key in ("experimental", "deprecated", "supportsQt6")}
    problems += [f"{key} is neither True nor False" for key in flags if flags[key] not in ("True", "False")]
    if metadata.get("icon", "") not in inside:
        problems.append("the icon is missing")
    if "/" in metadata.get("author", ""):
        problems.append("a slash in the author's name")
    return problems


def problems_of_code(folder: Path) -> list[str]:
    """What the repository's scanners find: bandit, detect-secrets, flake8."""
    problems = []
    for command in (BANDIT, DETECT_SECRETS, FLAKE8):
        done = subprocess.run(
            [sys.executable, "-I", "-m", *command], cwd=folder, capture_output=True, text=True, check=False
        )
        if command is DETECT_SECRETS and done.returncode == 0:
            found = json.loads(done.stdout)["results"]
            problems += [f"{name}:{each['line_number']}: {each['type']}" for name in found for each in found[name]]
        elif done.returncode:
            problems.append(f"{command[0]}:\n{done.stdout}{done.stderr}")
    return problems


def main(path: Path) -> None:
    """Name the problems of a zip or of a folder with code, and fail when there are any."""
    if path.is_dir():
        problems = problems_of_code(path)
    else:
        problems = problems_of_zip(path)
        with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path) as archive:
            archive.extractall(folder)
            problems += problems_of_code(Path(folder))
    if problems:
        head = f"Expected what QGIS's plugin repository accepts, found something else in {path}: mend what follows."
        sys.exit("\n".join([head, *problems]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
