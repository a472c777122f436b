"""A branch whose people hold keys of the sealed annex, for its tests."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from branch_at_work import PASSWORD, Branch

from db import annex_cipher
from db.recovery_code import new_code
from desk.domain.annex import Identity, OpenPurpose
from desk.domain.errors import DeskError
from desk.domain.incident import FirstReport, IncidentKind
from desk.domain.roles import Actor, Role
from desk.services import (
    accounts,
    annex,
    annex_giving,
    annex_open,
    annex_recovery,
    annex_reseal,
    incidents,
)
from desk.services.annex_open import OpenedAnnex, Proof

JANIS = Identity(
    name="Jānis Qbērziņš",
    contact="+371 29654321",
    document="uzrādīja pasi",
    witnesses="Līga Qozola",
    text="Garš, zila jaka.",
)
CODE = new_code()


def light(patch: pytest.MonkeyPatch) -> None:
    """Stretch secrets for keys in no time; how long it takes is no matter of these tests."""
    patch.setattr(annex_cipher, "_TIME_COST", 1)
    patch.setattr(annex_cipher, "_MEMORY_KIB", 64)


class Annexed(Branch):
    """`ilze` is head, `anna` clerk; both signed up, and `ilze` holds keys."""

    def staff(self) -> None:
        """Make the two accounts."""
        self.ilze = self.sign_up("ilze", "Ilze Rozīte", Role.HEAD)
        self.clerk = self.sign_up("anna", "Anna Bērziņa", Role.CLERK)

    def use_code(self, code: str = CODE, account_id: UUID | None = None) -> annex_recovery.CodeUsed:
        """Type the recovery code."""
        return annex_recovery.use_code(self.database, self.env, code, account_id)

    def report(
        self, level: str = "2", *, by: Actor | None = None, visit: UUID | None = None
    ) -> UUID:
        """File a report; gives its id."""
        first = FirstReport(IncidentKind.AGGRESSION, self.clock(), level=level, text="Kliedza.")
        made: UUID = self.do(incidents.report, first, visit, by=by or self.clerk).id
        return made

    def sealed(self, identity: Identity = JANIS) -> UUID:
        """A report with an entry."""
        incident_id = self.report()
        self.do(annex.seal, incident_id, identity, by=self.clerk)
        return incident_id

    def prove(self, by: Actor, password: str = PASSWORD) -> Proof:
        """Try a password."""
        proof: Proof = self.read(annex_open.prove, password, by=by)
        return proof

    def open(
        self,
        incident_id: UUID,
        by: Actor,
        password: str = PASSWORD,
        purpose: OpenPurpose = OpenPurpose.POLICE,
        words: str = "lieta 1",
    ) -> OpenedAnnex:
        """Open an annex."""
        proof = self.prove(by, password)
        done: OpenedAnnex = self.do(annex_open.open, incident_id, proof, purpose, words, by=by)
        return done

    def outcome(self, incident_id: UUID, by: Actor, password: str = PASSWORD) -> str:
        """The refusal that opening meets, "" for none."""
        try:
            opened = self.open(incident_id, by, password)
        except DeskError as refusal:
            return refusal.code
        assert opened.entries[0].who == JANIS
        return ""

    def signed_in(self, who: Actor, password: str = PASSWORD) -> int:
        """What a sign-in with the full password does for the others; gives keys handed on."""
        return annex_reseal.after_sign_in(
            self.database, self.env, who.account_id, who.role, password
        )

    def give(self, by: Actor, password: str = PASSWORD) -> int:
        """Confirm everybody who waits, one by one; gives keys handed on."""
        given = None
        for one in self.read(annex_giving.waiting, by=by):
            asked = (one.holder_id, one.fingerprint, self.prove(by, password))
            given = self.do(annex_giving.give, *asked, by=by)
        return annex_reseal.run_to_end(self.database, given)

    def password(self, of: Actor, new: str, *, by: Actor, old: str = "") -> None:
        """Change a password, one's own with the old one."""
        self.do(accounts.change_password, of.account_id, by=by, new=new, old=old)

    def rows(self, sql: str) -> list[Any]:
        """What the database file says."""
        with self.database.reader() as reader:
            return list(reader._connection.exec_driver_sql(sql).all())
