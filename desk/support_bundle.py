"""What support needs to help from afar, in one file that a person can read before it leaves the PC.

Nothing in it tells of a client or a colleague: of the database there are its shape and its counts;
logs and reports, which hold nobody's data by design, go through a redactor that knows everyone's
names.  Where the database cannot be opened, the rest is there all the same.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from db.backup import database_facts
from db.driver import connect
from db.failures import as_desk_errors
from db.layout import database_path
from desk.app import has_database, open_app, unlocked_key
from desk.crash import reports
from desk.doctor import examine
from desk.domain.clock import Clock
from desk.domain.errors import DeskError
from desk.log import log_file
from desk.redacting import Redactor, redactor
from desk.site import site_file
from desk.site_check import flat
from desk.version import VERSION

_LOG_BYTES: Final = 512 * 1024
_MOST_PERSONS: Final = 200_000
_AT_ONCE: Final = 2_000
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_PLAIN: Final = frozenset({"institution", "branch", "counter", "autostart"})
_PERSONS: Final = "SELECT id FROM person_data ORDER BY id DESC LIMIT ?"
_SCHEMA: Final = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name"


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the bundle.

    Args:
        says: what it is, for whoever reads the list.
    """

    name: str
    says: str
    text: str


@dataclass(frozen=True, slots=True)
class _Raw:
    """The same before anything was taken out: a text, or what becomes JSON."""

    name: str
    says: str
    content: Any


def parts(folder: Path, clock: Clock) -> tuple[Part, ...]:
    """Everything that goes into the bundle, redacted.

    Args:
        folder: the data folder.
    """
    found = [*_gathered(folder, clock)]
    clean = redactor(_names(folder), _places(folder))
    told = [Part(one.name, one.says, _told(one.content, clean)) for one in found]
    return (_contents(told, clock), *told)


def packed(made: tuple[Part, ...]) -> bytes:
    """The bundle as a zip file; without a time or a name of this PC in it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for part in made:
            info = zipfile.ZipInfo(part.name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, part.text)
    return target.getvalue()


def _contents(told: list[Part], clock: Clock) -> Part:
    lines = [f"{part.name:<22} {part.says}" for part in told]
    text = "\n".join(
        (
            f"Support bundle of Branch Desk {VERSION}, made {clock():%Y-%m-%d %H:%M} UTC.",
            "",
            "Names, logins, telephone numbers, addresses, keys, codes, the names of this PC and of",
            "its users are taken out; <name>, <PC> and the like stand in their place.  Every file",
            "is plain text: read them before you send this away.",
            "",
            *lines,
            "",
        )
    )
    return Part("README.txt", "what is in it", text)


def _gathered(folder: Path, clock: Clock) -> Iterator[_Raw]:
    checks = [asdict(one) for one in examine(folder, clock)]
    yield _Raw("doctor.json", "what `desk doctor` finds", _without_printers(checks))
    yield _Raw("site.json", "what IT has set for this PC; addresses left out", _site())
    if has_database(folder):
        yield _Raw("database.json", "sizes, and how many rows each table has", _database(folder))
        yield _Raw("schema.sql", "the shape of the database, no row of it", _schema(folder))
        yield _Raw("sync.json", "how the line to headquarters stands", _sync(folder, clock))
    newest = log_file(folder)
    logs = [*newest.parent.glob(f"{newest.name}*"), site_file().with_name("configure.log")]
    for log in sorted(logs):
        if (text := _tail(log)) is not None:
            yield _Raw(f"log/{log.name}", "log: places and codes, times in UTC", text)
    for report in reports(folder):
        name = f"crashes/{report.path.name}"
        yield _Raw(name, "a run that ended badly: places and kinds", report.text)


def _without_printers(checks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Printers are often called after people."""
    for check in checks:
        if check["check"] == "printer" and check["status"] == "ok":
            check["message"] = f"{check['message'].count(',') + 1} printers"
    return checks


def _site() -> dict[str, Any]:
    import tomllib

    try:
        known = flat(tomllib.loads(site_file().read_text(encoding="utf-8-sig")))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        return {"broken": type(error).__name__}
    return {key: _shown(key, value) for key, value in known.items()}


def _shown(key: str, value: Any) -> Any:
    """Texts that may hold an address or a path are only said to be there."""
    return value if key in _PLAIN or not isinstance(value, str) else "(set)"


def _database(folder: Path) -> dict[str, Any]:
    try:
        with _raw(folder) as raw:
            revision, _last, rows = database_facts(raw)
            pages = raw.execute("PRAGMA page_count").fetchone()[0]
            free = raw.execute("PRAGMA freelist_count").fetchone()[0]
    except DeskError as error:
        return {"refused": error.code}
    sizes = {path.name: path.stat().st_size for path in sorted(folder.glob("branch.db*"))}
    return {"revision": revision, "pages": pages, "free_pages": free, "bytes": sizes, "rows": rows}


def _schema(folder: Path) -> str:
    try:
        with _raw(folder) as raw:
            return "\n".join(f"{row[0]};" for row in raw.execute(_SCHEMA))
    except DeskError as error:
        return f"-- refused: {error.code}\n"


def _sync(folder: Path, clock: Clock) -> dict[str, Any]:
    from desk.services import sync_state
    from desk.sync.returned import returned

    try:
        with closing(open_app(folder)) as app, app.database.reader() as reader:
            known, back = sync_state.read(reader, clock()), returned(reader)
            mirrored = reader.outbox.last()
    except DeskError as error:
        return {"refused": error.code}
    return {
        "state": known.state.value,
        "as_of": known.as_of,
        "since": known.since,
        "error": known.error.code if known.error is not None else None,
        "waiting": known.waiting,
        "oldest": known.oldest,
        "refusals": known.refusals,
        "unknown": known.unknown,
        "clock_seconds": round(known.offset.total_seconds()),
        "hq_set_back": known.hq_set_back,
        "came_back": back.count,
        "changes": mirrored,
    }


def _raw(folder: Path) -> Any:
    path = database_path(folder)
    with as_desk_errors(path):
        return closing(connect(path, unlocked_key(folder), read_only=True))


def _tail(log: Path) -> str | None:
    """The end of a log, from a whole line on."""
    try:
        with log.open("rb") as file:
            size = file.seek(0, io.SEEK_END)
            file.seek(max(0, size - _LOG_BYTES))
            kept = file.read().decode("utf-8", errors="replace")
    except OSError:
        return None
    return kept if size <= _LOG_BYTES else kept.partition("\n")[2]


def _places(folder: Path) -> dict[Path, str]:
    from db.machine_store import default_key_dir

    known = {folder.absolute(): "<data>", default_key_dir(): "<keys>", Path.home(): "<home>"}
    with suppress(DeskError), _opened(folder) as app, app.database.reader() as reader:
        from desk.services import safety

        settings = safety.settings(reader)
        earlier = [left.folder for left in safety.earlier_places(app.env, settings)]
        known |= {Path(one): "<second place>" for one in (settings.place, *earlier) if one}
    return known


def _names(folder: Path) -> set[str]:
    """Everybody's whom the database knows: only to be taken out."""
    found: set[str] = set()
    with suppress(DeskError), _opened(folder) as app, app.database.reader() as reader:
        for account in reader.accounts.all():
            found |= {account.name, account.login}
        numbers = _person_ids(folder)
        for start in range(0, len(numbers), _AT_ONCE):
            for person in reader.persons.get_many(numbers[start : start + _AT_ONCE]).values():
                found |= {person.name, person.email, person.phone}
    return found - {""}


def _person_ids(folder: Path) -> list[UUID]:
    with _raw(folder) as raw:
        return [UUID(bytes=row[0]) for row in raw.execute(_PERSONS, (_MOST_PERSONS,))]


def _opened(folder: Path) -> Any:
    return closing(open_app(folder))


def _told(content: Any, clean: Redactor) -> str:
    """A part as text; of what becomes JSON the texts alone are looked at, numbers stay."""
    if isinstance(content, str):
        return clean(content)
    plain = json.loads(json.dumps(content, default=str))
    return json.dumps(_without(plain, clean), ensure_ascii=False, indent=1) + "\n"


def _without(value: Any, clean: Redactor) -> Any:
    if isinstance(value, dict):
        return {key: _without(inner, clean) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without(inner, clean) for inner in value]
    return clean(value) if isinstance(value, str) else value
