"""Content packs in the database: first, newer, older, damaged."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from branch_at_work import Branch, pack, refuses

from desk.services import content_store
from desk.services.content.schema import Pack


def changed(**info: Any) -> Pack:
    whole = pack()
    return msgspec.structs.replace(whole, info=msgspec.structs.replace(whole.info, **info))


@pytest.fixture
def installed(branch: Branch) -> Branch:
    with branch.database.unit_of_work() as uow:
        content_store.install_first(uow, pack(), at=branch.clock(), account_id=branch.it.account_id)
        uow.commit()
    return branch


def current(branch: Branch) -> Pack:
    with branch.database.reader() as reader:
        return content_store.current(reader)


def test_an_empty_database_says_so(branch: Branch) -> None:
    with refuses("content.none"):
        current(branch)


def test_what_was_installed_is_read_back(installed: Branch) -> None:
    assert current(installed) == pack()


def test_a_newer_pack_displaces_it(installed: Branch) -> None:
    newer = changed(version=pack().info.version + 1)
    assert installed.do(content_store.replace, newer, by=installed.it)
    assert current(installed) == newer


def test_the_same_pack_again_is_no_change(installed: Branch) -> None:
    assert not installed.do(content_store.replace, pack(), by=installed.it)


def test_what_is_refused(installed: Branch) -> None:
    version = pack().info.version
    other_words = changed(title=pack().info.institution_name)
    for given, code in (
        (changed(version=version - 1), "content.older"),
        (other_words, "content.older"),
        (changed(version=version + 1, institution="atd"), "content.other_institution"),
        (
            msgspec.structs.replace(changed(version=version + 1), branches=[]),
            "content.home_missing",
        ),
    ):
        with refuses(code):
            installed.do(content_store.replace, given, by=installed.it)
    with refuses("access.no_right"):
        installed.do(content_store.replace, changed(version=version + 1), by=installed.anna)
    assert current(installed) == pack()


def test_a_pack_that_is_only_included_is_no_first_pack(branch: Branch) -> None:
    with refuses("content.no_institution"), branch.database.unit_of_work() as uow:
        content_store.install_first(
            uow, changed(institution=None), at=branch.clock(), account_id=branch.it.account_id
        )


def test_damaged_content_is_refused(installed: Branch) -> None:
    with installed.database.unit_of_work() as uow:
        uow.content.install("pmlp", "pmlp", 9, "0", b"rubbish", installed.clock(), make())
        uow.commit()
    with refuses("content.damaged"):
        current(installed)


def make() -> Any:
    from virtual import make_id

    return make_id()
