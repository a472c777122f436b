"""A certificate authority of one's own, for a trial: its certificate, and one for this PC."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

VALID: Final = timedelta(days=365)
"""How long a certificate is good."""

_RENEWED_BEFORE: Final = timedelta(days=30)
_CLOCKS_DIFFER: Final = timedelta(days=1)
_OWNER_ONLY: Final = 0o600
_ELSEWHERE: Final = ("192.0.2.1", 9)
"""Of the addresses kept for examples: asked for the way there, and never written to."""


@dataclass(frozen=True, slots=True)
class Certificates:
    """The files of a server that vouches for itself.

    Args:
        authority: what branches trust; certificate, key: what the server shows and has.
        renewed: the authority is a new one, so that branches need its file.
    """

    authority: Path
    certificate: Path
    key: Path
    renewed: bool


@dataclass(frozen=True, slots=True)
class _Pair:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def ready_certificates(folder: Path, names: Iterable[str], now: datetime) -> Certificates:
    """The certificates of a folder; what is missing, old or of other names is made.

    Args:
        names: host names and addresses under which branches reach this PC, one at least.
    """
    files = Certificates(folder / "ca.crt", folder / "server.crt", folder / "server.key", False)
    wanted = tuple(dict.fromkeys(names))
    renewed, authority = files.authority.exists(), _read(files.authority, folder / "ca.key")
    if authority is not None and _lasts(authority.certificate, now):
        renewed = False
    else:
        authority = _new_authority(now)
        _write(authority, files.authority, folder / "ca.key")
    server = _read(files.certificate, files.key)
    if server is None or not _serves(server.certificate, authority, wanted, now):
        _write(_new_server(authority, wanted, now), files.certificate, files.key)
    return Certificates(files.authority, files.certificate, files.key, renewed)


def names_of_this_pc() -> tuple[str, ...]:
    """Host names and addresses under which this PC may be reached; its main address first."""
    name = socket.gethostname()
    found = [_main_address(), name, "localhost", "127.0.0.1", "::1"]
    with suppress(OSError):  # a name that nobody knows has no addresses
        found += [str(info[4][0]) for info in socket.getaddrinfo(name, None)]
    return tuple(dict.fromkeys(one.partition("%")[0] for one in found if one and one.isascii()))


def _main_address() -> str:
    """The address with which this PC goes elsewhere; "" without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect(_ELSEWHERE)
            return str(way.getsockname()[0])
        except OSError:
            return ""


def _new_authority(now: datetime) -> _Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Branch Desk, headquarters for a trial")
    made = (
        _begun(name, name, key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return _Pair(made, key)


def _new_server(authority: _Pair, names: tuple[str, ...], now: datetime) -> _Pair:
    key, issuer = ec.generate_private_key(ec.SECP256R1()), authority.certificate
    by = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    made = (
        _begun(_name(names[0]), issuer.subject, key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(_alternatives(names)), critical=False)
        .add_extension(by, critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    return _Pair(made, key)


def _begun(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS_DIFFER)
        .not_valid_after(now + VALID)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _alternatives(names: Iterable[str]) -> list[x509.GeneralName]:
    found: list[x509.GeneralName] = []
    for name in names:
        try:
            found.append(x509.IPAddress(ip_address(name)))
        except ValueError:
            found.append(x509.DNSName(name))
    return found


def _serves(
    certificate: x509.Certificate, authority: _Pair, names: tuple[str, ...], now: datetime
) -> bool:
    """Whether a server's certificate is the authority's, lasts, and has every name."""
    try:
        certificate.verify_directly_issued_by(authority.certificate)
    except (InvalidSignature, ValueError, TypeError):
        return False
    has = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return _lasts(certificate, now) and set(_alternatives(names)) <= set(has)


def _lasts(certificate: x509.Certificate, now: datetime) -> bool:
    end = certificate.not_valid_after_utc
    return certificate.not_valid_before_utc <= now and now < end - _RENEWED_BEFORE


def _read(certificate: Path, key: Path) -> _Pair | None:
    """A certificate with its key; None when either is missing or is not what it should be."""
    try:
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
        private = load_pem_private_key(key.read_bytes(), None)
    except (OSError, ValueError):
        return None
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        return None
    return _Pair(found, private) if found.public_key() == private.public_key() else None


def _write(pair: _Pair, certificate: Path, key: Path) -> None:
    """The key first, and never readable by anybody else, not for a moment."""
    key.unlink(missing_ok=True)
    handle = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    with os.fdopen(handle, "wb") as file:
        file.write(pair.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    certificate.write_bytes(pair.certificate.public_bytes(Encoding.PEM))
