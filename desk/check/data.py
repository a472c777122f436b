"""Files that belong to the program, keys, and a database made from nothing."""

from __future__ import annotations

from pathlib import Path
from secrets import token_bytes

from desk.domain.errors import DeskError

_SECRET_BYTES = 32
_DEMO = "demo-day"


def demo_folder(folder: Path) -> Path:
    """Where the checks' database lies."""
    return folder / _DEMO


def resources(folder: Path) -> str:
    """Content packs, fonts and translations are there and can be read."""
    from desk.i18n import LANGUAGES, _, speaking
    from desk.resources import resources_dir
    from desk.services.content.bundled import bundled_institutions, bundled_pack

    packs = [bundled_pack(info.institution or "").info for info in bundled_institutions()]
    spoken = set()
    for name in LANGUAGES:
        with speaking(name):
            spoken.add(_("Recovery code"))
    if not packs or len(spoken) < len(LANGUAGES):
        raise DeskError("resources.missing", folder=str(resources_dir()))
    said = ", ".join(f"{info.id} {info.version}" for info in packs)
    return f"packs {said}; {len(LANGUAGES)} languages"


def keys(folder: Path) -> str:
    """This system keeps a secret for the machine and gives it back."""
    from db.machine_store import machine_store

    store, secret = machine_store(folder / "keys"), token_bytes(_SECRET_BYTES)
    if store.recall(store.keep(secret)) != secret:
        raise DeskError("keys.damaged")
    return f"kept and given back by {type(store).__name__}"


def database(folder: Path) -> str:
    """A new database is made, migrated, filled with an invented day, and every page is proven."""
    from db.backup import verify
    from db.layout import database_path
    from db.models import REVISION
    from desk.app import unlocked_key
    from desk.demo.make import make_demo

    made = make_demo(demo_folder(folder), small=True)
    path = database_path(made)
    verify(path, unlocked_key(made))
    return f"revision {REVISION}, {path.stat().st_size // 1024} KB, every page in order"
