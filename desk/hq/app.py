"""The web application of headquarters (ASGI): routes, limits, health and metrics.

Stateless: any number of workers over one database.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Litestar, MediaType, Request, Response, get, post
from litestar.config.compression import CompressionConfig
from litestar.exceptions import HTTPException, ValidationException
from litestar.middleware.rate_limit import RateLimitConfig, get_remote_address
from litestar.openapi import OpenAPIConfig
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.plugins.prometheus import PrometheusConfig, PrometheusController
from sqlalchemy import Engine

from desk.domain.clock import Clock
from desk.domain.errors import DeskError
from desk.hq.answers import body_of, send_refusal, status_of
from desk.hq.door import SIGNED, Door, Signed
from desk.hq.updates_static import update_routes
from desk.hq.work import Work
from desk.sync.escrow import EscrowBox, EscrowKept, EscrowKey
from desk.sync.lane_bodies import LaneHead, LanePage, LaneUp, PushUp, WitnessAsked, Witnessed
from desk.sync.wire import (
    Enrol,
    Enrolled,
    Head,
    Hello,
    Number,
    Page,
    Pushed,
    Takeover,
    Welcome,
)
from desk.version import VERSION

_LOG = logging.getLogger(__name__)
_REQUEST_CODES = {404: "hq.path", 405: "hq.method", 413: "hq.too_large", 429: "hq.too_often"}


_METRICS = PrometheusConfig(app_name="desk_hq", prefix="desk_hq", group_path=True)

MOST_A_MINUTE = 1200
"""A week offline is sent in some twenty requests; a device that asks more often is ill."""


class Hold(msgspec.Struct, frozen=True):
    """Whether the server can work."""

    status: str
    version: str


def make_app(engine: Engine, clock: Clock, *, most_a_minute: int = MOST_A_MINUTE) -> Litestar:
    """The application over a database that `desk hq init` made.

    Args:
        most_a_minute: requests of one device to one worker.
    """
    work = Work(engine, clock)

    @post("/v1/enrol", sync_to_thread=True, status_code=200)
    def enrol(data: JSONBody[Enrol]) -> Enrolled:
        """Take a PC in, with the code that headquarters gave its branch."""
        return work.enrol(data)

    @post("/v1/hello", sync_to_thread=True, status_code=200)
    def hello(request: Request[Any, Any, Any], data: JSONBody[Hello]) -> Welcome:
        """Compare both ends before anything is sent."""
        return work.hello(_signed(request), data)

    @post("/v1/epochs", sync_to_thread=True, status_code=200)
    def epochs(request: Request[Any, Any, Any], data: JSONBody[Takeover]) -> Head:
        """A restored or moved database goes on as a new epoch of its device."""
        return work.take_over(_signed(request), data)

    @post("/v1/push", sync_to_thread=True, status_code=200)
    def push(request: Request[Any, Any, Any], data: JSONBody[PushUp]) -> Pushed:
        """Take a device's operations in, and keys that come along."""
        return work.push(_signed(request), data.batch, data.keys)

    @get("/v1/streams/{stream:str}/changes", sync_to_thread=True)
    def changes(
        request: Request[Any, Any, Any], stream: FromPath[str], after: FromQuery[Number] = 0
    ) -> Page:
        """The next changes of a stream, after the last number that the reader has."""
        return work.changes(_signed(request), stream, after)

    @post("/v1/lane", sync_to_thread=True, status_code=200)
    def lane_up(request: Request[Any, Any, Any], data: JSONBody[LaneUp]) -> LaneHead:
        """Keep personal keys and sealed parts, which an erasure destroys."""
        return work.lane_up(_signed(request), data)

    @get("/v1/lane", sync_to_thread=True)
    def lane_down(
        request: Request[Any, Any, Any],
        erased: FromQuery[Number] = 0,
        after: FromQuery[Number | None] = None,
    ) -> LanePage:
        """What was erased, and with `after` the device's own entries, after these numbers."""
        return work.lane_down(_signed(request), erased, after)

    @post("/v1/witness", sync_to_thread=True, status_code=200)
    def witness(request: Request[Any, Any, Any], data: JSONBody[WitnessAsked]) -> Witnessed:
        """Countersign a checkpoint that goes on from the last one."""
        return work.witness(_signed(request), data)

    @get("/v1/escrow", sync_to_thread=True)
    def escrow_key(request: Request[Any, Any, Any]) -> EscrowKey:
        """The institution's recovery key, for which PCs seal their database keys."""
        return work.escrow_key(_signed(request))

    @post("/v1/escrow", sync_to_thread=True, status_code=200)
    def escrow(request: Request[Any, Any, Any], data: JSONBody[EscrowBox]) -> EscrowKept:
        """Keep a sealed database key, which headquarters cannot open."""
        return work.escrow(_signed(request), data)

    @get("/health", sync_to_thread=True)
    def health() -> Hold:
        """Whether the server and its database answer."""
        work.ready()
        return Hold("ok", VERSION)

    def refuse(_request: Any, error: DeskError) -> Response[bytes]:
        return _answer(error, clock)

    def refuse_web(_request: Any, error: HTTPException) -> Response[bytes]:
        code = "hq.request" if isinstance(error, ValidationException) else ""
        refusal = DeskError(code or _REQUEST_CODES.get(error.status_code, "hq.request"))
        left = (error.headers or {}).get("RateLimit-Reset")
        return _answer(refusal, clock, {"Retry-After": left} if left else None)

    def fail(_request: Any, error: Exception) -> Response[bytes]:
        _LOG.error("unexpected", exc_info=error)
        return _answer(DeskError("hq.internal"), clock)

    async def refuse_below(error: DeskError, send: Any) -> None:
        await send_refusal(error, clock(), send)

    return Litestar(
        [
            enrol,
            hello,
            epochs,
            push,
            changes,
            lane_up,
            lane_down,
            witness,
            escrow_key,
            escrow,
            health,
            PrometheusController,
            *update_routes(),
        ],
        middleware=[
            _limits(most_a_minute),
            _METRICS.middleware,
            lambda app: Door(app, refuse_below),
        ],
        exception_handlers={DeskError: refuse, HTTPException: refuse_web, Exception: fail},
        compression_config=CompressionConfig(backend="gzip", gzip_compress_level=1),
        openapi_config=OpenAPIConfig(title="Branch Desk: headquarters", version=VERSION),
        request_max_body_size=None,
        logging_config=None,
    )


def _limits(most_a_minute: int) -> Any:
    """A limit for each device, or for each address before it has a name."""
    config = RateLimitConfig(
        ("minute", most_a_minute), exclude=["/health", "/metrics"], identifier_for_request=_asker
    )
    return config.middleware


def _asker(request: Request[Any, Any, Any]) -> str:
    return request.headers.get("desk-device") or get_remote_address(request)


def _signed(request: Request[Any, Any, Any]) -> Signed:
    signed: Signed = request.scope[SIGNED]  # type: ignore[typeddict-item]
    return signed


def _answer(
    error: DeskError, clock: Clock, headers: Mapping[str, str] | None = None
) -> Response[bytes]:
    return Response(
        body_of(error, clock()),
        status_code=status_of(error),
        media_type=MediaType.JSON,
        headers=headers,
    )
