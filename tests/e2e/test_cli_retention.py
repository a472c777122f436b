"""`desk retention` as IT runs it, and what `desk doctor` says of it."""

from __future__ import annotations

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
