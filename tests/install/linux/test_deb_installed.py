"""The branch's package on a Debian without Python: what is in it works there."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from linux_roots import Root, bound
from unseen_display import PATIENCE, Display, unseen_display

PASSWORD = "a sentence that is long enough"
_GROUP = re.compile(r"Group (\d): ([A-Z0-9 ]+)")


def test_apt_installs_it_with_all_that_it_needs(bare: Root, deb: Path) -> None:
    assert bare.run("command -v python3").code != 0
    done = bare.apt(deb)
    assert done.code == 0, done.out
    assert bare.done("dpkg-query -W -f '${Status}' branch-desk") == "install ok installed"
    assert bare.done("dpkg --verify branch-desk") == ""
    assert bare.run("command -v python3").code != 0
    assert "Branch Desk" in bare.done("desk --version")
    linked = bare.done(
        "find /usr/lib/branch-desk -name '*.so*' -type f -exec ldd {} + 2>/dev/null",
        LD_LIBRARY_PATH="/usr/lib/branch-desk/_internal",
    )
    assert "not found" not in linked
    rights = bare.done(
        "stat -c '%a %U %G %n' /etc/branch-desk /etc/branch-desk/keys /var/lib/branch-desk"
    )
    assert rights.splitlines() == [
        "2750 root branchdesk /etc/branch-desk",
        "3770 root branchdesk /etc/branch-desk/keys",
        "2770 root branchdesk /var/lib/branch-desk",
    ]


def test_the_program_finds_itself_whole(desk: Root) -> None:
    checked = desk.run("desk --check --json", user="ilze", QT_QPA_PLATFORM="offscreen")
    found = json.loads(checked.out)
    assert checked.code == 0 and found["ok"], checked.out
    doctor = json.loads(desk.run("desk doctor --json", user="ilze").out)
    problems = [one["check"] for one in doctor["checks"] if one["status"] == "problem"]
    assert problems == ["database"]  # there is none yet
    folder = next(one for one in doctor["checks"] if one["check"] == "data_folder")
    assert folder["message"] == "/var/lib/branch-desk"


def test_the_demo_day_is_walked_with_its_papers(desk: Root) -> None:
    desk.done("cd; desk demo --reset --tour tour", user="ilze", QT_QPA_PLATFORM="offscreen")
    tour = desk.file("/home/ilze/tour")
    assert len(list(tour.glob("*.png"))) > 100
    papers = sorted(tour.glob("*.pdf"))
    assert len(papers) >= 8
    for paper in papers:
        assert paper.read_bytes().startswith(b"%PDF-")


def test_who_is_not_of_the_group_sees_nothing(desk: Root) -> None:
    desk.done("useradd --create-home svesa")
    for folder in ("/var/lib/branch-desk", "/etc/branch-desk"):
        assert desk.run(f"ls {folder}", user="svesa").code != 0
    refused = desk.run("desk doctor", user="svesa")
    assert "Traceback" not in refused.out


def test_a_person_sets_the_pc_up_by_keyboard_and_another_works_on_it(
    desk: Root, needs_display: None, pictures: Path
) -> None:
    with at_the_screen(desk, "ilze") as display, window(desk, "ilze", display):
        display.sees("This PC has no database yet.")
        display.look_at("Branch Desk")
        display.picture(pictures / "1-welcome.png")
        display.keys("ctrl+Return")
        display.sees("Which branch?")
        display.type("2. noda")
        display.sees("Rīgas 2. nodaļa")
        display.picture(pictures / "2-branch.png")
        display.keys("Return")
        display.sees("Who are you?")
        display.type("Ilze Rozite")
        display.keys("Tab", "Tab", "Tab")
        display.type(PASSWORD)
        display.keys("Tab")
        display.type(PASSWORD)
        display.picture(pictures / "3-person.png")
        display.keys("Return")
        display.sees("Counter of this PC")
        display.type("3")
        display.picture(pictures / "4-counter.png")
        display.keys("Return")
        code = groups(display.read_out(lambda names: len(groups(names)) >= 6))
        display.picture(pictures / "5-code.png")
        display.keys("Tab")
        display.type(code[3])
        display.keys("Tab")
        display.type(code[6])
        display.keys("Return")
        display.read_out(lambda names: not groups(names) and "Recovery code" not in names)
        display.until_still("Branch Desk")
        display.picture(pictures / "6-set-up.png")
    doctor = json.loads(desk.run("desk doctor --json", user="janis").out)
    problems = [one for one in doctor["checks"] if one["status"] == "problem"]
    assert problems == []
    with at_the_screen(desk, "janis") as display, window(desk, "janis", display):
        display.until_still("Branch Desk")
        display.picture(pictures / "7-another-person.png")


def groups(names: list[str]) -> dict[int, str]:
    """The recovery code, as it is read out."""
    found = (_GROUP.match(name) for name in names)
    return {int(one[1]): one[2].replace(" ", "") for one in found if one}


@contextmanager
def at_the_screen(root: Root, user: str) -> Iterator[Display]:
    """A display of this machine that is seen inside too."""
    number = int(root.done(f"id -u {user}"))
    shared = Path("/tmp") / f"branch-desk-{os.getpid()}-{user}"
    with ExitStack() as seen:
        seen.callback(subprocess.run, ["rm", "-rf", str(shared)], check=False)
        shared.mkdir()
        Path("/tmp/.X11-unix").mkdir(mode=0o1777, exist_ok=True)
        seen.enter_context(bound(root, shared, str(shared)))
        seen.enter_context(bound(root, Path("/tmp/.X11-unix"), "/tmp/.X11-unix"))
        yield seen.enter_context(unseen_display(shared, number))


@contextmanager
def window(root: Root, user: str, display: Display) -> Iterator[None]:
    """The program's window, closed in an orderly way at the end."""
    command = root.command("exec desk", user, LANG="en_US.UTF-8", **display.surroundings)
    program = subprocess.Popen(command, stderr=subprocess.PIPE)
    try:
        yield
        assert program.poll() is None, "the window has gone"
    finally:
        program.terminate()
        _out, said = program.communicate(timeout=PATIENCE)
    assert b"Traceback" not in said and b"unexpected" not in said, said.decode()
