"""A pack survives being stored, and nothing else passes for one."""

from __future__ import annotations

import zlib

import pytest

from desk.domain.errors import DeskError
from desk.services.content.bundled import bundled_pack
from desk.services.content.codec import LIMIT, decode, encode, sha256


@pytest.mark.parametrize("institution", ["pmlp", "atd"])
def test_a_pack_survives(institution: str) -> None:
    pack = bundled_pack(institution)
    data = encode(pack)
    assert decode(data) == pack
    assert encode(decode(data)) == data


def test_the_fingerprint_is_of_the_content_alone() -> None:
    data = encode(bundled_pack("atd"))
    again = zlib.compress(zlib.decompress(data), 1)
    assert again != data
    assert sha256(again) == sha256(data)
    assert sha256(encode(bundled_pack("pmlp"))) != sha256(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no pack",
        zlib.compress(b"{}"),
        zlib.compress(b"not json"),
        encode(bundled_pack("atd"))[:-10],
        encode(bundled_pack("atd")) + b"more",
    ],
)
def test_damaged_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(DeskError, match=r"content\.damaged"):
        decode(data)


def test_a_bomb_is_refused_before_it_expands() -> None:
    with pytest.raises(DeskError, match=r"content\.too_large"):
        decode(zlib.compress(b" " * (LIMIT + 1)))
