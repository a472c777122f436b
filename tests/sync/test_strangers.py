"""Over a real server: clients of ten years ago and of tomorrow, and those who mean no good."""

from __future__ import annotations

import base64
import json
import resource
import shutil
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from branch_pc import Branch
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hq_device import Pc
from served import serving
from virtual import KEY, VirtualClock, make_id

from db.database import Database
from db.hq.database import transaction
from db.layout import database_path
from desk.domain.errors import DeskError
from desk.hq.app import make_app
from desk.hq.door import MOST_TRAVELLING
from desk.hq.status import revoke, status
from desk.hq.work import Work
from desk.sync.chain import batch_text, op_hash, request_text
from desk.sync.line import open_client
from desk.sync.wire import NOTHING, Op

TakeIn = Callable[..., Pc]


@pytest.fixture
def url(work: Work) -> Iterator[str]:
    """Where headquarters listen."""
    with serving(make_app(work.engine, work.clock)) as address:
        yield address


class ByHand:
    """A PC whose requests are written by hand, as no type of today would."""

    def __init__(self, url: str, pc: Pc) -> None:
        self.url, self.pc = url, pc

    def post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        """Sign and send."""
        raw = json.dumps(body).encode()
        return httpx.post(self.url + path, content=raw, headers=self.signed("POST", path, raw))

    def get(self, path: str) -> httpx.Response:
        """Sign and ask."""
        return httpx.get(self.url + path, headers=self.signed("GET", path, b""))

    def signed(
        self, method: str, path: str, body: bytes, key: Ed25519PrivateKey | None = None
    ) -> dict[str, str]:
        """The four lines of a signature, as they were in the first version."""
        at, nonce = int(self.pc.work.clock().timestamp()), make_id()
        text = request_text(method, path, at, nonce, body)
        return {
            "desk-device": str(self.pc.device),
            "desk-time": str(at),
            "desk-nonce": str(nonce),
            "desk-signature": (key or self.pc.key).sign(text).hex(),
        }

    def batch(self, *bodies: bytes, kind: str, schema: int, **more: object) -> dict[str, Any]:
        """A batch of the first operations, each a transaction by itself."""
        last, ops = NOTHING, []
        for seq, body in enumerate(bodies, 1):
            op = Op(make_id(), make_id(), seq, True, schema, kind, body)
            last = op_hash(self.pc.device, 1, op, last)
            ops.append(
                {"op_id": str(op.op_id), "txn_id": str(op.txn_id), "seq": seq, "ends": True,
                 "schema": schema, "kind": kind, "body": _text(body), **more}
            )  # fmt: skip
        signature = self.pc.key.sign(batch_text(self.pc.device, 1, len(ops), last))
        return {"device": str(self.pc.device), "epoch": 1, "prev_hash": _text(NOTHING),
                "ops": ops, "signature": _text(signature), **more}  # fmt: skip


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


@pytest.fixture
def by_hand(url: str, taken_in: TakeIn) -> ByHand:
    """Somebody who was taken in."""
    return ByHand(url, taken_in())


def test_a_client_of_ten_years_ago_is_understood(by_hand: ByHand) -> None:
    head = {"epoch": 1, "seq": 0, "hash": _text(NOTHING)}
    hello = {"head": head, "incarnation": str(by_hand.pc.incarnation), "program": "1.0"}
    assert by_hand.post("/v1/hello", hello).json()["standing"] == "alike"
    old = by_hand.batch(b'{"id":"1"}', b'{"id":"2"}', kind="visit_event", schema=0)
    told = by_hand.post("/v1/push", old).json()
    assert [one["verdict"] for one in told["results"]] == ["accepted"] * 2
    page = by_hand.get("/v1/streams/riga-2/changes?after=0").json()
    assert [base64.b64decode(change["body"]) for change in page["changes"]] == [
        b'{"id":"1"}',
        b'{"id":"2"}',
    ]


def test_what_it_hears_has_every_field_that_it_knew(by_hand: ByHand) -> None:
    head = {"epoch": 1, "seq": 0, "hash": _text(NOTHING)}
    hello = {"head": head, "incarnation": str(by_hand.pc.incarnation), "program": "1.0"}
    batch = by_hand.batch(b"{}", kind="visit_event", schema=1)
    assert {"standing", "head", "history", "streams", "at"} <= set(
        by_hand.post("/v1/hello", hello).json()
    )
    pushed = by_hand.post("/v1/push", batch).json()
    assert {"results", "head", "history", "feed", "at"} <= set(pushed)
    page = by_hand.get("/v1/streams/riga-2/changes?after=0").json()
    assert {"stream", "changes", "head", "history", "at"} <= set(page)
    assert {"feed", "device", "epoch", "seq", "op_id", "txn_id", "ends", "schema", "kind", "body",
            "hash"} <= set(page["changes"][0])  # fmt: skip


def test_a_client_of_tomorrow_says_more_and_is_understood(by_hand: ByHand) -> None:
    head = {"epoch": 1, "seq": 0, "hash": _text(NOTHING), "root": "?"}
    hello = {"head": head, "incarnation": str(by_hand.pc.incarnation), "program": "99.0",
             "wishes": ["pictures"], "marks": {}}  # fmt: skip
    assert by_hand.post("/v1/hello", hello).json()["standing"] == "alike"
    batch = by_hand.batch(b"\x00?", kind="made_tomorrow", schema=99, colour="green")
    told = by_hand.post("/v1/push", batch).json()
    assert [one["verdict"] for one in told["results"]] == ["accepted"]
    page = by_hand.get("/v1/streams/riga-2/changes?after=0").json()
    assert [(one["kind"], one["schema"]) for one in page["changes"]] == [("made_tomorrow", 99)]


@pytest.mark.parametrize("work", ["sqlite"], indirect=True)
def test_a_bomb_costs_headquarters_no_memory(by_hand: ByHand) -> None:
    packing, mebibyte = zlib.compressobj(1, wbits=31), bytes(1024 * 1024)
    packed = b"".join(packing.compress(mebibyte) for _ in range(256)) + packing.flush()
    assert len(packed) < MOST_TRAVELLING
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    headers = by_hand.signed("POST", "/v1/push", packed) | {"content-encoding": "gzip"}
    answer = httpx.post(by_hand.url + "/v1/push", content=packed, headers=headers)
    assert _code(answer) == (413, "hq.too_large")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


def test_a_request_that_was_overheard_does_nothing_the_second_time(by_hand: ByHand) -> None:
    batch = json.dumps(by_hand.batch(b"{}", kind="visit_event", schema=1)).encode()
    headers = by_hand.signed("POST", "/v1/push", batch)
    first, again = (
        httpx.post(by_hand.url + "/v1/push", content=batch, headers=headers) for _ in range(2)
    )
    assert first.status_code == 200
    assert _code(again) == (401, "hq.replayed")
    assert by_hand.get("/v1/streams/riga-2/changes?after=0").json()["head"] == 1


@pytest.mark.parametrize("path", ["/v1/hello", "/v1/push", "/v1/epochs"])
def test_a_forged_signature_is_refused(by_hand: ByHand, path: str, work: Work) -> None:
    pc = by_hand.pc
    head = {"epoch": 1, "seq": 0, "hash": _text(NOTHING)}
    bodies = {
        "/v1/hello": {"head": head, "incarnation": str(pc.incarnation), "program": "1"},
        "/v1/push": by_hand.batch(b"{}", kind="visit_event", schema=1),
        "/v1/epochs": {"incarnation": str(make_id()), "epoch": 1, "seen": head},
    }
    raw = json.dumps(bodies[path]).encode()
    forged = by_hand.signed("POST", path, raw, Ed25519PrivateKey.generate())
    told = httpx.post(by_hand.url + path, content=raw, headers=forged)
    assert _code(told) == (401, "hq.signature")
    real = by_hand.signed("POST", path, raw) | {"desk-device": str(make_id())}
    told = httpx.post(by_hand.url + path, content=raw, headers=real)
    assert _code(told) in ((403, "hq.unknown_device"), (401, "hq.signature"))
    with transaction(work.engine) as connection:
        assert status(connection).streams["riga-2"] == 0


def test_a_batch_that_somebody_else_signed_is_refused(by_hand: ByHand) -> None:
    batch = by_hand.batch(b"{}", kind="visit_event", schema=1)
    forged = Ed25519PrivateKey.generate().sign(b"anything")
    answer = by_hand.post("/v1/push", batch | {"signature": _text(forged)})
    assert _code(answer) == (401, "hq.signature")


@pytest.fixture
def own(
    work: Work, clock: VirtualClock, tmp_path: Path, database_template: Path
) -> Iterator[Branch]:
    """A branch's PC that has sent what it has."""
    folder = tmp_path / "own"
    folder.mkdir()
    shutil.copyfile(database_template, database_path(folder))
    pc = Branch(folder, work, clock)
    pc.write(2)
    pc.round()
    yield pc
    pc.database.close()


def _round(pc: Branch, url: str) -> bool:
    """A round over the network; whether it went on as a new epoch."""
    with open_client(url) as client:
        return pc.round_over(pc.line_over(client)).restored


def test_a_stolen_file_without_its_key_says_nothing(own: Branch, tmp_path: Path) -> None:
    own.copy_to(tmp_path / "stolen")
    raw = database_path(tmp_path / "stolen").read_bytes()
    assert own.known.private not in raw
    assert own.known.device.bytes not in raw
    with pytest.raises(DeskError, match=r"db\.(wrong_key|damaged)"):
        Database.open(tmp_path / "stolen", bytes(reversed(KEY)), make_id, own.clock)


def test_a_stolen_file_with_its_key_is_noticed_at_once(
    own: Branch, url: str, tmp_path: Path, work: Work, clock: VirtualClock
) -> None:
    own.copy_to(tmp_path / "stolen")
    thief = Branch(tmp_path / "stolen", work, clock)
    assert _round(thief, url), "it is no continuation of the branch's PC"
    with pytest.raises(DeskError, match=r"hq\.superseded"):
        _round(own, url)
    with transaction(work.engine) as connection:
        (device,) = status(connection).devices
    assert device.epoch == 2, "and headquarters' IT can see it"
    thief.database.close()


def test_a_stolen_folder_is_noticed_as_soon_as_both_work(
    own: Branch, url: str, tmp_path: Path, work: Work, clock: VirtualClock
) -> None:
    own.copy_to(tmp_path / "stolen")
    shutil.copyfile(own.folder / "incarnation", tmp_path / "stolen" / "incarnation")
    thief = Branch(tmp_path / "stolen", work, clock)
    for pc in (thief, own):
        pc.write()
    assert not _round(thief, url)
    assert _round(own, url), "the branch's PC goes on after what headquarters have"
    with pytest.raises(DeskError, match=r"hq\.superseded"):
        _round(thief, url)
    thief.database.close()


def test_after_it_was_reported_neither_copy_is_heard(
    own: Branch, url: str, tmp_path: Path, work: Work, clock: VirtualClock
) -> None:
    own.copy_to(tmp_path / "stolen")
    thief = Branch(tmp_path / "stolen", work, clock)
    with transaction(work.engine) as connection:
        revoke(connection, own.known.device, clock())
    for pc in (thief, own):
        pc.write()
        with pytest.raises(DeskError, match=r"hq\.revoked"):
            _round(pc, url)
    with transaction(work.engine) as connection:
        told = status(connection)
    assert told.quarantined == 2
    assert told.streams["riga-2"] == 2
    thief.database.close()
