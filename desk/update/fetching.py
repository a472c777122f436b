"""Where updates come from: an address, or a folder; and never faster than IT allows.

Nothing that comes this way is believed: TUF compares it with what headquarters signed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import httpx
from tuf.api.exceptions import DownloadError, DownloadHTTPError
from tuf.ngclient import FetcherInterface

from desk.domain.address import is_safe
from desk.domain.errors import DeskError
from desk.sync.line import open_client

_PIECE: Final = 16 * 1024
_KB: Final = 1024
_PLAIN: Final = {"Accept-Encoding": "identity"}
_NOT_FOUND: Final = 404


class Rate:
    """Holds whoever reads back to so many KB a second; 0 = not at all."""

    def __init__(
        self,
        kilobytes: int,
        now: Callable[[], float] = monotonic,
        wait: Callable[[float], None] = sleep,
    ) -> None:
        self._bytes = kilobytes * _KB
        self._now = now
        self._wait = wait
        self._free_at = now()

    def passed(self, size: int) -> None:
        """So many bytes were read; returns when the next may be."""
        if not self._bytes:
            return
        self._free_at = max(self._free_at, self._now()) + size / self._bytes
        ahead = self._free_at - self._now()
        if ahead > 0:
            self._wait(ahead)


class WebFetcher(FetcherInterface):
    """From an address; trust in certificates and proxies are those of the line to headquarters."""

    def __init__(self, client: httpx.Client, rate: Rate) -> None:
        self._client = client
        self._rate = rate

    def _fetch(self, url: str) -> Iterator[bytes]:
        request = self._client.build_request("GET", url, headers=_PLAIN)
        with _broken_off():
            answer = self._client.send(request, stream=True)
        if answer.status_code != httpx.codes.OK:
            answer.close()
            raise DownloadHTTPError("refused", answer.status_code)
        return self._pieces(answer)

    def _pieces(self, answer: httpx.Response) -> Iterator[bytes]:
        try:
            with _broken_off():
                for piece in answer.iter_raw(_PIECE):
                    self._rate.passed(len(piece))
                    yield piece
        finally:
            answer.close()


class FolderFetcher(FetcherInterface):
    """From a folder: a share, or a USB stick."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate

    def _fetch(self, url: str) -> Iterator[bytes]:
        path = Path(url)
        if not path.is_file():
            raise DownloadHTTPError("not there", _NOT_FOUND)
        return self._pieces(path)

    def _pieces(self, path: Path) -> Iterator[bytes]:
        with _broken_off(), path.open("rb") as file:
            while piece := file.read(_PIECE):
                self._rate.passed(len(piece))
                yield piece


@contextmanager
def _broken_off() -> Iterator[None]:
    """A line or a share that fails at the beginning or in the middle, as TUF calls it."""
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise DownloadError("broken off") from error


@contextmanager
def way_to(source: str, rate: Rate, ca_file: str = "") -> Iterator[FetcherInterface]:
    """The way to a source, open for the block.

    Raises:
        DeskError: "update.source" (source) when it is an address that anybody on the way could
            listen to, "update.no_source" when none is set, "sync.ca_file".
    """
    if not source:
        raise DeskError("update.no_source")
    if "://" not in source:
        yield FolderFetcher(rate)
        return
    if not is_safe(source):
        raise DeskError("update.source", source=source)
    with open_client(source, ca_file=ca_file or None) as client:
        yield WebFetcher(client, rate)
