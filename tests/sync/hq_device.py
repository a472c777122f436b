"""A PC as headquarters see it: a key, a chain of operations, signed requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from virtual import make_id

from desk.hq.door import Signed
from desk.hq.work import Work
from desk.sync.chain import batch_text, enrol_text, hashes, request_text
from desk.sync.wire import (
    NOTHING,
    Batch,
    Change,
    Enrol,
    Enrolled,
    Head,
    Hello,
    Op,
    Page,
    Pushed,
    Takeover,
    Welcome,
)


@dataclass
class Pc:
    """A PC that was or will be taken in; `ops` are those of its present epoch."""

    work: Work
    device: UUID = field(default_factory=make_id)
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    incarnation: UUID = field(default_factory=make_id)
    epoch: int = 1
    first: bytes = NOTHING
    ops: list[Op] = field(default_factory=list)

    def enrol(self, code: str) -> Enrolled:
        """Ask to be taken in."""
        public = self.key.public_key().public_bytes_raw()
        proof = self.key.sign(enrol_text(code, self.device, public, self.incarnation))
        asked = Enrol(code, self.device, public, self.incarnation, "counter PC", proof)
        return self.work.enrol(asked)

    def write(self, *bodies: bytes, kind: str = "visit_event", ends: bool = True) -> list[Op]:
        """One transaction of operations, not sent yet; without `ends` it goes on with the next."""
        txn = self.ops[-1].txn_id if self.ops and not self.ops[-1].ends else make_id()
        made = [
            Op(make_id(), txn, len(self.ops) + 1 + n, ends and n == len(bodies) - 1, 1, kind, body)
            for n, body in enumerate(bodies)
        ]
        self.ops += made
        return made

    @property
    def chain(self) -> list[bytes]:
        """The chain hashes of all its operations."""
        return list(hashes(self.device, self.epoch, self.ops, self.first))

    @property
    def head(self) -> Head:
        """Its last operation."""
        return Head(self.epoch, len(self.ops), self.chain[-1] if self.ops else self.first)

    def batch(self, first: int = 1, last: int | None = None) -> Batch:
        """The operations of these numbers, signed."""
        ops = tuple(self.ops[first - 1 : last])
        chain = [self.first, *self.chain]
        text = batch_text(self.device, self.epoch, ops[-1].seq, chain[ops[-1].seq])
        return Batch(self.device, self.epoch, chain[first - 1], ops, self.key.sign(text))

    def push(self, first: int = 1, last: int | None = None) -> Pushed:
        """Send the operations of these numbers."""
        return self.send(self.batch(first, last))

    def send(self, batch: Batch) -> Pushed:
        """Send a batch as it is."""
        return self.work.push(self.signed("POST", "/v1/push", msgspec.json.encode(batch)), batch)

    def hello(self) -> Welcome:
        """Compare both ends."""
        return self.work.hello(self.signed(), Hello(self.head, self.incarnation, "1.0"))

    def changes(self, stream: str, after: int = 0) -> Page:
        """Read a stream."""
        return self.work.changes(self.signed(), stream, after)

    def take_over(self) -> Head:
        """Go on as a new epoch, as a restored copy does."""
        self.incarnation = make_id()
        seen = self.hello().head
        head = self.work.take_over(self.signed(), Takeover(self.incarnation, self.epoch, seen))
        self.epoch, self.first, self.ops = head.epoch, head.hash, []
        return head

    def copy(self) -> Pc:
        """The same PC as of now: a backup, or a clone."""
        return replace(self, ops=list(self.ops))

    def signed(self, method: str = "POST", target: str = "/v1", body: bytes = b"") -> Signed:
        """A request's signature, by headquarters' clock."""
        now, nonce = self.work.clock(), make_id()
        text = request_text(method, target, int(now.timestamp()), nonce, body)
        return Signed(self.device, now, nonce, self.key.sign(text), text)


def digests(changes: Sequence[Change]) -> list[bytes]:
    """The digests of the bodies of changes, in their order."""
    return [sha256(change.body).digest() for change in changes]
