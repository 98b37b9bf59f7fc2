"""How the programs of an installation reach the network: through the proxy and with the certificates of QGIS."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

# where a company keeps its own package index, and where somebody keeps their downloads
KEPT = (
    "UV_DEFAULT_INDEX UV_INDEX UV_INDEX_URL UV_EXTRA_INDEX_URL UV_CACHE_DIR UV_PYTHON_INSTALL_MIRROR "
    "PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_TRUSTED_HOST UV_INSECURE_HOST UV_OFFLINE"
).split()
PASSWORD = re.compile(r"(//[^/\s:@]*):[^/\s@]*@")


class Proxy(NamedTuple):
    """The proxy of QGIS's settings; ``hosts_without`` are reached directly."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = ""
    hosts_without: tuple = ()

    def url(self) -> str:
        """Its address, with the password: for an environment, never for the eyes."""
        user = quote(self.user, safe="") + (":" + quote(self.password, safe="") if self.password else "")
        return f"{self.scheme}://{user}{'@' if user else ''}{self.host}{f':{self.port}' if self.port else ''}"


def proxy_variables(proxy: Proxy) -> dict[str, str]:
    """The variables that lead programs through a proxy, in both spellings: which of them counts differs by program."""
    variables = {"HTTP_PROXY": proxy.url(), "HTTPS_PROXY": proxy.url(), "ALL_PROXY": proxy.url()}
    variables["NO_PROXY"] = ",".join(("localhost", "127.0.0.1", *proxy.hosts_without))
    return {**variables, **{name.lower(): value for name, value in variables.items()}}


def certificate_variables(bundle: Path) -> dict[str, str]:
    """The variables that have programs trust the authorities in a file."""
    return dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "PIP_CERT"), str(bundle))


def index_variables(parent: Mapping[str, str]) -> dict[str, str]:
    """What the user has set about package indexes; what is said to pip alone holds for uv too."""
    kept = {name: parent[name] for name in KEPT if parent.get(name)}
    if "PIP_INDEX_URL" in kept and not {"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & set(kept):
        kept["UV_DEFAULT_INDEX"] = kept["PIP_INDEX_URL"]
    return kept


def hosts_of(addresses: Iterable[str]) -> tuple:
    """The hosts of addresses that QGIS reaches without the proxy, which it keeps as beginnings of URLs."""
    hosts = [urlsplit(address if "//" in address else f"//{address}").hostname for address in addresses]
    return tuple(dict.fromkeys(host for host in hosts if host))


def without_passwords(text: str) -> str:
    """``text`` with the passwords in its addresses blotted out."""
    return PASSWORD.sub(r"\1:***@", text)
