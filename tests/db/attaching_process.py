"""Adds files of 2 MB without end; each is named once it is on the disk.  Run by the tests."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from virtual import DEVICE, KEY, VirtualClock, make_id

from db.attachment_cipher import new_key
from db.database import Database


def main(folder: str) -> None:
    database = Database.open(Path(folder), KEY, make_id, VirtualClock(datetime.now(UTC)), DEVICE)
    while True:
        file = make_id()
        with database.unit_of_work() as uow:
            uow.attachments.add(file, new_key(), os.urandom(2_000_000), text_id=make_id())
            uow.commit()
        print(file, flush=True)


main(sys.argv[1])
