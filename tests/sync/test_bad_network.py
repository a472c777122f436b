"""Rounds through a network that drops, delays, repeats, cuts and spoils: all arrives."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from branch_pc import Branch
from self_signed import certificate_files
from served import serving
from sync_proxy import FAULTS, TLS_FAULTS, Proxy, proxied
from virtual import VirtualClock

from desk.domain.errors import DeskError
from desk.hq.app import make_app
from desk.hq.work import Work
from desk.sync.line import is_passing, open_client

Client = Callable[[], httpx.Client]
SEED = int(os.environ.get("DESK_SEED", "1"))
_STREAM = "riga-2"
_IMPATIENT = 0.4


@pytest.fixture
def pcs(
    work: Work, clock: VirtualClock, tmp_path: Path, database_template: Path
) -> Iterator[list[Branch]]:
    """Two PCs of one branch, taken in."""
    made = []
    for number in range(2):
        folder = tmp_path / f"pc-{number}"
        folder.mkdir()
        shutil.copyfile(database_template, folder / database_template.name)
        made.append(Branch(folder, work, clock, _STREAM))
    yield made
    for pc in made:
        pc.database.close()


def _ids(work: Work, pc: Branch) -> list[UUID]:
    """What headquarters have of a branch, in the order of the stream."""
    found: list[UUID] = []
    while page := pc.line.changes(_STREAM, len(found)).changes:
        found += [change.op_id for change in page]
    return found


def _through(pcs: list[Branch], proxy: Proxy, rounds: int, spoils: str, client: Client) -> int:
    """Rounds that may break off; how many did not.  Only a spoilt one is refused for good."""
    whole = 0
    for number in range(rounds):
        for pc in pcs:
            pc.write(1 + number % 3)
            before = proxy.done[spoils]
            try:
                with client() as open_one:
                    pc.round_over(pc.line_over(open_one))
                whole += 1
            except DeskError as error:
                assert is_passing(error) or proxy.done[spoils] > before, error
    return whole


def _healed(pcs: list[Branch], proxy: Proxy, client: Client) -> None:
    proxy.heal()
    assert _through(pcs, proxy, 2, "", client) == 4
    with client() as open_one:
        pcs[0].round_over(pcs[0].line_over(open_one))


def _compare(pcs: list[Branch], work: Work) -> None:
    """What was acknowledged is there, nothing is twice, both PCs hold all of it."""
    stream = _ids(work, pcs[0])
    assert len(stream) == len(set(stream))
    for pc in pcs:
        assert set(pc.held()) == set(stream)
        known = pc.known
        assert known.acked == known.seq, "everything was acknowledged"
        assert known.epoch == 1, "a bad line is no restored database"


@pytest.mark.parametrize("seed", [SEED, SEED + 1])
def test_whatever_a_network_does_to_requests(pcs: list[Branch], work: Work, seed: int) -> None:
    app = make_app(work.engine, work.clock)
    with serving(app) as url, proxied(url, seed) as (proxy, near):
        _through(pcs, proxy, 12, "spoil", lambda: open_client(near))
        _healed(pcs, proxy, lambda: open_client(near))
    assert len({fault for fault in FAULTS if proxy.done[fault]}) >= 5
    _compare(pcs, work)


@pytest.mark.parametrize("work", ["sqlite"], indirect=True)
def test_whatever_a_network_does_to_bytes_under_tls(
    pcs: list[Branch], work: Work, tmp_path: Path
) -> None:
    certificate, key = certificate_files(tmp_path)

    def client() -> httpx.Client:
        return open_client(near, ca_file=str(certificate))

    def impatient() -> httpx.Client:
        made = client()
        made.timeout = httpx.Timeout(_IMPATIENT)
        return made

    app = make_app(work.engine, work.clock)
    with serving(app, (certificate, key)) as url, proxied(url, SEED, 0.9) as (proxy, near):
        _through(pcs, proxy, 15, "none", impatient)
        _healed(pcs, proxy, client)
    assert len({fault for fault in TLS_FAULTS if proxy.done[fault]}) >= 4
    _compare(pcs, work)
