"""Write the plugin's zip: reproducible, so that equal sources give an equal file."""

import configparser
import sys
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = "seg4eo_qgis"
EPOCH = (1980, 1, 1, 0, 0, 0)
LEFT_OUT = {"__pycache__", "wheels"}


def contents(wheel: Path) -> dict[str, Path]:
    """Name in the zip → file."""
    files = {
        path.relative_to(ROOT).as_posix(): path
        for path in (ROOT / PLUGIN).rglob("*")
        if path.is_file() and not LEFT_OUT & set(path.relative_to(ROOT).parts) and path.suffix != ".pyc"
    }
    files[f"{PLUGIN}/metadata.txt"] = ROOT / "metadata.txt"
    files[f"{PLUGIN}/wheels/{wheel.name}"] = wheel
    files[f"{PLUGIN}/wheels/requirements.txt"] = ROOT / "requirements.txt"
    return files


def write_zip(target: Path, files: dict[str, Path]) -> None:
    """Write the files under their names, in an order and with a time that are always the same."""
    target.unlink(missing_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in sorted(files.items()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())


def main() -> None:
    """Check that plugin and engine have one version, then write the zip."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    if metadata["general"]["version"] != version:
        sys.exit(
            f"Expected version {version} of pyproject.toml in metadata.txt too, "
            f"found {metadata['general']['version']}: make them equal."
        )
    (wheel,) = (ROOT / "build" / "wheel").glob("*.whl")
    target = ROOT / "build" / f"seg4eo-{version}.zip"
    write_zip(target, contents(wheel))
    print(target.relative_to(ROOT))


if __name__ == "__main__":
    main()
