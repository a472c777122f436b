"""Whatever the OpenAPI document allows, and much that it does not: never an error of our own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import schemathesis
from hq_device import Pc
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from served import serving
from virtual import make_id

from desk.hq.app import make_app
from desk.hq.work import Work
from desk.sync.chain import request_text

TakeIn = Callable[..., Pc]

OPERATIONS = [
    ("POST", "/v1/enrol"),
    ("POST", "/v1/hello"),
    ("POST", "/v1/epochs"),
    ("POST", "/v1/push"),
    ("GET", "/v1/streams/{stream}/changes"),
    ("POST", "/v1/lane"),
    ("GET", "/v1/lane"),
    ("POST", "/v1/witness"),
    ("POST", "/v1/escrow"),
    ("GET", "/v1/escrow"),
    ("GET", "/health"),
]

NOTHING_TO_SPOIL = {("GET", "/health"), ("GET", "/v1/escrow")}
"""They take nothing that could be wrong."""


@dataclass
class SignedBy(requests.auth.AuthBase):
    """Signs a request as a PC would that was taken in."""

    pc: Pc

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        parts = urlsplit(request.url or "")
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        body = request.body or b""
        raw = body.encode() if isinstance(body, str) else bytes(body)
        at, nonce = int(self.pc.work.clock().timestamp()), make_id()
        signature = self.pc.key.sign(request_text(str(request.method), target, at, nonce, raw))
        request.headers.update(
            {
                "desk-device": str(self.pc.device),
                "desk-time": str(at),
                "desk-nonce": str(nonce),
                "desk-signature": signature.hex(),
            }
        )
        return request


@dataclass
class Asked:
    """A server, its document, and a PC that it has taken in."""

    url: str
    schema: Any
    pc: Pc


@pytest.fixture
def asked(work: Work, taken_in: TakeIn) -> Iterator[Asked]:
    """A server without a limit of its patience."""
    app = make_app(work.engine, work.clock, most_a_minute=10**9)
    document = app.openapi_schema.to_schema()
    with serving(app) as url:
        yield Asked(url, schemathesis.openapi.from_dict(document), taken_in())


def test_the_document_names_every_operation(asked: Asked) -> None:
    named = {
        (operation.ok().method.upper(), operation.ok().path)
        for operation in asked.schema.get_all_operations()
    }
    assert named - {("GET", "/metrics")} == set(OPERATIONS)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_nothing_that_is_asked_is_an_error_of_the_server(
    asked: Asked, method: str, path: str, mode: GenerationMode
) -> None:
    operation = asked.schema[path][method]
    if mode == GenerationMode.NEGATIVE and (method, path) in NOTHING_TO_SPOIL:
        return

    @settings(
        max_examples=20,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        answer = case.call(base_url=asked.url, auth=SignedBy(asked.pc))
        assert answer.status_code < 500, (answer.status_code, answer.content)
        answer.json()

    ask()
