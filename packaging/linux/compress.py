"""Packs the files of a .deb or .rpm harder than nfpm does: xz at its best, and a filter for
machine code.

compress.py FROM TO [--quick]

Of two packers of xz the one in Go that nfpm brings makes the package a fifth larger.
A .deb is an `ar` of three members, of which only the last, the files, is touched; its checksums are
of the files themselves and stay right.  In an .rpm the digests of the packed files and of the
header are told anew.  Any dpkg or rpm that reads xz reads the result.
"""

from __future__ import annotations

import lzma
import sys
from collections.abc import Iterator
from hashlib import md5, sha1, sha256
from pathlib import Path
from struct import pack, pack_into, unpack_from
from typing import Any

_BEST: list[dict[str, Any]] = [
    {"id": lzma.FILTER_X86},
    {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME},
]
_QUICK: list[dict[str, Any]] = [{"id": lzma.FILTER_LZMA2, "preset": 0}]

_AR = b"!<arch>\n"
_MEMBER = 60
_DATA = "data.tar"

_LEAD = b"\xed\xab\xee\xdb"
_LEAD_BYTES = 96
_HEADER = b"\x8e\xad\xe8\x01"
_HEADER_BYTES, _ENTRY_BYTES = 16, 16
_SIZE, _MD5, _SHA1, _SHA256 = 1000, 1004, 269, 273
"""Tags of an rpm's signature: bytes of header and payload, and digests."""

_DIGEST = 5092
"""Tag of an rpm's header: digest of its payload."""


def members(archive: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Head and content of each member of an `ar`."""
    at = len(_AR)
    while at < len(archive):
        head = archive[at : at + _MEMBER]
        size = int(head[48:58])
        at += _MEMBER
        yield head, archive[at : at + size]
        at += size + size % 2


def of_deb(archive: bytes, filters: list[dict[str, Any]]) -> bytes:
    """The same .deb, whose files were not packed, with its files packed."""
    out = [_AR]
    for head, content in members(archive):
        if head[:16].decode().rstrip(" /") == _DATA:
            content = _xz(content, filters)
            head = f"{_DATA + '.xz':16}".encode() + head[16:48] + f"{len(content):<10}`\n".encode()
        out += [head, content, b"\n" * (len(content) % 2)]
    return b"".join(out)


class Header:
    """A header of an .rpm: values that are as long as before are put in place of others."""

    def __init__(self, package: bytes, at: int) -> None:
        if package[at : at + 4] != _HEADER:
            raise SystemExit("compress.py: no header of an .rpm")
        entries, store = unpack_from(">II", package, at + 8)
        self._store = _HEADER_BYTES + entries * _ENTRY_BYTES
        self.bytes = bytearray(package[at : at + self._store + store])
        self._at: dict[int, int] = {}
        for number in range(entries):
            tag, _kind, offset, _count = unpack_from(
                ">IIII", self.bytes, _HEADER_BYTES + number * _ENTRY_BYTES
            )
            self._at[tag] = self._store + offset

    def put(self, tag: int, value: bytes) -> None:
        """Put a value where a tag's value lies; a tag that is not there needs none."""
        if tag in self._at:
            pack_into(f"{len(value)}s", self.bytes, self._at[tag], value)


def of_rpm(package: bytes, filters: list[dict[str, Any]]) -> bytes:
    """The same .rpm, whose files were packed by xz already, with its files packed better."""
    signature = Header(package, _LEAD_BYTES)
    start = _LEAD_BYTES + len(signature.bytes)
    start += -start % 8
    header = Header(package, start)
    payload = package[start + len(header.bytes) :]
    payload = _xz(lzma.decompress(payload), filters)
    header.put(_DIGEST, sha256(payload).hexdigest().encode())
    told = bytes(header.bytes)
    signature.put(_SIZE, pack(">I", len(told) + len(payload)))
    signature.put(_MD5, md5(told + payload, usedforsecurity=False).digest())
    signature.put(_SHA1, sha1(told, usedforsecurity=False).hexdigest().encode())
    signature.put(_SHA256, sha256(told).hexdigest().encode())
    gap = b"\0" * (-len(signature.bytes) % 8)
    return package[:_LEAD_BYTES] + bytes(signature.bytes) + gap + told + payload


def _xz(data: bytes, filters: list[dict[str, Any]]) -> bytes:
    return lzma.compress(data, check=lzma.CHECK_CRC32, filters=filters)


def main(source: Path, target: Path, quick: bool) -> None:
    """Write it whole or not at all."""
    package, filters = source.read_bytes(), _QUICK if quick else _BEST
    packed = of_rpm if package.startswith(_LEAD) else of_deb
    draft = target.with_name(target.name + ".new")
    draft.write_bytes(packed(package, filters))
    draft.replace(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), "--quick" in sys.argv)
