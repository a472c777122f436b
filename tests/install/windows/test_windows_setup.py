"""The setup by NSIS, tried under Wine: every way in, up and out that IT would take."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from under_wine import DATA, PROGRAM, UNINSTALL, Packages, Wine, uninstall

_RUN = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Run"
_DONE, _WRONG_ANSWERS, _NEWER = 0, 2, 3


def _setup(windows: Wine, file: Path, *options: str) -> int:
    log = windows.windows_path(windows.prefix / "setup.log")
    return windows.run(str(file), "/S", *options, f"/LOG={log}").code


def _log(windows: Wine) -> str:
    return (windows.prefix / "setup.log").read_text(encoding="utf-16-le")


def test_for_the_machine_with_answers(windows: Wine, packages: Packages, answers: Path) -> None:
    option = f"/ANSWERS={windows.windows_path(answers)}"
    assert _setup(windows, packages.setup, option) == _DONE, _log(windows)

    assert windows.registry(rf"HKLM\{UNINSTALL}", "DisplayVersion") == "0.0.9"
    assert "branch-desk.exe" in windows.registry(_RUN, "Branch Desk")
    assert windows.has_task()
    settings = (windows.drive / DATA / "site.toml").read_text(encoding="utf-8")
    assert 'branch = "riga-2"' in settings
    assert "Branch Desk" in windows.desk("--version").said
    checked = windows.desk("--check", "--json")
    assert checked.code == 0, checked.said

    assert uninstall(windows) == _DONE
    assert not (windows.drive / PROGRAM / "desk.exe").exists()
    assert windows.registry(rf"HKLM\{UNINSTALL}", "DisplayVersion") == ""
    assert windows.registry(_RUN, "Branch Desk") == ""
    assert not windows.has_task()
    assert (windows.drive / DATA / "site.toml").exists()


def test_for_one_person(windows: Wine, packages: Packages) -> None:
    assert _setup(windows, packages.setup, "/CurrentUser") == _DONE, _log(windows)
    found = list(windows.drive.glob("users/*/AppData/Local/Programs/Branch Desk/desk.exe"))
    assert len(found) == 1
    assert not (windows.drive / PROGRAM).exists()
    assert not (windows.drive / DATA).exists()
    assert windows.registry(rf"HKCU\{UNINSTALL}", "DisplayVersion") == "0.0.9"

    folder = found[0].parent.relative_to(windows.drive).as_posix()
    assert uninstall(windows, folder=folder) == _DONE
    assert not found[0].exists()


def test_an_upgrade_keeps_the_day_and_there_is_no_way_down(
    windows: Wine, packages: Packages
) -> None:
    assert _setup(windows, packages.old_setup) == _DONE, _log(windows)
    made = windows.desk("init", "--institution", "pmlp", "--branch", "riga-2")
    assert made.code == 0, made.said

    assert _setup(windows, packages.setup) == _DONE, _log(windows)
    assert windows.registry(rf"HKLM\{UNINSTALL}", "DisplayVersion") == "0.0.9"
    assert not (windows.drive / f"{PROGRAM}.old").exists()
    assert _database(windows) == "ok"

    assert _setup(windows, packages.old_setup) == _NEWER
    assert "0.0.9" in _log(windows) or "newer" in _log(windows)
    assert windows.registry(rf"HKLM\{UNINSTALL}", "DisplayVersion") == "0.0.9"

    assert uninstall(windows) == _DONE
    assert (windows.drive / DATA / "data").is_dir()
    assert any((windows.drive / DATA / "data").iterdir())


def test_wrong_answers_leave_no_half_an_install(
    windows: Wine, packages: Packages, wrong_answers: Path
) -> None:
    option = f"/ANSWERS={windows.windows_path(wrong_answers)}"
    assert _setup(windows, packages.setup, option) == _WRONG_ANSWERS
    assert "branch" in _log(windows)
    assert not (windows.drive / PROGRAM).exists()
    assert not (windows.drive / f"{PROGRAM}.new").exists()
    assert windows.registry(rf"HKLM\{UNINSTALL}", "DisplayVersion") == ""


def test_wrong_answers_at_an_upgrade_bring_the_old_version_back(
    windows: Wine, packages: Packages, wrong_answers: Path
) -> None:
    assert _setup(windows, packages.old_setup) == _DONE, _log(windows)
    option = f"/ANSWERS={windows.windows_path(wrong_answers)}"
    assert _setup(windows, packages.setup, option) == _WRONG_ANSWERS
    assert windows.registry(rf"HKLM\{UNINSTALL}", "DisplayVersion") == "0.0.8"
    assert windows.desk("--version").code == 0


@pytest.mark.parametrize(
    "option", ["/ANSWERS=C:\\nowhere.toml", "/CurrentUser /ANSWERS=C:\\x.toml"]
)
def test_an_answers_file_that_cannot_be_is_told_before_anything_changes(
    windows: Wine, packages: Packages, option: str
) -> None:
    assert _setup(windows, packages.setup, *option.split()) == _WRONG_ANSWERS
    assert not (windows.drive / PROGRAM).exists()


def test_settings_that_somebody_planted_are_moved_aside(windows: Wine, packages: Packages) -> None:
    planted = windows.drive / DATA / "site.toml"
    planted.parent.mkdir()
    planted.write_text('[updates]\nsource = "//evil/share"\n', encoding="utf-8")
    assert _setup(windows, packages.setup) == _DONE, _log(windows)
    assert not planted.exists()
    assert (windows.drive / f"{DATA}.found-1/site.toml").exists()

    assert uninstall(windows, "/PURGE") == _DONE
    assert not planted.parent.exists()


def test_a_group_policy_stands_above_the_site_file(windows: Wine, packages: Packages) -> None:
    assert _setup(windows, packages.setup) == _DONE, _log(windows)
    policy = ("reg", "add", r"HKLM\Software\Policies\Branch Desk", "/f", "/reg:64", "/v")
    windows.run(*policy, "SiteFile", "/d", r"C:\it\policy.toml")
    windows.run(*policy, "Updates", "/t", "REG_DWORD", "/d", "0")
    (windows.drive / "it").mkdir(exist_ok=True)
    (windows.drive / "it/policy.toml").write_text('branch = "riga-3"\n', encoding="utf-8")

    shown = windows.desk("configure").said
    told = windows.desk("update", "status", "--json").said
    windows.run("reg", "delete", r"HKLM\Software\Policies\Branch Desk", "/f", "/reg:64")
    assert "riga-3" in shown
    assert '"enabled": false' in told


def _database(windows: Wine) -> str:
    said = windows.desk("doctor", "--json").said
    checks = json.loads(said[said.index("{") : said.rindex("}") + 1])["checks"]
    return next(str(one["status"]) for one in checks if one["check"] == "database")
