"""A stand-in for the engine's wheel: installed in a second, and it answers the plugin as the engine does."""

import json
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CAPABILITIES = json.loads((ROOT / "seg4eo_qgis" / "capabilities.json").read_text(encoding="utf-8"))
VERSION = CAPABILITIES["engine_version"]
WHEEL = "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
MAIN = """
import json, sys
told = {told}
def say(event, **more):
    print(json.dumps({{"event": event, **more}}), flush=True)
if sys.argv[1] == "capabilities":
    print(json.dumps(told))
elif sys.argv[1] == "run":
    say("started", protocol=told["protocol"], engine_version=told["engine_version"], pid=1)
    if {works}:
        say("message", level="info", text="torch on cpu: works")
        say("finished", result={{}})
    else:
        say("failed", code="internal", message="ImportError: libtorch.so")
"""


def write_wheel(folder, *, version=VERSION, protocol=CAPABILITIES["protocol"], works=True, needs="", zeros_mb=0):
    """Write ``seg4eo_engine-<version>-py3-none-any.whl`` into a folder; return its path.

    ``needs`` names a package that it depends on; ``zeros_mb`` is what it holds of a file that packs well.
    """
    told = {"protocol": protocol, "engine_version": version}
    about = f"seg4eo_engine-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: seg4eo-engine\nVersion: {version}\n"
    files = {
        "seg4eo_engine/__init__.py": "",
        "seg4eo_engine/__main__.py": MAIN.format(told=told, works=works),
        f"{about}/METADATA": metadata + (f"Requires-Dist: {needs}\n" if needs else ""),
        f"{about}/WHEEL": WHEEL,
    }
    files[f"{about}/RECORD"] = _record(files, about) + f"seg4eo_engine/zeros,,{zeros_mb * 2**20}\n"
    path = folder / f"seg4eo_engine-{version}-py3-none-any.whl"
    with _new_wheel(path) as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
        with wheel.open("seg4eo_engine/zeros", "w", force_zip64=True) as zeros:
            for _ in range(zeros_mb):
                zeros.write(bytes(2**20))
    return path


def write_part(folder):
    """Write the wheel of ``seg4eo-part``, a package that the engine may need; return its path."""
    about = "seg4eo_part-1.0.dist-info"
    files = {
        "seg4eo_part.py": "",
        f"{about}/METADATA": "Metadata-Version: 2.1\nName: seg4eo-part\nVersion: 1.0\n",
        f"{about}/WHEEL": WHEEL,
    }
    files[f"{about}/RECORD"] = _record(files, about)
    path = folder / "seg4eo_part-1.0-py3-none-any.whl"
    with _new_wheel(path) as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
    return path


def _record(files, about):
    return "".join(f"{name},,{len(text.encode())}\n" for name, text in files.items()) + f"{about}/RECORD,,\n"


def _new_wheel(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    return zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)
