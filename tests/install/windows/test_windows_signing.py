"""The signing hook, with a certificate made here: signed verifies, changed does not."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from under_wine import ROOT

_SIGN = ROOT / "packaging/windows/sign.sh"
_EXTENSIONS = "extendedKeyUsage=codeSigning\nkeyUsage=digitalSignature\n"
_PASSPHRASE = "not a secret"

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("osslsigncode", "openssl", "x86_64-w64-mingw32-gcc"))),
    reason="osslsigncode, openssl and mingw-w64 are needed",
)


def _do(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an authority and a certificate for programs."""
    folder = tmp_path_factory.mktemp("authority")
    root, key, asked = folder / "root.pem", folder / "key.pem", folder / "asked.pem"
    (folder / "extensions").write_text(_EXTENSIONS, encoding="ascii")
    (folder / "pin").write_text(_PASSPHRASE, encoding="ascii")
    new = ("openssl", "req", "-newkey", "rsa:2048")
    _do(*new, "-x509", "-nodes", "-keyout", folder / "root.key", "-out", root, "-subj", "/CN=Root")
    protected = ("-passout", f"file:{folder / 'pin'}")
    _do(*new, *protected, "-keyout", key, "-out", asked, "-subj", "/CN=Branch Desk test")
    given = ("-CA", root, "-CAkey", folder / "root.key", "-CAcreateserial", "-days", "2")
    extensions = ("-extfile", folder / "extensions")
    made = ("-in", asked, "-out", folder / "cert.pem")
    _do("openssl", "x509", "-req", *made, *given, *extensions)
    return folder


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A small program for Windows."""
    source, made = tmp_path / "small.c", tmp_path / "small.exe"
    source.write_text("int main(void) { return 0; }\n", encoding="ascii")
    _do("x86_64-w64-mingw32-gcc", source, "-o", made)
    return made


def _sign(file: Path, authority: Path, root: Path | None = None) -> int:
    ended = subprocess.run(
        ["bash", str(_SIGN), str(file)],
        env={
            **os.environ,
            "DESK_SIGN_CERT": str(authority / "cert.pem"),
            "DESK_SIGN_KEY": str(authority / "key.pem"),
            "DESK_SIGN_PIN": str(authority / "pin"),
            "DESK_SIGN_ROOT": str(root or authority / "root.pem"),
        },
        capture_output=True,
        check=False,
    )
    assert _PASSPHRASE.encode() not in ended.stdout + ended.stderr
    return ended.returncode


def _verifies(file: Path, authority: Path) -> bool:
    command = ["osslsigncode", "verify", "-CAfile", str(authority / "root.pem"), "-in", str(file)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_signed_and_verified(program: Path, authority: Path) -> None:
    assert not _verifies(program, authority)
    assert _sign(program, authority) == 0
    assert _verifies(program, authority)


def test_a_changed_program_does_not_verify(program: Path, authority: Path) -> None:
    assert _sign(program, authority) == 0
    changed = bytearray(program.read_bytes())
    changed[0x400] ^= 1
    program.write_bytes(changed)
    assert not _verifies(program, authority)


def test_what_does_not_verify_stays_unsigned(
    program: Path, authority: Path, tmp_path: Path
) -> None:
    before = program.read_bytes()
    other = tmp_path / "other.pem"
    new = ("openssl", "req", "-newkey", "rsa:2048", "-x509", "-nodes", "-subj", "/CN=Other")
    _do(*new, "-keyout", tmp_path / "other.key", "-out", other)
    assert _sign(program, authority, root=other) != 0
    assert program.read_bytes() == before
    assert list(tmp_path.glob("small.exe.*")) == []
