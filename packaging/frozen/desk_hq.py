"""`desk-hq ...` is `desk hq ...`: headquarters' package has no window and no other command."""

from __future__ import annotations

import sys
from multiprocessing import freeze_support

from desk.cli import main

if __name__ == "__main__":
    freeze_support()  # a worker of the server is this program again when it is frozen
    given = sys.argv[1:]
    whole = given[:1] in (["hq"], ["--version"])
    raise SystemExit(main(given if whole else ["hq", *given]))
