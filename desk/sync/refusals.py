"""Why headquarters do not answer a request: codes that both ends know, each with words."""

from __future__ import annotations

from typing import Final

STATUS: Final = {
    "hq.request": 400,
    "hq.encoding": 400,
    "hq.not_contiguous": 400,
    "hq.transaction": 400,
    "hq.interrupted": 400,
    "hq.unsigned": 401,
    "hq.stale": 401,
    "hq.replayed": 401,
    "hq.signature": 401,
    "hq.unknown_device": 403,
    "hq.revoked": 403,
    "hq.not_your_stream": 403,
    "hq.code": 403,
    "hq.waiting": 403,
    "hq.turned_away": 403,
    "hq.stream": 404,
    "hq.path": 404,
    "hq.method": 405,
    "hq.gap": 409,
    "hq.epoch": 409,
    "hq.superseded": 409,
    "hq.forked": 409,
    "hq.cursor": 409,
    "hq.device_taken": 409,
    "hq.escrow_key": 409,
    "hq.too_large": 413,
    "hq.too_often": 429,
    "hq.internal": 500,
    "hq.database": 503,
    "hq.not_ready": 503,
}
"""Every refusal of the server.  401, 429 and 5xx are to be tried again, the others are final."""

PASSING: Final = frozenset(
    code for code, status in STATUS.items() if status in (401, 429) or status >= 500
) - {"hq.unsigned", "hq.signature"} | {"hq.interrupted"}
"""Refusals after which the same may go through later without anybody doing anything."""
