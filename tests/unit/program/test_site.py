"""What IT sets for a PC: read, checked, written whole or not at all."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from desk import autostart, data_folder, site_write
from desk.cli import main
from desk.data_folder import default_data_dir, traces_dir
from desk.domain.errors import DeskError
from desk.site import HqSite, Site, UpdateSite, code_file, parse_site, read_site
from desk.site_check import CODE_KEY, KEYS, faults, flat, of_text
from desk.site_write import site_text
from desk.waiting_code import spend, waiting, waits

CODE = "ABCD-EFGH-JKLM-NPQR"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the settings go; nothing of the machine is touched."""
    file = tmp_path / "etc" / "site.toml"
    monkeypatch.setenv("DESK_SITE_FILE", str(file))
    monkeypatch.setattr(autostart, "_XDG", tmp_path / "xdg" / "branch-desk.desktop")
    monkeypatch.setattr(site_write, "_GROUP", "no-such-group")
    return file


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    from self_signed import certificate_files

    return certificate_files(tmp_path)[0]


def test_without_a_file_nothing_is_set(site: Path) -> None:
    assert read_site() == Site()


def test_everything_that_can_be_set_is_read(site: Path) -> None:
    text = """
institution = "pmlp"
branch = "riga-2"
counter = "3"
data_dir = "/srv/desk"
autostart = true
[hq]
address = "https://hq.example:8443"
ca_file = "/etc/branch-desk/hq-ca.crt"
[updates]
enabled = false
source = "https://hq.example:8443/updates"
root = "/etc/branch-desk/root.json"
hours = "20:00-05:00"
rate = 100
cache = "//server/desk"
of_a_newer_version = 1
"""
    assert parse_site(text, "x") == Site(
        "pmlp",
        "riga-2",
        "3",
        "/srv/desk",
        True,
        HqSite("https://hq.example:8443", "/etc/branch-desk/hq-ca.crt"),
        UpdateSite(
            False,
            "https://hq.example:8443/updates",
            "/etc/branch-desk/root.json",
            "20:00-05:00",
            100,
            "//server/desk",
        ),
    )


@pytest.mark.parametrize("text", ["branch = ", "counter = 3", "[hq]\naddress = 1", "hq = 2"])
def test_a_broken_file_is_said_to_be(site: Path, text: str) -> None:
    with pytest.raises(DeskError, match=r"site\.broken"):
        parse_site(text, "site.toml")


def test_the_data_lie_where_it_says(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = tmp_path / "machine"
    monkeypatch.setattr(data_folder, "machine_data_dir", lambda: machine)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "person"))
    assert default_data_dir() != machine
    machine.mkdir()
    assert default_data_dir() == machine
    site.parent.mkdir()
    site.write_text('data_dir = "/srv/desk"\n')
    assert default_data_dir() == Path("/srv/desk")
    site.write_text("data_dir = ")
    with pytest.raises(DeskError, match=r"site\.broken"):
        default_data_dir()
    assert traces_dir() == machine


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("institution", "nobody"),
        ("institution", 3),
        ("branch", "riga-99"),
        ("counter", "the third"),
        ("data_dir", "desk"),
        ("data_dir", __file__),
        ("autostart", "yes"),
        ("hq.address", "http://hq.example"),
        ("hq.address", "hq.example"),
        ("hq.address", "https://"),
        ("hq.ca_file", "/no/such.crt"),
        ("hq.ca_file", "hq.crt"),
        ("hq.ca_file", __file__),
        (CODE_KEY, "no; code"),
        ("updates.enabled", "true"),
        ("updates.source", "http://hq.example/updates"),
        ("updates.source", "updates"),
        ("updates.root", "/no/such.json"),
        ("updates.hours", "19-6"),
        ("updates.hours", "19:00-25:00"),
        ("updates.hours", "19:00-19:00"),
        ("updates.rate", -1),
        ("updates.rate", True),
        ("updates.rate", "500"),
        ("updates.cache", "cache"),
        ("institutoin", "pmlp"),
        ("hq.adress", "https://hq.example"),
    ],
)
def test_each_wrong_value_is_named_by_its_key(key: str, value: Any) -> None:
    known = {"institution": "pmlp", "branch": "riga-2", "hq.address": "https://hq.example"}
    (fault,) = faults(known | {key: value})
    assert fault.key == key
    assert fault.message


def test_what_can_be_is_not_refused(authority: Path) -> None:
    assert not faults(
        {
            "institution": "pmlp",
            "branch": "riga-2",
            "counter": "3a",
            "data_dir": "/srv/desk",
            "autostart": True,
            "hq.address": "https://hq.example:8443",
            "hq.ca_file": str(authority),
            CODE_KEY: CODE,
            "updates.enabled": False,
            "updates.source": "//server/updates",
            "updates.root": str(authority),
            "updates.hours": "19:00-06:00",
            "updates.rate": 0,
            "updates.cache": "/srv/cache",
        }
    )


@pytest.mark.parametrize(
    ("answers", "key"),
    [
        ({"branch": "riga-2"}, "branch"),
        ({"institution": "atd", "branch": "riga-2"}, "branch"),
        ({CODE_KEY: CODE}, CODE_KEY),
    ],
)
def test_values_that_cannot_be_together(answers: dict[str, Any], key: str) -> None:
    (fault,) = faults(answers)
    assert fault.key == key


def test_a_sub_branch_is_set_up_for_its_parent() -> None:
    from desk.services.content.bundled import bundled_pack

    inner = next(one for one in bundled_pack("pmlp").branches if one.parent)
    (fault,) = faults({"institution": "pmlp", "branch": inner.id})
    assert str(inner.parent) in fault.message


def test_all_that_is_wrong_is_named_at_once(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["institution=pmlp", "branch=riga-99", "updates.rate=much", "zzz=1"]
    words = [word for text in given for word in ("--set", text)]
    assert main(["configure", *words, "--set", f"{CODE_KEY}=bad;{CODE}", "--json"]) == 1
    shown = capsys.readouterr()
    named = [one["key"] for one in json.loads(shown.out)["error"]["faults"]]
    assert named == ["updates.rate", "zzz", CODE_KEY, "branch", CODE_KEY]
    assert not site.exists()
    assert not code_file().exists()


def test_a_refusal_is_kept_in_the_log_without_the_code(site: Path) -> None:
    site.parent.mkdir()
    site.write_text('institution = "pmlp"\n')
    words = ["--set", f"{CODE_KEY}=bad;{CODE}", "--set", "branch=riga-99"]
    assert main(["configure", *words]) == 1
    log = site.with_name("configure.log").read_text()
    assert "refused" in log
    assert "riga-99" in log
    assert CODE not in log
    assert site.read_text() == 'institution = "pmlp"\n'


def test_the_log_of_settings_rotates(site: Path) -> None:
    site.parent.mkdir()
    for _number in range(30):
        site_write.note("x" * 20_000)
    logs = sorted(site.parent.glob("configure.log*"))
    assert len(logs) == 4
    assert all(log.stat().st_size <= 128 * 1024 for log in logs)


def test_answers_say_everything_and_set_changes_one(site: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text(
        f'institution = "pmlp"\nbranch = "riga-2"\n[hq]\naddress = "https://hq.example"\n'
        f'enrol_code = "{CODE}"\n[updates]\nrate = 100\n'
    )
    assert main(["configure", "--answers", str(answers)]) == 0
    assert main(["configure", "--set", "counter=3"]) == 0
    assert read_site() == Site(
        "pmlp", "riga-2", "3", hq=HqSite("https://hq.example"), updates=UpdateSite(rate=100)
    )
    assert CODE not in site.read_text()
    assert code_file().read_text().strip() == CODE
    assert stat.S_IMODE(code_file().stat().st_mode) == 0o600
    assert waiting() is not None and CODE not in repr(waiting())
    answers.write_text('institution = "atd"\n')
    assert main(["configure", "--answers", str(answers), "--set", "counter="]) == 0
    assert read_site() == Site("atd")


def test_the_same_again_changes_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for changed in (True, False):
        assert main(["configure", "--set", "institution=pmlp", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["changed"] is changed


def test_only_checking_writes_nothing(site: Path) -> None:
    assert main(["configure", "--set", "institution=pmlp", "--check"]) == 0
    assert main(["configure", "--set", "institution=xyz", "--check"]) == 1
    assert not site.parent.exists()


def test_the_window_opens_by_itself_where_it_wants_that(site: Path) -> None:
    assert main(["configure", "--set", "autostart=true"]) == 0
    assert "Exec=" in autostart.autostart_file().read_text()
    assert main(["configure", "--set", "autostart=false"]) == 0
    assert not autostart.autostart_file().exists()


def test_nothing_is_half_written(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last of the files cannot be made: neither of the others is there then."""
    monkeypatch.setattr(autostart, "_XDG", Path("/proc/no-such/branch-desk.desktop"))
    words = ["--set", "autostart=true", "--set", "hq.address=https://hq.example"]
    assert main(["configure", *words, "--set", f"{CODE_KEY}={CODE}"]) == 1
    assert [file.name for file in site.parent.iterdir()] == ["configure.log"]


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_used_code_is_gone(site: Path) -> None:
    assert main(["configure", "--set", "hq.address=https://hq.example"]) == 0
    assert not waits()
    code_file().write_text(f"{CODE}\n")
    assert waits()
    spend()
    assert not waits()
    assert not code_file().exists()


def test_what_is_written_is_read_the_same() -> None:
    answers = {"institution": 'pm"lp\\', "hq.address": "https://ā.example", "updates.rate": 3}
    known = parse_site(site_text(answers), "x")
    assert (known.institution, known.updates.rate) == ('pm"lp\\', 3)
    assert known.hq == HqSite("https://ā.example")


def test_every_setting_has_its_place_in_the_file() -> None:
    names = set(KEYS) - {CODE_KEY}
    of_site = {name for name in Site.__struct_fields__ if name not in ("hq", "updates")}
    of_site |= {f"hq.{name}" for name in HqSite.__struct_fields__}
    of_site |= {f"updates.{name}" for name in UpdateSite.__struct_fields__}
    assert names == of_site


def test_texts_of_the_command_line_become_the_right_kind() -> None:
    assert of_text("autostart", "Yes") is True
    assert of_text("updates.enabled", "0") is False
    assert of_text("updates.rate", "500") == 500
    assert of_text("counter", "3") == "3"
    assert flat({"a": 1, "hq": {"b": 2}}) == {"a": 1, "hq.b": 2}
