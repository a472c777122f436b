"""Which content a command reads: what is in force in the database, else what was shipped."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.app import App
    from desk.services.content.schema import Pack


@contextmanager
def database_of(args: argparse.Namespace) -> Iterator[App | None]:
    """The opened database of --data-dir or of this PC; None when nothing is set up there."""
    from desk.app import default_data_dir, has_database, open_app

    folder = args.data_dir or default_data_dir()
    if not has_database(folder):
        yield None
        return
    with closing(open_app(folder)) as app:
        yield app


def pack_of(args: argparse.Namespace, institution: str) -> Pack:
    """An institution's pack: the one in force here when it is ours, else the shipped one.

    Raises:
        DeskError: "content.unknown_institution" (institution, known).
    """
    from desk.services.content.bundled import bundled_pack

    with database_of(args) as app:
        if app is not None and app.env.institution == institution:
            return app.env.pack
    return bundled_pack(institution)


def packs_at_hand(args: argparse.Namespace) -> list[Pack]:
    """The pack in force here; without a database every shipped one, each institution apart."""
    from desk.services.content.bundled import bundled_institutions, bundled_pack

    with database_of(args) as app:
        if app is not None:
            return [app.env.pack]
    return [bundled_pack(info.institution or "") for info in bundled_institutions()]
