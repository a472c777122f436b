"""A file that does not fit on its stick; run by the test in a mount namespace of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from virtual import make_id

from desk.domain.errors import DeskError
from desk.sync.courier_file import Header, Way, written
from desk.sync.wire import Change, Page

NOON = datetime(2026, 11, 24, 10, tzinfo=UTC)


def main(place: Path) -> dict[str, object]:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)], check=True)
    (place / "kept").write_bytes(b"x")
    key, one = Ed25519PrivateKey.generate(), make_id()
    change = Change(1, one, 1, 1, one, one, True, 1, "note", os.urandom(200_000), bytes(32))
    page, header = Page("hq", (change,), 1, one, NOON), Header(Way.UP, one, one, 1, NOON, "1.0")
    try:
        public = key.public_key().public_bytes_raw()
        with written(place / "file", header, public, key.sign) as writer:
            writer.put(page)
    except DeskError as error:
        left = sorted(path.name for path in place.iterdir())
        return {"code": error.code, "left": left}
    return {}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
