"""The branch's side of the witness: its newest checkpoint goes up with a proof, a root comes back.

Whoever holds this database and its keys could write its log anew.  Headquarters remember every
root that they signed, so they would see it; and the branch keeps their last one, so that it would
be seen here, too, if headquarters told another story.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from db.database import Database
from db.device_key import is_signed
from desk.domain.entry_log import Checkpoint, Root
from desk.domain.merkle import consistency_proof, tree_hash
from desk.domain.witness import WitnessedRoot
from desk.sync.lane_bodies import WitnessAsked, Witnessed, WitnessVerdict
from desk.sync.line import Line

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """A checkpoint that is to be countersigned.

    Args:
        made, public: the newest one, and the key that signed it; leaves: of the log up to there.
        known: what was witnessed last; hq_key: with which headquarters sign.
    """

    made: Checkpoint
    public: bytes
    leaves: Sequence[bytes]
    known: WitnessedRoot | None
    hq_key: bytes

    @property
    def since(self) -> Root | None:
        """The root that was witnessed last."""
        return self.known.root if self.known else None

    def asked(self, since: Root | None, *, set_back: bool = False) -> WitnessAsked:
        """The question, with a proof from a root on."""
        return _asked(self.made, self.public, self.leaves, since, set_back=set_back)


def question(database: Database) -> Question | None:
    """What to ask; None when the newest checkpoint is witnessed, or was refused before."""
    with database.reader() as reader:
        made, known = reader.entry_log.last_checkpoint(), reader.witness.last()
        alarm = reader.witness.alarm()
        if made is None or not made.size or (known and known.root == Root(made.size, made.root)):
            return None
        if alarm is not None and alarm.size == made.size:
            return None  # they have said so already; the next checkpoint is asked about again
        public = reader.witness.public_key(made.device_id)
        leaves = reader.witness.leaves(made.size)
        found = reader.sync.enrolment()
    if public is None or found is None:
        return None
    return Question(made, public, leaves, known, found.hq_key)


def ask_witness(database: Database, line: Line) -> None:
    """Have the newest checkpoint countersigned, when it is not yet; usually nothing is asked."""
    one = question(database)
    if one is None:
        return
    told = line.witness(one.asked(one.since))
    theirs = _theirs(told, one.hq_key)
    if told.verdict is WitnessVerdict.BEHIND:
        agreed = theirs.root if theirs and _agrees(one.leaves, theirs.root) else None
        told = line.witness(one.asked(agreed or one.since, set_back=agreed is None))
        theirs = _theirs(told, one.hq_key)
    _keep(database, one.made, told, theirs)


def hear(database: Database, told: Witnessed) -> None:
    """Take an answer in that comes days later, when the log has grown and may be witnessed further.

    A root that they signed and that this log had is kept whatever they say of the question: the
    next proof begins there.
    """
    with database.reader() as reader:
        found, known = reader.sync.enrolment(), reader.witness.last()
        made, leaves = reader.entry_log.last_checkpoint(), reader.witness.leaves(told.size)
    if found is None or made is None:
        return
    theirs = _theirs(told, found.hq_key)
    agrees = theirs is not None and theirs.root.size > 0 and _agrees(leaves, theirs.root)
    with database.unit_of_work() as uow:
        if theirs is not None and agrees and theirs.root.size > (known.root.size if known else 0):
            uow.witness.keep(theirs)
        contradicts = told.verdict is WitnessVerdict.WITNESSED and not agrees
        if told.verdict is WitnessVerdict.DIFFERS or contradicts:
            log.error("headquarters refuse the incident log at size %d", made.size)
            uow.witness.refused(made.size, uow.now)
        uow.commit()


def _asked(
    made: Checkpoint,
    public: bytes,
    leaves: Sequence[bytes],
    since: Root | None,
    *,
    set_back: bool = False,
) -> WitnessAsked:
    size = since.size if since else 0
    possible = 0 < size <= len(leaves)
    return WitnessAsked(
        size=made.size,
        root=made.root,
        at=made.at,
        log_device=made.device_id,
        occasion=made.occasion,
        signature=made.signature,
        public_key=public,
        since=size,
        proof=consistency_proof(leaves, size) if possible else (),
        set_back=set_back,
    )


def _agrees(leaves: Sequence[bytes], root: Root) -> bool:
    """Whether the log had this root at this size, as it stands now."""
    return root.size <= len(leaves) and tree_hash(leaves[: root.size]) == root.root


def _theirs(told: Witnessed, hq_key: bytes) -> WitnessedRoot | None:
    """The root that they signed; None when there is none, or the signature is not theirs."""
    if told.at is None:
        return None
    root = WitnessedRoot(Root(told.size, told.root), told.text, told.at, told.signature)
    return root if is_signed(hq_key, root.signed_text, root.signature) else None


def _keep(
    database: Database, made: Checkpoint, told: Witnessed, theirs: WitnessedRoot | None
) -> None:
    with database.unit_of_work() as uow:
        if told.verdict is WitnessVerdict.WITNESSED and theirs is not None:
            if theirs.root != Root(made.size, made.root):
                return
            uow.witness.keep(theirs)
        else:
            log.error("headquarters refuse the incident log at size %d", made.size)
            uow.witness.refused(made.size, uow.now)
        uow.commit()
