"""`python -m desk` and the frozen program are the `desk` command."""

from multiprocessing import freeze_support

from desk.cli import main

if __name__ == "__main__":
    freeze_support()  # the child that lays out a PDF is this program again when it is frozen
    raise SystemExit(main())
