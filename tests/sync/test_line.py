"""The line to headquarters, over a real server on loopback."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta

import httpx
import msgspec
import pytest
from hq_device import Pc
from served import serving
from virtual import VirtualClock, make_id

from desk.domain.errors import DeskError
from desk.hq.app import make_app
from desk.hq.door import MOST_INFLATED, MOST_TRAVELLING
from desk.hq.work import Work
from desk.sync.line import Line, is_passing, open_client
from desk.sync.wire import Hello, Op, Verdict

TakeIn = Callable[..., Pc]


@pytest.fixture
def url(work: Work) -> Iterator[str]:
    """Where headquarters listen."""
    with serving(make_app(work.engine, work.clock)) as address:
        yield address


@pytest.fixture
def line_of(url: str) -> Iterator[Callable[..., Line]]:
    """A maker of lines for PCs."""
    with open_client(url) as client:
        yield lambda pc, clock=None: Line(
            client, pc.device, pc.key.sign, clock or pc.work.clock, make_id
        )


def test_operations_go_there_and_back(taken_in: TakeIn, line_of: Callable[..., Line]) -> None:
    pc = taken_in()
    line = line_of(pc)
    pc.write(b"\0one" * 1000, "sē".encode())
    assert [r.verdict for r in line.push(pc.batch()).results] == [Verdict.ACCEPTED] * 2
    page = line.changes("riga-2", 0)
    assert [change.body for change in page.changes] == [op.body for op in pc.ops]
    assert line.hello(Hello(pc.head, pc.incarnation, "1.0")).head == pc.head


def test_a_pc_whose_clock_is_wrong_goes_by_that_of_headquarters(
    taken_in: TakeIn, line_of: Callable[..., Line], clock: VirtualClock
) -> None:
    pc = taken_in()
    late = VirtualClock(clock.now - timedelta(days=400))
    line = line_of(pc, late)
    assert line.changes("riga-2", 0).changes == ()
    assert line.offset == timedelta(days=400)


def test_a_refusal_keeps_its_code_and_its_facts(
    taken_in: TakeIn, line_of: Callable[..., Line]
) -> None:
    pc = taken_in()
    pc.write(b"one")
    pc.write(b"two")
    with pytest.raises(DeskError, match=r"hq\.gap\(seq='0'\)"):
        line_of(pc).push(pc.batch(2))


def test_nobody_there_is_to_be_tried_again(taken_in: TakeIn, work: Work) -> None:
    with serving(make_app(work.engine, work.clock)) as gone:
        pass
    pc = taken_in()
    with open_client(gone) as client, pytest.raises(DeskError, match=r"sync\.offline") as refused:
        Line(client, pc.device, pc.key.sign, work.clock, make_id).changes("riga-2", 0)
    assert is_passing(refused.value)


@pytest.mark.parametrize(
    ("status", "answer"),
    [(200, b""), (200, b"<html>sign in to the wifi</html>"), (200, b"{}"), (200, b'{"results":['),
     (502, b"bad gateway"), (500, b'{"code":1}'), (302, b"moved")],
)  # fmt: skip
def test_a_server_that_answers_nonsense(
    taken_in: TakeIn, work: Work, status: int, answer: bytes
) -> None:
    async def nonsense(scope: object, receive: object, send: Callable[..., object]) -> None:
        await send({"type": "http.response.start", "status": status, "headers": []})  # type: ignore[misc]
        await send({"type": "http.response.body", "body": answer})  # type: ignore[misc]

    pc = taken_in()
    pc.write(b"one")
    with serving(nonsense) as address, open_client(address) as client:
        line = Line(client, pc.device, pc.key.sign, work.clock, make_id)
        with pytest.raises(DeskError, match=r"sync\.nonsense") as refused:
            line.push(pc.batch())
    assert is_passing(refused.value)


class _Raw:
    """Requests as somebody would make them who does not mean well."""

    def __init__(self, url: str, pc: Pc) -> None:
        self._url, self._pc = url, pc

    def post(self, path: str, body: bytes, **headers: str) -> httpx.Response:
        """Post a body, signed as it travels."""
        line = Line(
            httpx.Client(), self._pc.device, self._pc.key.sign, self._pc.work.clock, make_id
        )
        signature = line._signature("POST", path, body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.post(self._url + path, content=body, headers=signature | named)


@pytest.fixture
def raw(url: str, taken_in: TakeIn) -> _Raw:
    """Somebody who holds a PC's key."""
    return _Raw(url, taken_in())


def _code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_bomb_is_not_unpacked(raw: _Raw) -> None:
    bomb = gzip.compress(bytes(MOST_INFLATED + 1))
    assert len(bomb) < 10_000
    assert _code(raw.post("/v1/push", bomb, content_encoding="gzip")) == (413, "hq.too_large")


def test_a_request_that_is_too_long_is_cut_off(raw: _Raw) -> None:
    assert _code(raw.post("/v1/push", bytes(MOST_TRAVELLING + 1))) == (413, "hq.too_large")


@pytest.mark.parametrize(
    "body",
    [b"\x1f\x8bnot really", zlib.compress(b"{}"), gzip.compress(b"{}" * 999, mtime=0)[:-4]],
    ids=["not gzip", "zlib", "cut off"],
)
def test_damaged_compression_is_refused(raw: _Raw, body: bytes) -> None:
    assert _code(raw.post("/v1/push", body, content_encoding="gzip")) == (400, "hq.encoding")
    assert _code(raw.post("/v1/push", body, content_encoding="br")) == (400, "hq.encoding")


@pytest.mark.parametrize("body", [b"", b"null", b"{", b"[]", b'{"device":"x"}', b"\xff\xfe"])
def test_a_request_that_says_nothing_sensible_is_refused(raw: _Raw, body: bytes) -> None:
    assert _code(raw.post("/v1/push", body)) == (400, "hq.request")


def test_what_was_not_signed_is_refused(url: str) -> None:
    assert _code(httpx.post(url + "/v1/push", content=b"{}")) == (401, "hq.unsigned")
    assert _code(httpx.get(url + "/v1/streams/riga-2/changes")) == (401, "hq.unsigned")


def test_the_body_that_was_signed_is_the_one_that_counts(raw: _Raw, url: str) -> None:
    pc = raw._pc
    pc.write(b"one")
    body = msgspec.json.encode(pc.batch())
    line = Line(httpx.Client(), pc.device, pc.key.sign, pc.work.clock, make_id)
    signature = line._signature("POST", "/v1/push", b"another body")
    answer = httpx.post(url + "/v1/push", content=body, headers=signature)
    assert _code(answer) == (401, "hq.signature")


def test_health_and_the_document_are_open_to_all(url: str) -> None:
    assert httpx.get(url + "/health").json()["status"] == "ok"
    paths = httpx.get(url + "/schema/openapi.json").json()["paths"]
    assert {"/v1/enrol", "/v1/hello", "/v1/push", "/v1/epochs", "/health"} <= set(paths)


def test_every_path_that_is_none_says_so(url: str) -> None:
    assert _code(httpx.get(url + "/nothing")) == (404, "hq.path")
    assert _code(httpx.get(url + "/v1/enrol")) == (405, "hq.method")


def test_an_operation_of_a_kind_nobody_knows_is_kept_as_it_is(
    taken_in: TakeIn, line_of: Callable[..., Line]
) -> None:
    pc = taken_in()
    pc.ops = [Op(make_id(), make_id(), 1, True, 99, "made_tomorrow", b"?")]
    line_of(pc).push(pc.batch())
    assert [c.kind for c in line_of(pc).changes("riga-2", 0).changes] == ["made_tomorrow"]


def test_metrics_name_routes_and_no_device(
    taken_in: TakeIn, line_of: Callable[..., Line], url: str
) -> None:
    pc = taken_in()
    line_of(pc).changes("riga-2", 0)
    told = httpx.get(url + "/metrics").text
    assert 'path="/v1/streams/{stream}/changes"' in told
    assert str(pc.device) not in told


def test_a_pc_that_asks_without_end_is_told_to_wait(taken_in: TakeIn, work: Work) -> None:
    pcs = taken_in(), taken_in()
    app = make_app(work.engine, work.clock, most_a_minute=3)
    with serving(app) as address, open_client(address) as client:
        ill, well = (Line(client, pc.device, pc.key.sign, work.clock, make_id) for pc in pcs)
        for _ in range(3):
            ill.changes("riga-2", 0)
        with pytest.raises(DeskError, match=r"hq\.too_often") as refused:
            ill.changes("riga-2", 0)
        assert is_passing(refused.value)
        assert well.changes("riga-2", 0).changes == ()
