"""An ASGI application on a free port of loopback, in a thread."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn


@contextmanager
def serving(app: object, tls: tuple[Path, Path] | None = None) -> Iterator[str]:
    """The address at which it answers.

    Args:
        tls: the files of a certificate and its key.
    """
    listening = socket.create_server(("127.0.0.1", 0))
    certificate, key = tls or (None, None)
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_config=None,
        lifespan="off",
        ws="none",
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
