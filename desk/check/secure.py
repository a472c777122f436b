"""A line as that to headquarters: over TLS, and refused where the certificate is not trusted."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Final

from desk.domain.errors import DeskError
from desk.version import VERSION

_HERE: Final = "127.0.0.1"
_DAY: Final = timedelta(days=1)


def handshake(folder: Path) -> str:
    """A handshake with a server of our own on this machine's loopback."""
    from desk.sync.line import NO_PROXY, ask_health, open_client

    certificate, key = _certificate(folder)
    with _server(certificate, key) as port:
        url = f"https://{_HERE}:{port}"
        with open_client(url, ca_file=str(certificate), proxy=NO_PROXY) as client:
            answered = ask_health(client)
        try:
            with open_client(url, proxy=NO_PROXY) as stranger:
                ask_health(stranger)
        except DeskError as error:
            if error.code == "sync.not_trusted":
                return f"{answered} answered by TLS; without its certificate it is not trusted"
            raise
    raise DeskError("check.trusts_anyone")


class _Health(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = f'{{"version": "{VERSION}", "status": "ok"}}'.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is said of a check."""


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that does not trust us goes away: as it should be."""


@contextmanager
def _server(certificate: Path, key: Path) -> Iterator[int]:
    """A server on a free port of the loopback, for the block."""
    server = _Quiet((_HERE, 0), _Health)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for the loopback that vouches for itself, and its key, as PEM files."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )
    from cryptography.x509.oid import NameOID

    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "check of Branch Desk")])
    now = datetime.now(UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address(_HERE))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + _DAY)
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(secret, hashes.SHA256())
    )
    certificate, key = folder / "loopback.crt", folder / "loopback.key"
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    key.write_bytes(secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return certificate, key
