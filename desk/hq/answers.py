"""What a refusal of the server looks like on its way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from desk.domain.errors import DeskError
from desk.sync.refusals import STATUS
from desk.sync.wire import Refusal


def status_of(error: DeskError) -> int:
    """The HTTP status of a refusal."""
    return STATUS.get(error.code, 500)


def body_of(error: DeskError, at: datetime) -> bytes:
    """A refusal as JSON; its parameters never hold personal data."""
    params = {name: str(value) for name, value in error.params.items()}
    return msgspec.json.encode(Refusal(error.code, at, params))


async def send_refusal(error: DeskError, at: datetime, send: Any) -> None:
    """Answer a request with a refusal, below the framework."""
    body = body_of(error, at)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status_of(error), "headers": headers})
    await send({"type": "http.response.body", "body": body})
