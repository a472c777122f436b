"""The packs that are shipped with the program."""

from __future__ import annotations

from desk.domain.errors import DeskError
from desk.resources import packs_dir
from desk.services.content.load import load_pack
from desk.services.content.reading import read_info
from desk.services.content.schema import Pack, PackInfo


def bundled_institutions() -> tuple[PackInfo, ...]:
    """The institutions that the program can be set up for, by id."""
    infos = (read_info(path.parent) for path in sorted(packs_dir().glob("*/pack.toml")))
    return tuple(info for info in infos if info is not None and info.institution)


def bundled_pack(institution: str) -> Pack:
    """The shipped pack of an institution, e.g. "pmlp".

    Raises:
        DeskError: "content.unknown_institution" (institution, known).
    """
    for info in bundled_institutions():
        if info.institution == institution:
            return load_pack(packs_dir() / info.id)
    known = ", ".join(info.institution or "" for info in bundled_institutions())
    raise DeskError("content.unknown_institution", institution=institution, known=known)
