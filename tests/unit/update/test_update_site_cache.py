"""One PC of a site downloads, slowly; the others take it from there, and believe nothing."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from update_world import Pc, World

from desk.domain.errors import DeskError
from desk.update.fetching import Rate
from desk.update.site_cache import SiteCache
from desk.update.working import Outcome

FOLDER = "branch-desk-updates"


@pytest.fixture
def share(tmp_path: Path) -> Path:
    made = tmp_path / "share"
    made.mkdir()
    return made


def site(world: World, share: Path, *names: str) -> list[Pc]:
    return [world.pc(name, cache=str(share)) for name in names]


def without_packages(world: World) -> None:
    for file in (world.source / "targets").iterdir():
        file.unlink()


def lying(share: Path) -> list[str]:
    return sorted(file.name.partition(".")[2] for file in (share / FOLDER).iterdir())


def test_two_pcs_download_once(world: World, share: Path) -> None:
    world.publish("1.1")
    first, second = site(world, share, "pc1", "pc2")
    assert first.run() is Outcome.PUT_IN
    without_packages(world)
    assert second.run() is Outcome.PUT_IN
    assert lying(share) == ["branch-desk_1.0_all.deb", "branch-desk_1.1_all.deb"]


def test_old_packages_go(world: World, share: Path) -> None:
    world.publish("1.1")
    first, second = site(world, share, "pc1", "pc2")
    first.run()
    for file in (share / FOLDER).iterdir():
        os.utime(file, (0, 0))
    (share / FOLDER / "somebody's").write_text("own file")
    os.utime(share / FOLDER / "somebody's", (0, 0))
    world.publish("1.2")
    second.run()
    assert lying(share) == ["", "branch-desk_1.2_all.deb"]


def test_while_one_downloads_the_others_wait(world: World, share: Path) -> None:
    world.publish("1.1")
    first, second = site(world, share, "pc1", "pc2")
    first.run()
    package = first.memory.state().installed
    assert package is not None
    (share / FOLDER / f"{package.sha256}.{package.name}").unlink()
    third = SiteCache(share, "pc3", world.clock)
    with third.lease(package, timedelta(minutes=1)) as mine:
        assert mine
        assert second.run() is Outcome.ELSEWHERE
        assert second.version == "1.0"
    assert second.run() is Outcome.PUT_IN


def test_a_pc_that_died_while_downloading_holds_nobody_up_for_long(
    world: World, share: Path
) -> None:
    world.publish("1.1")
    (pc,) = site(world, share, "pc1")
    hold_all(world, share, pc, {"owner": "dead", "until": world.clock() + timedelta(hours=1)})
    assert pc.run() is Outcome.ELSEWHERE
    world.clock.now += timedelta(hours=1, seconds=1)
    assert pc.run() is Outcome.PUT_IN


@pytest.mark.parametrize(
    "lease",
    [
        {"owner": "thief", "until": "2999-01-01T00:00:00Z"},
        {"owner": "thief", "until": "2026-11-24T01:30:00"},
        {"owner": "thief"},
        {"owner": "pc1", "until": "2026-11-24T01:30:00Z"},  # this PC, before it went off
        "",
    ],
)
def test_a_lease_that_is_none(world: World, share: Path, lease: object) -> None:
    world.publish("1.1")
    (pc,) = site(world, share, "pc1")
    hold_all(world, share, pc, lease)
    assert pc.run() is Outcome.PUT_IN


def hold_all(world: World, share: Path, pc: Pc, lease: object) -> None:
    """Leases of every package that headquarters have."""
    (share / FOLDER).mkdir()
    for file in (world.source / "targets").iterdir():
        path = share / FOLDER / f"{file.name[:64]}.lease"
        path.write_text(json.dumps(lease, default=lambda at: at.isoformat()) if lease else "")


@pytest.mark.parametrize("length", [0, 10, 10_000_000])
def test_what_somebody_poisoned_is_not_taken(world: World, share: Path, length: int) -> None:
    world.publish("1.1")
    (pc,) = site(world, share, "pc1")
    (share / FOLDER).mkdir()
    for file in (world.source / "targets").iterdir():
        (share / FOLDER / file.name).write_bytes(b"#" * length)
    assert pc.run() is Outcome.PUT_IN
    assert pc.version == "1.1"
    for version in ("1.0", "1.1"):
        (good,) = (share / FOLDER).glob(f"*_{version}_*")
        assert good.read_bytes() == world.package(version).read_bytes()


def test_a_link_in_the_folder_leads_nowhere(world: World, share: Path, tmp_path: Path) -> None:
    world.publish("1.1")
    (pc,) = site(world, share, "pc1")
    (share / FOLDER).mkdir()
    secret = tmp_path / "shadow"
    secret.write_text("root's own")
    for file in (world.source / "targets").iterdir():
        (share / FOLDER / file.name).symlink_to(secret)
        (share / FOLDER / f"{file.name[:64]}.lease").symlink_to(secret)
    assert pc.run() is Outcome.PUT_IN
    assert secret.read_text() == "root's own"
    assert all("root's own" not in file.read_text() for file in pc.memory.files.iterdir())


def test_a_share_that_is_gone_is_done_without(world: World, tmp_path: Path) -> None:
    world.publish("1.1")
    (pc,) = site(world, tmp_path / "gone", "pc1")
    assert pc.run() is Outcome.PUT_IN


def test_a_share_that_nobody_may_write_to_is_done_without(world: World, share: Path) -> None:
    (share / FOLDER).write_text("a file where the folder should be")
    world.publish("1.1")
    (pc,) = site(world, share, "pc1")
    assert pc.run() is Outcome.PUT_IN


def test_the_site_s_folder_without_the_source_is_not_enough(world: World, share: Path) -> None:
    world.publish("1.1")
    first, second = site(world, share, "pc1", "pc2")
    first.run()
    (world.source / "metadata" / "timestamp.json").unlink()
    with pytest.raises(DeskError, match=r"update\.unreachable"):
        second.run()


def test_a_download_takes_as_long_as_it_may(world: World) -> None:
    world.publish("1.1")
    pc = world.pc(rate=1)
    assert pc.run() is Outcome.PUT_IN
    size = sum(file.stat().st_size for file in (world.source / "targets").iterdir())
    assert size / 1024 <= sum(world.slept) <= (size + 40_000) / 1024


def test_a_rate_lets_nobody_catch_up_on_time_that_passed() -> None:
    now, slept = [0.0], []
    rate = Rate(10, now=lambda: now[0], wait=slept.append)
    now[0] = 1000.0
    rate.passed(10 * 1024)
    assert slept == [pytest.approx(1.0)]
