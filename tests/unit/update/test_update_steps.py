"""Putting in: what is done in which order, what fails, and how it goes back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from update_world import LEFT, World

from desk.domain.errors import DeskError
from desk.instance import Claim
from desk.update.putting_in import Why
from desk.update.standing import standing
from desk.update.working import Outcome


def test_a_staged_version_is_fetched_tried_and_in(world: World) -> None:
    world.publish("1.1")
    pc = world.pc()
    assert pc.run() is Outcome.PUT_IN
    assert (pc.version, pc.database) == ("1.1", "migrated by 1.1")
    assert (pc.data / "backups" / "kept").read_text() == LEFT
    assert pc.memory.journal() is None
    state = pc.memory.state()
    assert state.installed is not None and state.installed.version == "1.1"
    assert (state.put_in, state.failed, state.ready) == ("1.1", (), None)
    assert pc.run() is Outcome.NOTHING
    assert pc.told("installs.txt") == ["branch-desk_1.1_all.deb"]


def test_the_next_update_needs_nothing_of_the_source_for_its_way_back(world: World) -> None:
    world.publish("1.1")
    pc = world.pc()
    pc.run()
    world.publish("1.2")
    next((world.source / "targets").glob("*_1.1_*")).unlink()
    assert pc.run() is Outcome.PUT_IN
    assert pc.version == "1.2"
    assert [file.name for file in pc.memory.files.iterdir()] != []


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("check", Why.CHECK),
        ("database", Why.DATABASE),
        ("version", Why.VERSION),
        ("refused", Why.PACKAGE),
    ],
)
def test_what_fails_goes_back_and_is_not_tried_again(world: World, fault: str, why: Why) -> None:
    world.publish("1.1", fault)
    pc = world.pc()
    assert pc.run() is Outcome.WENT_BACK
    assert (pc.version, pc.database) == ("1.0", LEFT)
    assert [(one.version, one.why) for one in pc.memory.state().failed] == [("1.1", why.value)]
    installs = pc.told("installs.txt")
    assert pc.run() is Outcome.NOTHING
    assert pc.told("installs.txt") == installs
    world.publish("1.2")
    assert pc.run() is Outcome.PUT_IN
    assert pc.version == "1.2"


def test_without_a_backup_nothing_is_touched(world: World) -> None:
    world.publish("1.1")
    pc = world.pc()
    (pc.data / "locked").touch()
    with pytest.raises(DeskError, match=r"update\.no_backup"):
        pc.run()
    assert (pc.version, pc.told("installs.txt"), pc.memory.journal()) == ("1.0", [], None)
    world.clock.now += timedelta(minutes=30)
    with pytest.raises(DeskError, match=r"update\.no_backup"):
        pc.run()
    found = standing(pc.memory, pc.site, world.clock.now)
    assert found.lines[0].startswith("Updates stand still since 2026-11-24 03:00: The database")
    (pc.data / "locked").unlink()
    assert pc.run() is Outcome.PUT_IN
    assert standing(pc.memory, pc.site, world.clock.now).well


def test_a_pc_that_is_not_set_up_yet_needs_no_backup(world: World) -> None:
    world.publish("1.1")
    pc = world.pc()
    (pc.data / "branch.db").unlink()
    assert pc.run() is Outcome.PUT_IN
    assert not (pc.data / "backups").exists()


def test_what_was_entered_with_the_new_program_is_not_undone(world: World) -> None:
    world.publish("1.1", "database")
    pc = world.pc()
    (pc.data / "entered").touch()
    with pytest.raises(DeskError, match=r"update\.entered_since"):
        pc.run()
    assert (pc.version, pc.database) == ("1.1", "migrated by 1.1")
    assert [one.version for one in pc.memory.state().failed] == ["1.1"]
    assert pc.memory.journal() is None
    (line, *_rest) = standing(pc.memory, pc.site, world.clock.now).lines
    assert "the new program stays" in line.replace("\n", " ")
    world.publish("1.2")
    assert pc.run() is Outcome.PUT_IN
    assert standing(pc.memory, pc.site, world.clock.now).well


def test_a_way_back_that_does_not_end_is_taken_up_again(world: World) -> None:
    world.publish("1.1", "database")
    pc = world.pc()
    (pc.data / "busy").touch()
    with pytest.raises(DeskError, match=r"update\.no_put_back"):
        pc.run()
    assert pc.version == "1.0"
    (pc.data / "busy").unlink()
    assert pc.run() is Outcome.WENT_BACK
    assert (pc.version, pc.database) == ("1.0", LEFT)


def test_a_version_without_its_package_has_no_way_back(world: World) -> None:
    pc = world.pc()
    (pc.program).write_text(pc.program.read_text().replace("'1.0'", "'0.9'"))
    world.publish("1.1")
    with pytest.raises(DeskError) as refused:
        pc.run()
    assert (refused.value.code, refused.value.params) == ("update.no_way_back", {"version": "0.9"})
    assert pc.told("installs.txt") == []


def test_a_package_that_changed_on_the_disk_is_fetched_again(world: World) -> None:
    world.publish("1.1")
    pc = world.pc(hours="04:00-05:00")
    assert pc.run() is Outcome.READY
    (pc.memory.files / "branch-desk_1.1_all.deb").write_text("something else")
    world.clock.now += timedelta(hours=1)
    assert pc.run() is Outcome.PUT_IN
    assert pc.version == "1.1"


def test_only_in_its_hours(world: World) -> None:
    world.publish("1.1")
    pc = world.pc(hours="19:00-02:59")
    assert pc.run() is Outcome.READY
    assert pc.version == "1.0"
    world.clock.now += timedelta(hours=17)  # 20.00
    assert pc.run() is Outcome.PUT_IN


def test_never_beside_an_open_window(world: World) -> None:
    world.publish("1.1")
    pc = world.pc()
    window = Claim(pc.data, who="anna")
    assert window.take()
    assert pc.run() is Outcome.WINDOW
    assert pc.version == "1.0"
    window.give_back()
    assert pc.run() is Outcome.PUT_IN


def test_switched_off_nothing_is_even_asked(world: World) -> None:
    world.publish("1.1")
    pc = world.pc(enabled=False, source="/nowhere")
    assert pc.run() is Outcome.OFF
    assert pc.version == "1.0"


def test_two_at_once_are_one(world: World) -> None:
    from desk.update.working import alone

    pc = world.pc()
    with alone(pc.memory), pytest.raises(DeskError, match=r"update\.running"):
        pc.run()
