"""The bytes of a data folder as a thief with the database key would see them.

Databases are decrypted page by page without SQLite: used pages, free pages, the unused space
inside pages, and every frame that is still in a log.  Backup files are opened too.  What is not
found here is not there.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_PAGE = 4096
_RESERVED = 80  # SQLCipher 4: initialisation vector, then HMAC-SHA512
_VECTOR = 16
_SALT = 16
_WAL_HEADER = 32
_FRAME_HEADER = 24


def folder_bytes(folder: Path, key: bytes) -> dict[str, bytes]:
    """Everything in a folder by the file's name: decrypted, unpacked, else as it lies there."""
    found: dict[str, bytes] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = str(path.relative_to(folder))
        found |= {f"{name}{inner}": data for inner, data in _contents(path, key)}
    return found


def database_bytes(path: Path, key: bytes) -> bytes:
    """All pages of a database file, and of its log when there is one."""
    log = path.with_name(path.name + "-wal")
    return _database(path.read_bytes(), key) + (
        _log(log.read_bytes(), key) if log.exists() else b""
    )


def where(contents: dict[str, bytes], needles: Iterable[bytes]) -> dict[str, set[bytes]]:
    """Which needles lie in which file."""
    wanted = list(needles)
    found = {name: {one for one in wanted if one in data} for name, data in contents.items()}
    return {name: hits for name, hits in found.items() if hits}


def _contents(path: Path, key: bytes) -> Iterator[tuple[str, bytes]]:
    data = path.read_bytes()
    if path.name.endswith("-wal"):
        yield "", _log(data, key)
    elif path.name.endswith(".db"):
        yield "", _database(data, key)
    elif tarfile.is_tarfile(path):
        with tarfile.open(path) as tar:
            for member in tar.getmembers():
                part = tar.extractfile(member)
                inner = part.read() if part else b""
                inner = _database(inner, key) if member.name.endswith(".db") else inner
                yield f"/{member.name}", inner
    else:
        yield "", data


def _database(raw: bytes, key: bytes) -> bytes:
    assert len(raw) % _PAGE == 0
    starts = range(0, len(raw), _PAGE)
    pages = [_decrypted(raw[at : at + _PAGE], key, salted=at == 0) for at in starts]
    assert any(b"CREATE TABLE" in page for page in pages), "decrypted with the wrong key"
    return b"\n".join(pages)


def _log(raw: bytes, key: bytes) -> bytes:
    size, first_page = _FRAME_HEADER + _PAGE, (1).to_bytes(4, "big")
    frames = [raw[at : at + size] for at in range(_WAL_HEADER, len(raw) - size + 1, size)]
    return b"\n".join(
        _decrypted(frame[_FRAME_HEADER:], key, salted=frame[:4] == first_page) for frame in frames
    )


def _decrypted(page: bytes, key: bytes, *, salted: bool) -> bytes:
    """The first page begins with the salt in the clear."""
    body = page[_SALT if salted else 0 : _PAGE - _RESERVED]
    vector = page[_PAGE - _RESERVED : _PAGE - _RESERVED + _VECTOR]
    cipher = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return cipher.update(body) + cipher.finalize()
