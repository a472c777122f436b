"""Writing what IT has set: all of it or nothing, and a line in a log either way."""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, Final

from db.layout import settle
from desk.autostart import autostart_file, desktop_entry, set_run_key
from desk.domain.errors import DeskError
from desk.site import code_file, site_file
from desk.site_check import CODE_KEY, Fault

_GROUP: Final = "branchdesk"
_LOG: Final = "configure.log"
_LOG_BYTES: Final = 128 * 1024
_LOG_FILES: Final = 3
_SETTINGS, _DATA = 0o750, 0o2770
_READ_BY_ALL, _READ_BY_GROUP, _OF_GROUP = 0o644, 0o640, 0o660
_WITHOUT_GROUP: Final = {_SETTINGS: 0o755, _DATA: 0o700, _READ_BY_GROUP: 0o644, _OF_GROUP: 0o600}
"""Settings are no secret; data and the code are."""


def write_settings(answers: Mapping[str, Any]) -> bool:
    """Put checked answers in force; an enrolment code goes beside the file, for one use.

    Returns:
        whether the settings are others than before.

    Raises:
        DeskError: "site.not_writable" (folder): then nothing is other than before.
    """
    file = site_file()
    drafts: list[tuple[Path, Path]] = []
    wanted, before = site_text(answers), _text(file)
    on = bool(answers.get("autostart"))
    try:
        _make_folder(file.parent, _SETTINGS)
        if folder := answers.get("data_dir"):
            _make_folder(Path(folder), _DATA)
        drafts.append(_draft(file, wanted, _READ_BY_GROUP))
        if code := answers.get(CODE_KEY):
            drafts.append(_draft(code_file(), f"{str(code).strip()}\n", _OF_GROUP))
        if sys.platform == "win32":
            set_run_key(on=on)
        elif on:
            autostart_file().parent.mkdir(parents=True, exist_ok=True)
            drafts.append(_draft(autostart_file(), desktop_entry(), _READ_BY_ALL))
        else:
            autostart_file().unlink(missing_ok=True)
        for draft, final in drafts:
            settle(draft, final)
    except OSError as error:
        for draft, _final in drafts:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
        where = error.filename or file.parent
        raise DeskError("site.not_writable", folder=str(where)) from error
    return wanted != before


def site_text(answers: Mapping[str, Any]) -> str:
    """The site file; without the code, and without what is empty."""
    kept = {key: value for key, value in answers.items() if key != CODE_KEY and value != ""}
    lines = ["# Written by `desk configure`; the program only reads it."]
    for table in ("", "hq", "updates"):
        inside = [(key, kept[key]) for key in kept if key.rpartition(".")[0] == table]
        if inside and table:
            lines += ["", f"[{table}]"]
        lines += [f"{key.rpartition('.')[2]} = {_toml(value)}" for key, value in inside]
    return "\n".join(lines) + "\n"


def note(said: str, faults: Iterable[Fault] = ()) -> None:
    """Keep in the log what was done or refused; where it cannot be written nothing is kept."""
    file = site_file().with_name(_LOG)
    log = logging.getLogger("desk.configure")
    try:
        handler = RotatingFileHandler(
            file, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8"
        )
    except OSError:
        return
    formatter = logging.Formatter("%(asctime)sZ %(levelname)s %(message)s")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        wrong = "; ".join(f"{fault.key}: {fault.message}" for fault in faults)
        log.log(logging.WARNING if wrong else logging.INFO, f"{said}: {wrong}" if wrong else said)
    finally:
        log.removeHandler(handler)
        handler.close()


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _toml(value: Any) -> str:
    """JSON writes texts, numbers and truths as TOML wants them."""
    return json.dumps(value, ensure_ascii=False)


def _draft(final: Path, text: str, mode: int) -> tuple[Path, Path]:
    draft = final.with_name(final.name + ".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    _give(draft, mode)
    return draft, final


def _make_folder(folder: Path, mode: int) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True)
        _give(folder, mode)


def _give(path: Path, mode: int) -> None:
    """To those who use the program, where there is a group of them."""
    if sys.platform == "win32":
        return
    import grp

    try:
        group = grp.getgrnam(_GROUP).gr_gid
        os.chown(path, -1, group)
    except (KeyError, PermissionError):
        mode = _WITHOUT_GROUP.get(mode, mode)
    path.chmod(mode)
