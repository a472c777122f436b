"""A box opens with the one key it was made for."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk.domain.errors import DeskError
from desk.sync.sealed_box import open_box, seal_for


def _pair() -> tuple[bytes, bytes]:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()


def test_only_the_receiver_opens_it() -> None:
    private, public = _pair()
    box = seal_for(public, b"Zelma")
    assert open_box(private, box) == b"Zelma"
    assert seal_for(public, b"Zelma") != box
    with pytest.raises(DeskError, match=r"sync\.box"):
        open_box(_pair()[0], box)


@pytest.mark.parametrize("place", [0, 40, -1])
def test_an_altered_box_is_refused(place: int) -> None:
    private, public = _pair()
    box = bytearray(seal_for(public, b"Zelma"))
    box[place] ^= 1
    with pytest.raises(DeskError, match=r"sync\.box"):
        open_box(private, bytes(box))
    with pytest.raises(DeskError, match=r"sync\.box"):
        open_box(private, b"short")


def test_what_is_no_key_is_refused() -> None:
    with pytest.raises(DeskError, match=r"sync\.box_key"):
        seal_for(b"short", b"")
    with pytest.raises(DeskError, match=r"sync\.box_key"):
        seal_for(b"\xff" * 32, b"")
