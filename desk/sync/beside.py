"""What a round does beside the operations: the lane of personal keys, and the witnessed root."""

from __future__ import annotations

from db.database import Database
from desk.sync.lane import send_keys, take_keys
from desk.sync.line import Line
from desk.sync.sealed_up import release, send_parts
from desk.sync.witness import ask_witness


def beside(database: Database, line: Line, *, settled: bool) -> None:
    """Everything beside the operations, once these are sent and read.

    Args:
        settled: nothing was read in this round.
    """
    send_keys(database, line)
    take_keys(database, line, settled=settled)
    ask_witness(database, line)
    release(database)
    send_parts(database, line)
