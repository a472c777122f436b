"""Who gets the keys of what was sealed before: only whom a colleague confirmed by name.

The attackers here write into the file, or manage accounts; they hold no holder's password.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from annex_at_work import Annexed, light
from branch_at_work import PASSWORD, refuses, wall
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from tampering import recompute, sql, tamperer
from virtual import DEVICE, VirtualClock, make_id

from db.annex_cipher import Pair, new_pair
from db.database import Database
from db.entry_leaf import holder_digest
from db.types import to_micros
from desk.domain.annex import fingerprint
from desk.domain.entry_log import line_leaf
from desk.domain.log_check import Found
from desk.domain.roles import Actor, Role
from desk.services import accounts, annex_giving, annex_holders, annex_reseal
from desk.services.annex_giving import Waiting
from desk.services.annex_holders import HolderState
from desk.services.verify import verify

NEW = "pavisam cita parole"


@pytest.fixture
def branch(database: Database, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch) -> Annexed:
    clock.now = wall(9)
    light(monkeypatch)
    made = Annexed(database, clock)
    made.staff()
    return made


@dataclass
class Planted:
    """A holder that somebody put into the file, with the private key of their own."""

    id: bytes
    pair: Pair

    def opens(self, sealed: bytes) -> bool:
        try:
            SealedBox(PrivateKey(self.pair.private)).decrypt(sealed)
        except CryptoError:
            return False
        return True


def planted(branch: Annexed, *, line: bool, of: Actor | None = None, waiting: int = 1) -> Planted:
    """A row as the program would make it; with its line, all hashes and signatures if wanted."""
    who = (of or branch.clerk).account_id.bytes
    made = Planted(make_id().bytes, new_pair())
    at = to_micros(branch.clock())
    with tamperer(branch.database.folder) as on:
        values = (made.id, "head", who, made.pair.public, b"s", 1, 64, b"n", b"w", waiting, at)
        sql(on, "INSERT INTO annex_holder VALUES (?,?,?,?,?,?,?,?,?,?,?,NULL)", *values)
        if line:
            act = {
                "id": make_id().bytes,
                "holder_id": made.id,
                "kind": "made",
                "at": at,
                "actor_id": DEVICE.bytes,
                "account_id": who,
                "public_key": made.pair.public,
                "proof": b"",
            }
            names = ", ".join(act)
            marks = ", ".join("?" * len(act))
            sql(on, f"INSERT INTO annex_holder_act ({names}) VALUES ({marks})", *act.values())
            label = "keys of sealed parts: anna"
            leaf = line_leaf("annex_holder", act["id"], at, label, holder_digest(act))
            (index,) = sql(on, "SELECT count(*) FROM entry_log")[0]
            line_row = (index, "annex_holder", act["id"], at, label, leaf)
            sql(on, "INSERT INTO entry_log VALUES (?, ?, ?, ?, ?, ?)", *line_row)
            recompute(on)
    return made


def readable_to(branch: Annexed, attacker: Planted) -> int:
    """How many entries the attacker opens with what lies in the file."""
    rows = branch.rows("SELECT sealed FROM annex_key")
    return sum(attacker.opens(bytes(row[0])) for row in rows)


def listed(branch: Annexed, by: Actor | None = None) -> tuple[Waiting, ...]:
    found: tuple[Waiting, ...] = branch.read(annex_giving.waiting, by=by or branch.ilze)
    return found


def findings(branch: Annexed) -> list[tuple[Found, str]]:
    with branch.database.reader() as reader:
        return [(one.found, one.entry) for one in verify(reader).findings]


# Somebody who writes into the file


@pytest.mark.parametrize("line", [False, True], ids=["without-a-line", "with-a-line"])
@pytest.mark.parametrize("waiting", [0, 1])
def test_a_planted_holder_reads_nothing_old(branch: Annexed, line: bool, waiting: int) -> None:
    incident_id = branch.sealed()
    attacker = planted(branch, line=line, waiting=waiting)
    branch.signed_in(branch.ilze)
    branch.open(incident_id, branch.ilze)
    vita = branch.sign_up("vita", "Vita Zīle", Role.HEAD)
    (of_vita,) = [one for one in listed(branch) if one.login == "vita"]
    proof = branch.prove(branch.ilze)
    given = branch.do(
        annex_giving.give, of_vita.holder_id, of_vita.fingerprint, proof, by=branch.ilze
    )
    annex_reseal.run_to_end(branch.database, given)
    assert branch.outcome(incident_id, vita) == ""
    opened_after = 1 if line else 0  # the words of the opening, sealed when it stood there
    assert readable_to(branch, attacker) == opened_after + (1 if line else 0)


def test_nothing_is_sealed_to_a_holder_without_a_line(branch: Annexed) -> None:
    attacker = planted(branch, line=False)
    branch.sealed()
    assert readable_to(branch, attacker) == 0
    assert findings(branch) == [(Found.INSERTED, "keys of sealed parts")]
    assert branch.read(annex_holders.overview, by=branch.ilze).health.doubtful == 1


def test_with_a_line_made_anew_what_is_new_is_read_and_the_sheet_tells(branch: Annexed) -> None:
    """From inside the file nothing shows; the list of the day's entries names it."""
    attacker = planted(branch, line=True)
    branch.sealed()
    assert readable_to(branch, attacker) == 1
    assert findings(branch) == []
    with branch.database.reader() as reader:
        labels = [line.label for line in reader.entry_log.lines() if line.kind == "annex_holder"]
    assert labels == ["keys of sealed parts: ilze", "keys of sealed parts: anna"]


def test_a_holder_without_a_line_is_listed_and_can_only_be_removed(branch: Annexed) -> None:
    branch.sealed()
    attacker = planted(branch, line=False, waiting=0)
    (one,) = listed(branch)
    assert (one.name, one.sound) == ("Anna Bērziņa", False)
    proof = branch.prove(branch.ilze)
    with refuses("annex.holder_doubtful"):
        branch.do(annex_giving.give, one.holder_id, one.fingerprint, proof, by=branch.ilze)
    branch.do(annex_giving.refuse, one.holder_id, by=branch.ilze)
    assert listed(branch) == ()
    assert ("account", "account", "annex_refused") in branch.looks()
    branch.sealed()
    assert readable_to(branch, attacker) == 0
    assert (Found.INSERTED, "keys of sealed parts") in findings(branch), "what was done stays"


def test_i_do_not_know_this_person(branch: Annexed) -> None:
    """Also one whose line was made anew: nothing is sealed for it any more."""
    branch.sealed()
    attacker = planted(branch, line=True)
    (one,) = listed(branch)
    assert one.sound and one.fingerprint == fingerprint(attacker.pair.public)
    branch.do(annex_giving.refuse, one.holder_id, by=branch.ilze)
    branch.sealed()
    assert (readable_to(branch, attacker), listed(branch)) == (0, ())
    with branch.database.reader() as reader:
        assert "keys refused: anna" in {line.label for line in reader.entry_log.lines()}
    assert findings(branch) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE annex_holder SET public_key = randomblob(32)", Found.CHANGED),
        ("UPDATE annex_holder SET account_id = randomblob(16)", Found.CHANGED),
        ("UPDATE annex_holder SET created_at = created_at + 1", Found.CHANGED),
        ("UPDATE annex_holder SET revoked_at = created_at", Found.CHANGED),
        ("UPDATE annex_holder_act SET public_key = randomblob(32)", Found.INSERTED),
        ("DELETE FROM annex_holder_act", Found.INSERTED),
        ("DELETE FROM annex_holder", Found.REMOVED),
    ],
)
def test_a_changed_holder_gets_nothing_and_is_found(
    branch: Annexed, change: str, found: Found
) -> None:
    with tamperer(branch.database.folder) as on:
        sql(on, change)
    with branch.database.reader() as reader:
        assert reader.annex.holders() == ()
    assert (found, "keys of sealed parts") in findings(branch)


def test_whoever_was_a_deputy_does_not_bring_their_keys_back(branch: Annexed) -> None:
    """A row that ended is live again: its owner has the password, but the log says it is over."""
    vita = branch.sign_up("vita", "Vita Zīle", Role.DEPUTY)
    branch.do(accounts.disable, vita.account_id, by=branch.ilze)
    with tamperer(branch.database.folder) as on:
        sql(on, "UPDATE annex_holder SET revoked_at = NULL")
    incident_id = branch.sealed()
    assert branch.rows("SELECT count(*) FROM annex_key") == [(1,)]
    assert branch.outcome(incident_id, branch.ilze) == ""
    assert (Found.CHANGED, "keys of sealed parts") in findings(branch)


def test_a_second_key_of_a_head_is_no_key(branch: Annexed) -> None:
    attacker = planted(branch, line=True, of=branch.ilze)
    incident_id = branch.sealed()
    assert readable_to(branch, attacker) == 0
    assert branch.outcome(incident_id, branch.ilze) == ""
    assert findings(branch) == [(Found.INSERTED, "keys of sealed parts")]


def test_a_confirmation_that_somebody_else_wrote_hands_nothing_on(branch: Annexed) -> None:
    """It takes the giver's private key, not the giver's name."""
    branch.sealed()
    attacker = planted(branch, line=True)
    with branch.database.unit_of_work() as uow:
        (holder,) = uow.annex.waiting()
        uow.annex.note_given(holder, branch.ilze.account_id, bytes(32), branch.clock())
        uow.commit()
    assert branch.signed_in(branch.ilze) == 0
    assert readable_to(branch, attacker) == 0


# Somebody who manages accounts


def test_a_head_made_by_it_waits_for_a_colleague(branch: Annexed) -> None:
    incident_id = branch.sealed()
    it = branch.sign_up("serviss", "Ivo Tehniķis", Role.IT)
    given = {"login": "viltus", "name": "Viltus Vadītājs", "role": Role.HEAD, "password": NEW}
    account = branch.do(accounts.add, handed_over=False, by=it, **given)
    impostor = Actor(account.id, account.name, Role.HEAD, branch.ilze.site)
    branch.signed_in(impostor, NEW)
    branch.signed_in(branch.ilze)
    assert branch.outcome(incident_id, impostor, NEW) == "annex.waiting"
    (one,) = listed(branch)
    names = (one.login, one.name, one.role, one.made_by, one.sound, one.institution)
    assert names == ("viltus", "Viltus Vadītājs", Role.HEAD, it.name, True, False)
    assert one.since == branch.clock()
    with refuses("annex.not_waiting"):  # nobody gives to a name that does not wait
        proof = branch.prove(branch.ilze)
        branch.do(annex_giving.give, make_id(), one.fingerprint, proof, by=branch.ilze)
    branch.do(annex_giving.refuse, one.holder_id, by=branch.ilze)
    assert branch.outcome(incident_id, impostor, NEW) == "annex.no_keys"


def test_nobody_confirms_themselves_nor_while_they_wait(branch: Annexed) -> None:
    branch.sealed()
    first = branch.sign_up("vita", "Vita Zīle", Role.HEAD)
    branch.sign_up("zane", "Zane Liepa", Role.DEPUTY)
    (other,) = listed(branch, first)
    assert other.login == "zane"
    with refuses("annex.giver_waits"):
        proof = branch.prove(first)
        branch.do(annex_giving.give, other.holder_id, other.fingerprint, proof, by=first)


def test_a_password_that_it_sets_for_a_head_waits_again(branch: Annexed) -> None:
    incident_id = branch.sealed()
    it = branch.sign_up("serviss", "Ivo Tehniķis", Role.IT)
    vita = branch.sign_up("vita", "Vita Zīle", Role.HEAD)
    branch.give(branch.ilze)
    branch.do(accounts.change_password, vita.account_id, new=NEW, handed_over=False, by=it)
    branch.signed_in(branch.ilze)
    assert branch.outcome(incident_id, vita, NEW) == "annex.waiting"
    assert [one.made_by for one in listed(branch)] == [it.name]


# The honest way


def test_who_is_confirmed_opens_and_it_is_written_down(branch: Annexed) -> None:
    incident_id = branch.sealed()
    vita = branch.sign_up("vita", "Vita Zīle", Role.HEAD)
    (one,) = listed(branch)
    assert branch.give(branch.ilze) == 1
    assert branch.outcome(incident_id, vita) == ""
    assert ("confirm", "account", "annex_keys") in branch.looks()
    with branch.database.reader() as reader:
        (given,) = reader.annex.given()
        labels = [line.label for line in reader.entry_log.lines()]
    assert (given.actor_id, given.holder_id) == (branch.ilze.account_id, one.holder_id)
    assert fingerprint(given.public) == one.fingerprint
    assert "keys given: vita" in labels
    assert findings(branch) == []
    assert listed(branch) == ()


def test_the_password_and_the_fingerprint_are_asked_for(branch: Annexed) -> None:
    branch.sealed()
    branch.sign_up("vita", "Vita Zīle", Role.HEAD)
    (one,) = listed(branch)
    for seen, password, code in (
        (one.fingerprint, "nav īstā parole", "session.wrong_password"),
        ("0000 0000 0000 0000", PASSWORD, "annex.fingerprint"),
    ):
        with refuses(code):
            proof = branch.prove(branch.ilze, password)
            branch.do(annex_giving.give, one.holder_id, seen, proof, by=branch.ilze)
    assert branch.rows("SELECT count(*) FROM annex_key") == [(1,)]


def test_the_institution_s_key_is_confirmed_like_anybody(branch: Annexed) -> None:
    branch.sealed()
    assert branch.use_code().made
    (one,) = listed(branch)
    assert (one.institution, one.name, one.role) == (True, "", None)
    assert branch.give(branch.ilze) == 1
    health = branch.read(annex_holders.overview, by=branch.ilze).health
    assert health.recovery is HolderState.OPENS


def test_the_code_that_resets_one_password_serves_that_account_alone(branch: Annexed) -> None:
    branch.use_code()
    incident_id = branch.sealed()
    vita = branch.sign_up("vita", "Vita Zīle", Role.HEAD)
    with branch.database.unit_of_work() as uow:
        account = accounts.reset_by_code(uow, branch.env, "ilze", NEW)
        uow.commit()
    assert branch.use_code(account_id=account.id).handed_on == 1
    assert branch.outcome(incident_id, vita) == "annex.waiting"
    with branch.database.reader() as reader:
        assert [one.account_id for one in reader.annex.waiting()] == [vita.account_id]
