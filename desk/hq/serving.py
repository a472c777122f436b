"""The server's processes: uvicorn workers over one application."""

from __future__ import annotations

import gc
import json
import logging
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from db.hq.database import open_hq
from db.hq.upgrade import require_current
from desk.clocks import system_clock
from desk.hq.app import make_app

if TYPE_CHECKING:
    from litestar import Litestar

DATABASE: Final = "DESK_HQ_DATABASE"
"""Environment variable with the database's address: for workers, and for the service's unit."""

_COUNTS: Final = "PROMETHEUS_MULTIPROC_DIR"
_BACKLOG: Final = 512
_KEEP_ALIVE_SECONDS: Final = 75
_STOP_SECONDS: Final = 20


@dataclass(frozen=True, slots=True)
class Listening:
    """Where and how to listen; without a certificate only behind a server that has one."""

    host: str
    port: int
    workers: int = 1
    certificate: Path | None = None
    key: Path | None = None


def make() -> Litestar:
    """The application of one worker, over the database that the environment names."""
    start_json_log()
    engine = open_hq(os.environ[DATABASE])
    require_current(engine)
    app = make_app(engine, system_clock)
    gc.freeze()  # what it is made of is there for good: nobody need look through it again
    return app


def serve(listening: Listening) -> None:
    """Answer requests until the process is told to stop; requests that run are finished."""
    import uvicorn

    start_json_log()
    with TemporaryDirectory(prefix="desk-hq-") as counts:
        os.environ[_COUNTS] = counts
        uvicorn.run(
            "desk.hq.serving:make",
            factory=True,
            host=listening.host,
            port=listening.port,
            workers=listening.workers,
            ssl_certfile=listening.certificate,
            ssl_keyfile=listening.key,
            log_config=None,
            access_log=False,
            server_header=False,
            ws="none",
            backlog=_BACKLOG,
            timeout_keep_alive=_KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=_STOP_SECONDS,
        )


def start_json_log() -> None:
    """One JSON object a line on standard error: never personal data, of exceptions the kind."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """A record as JSON; messages of exceptions may quote what was sent, so they stay out."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "what": record.getMessage(),
            "where": record.name,
            "worker": record.process,
        }
        if record.exc_info and record.exc_info[0]:
            line["kind"] = record.exc_info[0].__name__
            line["place"] = _place(record)
        return json.dumps(line, ensure_ascii=False)


def _place(record: logging.LogRecord) -> str:
    trace = record.exc_info[2] if record.exc_info else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
