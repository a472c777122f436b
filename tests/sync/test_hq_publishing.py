"""Content packs: published by one person, released by another, signed; what each branch gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hq_device import Pc
from hq_writers import pen, person
from sqlalchemy import update
from virtual import make_id

from db.hq import models, publications
from db.hq.database import transaction
from db.hq.people import Person
from db.hq.publications import Publication
from desk.domain.errors import DeskError
from desk.hq import publishing
from desk.hq.identity import identity
from desk.hq.pack_difference import Difference, differences
from desk.hq.people import HqRole
from desk.hq.preview import Preview, preview
from desk.hq.projecting import catch_up
from desk.hq.work import Work
from desk.services.content import codec
from desk.services.content.bundled import bundled_pack
from desk.services.content.schema import Pack
from desk.sync.down import ContentRelease, require_release
from desk.sync.wire import HQ_STREAM

TakeIn = Callable[..., Pc]


@pytest.fixture
def juris(work: Work) -> Person:
    """An editor who may release, too, but not their own."""
    return person(work, "juris", HqRole.EDITOR, HqRole.RELEASER)


@pytest.fixture
def ieva(work: Work) -> Person:
    """A second person."""
    return person(work, "ieva", HqRole.EDITOR, HqRole.RELEASER)


def _pack(version: int) -> Pack:
    pack = bundled_pack("pmlp")
    return msgspec.structs.replace(pack, info=msgspec.structs.replace(pack.info, version=version))


def _publish(work: Work, by: Person, pack: Pack) -> Publication:
    body = codec.encode(pack)
    draft = Publication(
        id=make_id(),
        institution=pack.info.institution or "",
        pack_id=pack.info.id,
        version=pack.info.version,
        sha256=codec.sha256(body),
        published_by=by.id,
        published_at=work.clock(),
        body=body,
    )
    with pen(work, by) as writing:
        return publishing.publish(writing, draft)


def _release(work: Work, by: Person, draft: Publication) -> Publication:
    with pen(work, by) as writing:
        return publishing.release(writing, draft.id, codec.sha256)


def _released(pc: Pc) -> list[ContentRelease]:
    return [
        msgspec.json.decode(change.body, type=ContentRelease)
        for change in pc.changes(HQ_STREAM).changes
    ]


def test_branches_get_what_a_second_person_released_and_can_check_it(
    taken_in: TakeIn, work: Work, juris: Person, ieva: Person
) -> None:
    pc, draft = taken_in(), _publish(work, juris, _pack(41))
    assert not _released(pc), "nothing is sent before the second person"
    _release(work, ieva, draft)
    (told,) = _released(pc)
    with transaction(work.engine) as connection:
        key = identity(connection).public_key
    require_release(told, key)
    assert codec.decode(told.body) == _pack(41)
    assert (told.version, told.sha256) == (41, draft.sha256)
    assert (told.published_by, told.released_by) == (juris.id, ieva.id)


def test_nobody_releases_what_they_published(work: Work, juris: Person) -> None:
    draft = _publish(work, juris, _pack(41))
    with pytest.raises(DeskError, match=r"hq\.same_person"):
        _release(work, juris, draft)


def test_who_published_may_take_it_back_and_no_other_editor_may(work: Work, juris: Person) -> None:
    rita, inta = person(work, "rita", HqRole.EDITOR), person(work, "inta", HqRole.EDITOR)
    draft = _publish(work, rita, _pack(41))
    for other in (inta, person(work, "liene", HqRole.DUTY_OFFICER)):
        with pen(work, other) as by, pytest.raises(DeskError, match=r"hq\.no_right"):
            publishing.reject(by, draft.id, "Nav derīgs")
    with pen(work, rita) as by:
        publishing.reject(by, draft.id, " Pārrakstīšos ")
    with transaction(work.engine) as connection:
        (kept,) = publications.latest(connection, 9)
    assert (kept.rejected_by, kept.rejected_at, kept.rejection) == (
        rita.id, work.clock(), "Pārrakstīšos",
    )  # fmt: skip
    with pytest.raises(DeskError, match=r"hq\.rejected"):
        _release(work, juris, draft)


@pytest.mark.parametrize("why", ["", " ", "x" * (publishing.MOST_REASON + 1)])
def test_a_rejection_says_why(work: Work, juris: Person, ieva: Person, why: str) -> None:
    draft = _publish(work, juris, _pack(41))
    with pen(work, ieva) as by, pytest.raises(DeskError, match=r"hq\.reason"):
        publishing.reject(by, draft.id, why)
    with pen(work, ieva) as by, pytest.raises(DeskError, match=r"hq\.publication_unknown"):
        publishing.reject(by, make_id(), "no")


def test_only_roles_publish_and_release(work: Work, juris: Person) -> None:
    liene = person(work, "liene", HqRole.DUTY_OFFICER, HqRole.REGISTRAR)
    draft = _publish(work, juris, _pack(41))
    for deed in (_publish, _release):
        with pytest.raises(DeskError, match=r"hq\.no_right"):
            deed(work, liene, _pack(42) if deed is _publish else draft)  # type: ignore[operator]


def test_what_is_not_newer_is_refused_at_both_steps(
    work: Work, juris: Person, ieva: Person
) -> None:
    early, late = _publish(work, juris, _pack(41)), _publish(work, juris, _pack(42))
    _release(work, ieva, late)
    with pytest.raises(DeskError) as refused:
        _release(work, ieva, early)
    assert (refused.value.code, refused.value.params) == (
        "content.older",
        {"given": 41, "own": 42},
    )
    for version in (41, 42):
        with pytest.raises(DeskError, match=r"content\.older"):
            _publish(work, juris, _pack(version))
    _publish(work, juris, _pack(43))


def test_a_release_happens_once_and_of_what_was_published(
    work: Work, juris: Person, ieva: Person
) -> None:
    draft = _publish(work, juris, _pack(41))
    _release(work, ieva, draft)
    with pytest.raises(DeskError, match=r"hq\.released"):
        _release(work, ieva, draft)
    with pytest.raises(DeskError, match=r"hq\.publication_unknown"):
        _release(work, ieva, replace(draft, id=make_id()))


@pytest.mark.parametrize(
    ("body", "code"),
    [(codec.encode(_pack(40)), "hq.publication_changed"), (b"nothing", "content.damaged")],
)
def test_what_was_exchanged_in_between_is_not_released(
    work: Work, juris: Person, ieva: Person, body: bytes, code: str
) -> None:
    draft = _publish(work, juris, _pack(41))
    with transaction(work.engine) as connection:
        connection.execute(update(models.publication).values(body=body))
    with pytest.raises(DeskError) as refused:
        _release(work, ieva, draft)
    assert refused.value.code == code


@pytest.mark.parametrize("part", ["body", "signature", "version", "institution", "id"])
def test_a_branch_refuses_what_headquarters_did_not_sign(
    taken_in: TakeIn, work: Work, juris: Person, ieva: Person, part: str
) -> None:
    pc = taken_in()
    _release(work, ieva, _publish(work, juris, _pack(41)))
    (told,) = _released(pc)
    with transaction(work.engine) as connection:
        key = identity(connection).public_key
    other: dict[str, Any] = {
        "body": told.body + b"x",
        "signature": bytes(64),
        "version": 42,
        "institution": "atd",
        "id": make_id(),
    }
    with pytest.raises(DeskError, match=r"content\.signature"):
        require_release(msgspec.structs.replace(told, **{part: other[part]}), key)


def _says_it_has(work: Work, pc: Pc, pack: Pack) -> None:
    """As a branch tells of its pack: the row, without the pack itself."""
    row = {
        "id": make_id(),
        "pack_id": pack.info.id,
        "institution": pack.info.institution,
        "version": pack.info.version,
        "sha256": codec.sha256(codec.encode(pack)),
        "at": work.clock(),
        "account_id": make_id(),
    }
    pc.write(msgspec.json.encode(row), kind="content_pack")
    pc.push(len(pc.ops))


def _plain(pack: Pack) -> Any:
    return msgspec.to_builtins(pack)


def _looked(work: Work, pack: Pack, shipped: Pack | None = None) -> Preview:
    def known(sha256: str, body: bytes | None) -> Any:
        if body is not None:
            return _plain(codec.decode(body))
        same = shipped and codec.sha256(codec.encode(shipped)) == sha256
        return _plain(shipped) if shipped and same else None

    catch_up(work.engine)
    with transaction(work.engine) as connection:
        return preview(connection, "pmlp", _plain(pack), known)


def test_the_preview_compares_with_what_each_branch_has(
    taken_in: TakeIn, work: Work, juris: Person
) -> None:
    riga, cesis, silent, atd, lost = map(
        taken_in, ("riga-2", "cesis", "ogre", "atd-riga", "atlantis")
    )
    old = _publish(work, juris, _pack(41))
    changed = msgspec.structs.replace(_pack(42), tips=[])
    for pc in (riga, cesis):
        _says_it_has(work, pc, _pack(41))
    _says_it_has(work, atd, bundled_pack("atd"))
    _says_it_has(work, lost, _pack(7))
    found = _looked(work, changed)
    assert silent.device
    told = {group.branches: group for group in found.groups}
    assert told.keys() == {("cesis", "riga-2"), ("ogre",), ("atlantis",)}
    both = told["cesis", "riga-2"]
    assert (both.version, both.sha256, both.known) == (41, old.sha256, True)
    parts = {one.part for one in both.differences}
    assert parts == {"info", "tips"}
    assert not told["atlantis",].known, "nobody here has that pack"
    assert (told["ogre",].version, told["ogre",].known) == (0, False)
    assert found.elsewhere == ("atd-riga",)
    assert "atlantis" in found.unknown_branches
    assert "riga-2" not in found.unknown_branches
    assert found.newer_there == ()
    older = _looked(work, _pack(40))
    assert older.newer_there == ("cesis", "riga-2")


def test_the_last_pack_that_a_pc_told_of_counts(taken_in: TakeIn, work: Work) -> None:
    pc = taken_in("riga-2")
    for version in (7, 8):
        _says_it_has(work, pc, _pack(version))
    catch_up(work.engine)
    _says_it_has(work, pc, _pack(9))
    catch_up(work.engine)
    with transaction(work.engine) as connection:
        assert [one.version for one in publications.in_force(connection)] == [9]


def test_items_are_compared_by_what_names_them() -> None:
    before = {
        "rules": [{"id": "A", "text": {"lv": "x", "en": "y"}}, {"id": "B"}],
        "exceptions": [{"day": "2026-12-24", "branches": ["ogre"], "intervals": []}],
        "branches": [{"id": "ogre", "phone": "1"}],
        "policy": {"slots": {"minutes": 5}, "capacity": 3},
        "same": [1, 2],
    }
    after = {
        "rules": [{"id": "C"}, {"id": "A", "text": {"lv": "z", "en": "y"}}],
        "exceptions": [{"day": "2026-12-24", "branches": ["ogre"], "intervals": [["9", "10"]]}],
        "branches": [{"id": "ogre", "phone": "2"}],
        "policy": {"slots": {"minutes": 10}, "capacity": 3},
        "same": [1, 2],
    }
    found = differences(before, after)
    assert found == (
        Difference("branches", "ogre", "changed", ("phone",), ("ogre",)),
        Difference("exceptions", "2026-12-24 ['ogre']", "changed", ("intervals",), ("ogre",)),
        Difference("policy", "", "changed", ("slots.minutes",)),
        Difference("rules", "A", "changed", ("text.lv",)),
        Difference("rules", "B", "removed"),
        Difference("rules", "C", "added"),
    )
    assert [one.part for one in found if not one.concerns("cesis")] == ["branches", "exceptions"]
    assert differences(after, after) == ()


def test_against_nothing_everything_is_new() -> None:
    assert {one.what for one in differences({}, _plain(bundled_pack("pmlp")))} == {"added"}
