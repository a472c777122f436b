"""`desk hq figures` and `desk hq erase`: a real branch, a real server, the real commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from command_line import CommandLine
from hq_person_commands import Headquarters
from hq_process import Server, command, started

from desk.app import App, open_app
from desk.domain.person import Person, Purpose
from desk.domain.roles import Actor, Role
from desk.services import day_close, queue

NAME = "Qžanete Qbērziņa"
SITE = "riga-2"


@pytest.fixture
def hq(tmp_path: Path) -> Headquarters:
    """Headquarters with a registrar and an editor."""
    made = Headquarters(f"sqlite:///{tmp_path / 'hq.db'}")
    command(made.url, "init")
    made.add("zane", "registrar")
    made.add("juris", "editor", by="zane")
    return made


@pytest.fixture
def server(hq: Headquarters, tmp_path: Path) -> Iterator[Server]:
    """Headquarters that answer."""
    with started(hq.url, tmp_path) as running:
        yield running


@pytest.fixture
def joined(staffed: CommandLine, hq: Headquarters, server: Server) -> CommandLine:
    """A branch that headquarters have taken in."""
    code = command(hq.url, "enrol-code", "--branch", SITE)["code"]
    assert staffed("enrol", "--hq", server.url, "--code", code, login="ilze").code == 0
    return staffed


@pytest.fixture
def work(joined: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Callable[[], closing[App]]:
    """The branch's program, opened here as its window would."""
    monkeypatch.setenv("DESK_KEY_DIR", str(joined.folder / "key"))
    return lambda: closing(open_app(joined.folder / "data"))


def _head(app: App) -> Actor:
    with app.database.reader() as reader:
        ilze = reader.accounts.by_login("ilze")
    assert ilze is not None
    return Actor(ilze.id, ilze.name, Role.HEAD, SITE, "1")


def test_a_day_that_was_closed_is_seen_in_numbers(
    joined: CommandLine, hq: Headquarters, work: Callable[[], closing[App]]
) -> None:
    with work() as app:
        head, env = _head(app), app.env
        service = env.pack.services[0].id
        with app.database.unit_of_work() as uow:
            taken = [
                queue.take_in_walk_in(uow, env, head, (service,), override_closing=True)
                for _ in range(3)
            ]
            for visit in taken:
                queue.leave(uow, env, head, visit.id)
            uow.commit()
        day = taken[0].day
    assert joined("sync", "--once").code == 0
    asked = ("figures", "--branch", SITE, "--day", day.isoformat())
    assert hq(*asked) == (0, {"branch": SITE, "day": day.isoformat(), "sites": [], "incidents": []})
    with work() as app, app.database.unit_of_work() as uow:
        day_close.close(uow, app.env, _head(app), day)
        uow.commit()
    assert joined("sync", "--once").code == 0
    code, told = hq(*asked)
    (site,) = told["sites"]
    assert (code, site["site"], site["figures"]["tickets"]) == (0, SITE, 3)
    assert site["figures"]["counts"]["left"] == 3
    assert hq("figures", "--branch", "atlantis", "--day", day.isoformat())[0] != 0


def _readable(app: App, person: UUID) -> bool:
    with app.database.reader() as reader:
        return reader.persons.get(person) is not None


def test_what_headquarters_erase_is_gone_at_both_ends(
    joined: CommandLine, hq: Headquarters, work: Callable[[], closing[App]]
) -> None:
    ids = []
    with work() as app:
        for _ in range(2):
            with app.database.unit_of_work() as uow:
                one = Person(name=NAME, phone="+37129999999")
                at = app.env.clock()
                ids.append(uow.persons.put(Purpose.APPOINTMENT, one, at=at, expires=None))
                uow.commit()
    gone, stays = ids
    assert joined("sync", "--once").code == 0
    asked = ("erase", str(gone), "--branch", SITE)
    assert hq(*asked, login="juris")[1]["error"]["code"] == "hq.no_right"
    code, told = hq(*asked, login="zane")
    assert (code, told) == (0, {"row": str(gone), "branch": SITE, "new": True})
    assert hq(*asked, login="zane")[1]["new"] is False
    with work() as app:
        assert _readable(app, gone), "the branch follows in its next round"
    assert joined("sync", "--once").code == 0
    with work() as app:
        assert not _readable(app, gone)
        assert _readable(app, stays)
    deeds = [(one["login"], one["what"], one["subject"]) for one in hq("log")[1]]
    assert ("zane", "erase", str(gone)) in deeds
    assert hq("verify")[1]["ok"] is True
    assert hq("erase", str(gone), "--branch", "atlantis", login="zane")[0] != 0
