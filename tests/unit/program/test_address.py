"""Addresses of headquarters: nothing goes unsealed over a wire."""

from __future__ import annotations

import pytest

from desk.domain.address import is_safe


@pytest.mark.parametrize(
    "url",
    [
        "https://hq.example",
        "https://hq.example:8443/desk",
        "HTTPS://hq.example",
        "https://192.0.2.7",
        "http://localhost:8000",
        "http://127.0.0.1:8000",
        "http://127.8.9.1",
        "http://[::1]:8000",
    ],
)
def test_what_nobody_can_listen_to_is_taken(url: str) -> None:
    assert is_safe(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hq.example",
        "https://",
        "http://",
        "http://hq.example",
        "http://192.0.2.7",
        "http://localhost.example",
        "http://127.0.0.1.example",
        "http://127.0.0.1@hq.example",
        "http://[::1",
        "http://[2001:db8::1]",
        "ftp://localhost",
        "file:///etc/passwd",
    ],
)
def test_anything_else_is_not(url: str) -> None:
    assert not is_safe(url)
