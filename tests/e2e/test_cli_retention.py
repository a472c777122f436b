"""`desk retention` as IT runs it, and what `desk doctor` says of it."""

from __future__ import annotations

from pathlib import Path

from command_line import CommandLine


def test_the_table_in_words_and_as_data(staffed: CommandLine) -> None:
    done = staffed("retention", "--json")
    assert done.code == 0, done.err
    purposes = {row["purpose"]: row for row in done.json["purposes"]}
    assert (purposes["appointment"]["days"], purposes["appointment"]["default"]) == (30, True)
    assert purposes["staff"]["rows"] == 2
    assert purposes["draft"]["rows"] == 0 and purposes["access_log"]["rows"] is None
    assert all(row["basis"] and row["counted_from"] for row in purposes.values())
    assert done.json["without_period"] == [] and done.json["last_run"] is None
    said = staffed("retention").out
    assert "Bookings: name and contact: 30 days" in said and "last run: never" in said
    assert "Ilze" not in said and "Anna" not in said


def test_a_run_is_remembered_and_needs_nobody(staffed: CommandLine) -> None:
    done = staffed("retention", "run", "--json")
    assert (done.code, done.json["erased"], done.json["settled"]) == (0, 0, True)
    assert staffed("retention", "--json").json["last_run"] is not None
    found = {one["check"]: one for one in staffed("doctor", "--json").json["checks"]}
    assert found["retention"]["status"] == "ok"
    assert "last run 2" in found["retention"]["message"]


def test_confirming_the_date_asks_for_a_person(staffed: CommandLine) -> None:
    assert staffed("retention", "run", "--date-is-right", "--json").error == "session.needed"
    clerk = staffed("retention", "run", "--date-is-right", "--json", login="anna")
    assert clerk.error == "access.no_right"
    head = staffed("retention", "run", "--date-is-right", "--json", login="ilze")
    assert head.code == 0, head.err


def test_what_is_left_in_a_second_place_has_an_exit_code_of_its_own(
    staffed: CommandLine, tmp_path: Path
) -> None:
    share, away = tmp_path / "share", tmp_path / "away"
    share.mkdir()
    assert staffed("mirror", "set", share, login="ilze").code == 0
    share.rename(away)
    left = staffed("retention", "run", "--json")
    assert (left.code, left.json["settled"], left.json["settled_here"]) == (4, False, True)
    assert "the second place" in staffed("retention", "run").out
    found = {one["check"]: one for one in staffed("doctor", "--json").json["checks"]}
    assert found["retention"]["status"] == "warning"
    away.rename(share)
    done = staffed("retention", "run", "--json")
    assert (done.code, done.json["settled_in_second_place"]) == (0, True)


def test_a_place_used_earlier_is_named_until_a_person_has_emptied_it(
    staffed: CommandLine, tmp_path: Path
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for place in (old, new):
        place.mkdir()
        done = staffed("mirror", "set", place, login="ilze")
        assert done.code == 0, done.err
    assert f"delete by hand: {old}" in done.out
    found = {one["check"]: one for one in staffed("doctor", "--json").json["checks"]}
    assert found["second_place"]["status"] == "warning"
    assert str(old) in found["second_place"]["message"]
    assert staffed("mirror", "forget", old, "--json").error == "session.needed"
    assert staffed("mirror", "forget", new, "--json", login="ilze").error == "mirror.not_earlier"
    assert staffed("mirror", "forget", old, "--json", login="ilze").json == {"earlier": []}
    assert str(old) not in staffed("doctor", "--json").out
