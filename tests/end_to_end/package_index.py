"""A package index on this machine that has one package, is a proxy for it too, and can keep its visitors waiting."""

import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from tests.tiny_engine import write_part


class PackageIndex:
    """Serves a wheel of ``seg4eo-part``, which the tiny engine needs. While it ``stalls``, no answer comes.

    ``certificate`` is a file with a certificate and its key, for an index that is reached by https.
    """

    def __init__(self, folder, certificate=None):
        self.wheel = write_part(folder)
        self.goes_on = threading.Event()
        self.goes_on.set()
        self.was_asked = threading.Event()
        self.authorizations = set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.port = self._server.server_port
        self.url = f"http{'s' if certificate else ''}://127.0.0.1:{self.port}/simple/"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stall(self):
        self.was_asked.clear()
        self.goes_on.clear()

    def close(self):
        self.goes_on.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(self):
        index = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self):
                self.do_GET()

            def do_GET(self):
                index.was_asked.set()
                index.goes_on.wait(60)
                path = urlsplit(self.path).path  # of a proxy the whole address is asked
                index.authorizations.add(self.headers.get("Proxy-Authorization"))
                is_wheel = path.endswith(".whl")
                link = f'<a href="/{index.wheel.name}">{index.wheel.name}</a>'
                found = is_wheel or path == "/simple/seg4eo-part/"
                body = index.wheel.read_bytes() if is_wheel else link.encode() if found else b""
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", "application/octet-stream" if is_wheel else "text/html")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command == "GET":
                    self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        return Handler
