"""The database that a command of headquarters is about."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from desk.domain.errors import DeskError

if TYPE_CHECKING:
    from sqlalchemy import Engine

DATABASE: Final = "DESK_HQ_DATABASE"
"""Environment variable with the database's address."""


@contextmanager
def opened(args: argparse.Namespace) -> Iterator[Engine]:
    """The database that --database or the environment names; DeskError "hq.database_url"."""
    from db.hq.database import open_hq

    engine = open_hq(database_url(args))
    try:
        yield engine
    finally:
        engine.dispose()


def database_url(args: argparse.Namespace) -> str:
    """Its address; DeskError "hq.database_url" when nobody says it."""
    url: str = args.database or os.environ.get(DATABASE, "")
    if not url:
        raise DeskError("hq.database_url")
    return url
