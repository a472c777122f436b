"""`desk update` and `desk hq update` as people and timers run them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from command_line import ROOT, CommandLine, Done, _pipe
from hq_process import command, started

from db.driver import connect
from db.keys import unlock
from db.layout import database_path

PASSWORDS = ("the first of root", "the second of root", "the one of releases", "the one of timers")


def hq(folder: Path, *words: object, passwords: Sequence[str] = ()) -> Done:
    """`desk hq update ... --json`, passwords by descriptor."""
    pipe = _pipe("\n".join(passwords)) if passwords else None
    given = [str(word) for word in words] + (["--password-fd", str(pipe)] if pipe else [])
    try:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "desk", "hq", "update", *given, "--json"],
            cwd=ROOT,
            env=CommandLine(folder).environment() | {"DESK_HQ_UPDATES": str(folder / "updates")},
            capture_output=True,
            pass_fds=[pipe] if pipe else [],
            check=False,
            timeout=120,
        )
    finally:
        if pipe:
            os.close(pipe)
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def root_keys(folder: Path) -> list[object]:
    return ["--root-keys", folder / "safe-a", "--root-keys", folder / "safe-b"]


def release_keys(folder: Path) -> list[object]:
    return ["--keys", folder / "release", "--online-keys", folder / "online"]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """Headquarters with keys and nothing to give yet."""
    done = hq(tmp_path, "init", *root_keys(tmp_path), *release_keys(tmp_path), passwords=PASSWORDS)
    assert done.code == 0, done.err
    assert Path(done.json["root"]).is_file()
    return tmp_path


def test_a_release_on_its_way(made: Path) -> None:
    package = made / "branch-desk_1.2.0_amd64.deb"
    package.write_bytes(b"a package")
    keys, passwords = release_keys(made), PASSWORDS[2:]
    done = hq(made, "add", package, "--version", "1.2.0", *keys, passwords=passwords)
    assert done.json == {"file": package.name, "version": "1.2.0", "kind": "deb"}
    (row,) = hq(made, "list").json["releases"]
    assert row["rollout"] == {}
    staged = ["stage", "1.2.0", "--branch", "riga-2", "--from", "2026-12-01"]
    assert hq(made, *staged, *keys, passwords=passwords).code == 0
    assert hq(made, "stage", "1.2.0", "--all", *keys, passwords=passwords).code == 0
    (row,) = hq(made, "list").json["releases"]
    assert row["rollout"] == {"riga-2": "2026-12-01", "*": ""}
    assert hq(made, "withdraw", "1.2.0", *keys, passwords=passwords).code == 0
    (row,) = hq(made, "list").json["releases"]
    assert row["rollout"] == {}
    stick = made / "stick"
    assert hq(made, "export", stick).code == 0
    assert (stick / "metadata" / "timestamp.json").is_file()
    assert [file.read_bytes() for file in (stick / "targets").iterdir()] == [b"a package"]


def test_the_timer_needs_the_keys_of_the_timer_alone(made: Path) -> None:
    online = ["--online-keys", made / "online"]
    assert hq(made, "refresh", *online, passwords=PASSWORDS[3:]).code == 0
    wrong = hq(made, "refresh", "--online-keys", made / "release", passwords=PASSWORDS[2:3])
    assert wrong.error == "update.key_missing"
    assert hq(made, "refresh", *online, passwords=["something else"]).error == "update.key_password"


def test_root_needs_both_hands(made: Path) -> None:
    release = release_keys(made)
    alone = ["renew-root", "--root-keys", made / "safe-a", *release]
    done = hq(made, *alone, passwords=[PASSWORDS[0], *PASSWORDS[2:]])
    assert done.error == "update.key_missing"
    both = ["renew-root", *root_keys(made), *release, "--new-online-keys"]
    done = hq(made, *both, passwords=PASSWORDS)
    assert done.json == {"root": 2, "replaced": ["snapshot", "timestamp"]}
    online = ["refresh", "--online-keys", made / "online"]
    assert hq(made, *online, passwords=PASSWORDS[3:]).code == 0


def test_what_headquarters_are_refused_on_the_command_line(made: Path) -> None:
    keys, passwords = release_keys(made), PASSWORDS[2:]
    again = hq(made, "init", *root_keys(made), *keys, passwords=PASSWORDS)
    assert again.error == "update.repository_there"
    both = ["stage", "1.0", "--all", "--branch", "riga-2", *keys]
    assert hq(made, *both, passwords=passwords).error == "update.stage"
    unknown = ["stage", "1.0", "--branch", "riga-22", *keys]
    assert hq(made, *unknown, passwords=passwords).error == "update.branch"
    nothing = hq(made, "list", "--repository", made / "nowhere")
    assert nothing.error == "update.no_repository"


def test_keys_want_a_password_worth_the_name(tmp_path: Path) -> None:
    keys = [*root_keys(tmp_path), *release_keys(tmp_path)]
    assert hq(tmp_path, "init", *keys, passwords=["short"]).error == "update.key_short"
    assert not (tmp_path / "updates").exists()


def site(desk: CommandLine, text: str) -> dict[str, str]:
    (desk.folder / "site.toml").write_text(text)
    return desk.environment() | {
        "DESK_SITE_FILE": str(desk.folder / "site.toml"),
        "DESK_UPDATE_DIR": str(desk.folder / "update"),
    }


def update(desk: CommandLine, text: str, *words: str) -> Done:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "desk", "update", *words, "--json"],
        cwd=ROOT,
        env=site(desk, text),
        capture_output=True,
        check=False,
        timeout=120,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_status_needs_nothing_to_be_there(desk: CommandLine) -> None:
    done = update(desk, "", "status")
    assert (done.code, done.json["well"], done.json["ready"]) == (0, True, None)
    assert not (desk.folder / "update").exists()
    assert update(desk, "[updates]\nenabled = false", "status").json["enabled"] is False


def test_a_program_from_its_sources_is_not_updated(desk: CommandLine) -> None:
    done = update(desk, "", "run")
    if done.code == 0:
        pytest.skip("the program is installed on this PC")
    assert done.error == "update.not_installed"


def migrated(desk: CommandLine) -> None:
    """As a newer program leaves the database."""
    _change(desk, "UPDATE alembic_version SET version_num = '9999'")


def _change(desk: CommandLine, statement: str) -> None:
    folder = desk.folder / "data"
    key = unlock(folder, desk.folder / "key")
    with closing(connect(database_path(folder), key)) as raw:
        raw.execute(statement)


def test_a_migration_is_undone(desk: CommandLine) -> None:
    name = desk("backup", "--json").json["file"]
    assert desk("update", "put-back", name, "--json").json == {"replaced": None}
    migrated(desk)
    assert desk("backup", "--list", "--json").error == "db.newer"
    done = desk("update", "put-back", name, "--json")
    assert done.code == 0, done.err
    replaced = Path(done.json["replaced"])
    assert database_path(replaced).is_file()
    assert desk("backup", "--list", "--json").code == 0
    checks = {one["check"]: one["status"] for one in desk("doctor", "--json").json["checks"]}
    assert checks["database"] == checks["schema"] == checks["key_store"] == "ok"


ENTERED = (
    "INSERT INTO outbox (change_id, kind, row_id, version, txn_id)"
    " VALUES (randomblob(16), 'note', randomblob(16), 1, randomblob(16))",
    "INSERT INTO draft (account_id, kind, body, at) VALUES (randomblob(16), 'incident', x'00', 0)",
)


@pytest.mark.parametrize("statement", ENTERED)
def test_nothing_entered_is_undone(desk: CommandLine, statement: str) -> None:
    name = desk("backup", "--json").json["file"]
    _change(desk, statement)
    migrated(desk)
    assert desk("update", "put-back", name, "--json").error == "update.entered_since"
    assert desk("backup", "--list", "--json").error == "db.newer"  # as it was


def test_only_a_backup_of_the_shelf_is_put_back(desk: CommandLine) -> None:
    migrated(desk)
    for name in ("nothing", "../backups", "/etc"):
        assert desk("update", "put-back", name, "--json").error == "update.no_such_backup"


def test_headquarters_server_gives_updates_out(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole server, with its limits and compression, asked as a PC asks."""
    from update_asking import newest_version

    database = f"sqlite:///{made / 'hq.db'}"
    monkeypatch.setenv("DESK_HQ_UPDATES", str(made / "updates"))
    package = made / "branch-desk_1.2.0_amd64.deb"
    package.write_bytes(os.urandom(300_000))
    keys, passwords = release_keys(made), PASSWORDS[2:]
    assert hq(made, "add", package, "--version", "1.2.0", *keys, passwords=passwords).code == 0
    command(database, "init")
    with started(database, made) as server:
        root = made / "updates" / "metadata" / "1.root.json"
        got = newest_version(f"{server.url}/updates", root, made / "pc")
    assert got.read_bytes() == package.read_bytes()
