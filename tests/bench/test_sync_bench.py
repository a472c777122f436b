"""The bench of the line to headquarters, in the small: every row is measured, in earnest."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.bench import budgets, sync_paper
from tests.bench.__main__ import in_a_child
from tests.bench.sync_paper import Costs
from tests.bench.sync_pouch import is_installed

if sys.platform == "win32":
    pytest.skip("PostgreSQL is tested where the set-up installs it", allow_module_level=True)

COSTS = Costs(
    op_python=0.1, op_sql=0.1, op_stored=1000, op_wal=1500, op_sent=200, ask_python=4, ask_sql=1,
    nonce=200, commits=500, ops=10, rounds=1000, idle=100,
)  # fmt: skip


@pytest.fixture(scope="module")
def fleet() -> dict[str, object]:
    found: dict[str, object] = in_a_child("sync_fleet", "2", "20")
    return found


def test_branches_that_come_back_are_all_served(fleet: dict[str, object]) -> None:
    assert fleet["branches"] == 2
    assert fleet["records"]
    assert fleet["broken"] == 0


def test_rounds_are_timed() -> None:
    found = in_a_child("sync_speed", "0", "0", "3")
    assert found["nothing"]["n"] == found["single"]["n"] == 3
    assert 0 < found["nothing"]["median"] <= found["nothing"]["max"]


@pytest.mark.skipif(not is_installed(), reason="`make bench` installs what is compared with")
def test_every_row_comes_out_of_a_comparison(fleet: dict[str, object]) -> None:
    speed = in_a_child("sync_speed", "20", "1", "3")
    parts = {"sync": {"speed": speed, "fleet": fleet}}
    rows = {row.name.strip(): row for row in budgets.lines(parts)}
    measured = [row for row in rows.values() if row.measured is not None]
    assert len(measured) == 10
    assert all(row.holds is not None for row in measured)
    push = rows["push, against pouchdb-server"]
    assert push.least
    assert push.ratio == pytest.approx(speed["push"]["ratio"])


def test_a_ratio_that_is_to_be_large_holds_when_it_is() -> None:
    assert budgets.Line("push", 3, "/s", 30, 10, least=True).holds
    assert not budgets.Line("push", 3, "/s", 29, 10, least=True).holds


def test_costs_grow_with_branches_and_the_first_limit_comes_first() -> None:
    small, large = (sync_paper.load(COSTS, number) for number in (30, 3000))
    assert large.asks == pytest.approx(100 * small.asks)
    assert large.disk == pytest.approx(100 * small.disk)
    assert small.asks == pytest.approx(30 * 2100 / 32400)
    numbers = [number for _name, number in sync_paper.limits(COSTS)]
    assert numbers == sorted(numbers)


def test_a_day_of_clients_makes_fewer_rounds_than_key_presses() -> None:
    sends, idle = sync_paper.rounds_a_day()
    assert 500 < sends < 1500
    assert idle < 540  # one a minute would be that many


def test_the_page_keeps_its_words_around_new_figures() -> None:
    page = sync_paper.PAGE.read_text()
    assert page.count("<!-- figures: ") == 2
    again = sync_paper.written(page, "| new |")
    assert "| new |" in again
    assert again.split("<!--")[0] == page.split("<!--")[0]
    assert again.rsplit("-->")[-1] == page.rsplit("-->")[-1]
    assert Path(sync_paper.PAGE).name == "sizing.md"
