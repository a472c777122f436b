"""The database key: opened by this machine or by the recovery code, and by nothing else."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from db import machine_store
from db.keys import adopt_machine, copy_for_backup, create_keyring, unlock, unlock_with_code
from db.layout import keys_path
from db.machine_store import ProtectedStore, default_key_dir
from db.recovery_code import new_code, normal_code
from desk.domain.errors import DeskError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder without anything."""
    made = tmp_path / "data"
    made.mkdir()
    return made


@pytest.fixture
def key_dir(tmp_path: Path) -> Path:
    """Where this machine keeps its secrets; made when needed."""
    return tmp_path / "machine" / "keys"


def test_both_slots_open_the_same_key(folder: Path, key_dir: Path) -> None:
    code = create_keyring(folder, key_dir)
    key = unlock(folder, key_dir)
    assert len(key) == 32
    assert unlock_with_code(folder, code) == key
    assert unlock_with_code(folder, code.lower().replace("-", " ").replace("0", "o")) == key


def test_every_database_has_a_key_of_its_own(tmp_path: Path, key_dir: Path) -> None:
    keys = set()
    for name in "ab":
        (tmp_path / name).mkdir()
        create_keyring(tmp_path / name, key_dir)
        keys.add(unlock(tmp_path / name, key_dir))
    assert len(keys) == 2


def test_a_folder_has_one_ring(folder: Path, key_dir: Path) -> None:
    create_keyring(folder, key_dir)
    before = keys_path(folder).read_bytes()
    with pytest.raises(DeskError, match=r"keys\.exist_already"):
        create_keyring(folder, key_dir)
    assert keys_path(folder).read_bytes() == before


def test_a_stolen_folder_does_not_open(folder: Path, key_dir: Path, tmp_path: Path) -> None:
    create_keyring(folder, key_dir)
    thief = tmp_path / "thief"
    with pytest.raises(DeskError, match=r"keys\.no_machine_key"):
        unlock(folder, thief)
    other = tmp_path / "other"
    other.mkdir()
    create_keyring(other, thief)
    (secret,) = thief.iterdir()
    (ours,) = key_dir.iterdir()
    secret.rename(thief / ours.name)
    with pytest.raises(DeskError, match=r"keys\.no_machine_key"):
        unlock(folder, thief)


def test_nothing_secret_lies_in_the_folder(folder: Path, key_dir: Path) -> None:
    code = create_keyring(folder, key_dir)
    key = unlock(folder, key_dir)
    body = keys_path(folder).read_bytes()
    (secret,) = key_dir.iterdir()
    for hidden in (key, key.hex().encode(), secret.read_bytes(), code.encode()):
        assert hidden not in body


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_the_secret_is_its_owners_alone(folder: Path, key_dir: Path) -> None:
    create_keyring(folder, key_dir)
    (secret,) = key_dir.iterdir()
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert stat.S_IMODE(key_dir.stat().st_mode) == 0o700


@pytest.mark.skipif(sys.platform != "win32", reason="Windows' own protection")
def test_windows_seals_the_secret_for_this_machine() -> None:
    store = ProtectedStore()
    sealed = store.keep(b"secret of the machine")
    assert b"secret of the machine" not in sealed
    assert store.recall(sealed) == b"secret of the machine"
    with pytest.raises(DeskError, match=r"keys\.no_machine_key"):
        store.recall(sealed[:-1] + b"x")


def test_an_installed_program_shares_the_secret_with_its_group(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed, owners = tmp_path / "etc", []
    installed.mkdir()
    monkeypatch.delenv("DESK_KEY_DIR", raising=False)
    monkeypatch.setattr(machine_store, "_INSTALLED", installed)
    monkeypatch.setattr("grp.getgrnam", lambda name: type("Group", (), {"gr_gid": 4711}))
    monkeypatch.setattr(os, "chown", lambda path, user, group: owners.append((user, group)))
    create_keyring(folder)
    (secret,) = installed.iterdir()
    assert owners == [(-1, 4711)]
    assert stat.S_IMODE(secret.stat().st_mode) == 0o640
    assert unlock(folder) == unlock(folder, installed)


def test_an_installed_program_without_its_group(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = tmp_path / "etc"
    installed.mkdir()
    monkeypatch.setattr(machine_store, "_INSTALLED", installed)
    monkeypatch.setattr(machine_store, "_GROUP", "no-such-group")
    with pytest.raises(DeskError, match=r"keys\.not_writable"):
        create_keyring(folder, installed)
    assert not keys_path(folder).exists()


def test_where_secrets_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_KEY_DIR", str(tmp_path / "chosen"))
    assert default_key_dir() == tmp_path / "chosen"
    monkeypatch.delenv("DESK_KEY_DIR")
    monkeypatch.setattr(machine_store, "_INSTALLED", tmp_path)
    assert default_key_dir() == tmp_path
    monkeypatch.setattr(machine_store, "_INSTALLED", tmp_path / "nowhere")
    assert default_key_dir().name == "branch-desk"


def test_a_place_that_cannot_be_written(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DeskError, match=r"keys\.not_writable"):
        create_keyring(folder, tmp_path / "file")


@pytest.mark.parametrize("body", ["", "{", "{}", '{"ring": 1, "slots": []}', "[]"])
def test_a_damaged_file(folder: Path, key_dir: Path, body: str) -> None:
    keys_path(folder).write_text(body)
    with pytest.raises(DeskError, match=r"keys\.damaged"):
        unlock(folder, key_dir)


@pytest.mark.parametrize("name", ["../../secret", "/etc/passwd", "", "a.b"])
def test_a_slot_cannot_name_a_file_elsewhere(folder: Path, key_dir: Path, name: str) -> None:
    import base64

    create_keyring(folder, key_dir)
    ring = json.loads(keys_path(folder).read_text())
    ring["slots"][0]["kept"] = base64.b64encode(name.encode()).decode()
    keys_path(folder).write_text(json.dumps(ring))
    with pytest.raises(DeskError, match=r"keys\.damaged"):
        unlock(folder, key_dir)


def test_slots_of_two_rings_cannot_be_exchanged(tmp_path: Path, key_dir: Path) -> None:
    rings = []
    for name in "ab":
        (tmp_path / name).mkdir()
        create_keyring(tmp_path / name, key_dir)
        rings.append(json.loads(keys_path(tmp_path / name).read_text()))
    rings[0]["slots"] = rings[1]["slots"]
    keys_path(tmp_path / "a").write_text(json.dumps(rings[0]))
    with pytest.raises(DeskError, match=r"keys\.no_machine_key"):
        unlock(tmp_path / "a", key_dir)


def test_missing_file_and_missing_slots(folder: Path, key_dir: Path) -> None:
    with pytest.raises(DeskError, match=r"keys\.missing"):
        unlock(folder, key_dir)
    create_keyring(folder, key_dir)
    ring = json.loads(keys_path(folder).read_text())
    ring["slots"] = []
    keys_path(folder).write_text(json.dumps(ring))
    with pytest.raises(DeskError, match=r"keys\.no_machine_key"):
        unlock(folder, key_dir)
    with pytest.raises(DeskError, match=r"keys\.no_recovery"):
        unlock_with_code(folder, new_code())


def test_another_machine_is_adopted_and_the_first_one_keeps_its_own(
    folder: Path, key_dir: Path, tmp_path: Path
) -> None:
    code = create_keyring(folder, key_dir)
    restored, new_machine = tmp_path / "restored", tmp_path / "new-machine"
    restored.mkdir()
    copy_for_backup(folder, restored)
    with pytest.raises(DeskError, match=r"keys\.no_machine_key"):
        unlock(restored, key_dir)
    key = unlock_with_code(restored, code)
    adopt_machine(restored, key, new_machine)
    assert unlock(restored, new_machine) == key
    adopt_machine(restored, key, key_dir)
    assert unlock(restored, key_dir) == unlock(folder, key_dir) == key


def test_the_code_of_another_database(folder: Path, key_dir: Path) -> None:
    create_keyring(folder, key_dir)
    with pytest.raises(DeskError, match=r"keys\.wrong_code"):
        unlock_with_code(folder, new_code())


def test_a_code_in_its_one_form() -> None:
    code = new_code()
    assert [len(group) for group in code.split("-")] == [5] * 8
    assert normal_code(code) == code
    assert normal_code(f"  {code.replace('-', '').lower()}\n") == code
    assert len({new_code() for _ in range(50)}) == 50


def test_every_single_mistyped_sign_is_noticed_in_its_group() -> None:
    code = new_code()
    for place, sign in enumerate(code):
        if sign == "-":
            continue
        for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZU":
            if other == sign:
                continue
            with pytest.raises(DeskError, match=r"keys\.code_group") as caught:
                normal_code(code[:place] + other + code[place + 1 :])
            assert caught.value.params["group"] == place // 6 + 1


def test_swapped_groups_are_noticed() -> None:
    groups = new_code().split("-")
    for one in range(8):
        for two in range(one):
            if groups[one] == groups[two]:
                continue
            swapped = list(groups)
            swapped[one], swapped[two] = swapped[two], swapped[one]
            with pytest.raises(DeskError, match=r"keys\.code_group"):
                normal_code("-".join(swapped))


@pytest.mark.parametrize("typed", ["", "ABC", "A" * 39, "A" * 41])
def test_a_code_of_another_length(typed: str) -> None:
    with pytest.raises(DeskError, match=r"keys\.code_length"):
        normal_code(typed)
