"""`desk hq update`: which versions of the program branches' PCs trust, and take."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.commands.output import EXIT_OK, show
from desk.commands.parsing import count, day
from desk.domain.errors import DeskError

if TYPE_CHECKING:
    from desk.update.repository import Repository
    from desk.update.signing import Keys

_FOLDER = "DESK_HQ_UPDATES"
_EPILOG = """\
A folder (--repository, or DESK_HQ_UPDATES) holds packages and signed metadata (TUF).  Headquarters'
server gives it out as /updates when DESK_HQ_UPDATES names it; any web server, share or USB stick
does as well, because PCs trust the signatures alone, whatever brought them.

Keys lie in folders, each opened by a password of its own:
  --root-keys     root: says whose keys count.  Give it several times, a USB stick for each key, and
                  a threshold; they stay in different safes and are used once in three years.
  --keys          what is a release: on the PC of whoever publishes, never on the server.
  --online-keys   what is newest: on the server, where a timer runs `refresh` every day.  Who steals
                  them can hold back news until `renew-root --new-online-keys`, and nothing else.
Passwords are asked for; with --password-fd N they are read from there, a line for each folder in
the order root, new root, keys, online; when there are fewer, the last one counts for the rest.

`init` writes metadata/1.root.json: put it on every PC and name it as updates.root of the site file.
`add` takes a package in, `stage` gives it to branches.  Add the version that branches have first: a
PC needs its package for the way back.  `withdraw` lets nobody take a version any more; where it is
in, it stays until a newer one comes.  `refresh` is due every 30 days at the latest, or updates (and
nothing else) stand still; `renew-root` in three years, or when keys are lost or people go.

Examples:
  desk hq update init --repository /srv/updates --root-keys /media/a --root-keys /media/b \\
      --root-keys /media/c --threshold 2 --keys release-keys --online-keys /etc/branch-desk/online
  desk hq update add branch-desk_1.2.0_amd64.deb --version 1.2.0
  desk hq update stage 1.2.0 --branch riga-2 --branch jelgava
  desk hq update stage 1.2.0 --all --from 2026-12-01
  desk hq update refresh --online-keys /etc/branch-desk/online --password-fd 3 3< timer.password
  desk hq update export /media/usb
  desk hq update renew-root --root-keys /media/a --root-keys /media/b --new-root-keys /media/d \\
      --new-root-keys /media/b2 --keys release-keys --online-keys /etc/branch-desk/online
"""


def add_actions(action: Callable[[str, str], Any]) -> None:
    """Add `desk hq update` with what it can do."""
    parser = action("update", "which versions of the program branches take")
    actions = parser.add_subparsers(dest="what", required=True, metavar="ACTION")

    def one(name: str, text: str, *keys: str) -> Any:
        made = actions.add_parser(name, help=text, epilog=_EPILOG)
        made.add_argument("--repository", type=Path, metavar="DIR")
        if "root" in keys:
            made.add_argument(
                "--root-keys", type=Path, action="append", default=[], metavar="DIR", required=True
            )
        if "targets" in keys:
            made.add_argument("--keys", type=Path, metavar="DIR", required=True)
        if "online" in keys:
            made.add_argument("--online-keys", type=Path, metavar="DIR", required=True)
        return made

    init = one("init", "make keys and the first metadata", "root", "targets", "online")
    init.add_argument(
        "--threshold", type=count, help="how many root keys have to sign (else more than half)"
    )
    adding = one("add", "take a package in", "targets", "online")
    adding.add_argument("file", type=Path, metavar="FILE")
    adding.add_argument("--version", required=True, help="of the package, e.g. 1.2.0")
    adding.add_argument("--after", default="", metavar="VERSION", help="needs at least this one")
    staging = one("stage", "let branches take a version", "targets", "online")
    staging.add_argument("version", metavar="VERSION")
    staging.add_argument("--branch", action="append", default=[])
    staging.add_argument("--all", action="store_true", help="every branch")
    staging.add_argument("--from", type=day, dest="since", metavar="DATE", help="not before")
    back = one("withdraw", "let nobody take it any more", "targets", "online")
    back.add_argument("version", metavar="VERSION")
    one("refresh", "say again what is newest", "online")
    one("list", "what there is, and who takes it")
    out = one("export", "copy everything onto a stick or a share")
    out.add_argument("folder", type=Path, metavar="DIR")
    renew = one("renew-root", "a new time for root, new keys", "root", "targets", "online")
    renew.add_argument("--new-root-keys", type=Path, action="append", default=[], metavar="DIR")
    renew.add_argument("--new-keys", action="store_true", help="of releases, into --keys")
    renew.add_argument("--new-online-keys", action="store_true", help="into --online-keys")


def _update(args: argparse.Namespace) -> int:
    return _ACTIONS[args.what](args, _repository(args))


def _repository(args: argparse.Namespace) -> Repository:
    from desk.clocks import system_clock
    from desk.update.repository import Repository

    folder = args.repository or os.environ.get(_FOLDER)
    if not folder:
        raise DeskError("update.no_repository", folder="--repository")
    return Repository(Path(folder), system_clock)


class _Passwords:
    """A password for each folder of keys: typed, or the lines of a descriptor."""

    def __init__(self, descriptor: int | None) -> None:
        self._lines: list[str] | None = None
        if descriptor is not None:
            self._lines = _lines(descriptor)

    def of(self, folder: Path) -> str:
        from desk.commands.person import secret

        if self._lines is None:
            return secret(f"Password of the keys in {folder}: ", None)
        return self._lines.pop(0) if len(self._lines) > 1 else self._lines[0]


def _lines(descriptor: int) -> list[str]:
    try:
        with os.fdopen(descriptor, encoding="utf-8") as stream:
            return [line.rstrip("\r\n") for line in stream] or [""]
    except (OSError, ValueError):
        raise DeskError("password.descriptor", number=descriptor) from None


def _opened(args: argparse.Namespace, *folders: Path) -> Keys:
    from desk.update.signing import open_keys

    passwords = _Passwords(args.password_fd)
    return {
        name: key
        for folder in folders
        for name, key in open_keys(folder, passwords.of(folder)).items()
    }


def _init(args: argparse.Namespace, repository: Repository) -> int:
    from desk.update.repository import ONLINE
    from desk.update.signing import new_key

    if repository.metadata.exists():
        raise DeskError("update.repository_there", folder=str(repository.folder))
    passwords = _Passwords(args.password_fd)
    made: dict[str, list[Any]] = {"root": []}
    for folder in args.root_keys:
        made["root"].append(new_key(folder, "root", passwords.of(folder)))
    made["targets"] = [new_key(args.keys, "targets", passwords.of(args.keys))]
    password = passwords.of(args.online_keys)
    for role in ONLINE:
        made[role] = [new_key(args.online_keys, role, password)]
    signers = {one.public_key.keyid: one for ones in made.values() for one in ones}
    public = {role: [one.public_key for one in ones] for role, ones in made.items()}
    threshold = len(made["root"]) // 2 + 1 if args.threshold is None else args.threshold
    repository.create(signers, public, threshold)
    root = repository.metadata / "1.root.json"
    data = {"repository": str(repository.folder), "root": str(root), "keys": sorted(signers)}
    show(args, data, [f"Made.  Every PC needs {root} (updates.root of its site file)."])
    return EXIT_OK


def _add(args: argparse.Namespace, repository: Repository) -> int:
    from desk.update import releases

    with repository.alone():
        keys = _opened(args, args.keys, args.online_keys)
        made = releases.add(repository, keys, args.file, args.version, args.after)
    data = {"file": args.file.name, "version": made.version, "kind": made.kind}
    show(args, data, [f"{args.file.name} is there; `desk hq update stage` gives it to branches."])
    return EXIT_OK


def _stage(args: argparse.Namespace, repository: Repository) -> int:
    from desk.update import releases
    from desk.update.release import ALL

    if args.all == bool(args.branch):
        raise DeskError("update.stage")
    _require_branches(args.branch)
    since = args.since.isoformat() if args.since else ""
    branches = dict.fromkeys([ALL] if args.all else args.branch, since)
    with repository.alone():
        keys = _opened(args, args.keys, args.online_keys)
        files = releases.stage(repository, keys, args.version, branches)
    data = {"version": args.version, "branches": branches, "files": files}
    who = "Every branch takes" if args.all else f"{', '.join(args.branch)}: they take"
    show(args, data, [f"{who} {args.version}{f' from {since} on' if since else ''}."])
    return EXIT_OK


def _require_branches(names: list[str]) -> None:
    """A name that is mistyped would wait for ever."""
    from desk.services.content.bundled import bundled_institutions, bundled_pack

    known = {
        branch.id
        for info in bundled_institutions()
        for branch in bundled_pack(info.institution or "").branches
    }
    for name in names:
        if name not in known:
            raise DeskError("update.branch", branch=name)


def _withdraw(args: argparse.Namespace, repository: Repository) -> int:
    from desk.update import releases

    with repository.alone():
        keys = _opened(args, args.keys, args.online_keys)
        files = releases.withdraw(repository, keys, args.version)
    show(args, {"version": args.version, "files": files}, [f"Nobody takes {args.version} now."])
    return EXIT_OK


def _refresh(args: argparse.Namespace, repository: Repository) -> int:
    with repository.alone():
        until = repository.refresh(_opened(args, args.online_keys))
    show(args, {"until": until.isoformat()}, [f"Good until {until:%Y-%m-%d %H:%M} UTC."])
    return EXIT_OK


def _list(args: argparse.Namespace, repository: Repository) -> int:
    from desk.update import releases

    found = releases.every(repository)
    data = {
        "until": repository.timestamp().signed.expires.isoformat(),
        "root_until": repository.root().signed.expires.isoformat(),
        "releases": [
            {
                "file": name,
                "version": one.version,
                "kind": one.kind,
                "after": one.after,
                "rollout": dict(one.rollout),
            }
            for name, one in found.items()
        ],
    }
    lines = [f"{name}  {_who(one.rollout)}" for name, one in found.items()]
    lines += [f"Good until {data['until']}; root until {data['root_until']}."]
    show(args, data, lines)
    return EXIT_OK


def _who(rollout: Any) -> str:
    shown = (f"{'all' if name == '*' else name} {since}".strip() for name, since in rollout.items())
    return ", ".join(shown) or "nobody takes it"


def _export(args: argparse.Namespace, repository: Repository) -> int:
    from desk.update import releases

    with repository.alone():
        copied = releases.export(repository, args.folder)
    show(args, {"files": copied, "folder": str(args.folder)}, [f"{copied} files copied."])
    return EXIT_OK


def _renew_root(args: argparse.Namespace, repository: Repository) -> int:
    from desk.update.repository import ONLINE
    from desk.update.signing import new_key, open_keys

    passwords = _Passwords(args.password_fd)
    with repository.alone():
        keys: dict[str, Any] = {}
        replaced: dict[str, list[Any]] = {}
        for folder in args.root_keys:
            keys |= open_keys(folder, passwords.of(folder))
        for folder in args.new_root_keys:
            replaced.setdefault("root", []).append(new_key(folder, "root", passwords.of(folder)))
        for folder, wanted, roles in (
            (args.keys, args.new_keys, ("targets",)),
            (args.online_keys, args.new_online_keys, ONLINE),
        ):
            password = passwords.of(folder)
            for role in roles if wanted else ():
                replaced[role] = [new_key(folder, role, password)]
            keys |= open_keys(folder, password)
        keys |= {one.public_key.keyid: one for ones in replaced.values() for one in ones}
        public = {role: [one.public_key for one in ones] for role, ones in replaced.items()}
        version = repository.renew_root(keys, public)
    data = {"root": version, "replaced": sorted(replaced)}
    show(args, data, [f"Root is version {version} now; PCs come to know it by themselves."])
    return EXIT_OK


_ACTIONS: dict[str, Callable[[argparse.Namespace, Repository], int]] = {
    "init": _init,
    "add": _add,
    "stage": _stage,
    "withdraw": _withdraw,
    "refresh": _refresh,
    "list": _list,
    "export": _export,
    "renew-root": _renew_root,
}
HANDLERS = {"update": _update}
