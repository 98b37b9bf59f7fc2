"""What the engine's process gets to see of QGIS's environment: a short list of harmless variables, and nothing else.

QGIS's own settings for Python, GDAL, PROJ and the dynamic linker would make the engine's libraries load the wrong
files: with another PROJ's PROJ_LIB, for instance, rasterio silently loses the EPSG code of everything it writes.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path

KEPT = frozenset(
    "HOME PATH LANG LANGUAGE TMPDIR TEMP TMP TZ USER LOGNAME USERNAME "
    "HTTP_PROXY HTTPS_PROXY FTP_PROXY ALL_PROXY NO_PROXY "
    "CUDA_VISIBLE_DEVICES CUDA_DEVICE_ORDER OMP_NUM_THREADS TORCH_HOME HF_HOME".split()
)
KEPT_PREFIXES = ("LC_", "XDG_")
KEPT_ON_WINDOWS = frozenset(
    "SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT USERPROFILE APPDATA LOCALAPPDATA PROGRAMDATA "
    "NUMBER_OF_PROCESSORS".split()
)
CERTIFICATES = frozenset("SSL_CERT_FILE SSL_CERT_DIR REQUESTS_CA_BUNDLE CURL_CA_BUNDLE".split())
ALWAYS_SET = {
    "PYTHONIOENCODING": "utf-8",
    "PYTHONUTF8": "1",
    "PYTHONUNBUFFERED": "1",
    "PYTHONSAFEPATH": "1",
}
QGIS_FOLDER = re.compile(r"qgis|osgeo4w|grass", re.IGNORECASE)


def child_environment(
    parent: Mapping[str, str], qgis_prefix: str, *, windows: bool = os.name == "nt"
) -> dict[str, str]:
    """The environment of the engine's process, made from that of QGIS, which is left as it is.

    Args:
        parent: QGIS's environment.
        qgis_prefix: the folder that QGIS is installed in; certificates inside it are QGIS's own and not passed on.
        windows: whether this is Windows, where QGIS puts its own folders in front of PATH.
    """
    child = {name: value for name, value in parent.items() if _is_kept(name, windows)}
    child.update(
        {
            name: value
            for name, value in parent.items()
            if name.upper() in CERTIFICATES and _is_usable_certificate(value, qgis_prefix)
        }
    )
    if windows:
        for name in [name for name in child if name.upper() == "PATH"]:
            child[name] = ";".join(_without_qgis(child[name].split(";")))
    child.update(ALWAYS_SET)
    return child


def _is_kept(name: str, windows: bool) -> bool:
    upper = name.upper()  # proxies are often lower-case, and Windows does not care
    return upper in KEPT or upper.startswith(KEPT_PREFIXES) or (windows and upper in KEPT_ON_WINDOWS)


def _is_usable_certificate(value: str, qgis_prefix: str) -> bool:
    path = Path(value)
    # under /usr QGIS shares the system's certificates; elsewhere its prefix is a bundle of its own
    is_bundle = Path(qgis_prefix) not in (Path("/usr"), Path("/usr/local"), Path("/"))
    return path.exists() and not (is_bundle and Path(qgis_prefix) in path.parents)


def _without_qgis(folders: list[str]) -> list[str]:
    return [folder for folder in folders if not QGIS_FOLDER.search(folder)]
