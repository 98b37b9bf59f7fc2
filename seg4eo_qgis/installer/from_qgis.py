"""What an installation takes from QGIS: the user's data folder, the proxy, and certificates that the user added."""

import os
from collections.abc import Mapping
from typing import NamedTuple, Optional

from qgis.core import QgsApplication, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QStandardPaths, QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery

from ..capabilities import capabilities
from ..engine.environment import child_environment
from .network import Proxy, certificate_variables, hosts_of, index_variables, proxy_variables
from .places import Places, data_folder

SCHEMES = {
    QNetworkProxy.ProxyType.HttpProxy: "http",
    QNetworkProxy.ProxyType.HttpCachingProxy: "http",
    QNetworkProxy.ProxyType.Socks5Proxy: "socks5",
}
OUTSIDE = "https://example.org"  # any address will do: what counts is that it is not of this network


def places() -> Places:
    """The places of the engine that belongs to this plugin."""
    generic = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return Places(data_folder(os.environ, generic), capabilities()["engine_version"])


class Network(NamedTuple):
    """How QGIS reaches the network: its proxy as variables, and the authorities that the user added, as PEM."""

    variables: Mapping[str, str]
    certificates: bytes


def network() -> Network:
    """What QGIS's settings say; to be asked on the main thread."""
    proxy = qgis_proxy()
    return Network(proxy_variables(proxy) if proxy else {}, _added_certificates())


def tool_environment(where: Places, network: Network) -> dict[str, str]:
    """All that the programs of an installation get to see; the user's own authorities go into a file for them."""
    environment = child_environment(os.environ, QgsApplication.prefixPath())
    environment.update(index_variables(os.environ))
    environment.update(network.variables)
    if network.certificates:
        bundle = where.scratch / "certificates.pem"
        bundle.write_bytes(network.certificates)
        environment.update(certificate_variables(bundle))
    return {**environment, **_of_the_tools(where, environment)}


def _of_the_tools(where: Places, environment: Mapping[str, str]) -> dict[str, str]:
    """What keeps uv and pip to our folders, and from asking questions."""
    scratch = str(where.scratch)
    return {
        "TMPDIR": scratch,
        "TEMP": scratch,
        "TMP": scratch,
        "NO_COLOR": "1",
        "UV_CACHE_DIR": environment.get("UV_CACHE_DIR", str(where.cache / "uv")),
        "UV_PYTHON_INSTALL_DIR": str(where.pythons),
        "UV_SYSTEM_CERTS": "1",
        "UV_NATIVE_TLS": "1",  # its name before
        "UV_NO_PROGRESS": "1",
        "PIP_CACHE_DIR": str(where.cache / "pip"),
        "PIP_NO_INPUT": "1",
        "PIP_USER": "0",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_PROGRESS_BAR": "off",
    }


def qgis_proxy() -> Optional[Proxy]:
    """The proxy of QGIS's settings, else the system's; None where there is none."""
    manager = QgsNetworkAccessManager.instance()
    proxy = manager.fallbackProxy()
    if proxy.type() == QNetworkProxy.ProxyType.DefaultProxy:
        proxy = QNetworkProxyFactory.systemProxyForQuery(QNetworkProxyQuery(QUrl(OUTSIDE)))[0]
    if proxy.type() not in SCHEMES or not proxy.hostName():
        return None
    without = hosts_of([*manager.excludeList(), *manager.noProxyList()])
    return Proxy(SCHEMES[proxy.type()], proxy.hostName(), proxy.port(), proxy.user(), proxy.password(), without)


def _added_certificates() -> bytes:
    """All authorities that QGIS trusts, where the user added any to those of the system; else nothing."""
    manager = QgsApplication.authManager()
    if manager.isDisabled() or not (manager.extraFileCAs() or manager.databaseCAs()):
        return b""
    return bytes(manager.trustedCaCertsPemText())
