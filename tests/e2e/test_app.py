"""The composition root: what a restored database and a broken set-up lead to."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desk import app as root
from desk.app import create_app, open_app
from desk.services.queue_authority import SERIES_KEY


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_KEY_DIR", str(tmp_path / "key"))


def series(app: root.App) -> str | None:
    with app.database.reader() as reader:
        return reader.meta.get(SERIES_KEY) or None


def test_a_restored_database_takes_a_new_series(tmp_path: Path) -> None:
    app, _code = create_app(tmp_path / "data", institution="pmlp", branch="riga-2")
    assert series(app) is None
    app.close()
    again = open_app(tmp_path / "data")
    assert series(again) is None
    again.close()
    (tmp_path / "data" / "device.id").unlink()
    restored = open_app(tmp_path / "data")
    assert series(restored) == "CD"
    restored.close()
    again = open_app(tmp_path / "data")
    assert series(again) == "CD"
    again.close()


def test_a_set_up_that_fails_half_way_can_begin_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError("no space left")

    folder = tmp_path / "data"
    with monkeypatch.context() as patch:
        patch.setattr(root.content_store, "install_first", fails)
        with pytest.raises(OSError, match="no space"):
            create_app(folder, institution="pmlp", branch="riga-2")
    assert not root.has_database(folder)
    app, _code = create_app(folder, institution="pmlp", branch="riga-2")
    app.close()


def test_the_command_line_loads_nothing_heavy() -> None:
    import subprocess

    code = (
        "import sys, desk.cli as c; c._parser();"
        "print([m for m in ('PySide6', 'sqlalchemy', 'alembic', 'reportlab', 'holidays',"
        " 'babel', 'icalendar', 'phonenumbers', 'argon2') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
