"""What is believed: only what headquarters signed, only the newest, only while it is good."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from served import serving
from update_world import PASSWORD, Pc, World

from desk.domain.errors import DeskError
from desk.update.releases import export, stage, withdraw
from desk.update.signing import new_key, open_keys
from desk.update.standing import standing
from desk.update.working import Outcome


def refused(pc: Pc) -> str:
    with pytest.raises(DeskError) as error:
        pc.run()
    assert pc.version == "1.0"
    assert pc.told("installs.txt") == []
    return error.value.code


def metadata(world: World, name: str) -> Path:
    return max(
        (world.source / "metadata").glob(f"*{name}.json"), key=lambda file: file.stat().st_mtime_ns
    )


def changed(path: Path, change: Callable[[dict[str, object]], None]) -> None:
    held = json.loads(path.read_text())
    change(held["signed"])
    path.write_text(json.dumps(held))


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets"])
def test_metadata_that_somebody_changed(world: World, role: str) -> None:
    world.publish("1.1")
    pc = world.pc()
    changed(metadata(world, role), lambda signed: signed.update(expires="2050-01-01T00:00:00Z"))
    assert refused(pc) == "update.forged"


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets"])
def test_metadata_signed_by_somebody_else(world: World, role: str, tmp_path: Path) -> None:
    world.publish("1.1")
    pc = world.pc()
    (tmp_path / "other").mkdir()
    other = World(tmp_path / "other")
    other.publish("1.0")
    other.publish("1.1")
    shutil.copy(metadata(other, role), metadata(world, role))
    assert refused(pc) == "update.forged"


def test_another_root_is_not_followed(world: World, tmp_path: Path) -> None:
    pc = world.pc()
    (tmp_path / "other").mkdir()
    other = World(tmp_path / "other")
    other.publish("1.0", branch="")
    other.publish("1.1")
    other.repository.renew_root(other.keys, {})
    shutil.copy(metadata(other, "2.root"), world.source / "metadata")
    assert refused(pc) == "update.forged"


def test_a_package_that_somebody_changed(world: World) -> None:
    world.publish("1.1")
    pc = world.pc()
    file = next((world.source / "targets").glob("*_1.1_*"))
    file.write_bytes(file.read_bytes().replace(b"check", b"chock"))
    assert refused(pc) == "update.forged"
    assert list(pc.memory.files.glob("*1.1*")) == []


def test_a_package_that_is_cut_short(world: World) -> None:
    world.publish("1.1")
    pc = world.pc()
    file = next((world.source / "targets").glob("*_1.1_*"))
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    assert refused(pc) == "update.forged"
    file.write_bytes(whole)
    assert pc.run() is Outcome.PUT_IN


def test_a_package_that_has_no_end(world: World) -> None:
    world.publish("1.1")
    pc = world.pc()
    file = next((world.source / "targets").glob("*_1.1_*"))
    with file.open("ab") as more:
        more.write(b"#" * 10_000_000)
    assert refused(pc) == "update.forged"


def test_what_is_older_than_what_was_seen(world: World, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier"
    world.publish("1.1")
    shutil.copytree(world.source, earlier)
    withdraw(world.repository, world.keys, "1.1")
    pc = world.pc()
    assert pc.run() is Outcome.NOTHING
    shutil.rmtree(world.source)
    shutil.copytree(earlier, world.source)
    assert refused(pc) == "update.forged"


def test_what_has_run_out_stops_updates_and_says_since_when(world: World) -> None:
    world.publish("1.1")
    pc = world.pc()
    world.clock.now += timedelta(days=31)
    assert refused(pc) == "update.expired"
    world.clock.now += timedelta(days=2)
    assert refused(pc) == "update.expired"
    found = standing(pc.memory, pc.site, world.clock.now)
    assert not found.well
    assert found.lines[0].startswith("Updates stand still since 2026-12-25 03:00: ")
    assert "desk hq update refresh" in found.lines[0]
    world.repository.refresh(world.keys)
    assert pc.run() is Outcome.PUT_IN
    assert standing(pc.memory, pc.site, world.clock.now).well


def test_the_timer_renews_without_the_keys_of_releases(world: World) -> None:
    online = {
        name: key
        for role in ("snapshot", "timestamp")
        for name, key in world.keys.items()
        if name in world.repository.root().signed.roles[role].keyids
    }
    pc = world.pc()
    world.publish("1.1")
    world.clock.now += timedelta(days=31)
    world.repository.refresh(online)
    assert pc.run() is Outcome.PUT_IN
    with pytest.raises(DeskError, match=r"update\.key_missing"):
        stage(world.repository, online, "1.1", {"*": ""})


def test_a_clock_that_went_back_is_told(world: World) -> None:
    pc = world.pc()
    pc.run()
    found = standing(pc.memory, pc.site, world.clock.now - timedelta(days=400))
    assert not found.well
    assert "clock" in found.lines[0]


def test_a_clock_far_ahead_stands_still_and_recovers(world: World) -> None:
    world.publish("1.1")
    pc = world.pc()
    world.clock.now += timedelta(days=4000)
    assert refused(pc) == "update.expired"
    world.clock.now -= timedelta(days=4000)
    assert pc.run() is Outcome.PUT_IN


def test_root_s_keys_change_hands(world: World, tmp_path: Path) -> None:
    pc, late = world.pc(), world.pc("late")
    assert pc.run() is Outcome.NOTHING
    for number in (1, 2):
        folder = tmp_path / f"root-{number}"
        new = new_key(folder, "root", PASSWORD)
        keys = world.keys | {new.public_key.keyid: new}
        world.repository.renew_root(keys, {"root": [new.public_key]})
        world.keys = keys
    earlier = {k: v for k, v in world.keys.items() if k != new.public_key.keyid}
    with pytest.raises(DeskError, match=r"update\.key_missing"):
        world.repository.renew_root(earlier, {})
    world.publish("1.1")
    assert pc.run() is Outcome.PUT_IN
    assert late.run() is Outcome.PUT_IN  # which has seen the first root alone


def test_a_stolen_key_of_releases_is_replaced(world: World, tmp_path: Path) -> None:
    pc = world.pc()
    assert pc.run() is Outcome.NOTHING
    stolen = world.keys
    new = {
        role: new_key(tmp_path / "new", role, PASSWORD)
        for role in ("targets", "snapshot", "timestamp")
    }
    keys = stolen | {one.public_key.keyid: one for one in new.values()}
    world.repository.renew_root(keys, {role: [one.public_key] for role, one in new.items()})
    with pytest.raises(DeskError, match=r"update\.key_missing"):
        world.publish("1.1")
    world.keys = keys
    world.publish("1.1")
    assert pc.run() is Outcome.PUT_IN


def test_several_hands_sign_root(tmp_path: Path) -> None:
    world = World(tmp_path)
    hands = [new_key(tmp_path / name, "root", PASSWORD) for name in "abc"]
    keys = world.keys | {one.public_key.keyid: one for one in hands}
    world.repository.renew_root(keys, {"root": [one.public_key for one in hands]})
    root = world.repository.root()
    assert len(root.signed.roles["root"].keyids) == 3


def test_a_wrong_password_opens_no_keys(world: World) -> None:
    with pytest.raises(DeskError, match=r"update\.key_password"):
        open_keys(world.keys_folder, "another password")
    assert open_keys(world.keys_folder, PASSWORD).keys() == world.keys.keys()
    assert all(PASSWORD.encode() not in file.read_bytes() for file in world.keys_folder.iterdir())


def test_no_root_no_updates(world: World) -> None:
    pc = world.pc(root="/nowhere/root.json")
    assert refused(pc) == "update.no_root"


def test_from_a_stick(world: World, tmp_path: Path) -> None:
    world.publish("1.1")
    stick = tmp_path / "stick"
    assert export(world.repository, stick) > 0
    pc = world.pc(source=str(stick), hours="04:00-05:00")
    assert pc.run() is Outcome.READY
    shutil.rmtree(stick)  # it is drawn out; the night comes
    world.clock.now += timedelta(hours=1)
    assert pc.run() is Outcome.PUT_IN


def test_what_lies_ready_for_too_long_is_not_put_in(world: World, tmp_path: Path) -> None:
    world.publish("1.1")
    stick = tmp_path / "stick"
    export(world.repository, stick)
    pc = world.pc(source=str(stick), hours="04:00-05:00")
    assert pc.run() is Outcome.READY
    shutil.rmtree(stick)
    world.clock.now += timedelta(days=31, hours=1)
    assert refused(pc) == "update.expired"


def test_a_stick_without_anything_is_tried_again(world: World, tmp_path: Path) -> None:
    pc = world.pc(source=str(tmp_path / "no-stick"))
    assert refused(pc) == "update.unreachable"


def test_what_is_withdrawn_while_it_lies_ready_is_not_put_in(world: World) -> None:
    world.publish("1.1")
    pc = world.pc(hours="04:00-05:00")
    assert pc.run() is Outcome.READY
    withdraw(world.repository, world.keys, "1.1")
    world.clock.now += timedelta(hours=1)
    assert pc.run() is Outcome.NOTHING
    assert pc.version == "1.0"


def test_over_the_network_from_headquarters(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from litestar import Litestar

    from desk.hq.updates_static import FOLDER, update_routes

    monkeypatch.setenv(FOLDER, str(world.source))
    world.publish("1.1")
    with serving(Litestar(update_routes())) as url:
        pc = world.pc(source=f"{url}/updates")
        assert pc.run() is Outcome.PUT_IN
    assert refused_after(pc) == "update.unreachable"


def refused_after(pc: Pc) -> str:
    with pytest.raises(DeskError) as error:
        pc.run()
    return error.value.code


def test_nothing_else_of_the_server_s_folder_is_given_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    import httpx
    from litestar import Litestar

    from desk.hq.updates_static import FOLDER, update_routes

    monkeypatch.setenv(FOLDER, str(world.source))
    (world.source / "secret.txt").write_text("secret")
    with serving(Litestar(update_routes())) as url:
        for path in (
            "secret.txt",
            "metadata/../secret.txt",
            "metadata/%2e%2e/secret.txt",
            "metadata/",
        ):
            assert httpx.get(f"{url}/updates/{path}").status_code in (404, 405), path
        assert httpx.get(f"{url}/updates/metadata/timestamp.json").status_code == 200


@pytest.mark.parametrize("source", ["http://hq.example/updates", "ftp://hq.example/updates"])
def test_a_source_that_anybody_can_listen_to(world: World, source: str) -> None:
    assert refused(world.pc(source=source)) == "update.source"
