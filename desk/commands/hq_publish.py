"""`desk hq publish`, `release`, `reject`, `publications`: packs, with two people's consent."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from desk.commands.output import EXIT_OK, show
from desk.domain.errors import DeskError

if TYPE_CHECKING:
    from desk.hq.preview import Group, Opened, Preview
    from desk.services.content.schema import Pack

_EPILOG = """\
`publish` checks a pack's folder, refuses a broken one or one that is not newer than what was
released, keeps it, and prints what it changes for each branch against the pack that the branch has
now; --dry-run does the same without keeping it.  Branches get nothing until `release`: by another
person, with the releaser's role.  Headquarters sign what they release, and every branch checks the
signature, the version and the pack once more.  --branch tells the changes of one branch alone.

A pack that is not to be released is rejected, with a reason that its editor sees in `publications`;
whoever published one can take it back in the same way.  The version can be published again.

Examples:
  desk hq publish packs/pmlp --dry-run
  desk hq publish packs/pmlp --login juris
  desk hq publications
  desk hq release 0199c0de-0000-7000-8000-000000000001 --login ieva
  desk hq reject 0199c0de-0000-7000-8000-000000000001 --why "Fee 12-3 is old" --login ieva
  desk hq receipts
"""
_SHOWN = 40


def add_actions(action: Any) -> None:
    """Add `publish`, `release`, `reject` and `publications`."""
    from desk.commands.hq_sign_in import add_sign_in
    from desk.commands.parsing import count

    publish = action("publish", "keep a content pack for another person to release")
    publish.add_argument("pack", type=Path, metavar="PACK", help="folder of the pack")
    publish.add_argument("--dry-run", action="store_true", help="only tell what would change")
    publish.add_argument("--branch", default="", help="tell the changes of this branch alone")
    release = action("release", "send a published pack to the branches")
    release.add_argument("id", type=UUID, metavar="ID")
    rejected = action("reject", "decide that a published pack is not released")
    rejected.add_argument("id", type=UUID, metavar="ID")
    rejected.add_argument("--why", required=True, metavar="TEXT", help="what is to be mended")
    listed = action("publications", "content packs that were published, released or not")
    listed.add_argument("--limit", type=count, default=20, metavar="N")
    for parser in (publish, release, rejected):
        add_sign_in(parser)
    for parser in (publish, release, rejected, listed):
        parser.epilog = _EPILOG


def _publish(args: argparse.Namespace) -> int:
    pack = _checked(args.pack.resolve())
    return _tried(args, pack) if args.dry_run else _kept(args, pack)


def _checked(folder: Path) -> Pack:
    """A pack without a fault.

    Raises:
        DeskError: "content.invalid" (file, path, reason, count), "content.no_institution" (pack).
    """
    from desk.services.content.load import load_pack
    from desk.services.content.validate import validate

    if problems := validate(folder):
        first = problems[0]
        raise DeskError(
            "content.invalid",
            file=first.file,
            path=first.path,
            reason=first.reason,
            count=len(problems),
        )
    pack = load_pack(folder)
    if pack.info.institution is None:
        raise DeskError("content.no_institution", pack=pack.info.id)
    return pack


def _tried(args: argparse.Namespace, pack: Pack) -> int:
    from db.hq.database import transaction
    from desk.commands.hq_sign_in import ready
    from desk.hq.projecting import catch_up

    with ready(args) as engine:
        catch_up(engine)
        with transaction(engine) as connection:
            found = _preview(connection, pack)
    show(args, _preview_data(found, args.branch), _preview_lines(found, args.branch))
    return EXIT_OK


def _kept(args: argparse.Namespace, pack: Pack) -> int:
    from db.hq.publications import Publication
    from desk.commands.hq_sign_in import pen
    from desk.hq import publishing
    from desk.services.content import codec

    body, info = codec.encode(pack), pack.info
    with pen(args) as by:
        draft = Publication(
            id=by.new_id(),
            institution=info.institution or "",
            pack_id=info.id,
            version=info.version,
            sha256=codec.sha256(body),
            published_by=by.person.id,
            published_at=by.at,
            body=body,
        )
        found = _preview(by.connection, pack)
        publishing.publish(by, draft)
    data = {"id": str(draft.id), "version": draft.version, "sha256": draft.sha256}
    lines = [
        f"Kept {draft.institution} {draft.version} as {draft.id}; nothing is sent yet.",
        f"Another person: desk hq release {draft.id}",
        *_preview_lines(found, args.branch),
    ]
    show(args, data | _preview_data(found, args.branch), lines)
    return EXIT_OK


def _preview(connection: Any, pack: Pack) -> Preview:
    from desk.hq.preview import preview

    return preview(connection, pack.info.institution or "", _plain(pack), _Shelf())


class _Shelf:
    """Packs by their fingerprint: published here, or shipped with the program."""

    def __call__(self, sha256: str, body: bytes | None) -> Opened | None:
        from desk.services.content import codec
        from desk.services.content.bundled import bundled_institutions, bundled_pack

        if body is not None:
            return _plain(codec.decode(body))
        for info in bundled_institutions():
            pack = bundled_pack(info.institution or "")
            if codec.sha256(codec.encode(pack)) == sha256:
                return _plain(pack)
        return None


def _plain(pack: Pack) -> Opened:
    import msgspec

    plain: Opened = msgspec.to_builtins(pack, order="deterministic")
    return plain


def _preview_data(found: Preview, branch: str) -> dict[str, object]:
    import msgspec

    groups = [
        {
            "version": group.version or None,
            "sha256": group.sha256 or None,
            "branches": list(group.branches),
            "comparable": group.known,
            "differences": [msgspec.to_builtins(one) for one in _of(group, branch)],
        }
        for group in _groups(found, branch)
    ]
    return {
        "groups": groups,
        "not_in_pack": list(found.unknown_branches),
        "newer_there": list(found.newer_there),
        "other_institution": list(found.elsewhere),
    }


def _groups(found: Preview, branch: str) -> list[Group]:
    return [group for group in found.groups if branch in ("", *group.branches)]


def _of(group: Group, branch: str) -> list[Any]:
    return [one for one in group.differences if not branch or one.concerns(branch)]


def _preview_lines(found: Preview, branch: str) -> Iterator[str]:
    for group in _groups(found, branch):
        names = branch or ", ".join(group.branches[:_SHOWN])
        has = f"version {group.version}" if group.version else "a pack that they did not name yet"
        yield f"{len(group.branches)} with {has}: {names}"
        if not group.known:
            yield "  that pack is not here, so nothing can be compared"
        told = _of(group, branch)
        for one in told[:_SHOWN]:
            fields = f": {', '.join(one.fields)}" if one.fields else ""
            yield f"  {one.what} {one.part} {one.item}{fields}"
        if len(told) > _SHOWN:
            yield f"  and {len(told) - _SHOWN} more (--json tells them all)"
        if group.known and not told:
            yield "  nothing changes"
    if found.unknown_branches:
        yield f"Not in this pack, so they refuse it: {', '.join(found.unknown_branches)}"
    if found.newer_there:
        yield f"With another one that is as new, so they refuse it: {', '.join(found.newer_there)}"
    if found.elsewhere:
        yield f"Of another institution, so it is not theirs: {', '.join(found.elsewhere)}"


def _release(args: argparse.Namespace) -> int:
    from desk.commands.hq_sign_in import pen
    from desk.hq import publishing
    from desk.services.content import codec

    with pen(args) as by:
        sent = publishing.release(by, args.id, codec.sha256)
    data = {"id": str(sent.id), "institution": sent.institution, "version": sent.version}
    show(args, data, [f"Sent {sent.institution} {sent.version}; see desk hq receipts."])
    return EXIT_OK


def _reject(args: argparse.Namespace) -> int:
    from desk.commands.hq_sign_in import pen
    from desk.hq import publishing

    with pen(args) as by:
        found = publishing.reject(by, args.id, args.why)
    data = {"id": str(found.id), "institution": found.institution, "version": found.version}
    show(args, data, [f"Rejected {found.institution} {found.version}; nothing was sent."])
    return EXIT_OK


def _publications(args: argparse.Namespace) -> int:
    from db.hq.database import transaction
    from db.hq.people import every
    from db.hq.publications import latest
    from desk.commands.hq_sign_in import ready

    with ready(args) as engine, transaction(engine) as connection:
        logins = {one.id: one.login for one in every(connection)}
        found = latest(connection, args.limit)
    data = [
        {
            "id": str(one.id),
            "institution": one.institution,
            "version": one.version,
            "sha256": one.sha256,
            "published_by": logins[one.published_by],
            "published_at": one.published_at.isoformat(),
            "released_by": one.released_by and logins[one.released_by],
            "released_at": one.released_at and one.released_at.isoformat(),
            "rejected_by": one.rejected_by and logins[one.rejected_by],
            "rejected_at": one.rejected_at and one.rejected_at.isoformat(),
            "rejection": one.rejection,
        }
        for one in found
    ]
    lines = [
        f"{one['id']}  {one['institution']} {one['version']}  by {one['published_by']}, "
        + _became(one)
        for one in data
    ]
    show(args, data, lines or ["Nothing yet."])
    return EXIT_OK


def _became(one: Mapping[str, object]) -> str:
    if one["rejected_by"]:
        return f"rejected by {one['rejected_by']}: {one['rejection']}"
    return f"released by {one['released_by']}" if one["released_by"] else "not released"


HANDLERS = {
    "publish": _publish,
    "release": _release,
    "reject": _reject,
    "publications": _publications,
}
