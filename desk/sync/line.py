"""The line to headquarters: signed requests, and every way in which they can go wrong.

One request after another over one connection that is kept open.  Whatever comes back, or does
not, ends as a value of `desk.sync.wire` or as a DeskError; `is_passing` tells whether to try again.
"""

from __future__ import annotations

import gzip
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, TypeVar
from urllib.parse import quote
from uuid import UUID

import httpx
import msgspec

from desk.domain.clock import Clock, IdMaker
from desk.domain.errors import DeskError
from desk.sync.chain import request_text
from desk.sync.escrow import EscrowBox, EscrowKept, EscrowKey
from desk.sync.lane_bodies import (
    LaneEntry,
    LaneHead,
    LanePage,
    LaneUp,
    WitnessAsked,
    Witnessed,
)
from desk.sync.refusals import PASSING, STATUS
from desk.sync.wire import (
    Batch,
    Enrol,
    Enrolled,
    Head,
    Hello,
    Page,
    Pushed,
    Refusal,
    Takeover,
    Welcome,
)

T = TypeVar("T")

NO_PROXY: Final = "none"
"""Instead of a proxy's address: go straight to headquarters, whatever the system says."""

CONNECT_SECONDS: Final = 5.0
ANSWER_SECONDS: Final = 30.0
_MOST_ANSWERED: Final = 64 * 1024 * 1024
_WORTH_PACKING: Final = 1024
_PASSING: Final = PASSING | {"sync.offline", "sync.nonsense"}

Sign = Callable[[bytes], bytes]


def is_passing(error: DeskError) -> bool:
    """Whether the same request may go through later without anybody doing anything."""
    return error.code in _PASSING


@dataclass(slots=True)
class Line:
    """A device's line to headquarters.

    Args:
        client: made by `open_client`; its base address is that of headquarters.
        device: this PC; sign: with its key; clock: this PC's; new_id: for numbers used once.
        offset: headquarters' clock minus this PC's, as last heard.
        wait: seconds for which the last refusal asked to be left alone (Retry-After).
    """

    client: httpx.Client
    device: UUID
    sign: Sign
    clock: Clock
    new_id: IdMaker
    offset: timedelta = field(default_factory=timedelta)
    wait: float = 0.0

    def enrol(self, asked: Enrol) -> Enrolled:
        """Ask to be taken in."""
        return self._sent("POST", "/v1/enrol", asked, Enrolled)

    def hello(self, hello: Hello) -> Welcome:
        """Compare both ends; learns headquarters' clock on the way."""
        welcome = self._sent("POST", "/v1/hello", hello, Welcome)
        self.offset = welcome.at - self.clock()
        return welcome

    def take_over(self, asked: Takeover) -> Head:
        """Go on as a new epoch."""
        return self._sent("POST", "/v1/epochs", asked, Head)

    def push(self, batch: Batch) -> Pushed:
        """Send operations."""
        return self._sent("POST", "/v1/push", batch, Pushed)

    def changes(self, stream: str, after: int) -> Page:
        """Ask for the next page of a stream."""
        target = f"/v1/streams/{quote(stream, safe='')}/changes?after={after}"
        return self._sent("GET", target, None, Page)

    def lane_up(self, entries: tuple[LaneEntry, ...]) -> LaneHead:
        """Send personal keys and sealed parts."""
        return self._sent("POST", "/v1/lane", LaneUp(entries), LaneHead)

    def lane(self, erased: int, after: int | None = None) -> LanePage:
        """Ask what was erased after a number; with `after` for this PC's entries too."""
        more = "" if after is None else f"&after={after}"
        return self._sent("GET", f"/v1/lane?erased={erased}{more}", None, LanePage)

    def witness(self, asked: WitnessAsked) -> Witnessed:
        """Have a checkpoint of the incident log countersigned."""
        return self._sent("POST", "/v1/witness", asked, Witnessed)

    def escrow_key(self) -> EscrowKey:
        """Ask for the institution's recovery key."""
        return self._sent("GET", "/v1/escrow", None, EscrowKey)

    def escrow(self, box: EscrowBox) -> EscrowKept:
        """Hand the sealed database key over."""
        return self._sent("POST", "/v1/escrow", box, EscrowKept)

    def _sent(self, method: str, target: str, what: object, kind: type[T]) -> T:
        """Send a request; when only the clock was wrong, once more by headquarters' own."""
        try:
            return self._once(method, target, what, kind)
        except DeskError as error:
            if error.code != "hq.stale":
                raise
        return self._once(method, target, what, kind)

    def _once(self, method: str, target: str, what: object, kind: type[T]) -> T:
        body = b"" if what is None else msgspec.json.encode(what)
        headers = {"content-type": "application/json"} if body else {}
        if len(body) > _WORTH_PACKING:
            body, headers["content-encoding"] = gzip.compress(body, 1), "gzip"
        headers |= self._signature(method, target, body)
        status, answer = self._exchange(method, target, body, headers)
        if status == httpx.codes.OK:
            return _read(answer, kind)
        raise self._refused(answer)

    def _signature(self, method: str, target: str, body: bytes) -> dict[str, str]:
        at = int((self.clock() + self.offset).timestamp())
        nonce = self.new_id()
        signature = self.sign(request_text(method, target, at, nonce, body))
        return {
            "desk-device": str(self.device),
            "desk-time": str(at),
            "desk-nonce": str(nonce),
            "desk-signature": signature.hex(),
        }

    def _exchange(
        self, method: str, target: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        try:
            with self.client.stream(method, target, content=body, headers=headers) as answer:
                parts, size = [], 0
                for part in answer.iter_bytes():
                    parts.append(part)
                    size += len(part)
                    if size > _MOST_ANSWERED:
                        raise DeskError("sync.nonsense")
                self.wait = _seconds(answer.headers.get("retry-after", ""))
                return answer.status_code, b"".join(parts)
        except httpx.DecodingError as error:
            raise DeskError("sync.nonsense") from error
        except (httpx.TransportError, ssl.SSLError) as error:
            raise DeskError(_reason(error)) from error

    def _refused(self, answer: bytes) -> DeskError:
        refusal = _read(answer, Refusal)
        if refusal.code == "hq.stale":
            self.offset = refusal.at - self.clock()
        if refusal.code not in STATUS:
            return DeskError("sync.unknown_refusal", why=refusal.code)
        return DeskError(refusal.code, **refusal.params)


def trusting(ca_file: str | None) -> ssl.SSLContext:
    """Whose certificates are believed: an authority's of one's own, or those the system trusts.

    The system's store is asked itself (on Windows group policy fills it); a frozen program would
    look for certificates where they lie on the machine that built it.

    Raises:
        OSError, ssl.SSLError: the file cannot be read.
    """
    if ca_file:
        return ssl.create_default_context(cafile=ca_file)
    import truststore  # a moment's work, which a window that has no headquarters does not need

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def open_client(url: str, *, ca_file: str | None = None, proxy: str | None = None) -> httpx.Client:
    """A client for headquarters' address.

    Args:
        ca_file: certificates of the institution's own authority; None = the system's.
        proxy: address of a proxy; None = as the system says; `NO_PROXY` = none.

    Raises:
        DeskError: "sync.ca_file" when it cannot be read; "sync.proxy" when it is no address.
    """
    try:
        trust = trusting(ca_file)
    except (OSError, ssl.SSLError) as error:
        raise DeskError("sync.ca_file") from error
    limits = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
    direct = proxy == NO_PROXY
    given = None if direct else proxy
    try:
        return httpx.Client(
            base_url=url, verify=trust, proxy=given, timeout=limits, trust_env=not direct
        )
    except (ValueError, httpx.InvalidURL) as error:
        raise DeskError("sync.proxy" if given else "sync.address") from error


def ask_health(client: httpx.Client) -> str:
    """Ask headquarters whether they are there; gives the version of their program.

    Raises:
        DeskError: "sync.offline", "sync.not_trusted", "sync.nonsense", or why they are not ready.
    """
    try:
        answer = client.get("/health")
    except httpx.DecodingError as error:
        raise DeskError("sync.nonsense") from error
    except (httpx.TransportError, ssl.SSLError, httpx.InvalidURL) as error:
        raise DeskError(_reason(error)) from error
    if answer.status_code == httpx.codes.OK:
        return _read(answer.content, _Health).version
    code = _read(answer.content, Refusal).code
    raise DeskError(code if code in STATUS else "sync.nonsense")


class _Health(msgspec.Struct):
    version: str
    status: str


def _seconds(text: str) -> float:
    """What Retry-After says, in seconds; a date is as good as nothing said."""
    return float(text) if text.isdecimal() else 0.0


def _reason(error: Exception) -> str:
    """A certificate that is not trusted is no broken line: somebody has to look."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "sync.not_trusted"
        cause = cause.__cause__ or cause.__context__
    return "sync.offline"


def _read(answer: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(answer, type=kind)
    except msgspec.MsgspecError as error:
        raise DeskError("sync.nonsense") from error
