"""The second place, as IT sets it and as the mirror's own process keeps it."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import ROOT
from machine import INIT, Machine

LATER = "SELECT count(*) FROM meta WHERE key LIKE 'later%'"

PATIENCE = 60
"""Seconds after which a mirror will not say what is waited for."""


class Agent:
    """`desk mirror run`, and what it says."""

    def __init__(self, machine: Machine) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "desk", "mirror", "run", "--data-dir", str(machine.data)],
            cwd=ROOT,
            env=machine.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def until(self, wanted: Callable[[Any], bool]) -> Any:
        """The first line that is as wanted; a mirror that never says so is ended."""
        assert self.process.stdout is not None
        limit = threading.Timer(PATIENCE, self.process.kill)
        limit.start()
        try:
            for line in self.process.stdout:
                said = json.loads(line)
                if wanted(said):
                    return said
        finally:
            limit.cancel()
        raise AssertionError("the mirror ended, or never said it")

    def end(self) -> int:
        """Close its standard input; the exit code."""
        self.process.communicate(timeout=30)
        return self.process.returncode


@pytest.fixture
def here(tmp_path: Path, made_once: Path) -> Machine:
    """A branch without accounts, its second place set."""
    shutil.copytree(made_once, tmp_path / "here")
    (tmp_path / "share").mkdir()
    machine = Machine(tmp_path / "here")
    assert machine("mirror", "set", tmp_path / "share").code == 0
    return machine


@pytest.fixture
def start(here: Machine) -> Iterator[Callable[[], Agent]]:
    """Starts the mirror; none is left behind."""
    started: list[Agent] = []

    def go() -> Agent:
        started.append(Agent(here))
        return started[-1]

    yield go
    for agent in started:
        agent.process.kill()
        agent.process.communicate()


def changes(machine: Machine) -> int:
    """How many changes the outbox knows: those of the setting-up are in it already."""
    return int(machine.read("SELECT count(*) FROM outbox"))


def test_setting_and_trying(here: Machine, tmp_path: Path) -> None:
    status = here("mirror", "status", "--json").json
    assert (status["place"], status["safe"]) == (str(tmp_path / "share"), None)
    assert here("mirror", "set", "off", "--json").json == {"place": ""}
    assert here("mirror", "status", "--json").json["place"] == ""
    for place, code in (
        (tmp_path / "nowhere", "mirror.unreachable"),
        (here.data / "inside", "mirror.inside"),
        (here.data, "mirror.inside"),
    ):
        assert here("mirror", "set", place, "--json").error == code
        assert not (tmp_path / "nowhere").exists()
    assert here("mirror", "status", "--json").json["place"] == ""


def test_only_who_may_sets_it(staffed: Any, tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    assert staffed("mirror", "set", tmp_path / "share", "--json").error == "session.needed"
    refused = staffed("mirror", "set", tmp_path / "share", "--json", login="anna")
    assert refused.error == "access.no_right"
    assert list((tmp_path / "share").iterdir()) == []
    assert staffed("mirror", "set", tmp_path / "share", "--json", login="ilze").code == 0


def test_what_is_saved_is_safe_soon_and_comes_back_elsewhere(
    tmp_path: Path, start: Callable[[], Agent], here: Machine
) -> None:
    agent = start()
    agent.until(lambda said: said["safe"] is not None)
    here.write("INSERT INTO meta VALUES ('later', '1')")
    here.write("INSERT INTO outbox VALUES (NULL, x'01', 'visit', x'02', 1, x'03')")
    all_of_them = changes(here)
    said = agent.until(lambda said: said["safe"] == said["latest"] == all_of_them)
    assert (said["problem"], said["copying"]) == ("", None)
    agent.process.send_signal(signal.SIGKILL)
    agent.process.wait()
    done = here.restore(tmp_path / "share")
    assert done.code == 0, done.err
    assert here.read(LATER) == 1
    assert here.works()


def test_another_machine_restores_it_by_the_recovery_code(tmp_path: Path) -> None:
    first, second = Machine(tmp_path / "first"), Machine(tmp_path / "second")
    code = first(*INIT).json["recovery_code"]
    (tmp_path / "share").mkdir()
    assert first("mirror", "set", tmp_path / "share").code == 0
    agent = Agent(first)
    agent.until(lambda said: said["safe"] is not None)
    assert agent.end() == 0
    shutil.rmtree(first.folder)
    done = second.restore(tmp_path / "share", code)
    assert (done.code, done.json["by_recovery_code"]) == (0, True)
    assert second.works()


def test_a_killed_mirror_goes_on_where_it_was(
    tmp_path: Path, start: Callable[[], Agent], here: Machine
) -> None:
    (own,) = (tmp_path / "share" / "branch-desk").iterdir()
    for life in range(3):
        agent = start()
        agent.until(lambda said: said["safe"] is not None)
        here.write(f"INSERT INTO outbox VALUES (NULL, randomblob(16), 'x', x'02', {life}, x'03')")
        all_of_them = changes(here)
        agent.until(lambda said: said["safe"] == said["latest"] == all_of_them)  # noqa: B023
        agent.process.kill()
        agent.process.wait()
        here.write(f"INSERT INTO meta VALUES ('later{life}', '')")
    agent, last = start(), changes(here)
    agent.until(lambda said: said["safe"] == last)
    assert agent.end() == 0
    assert here.restore(own).code == 0
    assert here.read(LATER) == 3


def test_two_programs_on_one_database_mirror_once(
    start: Callable[[], Agent], here: Machine
) -> None:
    first = start()
    first.until(lambda said: said["safe"] is not None)
    second = start()
    assert second.until(lambda said: said["safe"] is not None)["problem"] == ""
    first.process.kill()
    first.process.wait()
    here.write("INSERT INTO outbox VALUES (NULL, x'01', 'visit', x'02', 1, x'03')")
    last = changes(here)
    assert second.until(lambda said: said["safe"] == last)["problem"] == ""


def test_a_place_that_goes_away_is_said_and_taken_up_again(
    tmp_path: Path, start: Callable[[], Agent], here: Machine
) -> None:
    agent = start()
    agent.until(lambda said: said["safe"] is not None)
    (tmp_path / "share").rename(tmp_path / "away")
    here.write("INSERT INTO outbox VALUES (NULL, x'01', 'visit', x'02', 1, x'03')")
    last = changes(here)
    said = agent.until(lambda said: said["problem"] and said["latest"] == last)
    assert (said["problem"], said["safe"]) == ("mirror.unreachable", last - 1)
    found = {item["check"]: item["status"] for item in here("doctor", "--json").json["checks"]}
    assert found["second_place"] == "problem"
    (tmp_path / "away").rename(tmp_path / "share")
    assert agent.until(lambda said: said["safe"] == last)["problem"] == ""


def test_a_database_used_by_its_own_backup_and_mirror_at_once(
    start: Callable[[], Agent], here: Machine, tmp_path: Path
) -> None:
    agent = start()
    agent.until(lambda said: said["safe"] is not None)
    done = here("backup", "--json")
    assert (done.code, done.json["second_place"]) == (0, "")
    (packed,) = (tmp_path / "share").rglob("*.branchbackup")
    assert agent.end() == 0
    assert here.restore(packed).code == 0
    assert here.works()
