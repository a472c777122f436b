"""Which version a PC takes."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime

import pytest
from update_world import World

from desk.domain.errors import DeskError
from desk.update.quiet import within
from desk.update.release import Release, read_release, wanted
from desk.update.releases import add, stage, withdraw
from desk.update.versions import is_version, order
from desk.update.working import Outcome

SORTED = (
    "0.9",
    "0.10",
    "1.0~dev7",
    "1.0~dev7.g1a2b",
    "1.0~dev10",
    "1.0",
    "1.0.1",
    "1.1~rc1",
    "1.1",
)
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(("less", "more"), list(itertools.combinations(SORTED, 2)))
def test_versions_are_sorted_as_packages_are(less: str, more: str) -> None:
    assert order(less) < order(more)


@pytest.mark.parametrize(
    "text", ["", "v1", "1.", ".1", "1..0", "1.0-1", "1/0", "1.0 ", "../1", "1.0~", "1.0~A", "１"]
)
def test_what_is_no_version(text: str) -> None:
    assert not is_version(text)
    with pytest.raises(DeskError, match=r"update\.version"):
        order(text)


def taken(*releases: Release, installed: str = "1.0", failed: tuple[str, ...] = ()) -> str | None:
    found = {f"{one.version}.{one.kind}": one for one in releases}
    return wanted(
        found, kind="deb", installed=installed, branch="riga-2", today=TODAY, failed=failed
    )


ALL = {"*": ""}


@pytest.mark.parametrize(
    ("rollout", "takes"),
    [
        ({}, False),
        ({"*": ""}, True),
        ({"riga-2": ""}, True),
        ({"riga-1": ""}, False),
        ({"*": "2026-11-24"}, True),
        ({"*": "2026-11-25"}, False),
        ({"riga-2": "2026-11-24", "*": "2026-12-01"}, True),
        ({"riga-2": "2026-12-01", "*": "2026-11-01"}, False),  # the branch's own day counts
    ],
)
def test_staged_by_branch_and_day(rollout: dict[str, str], takes: bool) -> None:
    assert (taken(Release("1.1", "deb", "", rollout)) is not None) is takes


def test_the_newest_that_fits() -> None:
    newest = Release("1.3", "deb", "1.2", ALL)
    between = Release("1.2", "deb", "", ALL)
    assert taken(newest, between, Release("1.1", "deb", "", ALL)) == "1.2.deb"
    assert taken(newest, between, installed="1.2") == "1.3.deb"
    assert taken(newest, between, installed="1.3") is None
    assert taken(newest, between, failed=("1.2",)) is None
    assert taken(Release("1.2", "rpm", "", ALL)) is None
    assert taken(Release("0.9", "deb", "", ALL)) is None


@pytest.mark.parametrize(
    ("name", "custom"),
    [
        ("a_1.0.deb", None),
        ("a_1.0.deb", {"version": "1.0"}),
        ("a_1.0.deb", {"version": "1.0", "kind": "rpm"}),
        ("a_1.0.deb", {"version": "1.0;reboot", "kind": "deb"}),
        ("-a_1.0.deb", {"version": "1.0", "kind": "deb"}),
        ("../a_1.0.deb", {"version": "1.0", "kind": "deb"}),
        ("a_1.0.deb", {"version": "1.0", "kind": "deb", "rollout": {"*": 1}}),
    ],
)
def test_what_this_program_does_not_understand_it_does_not_take(name: str, custom: object) -> None:
    assert read_release(name, custom) is None


def test_branch_by_branch(world: World) -> None:
    world.publish("1.1", branch="riga-1")
    pc = world.pc()
    assert pc.run() is Outcome.NOTHING
    stage(world.repository, world.keys, "1.1", {"riga-2": "2026-11-25"})
    assert pc.run() is Outcome.NOTHING
    world.clock.now = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)  # midnight in Riga
    assert pc.run() is Outcome.PUT_IN


def test_what_headquarters_are_refused(world: World) -> None:
    def code(version: str, file: str) -> str:
        path = world.folder / file
        path.write_text("a package")
        with pytest.raises(DeskError) as error:
            add(world.repository, world.keys, path, version)
        return error.value.code

    assert code("1.0", "branch-desk_1.0_all.deb") == "update.there"
    assert code("1.0", "other_1.0_all.deb") == "update.there"
    assert code("1.1", "branch-desk_1.2_all.deb") == "update.file_name"
    assert code("1.1", "branch-desk_1.1.zip") == "update.file_name"
    assert code("one", "branch-desk_one_all.deb") == "update.version"
    with pytest.raises(DeskError, match=r"update\.unknown_version"):
        withdraw(world.repository, world.keys, "7.0")


@pytest.mark.parametrize(
    ("hours", "wall", "inside"),
    [
        ("19:00-06:00", (18, 59), False),
        ("19:00-06:00", (19, 0), True),
        ("19:00-06:00", (23, 59), True),
        ("19:00-06:00", (5, 59), True),
        ("19:00-06:00", (6, 0), False),
        ("01:00-05:00", (0, 59), False),
        ("01:00-05:00", (1, 0), True),
        ("01:00-05:00", (5, 0), False),
    ],
)
def test_hours(hours: str, wall: tuple[int, int], inside: bool) -> None:
    from desk.domain.clock import RIGA

    now = datetime(2026, 11, 24, *wall, tzinfo=RIGA).astimezone(UTC)
    assert within(hours, now) is inside


@pytest.mark.parametrize("hours", ["", "19-06", "19:00", "25:00-06:00", "19:00–06:00"])
def test_hours_that_are_none(hours: str) -> None:
    with pytest.raises(DeskError, match=r"update\.hours"):
        within(hours, datetime(2026, 11, 24, tzinfo=UTC))
