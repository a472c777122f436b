"""The anonymised file, read back: whole months, small counts hidden, nothing personal."""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF8
from dataclasses import replace
from datetime import date

from branch_at_work import DAY, SITE, Branch, refuses, wall

from desk.domain.incident import FirstReport, IncidentKind
from desk.domain.statistics import Span
from desk.services import incidents, queue, statistics_csv
from desk.services.statistics import month

NOVEMBER = month(DAY)
INSULT = FirstReport(
    IncidentKind.AGGRESSION, wall(8, 30), triggers=("insulting",), level="1", text="Kliedza uz mani"
)


def table(branch: Branch, span: Span = NOVEMBER, site: str | None = None) -> list[dict[str, str]]:
    content = branch.read(statistics_csv.export, span, site, by=branch.head)
    assert content.startswith(BOM_UTF8) and b"\r\n" in content
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def reported(branch: Branch, count: int, first: FirstReport = INSULT) -> None:
    for _ in range(count):
        branch.do(incidents.report, first, by=branch.anna)


def find(rows: list[dict[str, str]], figure: str, value: str = "") -> dict[str, str]:
    [found] = [row for row in rows if (row["figure"], row["value"]) == (figure, value)]
    return found


def test_the_columns_and_a_figure_that_is_shown(branch: Branch) -> None:
    branch.do(queue.take_in_walk_in, ["eid"], by=branch.anna)
    reported(branch, 6)
    rows = table(branch)
    assert tuple(rows[0]) == statistics_csv.COLUMNS
    assert {(row["site"], row["month"]) for row in rows} == {(SITE, "2026-11")}
    found = find(rows, "aggression.level", "1")
    assert (found["count"], found["of"], found["unit"]) == ("6", "1", "per_1000")
    assert (found["result"], found["hidden"]) == ("6000.0000", "0")
    assert float(found["low"]) < 6000 < float(found["high"])


def test_small_counts_are_hidden_with_all_that_tells_of_them(branch: Branch) -> None:
    reported(branch, 3)
    reported(branch, 6, replace(INSULT, level="2"))
    rows = table(branch)
    assert find(rows, "aggression.per_visits")["count"] == "9"
    levels = [find(rows, "aggression.level", one) for one in ("1", "2", "3")]
    assert [row["hidden"] for row in levels] == ["1", "1", "0"]
    assert {row[name] for row in levels[:2] for name in ("count", "result", "low", "high")} == {""}


def test_every_value_there_can_be_has_its_row(branch: Branch) -> None:
    reported(branch, 1)
    rows = table(branch)
    services = {row["value"] for row in rows if row["figure"] == "aggression.service"}
    assert services == {*branch.env.services, "unknown"}
    triggers = [row["value"] for row in rows if row["figure"] == "aggression.trigger"]
    assert triggers == [one.id for one in branch.env.pack.ladders[0].triggers]


def test_months_stand_by_themselves(branch: Branch) -> None:
    reported(branch, 1)
    branch.clock.now = wall(9, day=date(2027, 1, 12))
    reported(branch, 2, replace(INSULT, occurred_at=branch.clock()))
    rows = table(branch, Span(date(2026, 10, 1), date(2027, 1, 31)))
    assert list(dict.fromkeys(row["month"] for row in rows)) == ["2026-11", "2027-01"]
    assert table(branch) == [row for row in rows if row["month"] == "2026-11"]


def test_nothing_kept_is_a_file_with_its_head_alone(branch: Branch) -> None:
    assert table(branch) == []


def test_only_whole_months(branch: Branch) -> None:
    for first, last in (("2026-11-02", "2026-11-30"), ("2026-11-01", "2026-11-29")):
        with refuses("statistics.whole_months"):
            table(branch, Span(date.fromisoformat(first), date.fromisoformat(last)))


def test_nothing_personal_is_in_it(branch: Branch) -> None:
    reported(branch, 6)
    text = branch.read(statistics_csv.export, NOVEMBER, by=branch.head).decode()
    with branch.database.reader() as reader:
        numbers = [one.number for one in reader.incidents.list(SITE)]
    assert not any(number in text for number in numbers)
    for word in ("Kliedza", "Anna", str(branch.anna.account_id), "08:30", "8.30"):
        assert word not in text
    assert branch.looks() == []


def test_a_place_that_this_pc_does_not_work_for(branch: Branch) -> None:
    with refuses("site.not_permitted"):
        table(branch, site="riga-1")
