"""IT lays an answers file ready before it installs: all of it is used, or nothing."""

from __future__ import annotations

import tomllib
from pathlib import Path

from linux_roots import Root

GOOD = """\
institution = "pmlp"
branch = "riga-2"
counter = "3"

[updates]
hours = "20:00-05:00"
"""
CODE = "WXYZ-1234-ABCD"


def lay_ready(root: Root, text: str) -> None:
    """As Ansible would, before the package is there."""
    folder = root.file("/etc/branch-desk")
    folder.mkdir(exist_ok=True)
    (folder / "answers.toml").write_text(text)


def test_good_answers_are_in_force_after_installing(office: Root, deb: Path) -> None:
    lay_ready(office, GOOD)
    office.done(f"dpkg --install {office.take(deb)}")
    site = tomllib.loads(office.file("/etc/branch-desk/site.toml").read_text())
    assert (site["institution"], site["branch"], site["counter"]) == ("pmlp", "riga-2", "3")
    assert site["updates"]["hours"] == "20:00-05:00"
    assert not office.file("/etc/branch-desk/answers.toml").exists()
    rights = office.done("stat -c '%a %U %G' /etc/branch-desk /etc/branch-desk/site.toml")
    assert rights.splitlines() == ["2750 root branchdesk", "640 root branchdesk"]


def test_a_wrong_answer_is_named_logged_and_nothing_is_set(office: Root, deb: Path) -> None:
    lay_ready(office, GOOD.replace("riga-2", "riga-99").replace("20:00-05:00", "late"))
    inside = office.take(deb)
    refused = office.run(f"dpkg --install {inside}")
    assert refused.code != 0
    assert "riga-99" in refused.out and "hours" in refused.out  # all that is wrong at once
    assert "Branch Desk is not set up" in refused.out
    assert not office.file("/etc/branch-desk/site.toml").exists()
    assert not office.file("/etc/branch-desk/enrol-code").exists()
    assert "refused" in office.file("/etc/branch-desk/configure.log").read_text()
    assert list(office.file("/var/lib/branch-desk").iterdir()) == []
    lay_ready(office, GOOD)
    office.done("dpkg --configure branch-desk")
    assert office.done("dpkg --audit") == ""
    assert office.file("/etc/branch-desk/site.toml").exists()


def test_a_refused_installation_can_be_taken_away_again(office: Root, deb: Path) -> None:
    lay_ready(office, "branch = 7\n")
    assert office.run(f"dpkg --install {office.take(deb)}").code != 0
    office.done("dpkg --remove branch-desk")
    assert office.done("dpkg --audit") == ""
    assert not office.file("/usr/lib/branch-desk").exists()
