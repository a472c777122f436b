"""The MSI, tried under Wine's msiexec: what a group policy and the update's way back would do."""

from __future__ import annotations

from pathlib import Path

from under_wine import DATA, PROGRAM, Packages, Wine

_OWN = r"HKLM\Software\Branch Desk"


def _msiexec(windows: Wine, what: str, file: Path, *properties: str) -> int:
    return windows.run("msiexec", what, windows.windows_path(file), "/qn", *properties).code


def test_install_with_answers_and_remove(windows: Wine, packages: Packages, answers: Path) -> None:
    given = f"ANSWERS={windows.windows_path(answers)}"
    assert _msiexec(windows, "/i", packages.msi, given) == 0
    assert windows.registry(_OWN, "Version") == "0.0.9"
    assert windows.has_task()
    assert 'branch = "riga-2"' in (windows.drive / DATA / "site.toml").read_text(encoding="utf-8")
    checked = windows.desk("--check", "--json")
    assert checked.code == 0, checked.said

    assert _msiexec(windows, "/x", packages.msi) == 0
    assert not (windows.drive / PROGRAM / "desk.exe").exists()
    assert not windows.has_task()
    assert (windows.drive / DATA / "site.toml").exists()


def test_upgrade_no_downgrade_but_the_way_back(windows: Wine, packages: Packages) -> None:
    assert _msiexec(windows, "/i", packages.old_msi) == 0
    made = windows.desk("init", "--institution", "pmlp", "--branch", "riga-2")
    assert made.code == 0, made.said

    assert _msiexec(windows, "/i", packages.msi) == 0
    assert windows.registry(_OWN, "Version") == "0.0.9"
    assert windows.has_task()
    assert any((windows.drive / DATA / "data").iterdir())

    assert _msiexec(windows, "/i", packages.old_msi) != 0
    assert windows.registry(_OWN, "Version") == "0.0.9"

    assert _msiexec(windows, "/i", packages.old_msi, "BRANCH_DESK_WAY_BACK=1") == 0
    assert windows.registry(_OWN, "Version") == "0.0.8"
    assert windows.desk("--version").code == 0


def test_wrong_answers_fail(windows: Wine, packages: Packages, wrong_answers: Path) -> None:
    given = f"ANSWERS={windows.windows_path(wrong_answers)}"
    assert _msiexec(windows, "/i", packages.msi, given) != 0
    assert not (windows.drive / DATA / "site.toml").exists()
    assert "branch" in (windows.drive / DATA / "configure.log").read_text(encoding="utf-8")


def test_setup_and_msi_do_not_mix(windows: Wine, packages: Packages) -> None:
    assert _msiexec(windows, "/i", packages.msi) == 0
    assert windows.run(str(packages.setup), "/S").code == 3
    assert _msiexec(windows, "/x", packages.msi, "PURGE=1") == 0
    assert not (windows.drive / DATA).exists()

    assert windows.run(str(packages.setup), "/S").code == 0
    assert _msiexec(windows, "/i", packages.msi) != 0
