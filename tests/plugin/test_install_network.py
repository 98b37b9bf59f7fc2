"""Proxy, certificates and package indexes, on their way from QGIS to the programs of an installation."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtNetwork import QNetworkProxy

from seg4eo_qgis.installer import from_qgis, network
from seg4eo_qgis.installer.places import Places


def manager(proxy, *without):
    return SimpleNamespace(
        instance=lambda: SimpleNamespace(
            fallbackProxy=lambda: proxy, excludeList=lambda: list(without), noProxyList=list
        )
    )


def test_the_proxy_of_qgis_reaches_the_programs_in_both_spellings(qgis_app, monkeypatch):
    proxy = QNetworkProxy(QNetworkProxy.ProxyType.HttpProxy, "proxy.example", 3128, "zoé", "p@ss:word")
    monkeypatch.setattr(from_qgis, "QgsNetworkAccessManager", manager(proxy, "https://intern.example/wms"))
    variables = network.proxy_variables(from_qgis.qgis_proxy())
    assert variables["HTTPS_PROXY"] == variables["https_proxy"] == "http://zo%C3%A9:p%40ss%3Aword@proxy.example:3128"
    assert "intern.example" in variables["NO_PROXY"].split(",")


def test_without_a_proxy_none_is_set(qgis_app, monkeypatch):
    monkeypatch.setattr(from_qgis, "QgsNetworkAccessManager", manager(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy)))
    assert from_qgis.qgis_proxy() is None


def test_a_password_is_never_shown():
    url = network.Proxy("http", "proxy.example", 3128, "zoé", "secret").url()
    assert "secret" in url
    assert network.without_passwords(f"error: tunnel to {url} failed") == (
        "error: tunnel to http://zo%C3%A9:***@proxy.example:3128 failed"
    )


def test_addresses_without_a_password_are_left_as_they_are():
    for text in ("https://index.example/simple/torch", "http://host:8080/x", "file:///home/me@work/x"):
        assert network.without_passwords(text) == text


@pytest.mark.parametrize(
    ("address", "host"),
    [("https://a.example/x", "a.example"), ("a.example:80", "a.example"), ("a.example", "a.example")],
)
def test_hosts_without_a_proxy_are_taken_from_beginnings_of_addresses(address, host):
    assert network.hosts_of([address, address, ""]) == (host,)


def test_an_index_that_is_set_for_pip_holds_for_uv_too():
    assert network.index_variables({"PIP_INDEX_URL": "https://i.example"})["UV_DEFAULT_INDEX"] == "https://i.example"
    both = {"PIP_INDEX_URL": "https://i.example", "UV_DEFAULT_INDEX": "https://u.example"}
    assert network.index_variables(both)["UV_DEFAULT_INDEX"] == "https://u.example"


def environment(tmp_path, variables=(), certificates=b""):
    where = Places(tmp_path, "0.1.0")
    where.scratch.mkdir(exist_ok=True)
    return from_qgis.tool_environment(where, from_qgis.Network(dict(variables), certificates))


def test_authorities_that_the_user_added_reach_the_programs_as_a_file(qgis_app, tmp_path):
    told = environment(tmp_path, certificates=b"-----BEGIN CERTIFICATE-----")
    for name in ("SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE"):
        assert Path(told[name]).read_bytes() == b"-----BEGIN CERTIFICATE-----"


def test_programs_keep_to_our_folders_and_ask_nothing(qgis_app, tmp_path, monkeypatch):
    monkeypatch.delenv("UV_CACHE_DIR", raising=False)
    told = environment(tmp_path)
    for name in ("TMPDIR", "UV_CACHE_DIR", "PIP_CACHE_DIR", "UV_PYTHON_INSTALL_DIR"):
        assert tmp_path in Path(told[name]).parents
    assert told["PIP_NO_INPUT"] == "1"


def test_what_leads_programs_astray_stays_behind(qgis_app, tmp_path, monkeypatch):
    for name in ("PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "PIP_TARGET", "PIP_PREFIX", "VIRTUAL_ENV"):
        monkeypatch.setenv(name, "/poison")
    assert "/poison" not in environment(tmp_path).values()


def test_qgis_itself_can_be_asked(qgis_app):
    asked = from_qgis.network()
    assert isinstance(asked.certificates, bytes)
    assert not asked.certificates or not QgsApplication.authManager().isDisabled()
