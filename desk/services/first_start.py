"""What a new database begins with when it is set up in the window: the first person, this PC."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.roles import Role
from desk.services import accounts, session
from desk.services.content.bundled import bundled_institutions, bundled_pack
from desk.services.counters import counter_label
from desk.services.device_settings import WatchedFolder, put_device_setting
from desk.services.env import Env
from desk.services.preferences import Preferences, keep_preferences

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Place:
    """A branch that a PC can be set up for, with its institution."""

    institution: str
    institution_name: str
    branch: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class FirstStart:
    """Everything that was asked for; nothing of it is stored before the recovery code is safe.

    Args:
        counter, folder: "" = none.
    """

    institution: str = ""
    branch: str = ""
    name: str = ""
    login: str = ""
    role: Role = Role.HEAD
    password: str = ""
    counter: str = ""
    folder: str = ""
    language: str = "lv"
    text_percent: int = 100


def places() -> tuple[Place, ...]:
    """The branches of every institution that is shipped; sub-branches go with their parent."""
    found: list[Place] = []
    for info in bundled_institutions():
        pack = bundled_pack(info.institution or "")
        name = (info.institution_name or info.title).lv
        found += [
            Place(info.institution or "", name, branch.id, branch.name, branch.address)
            for branch in pack.branches
            if not branch.parent
        ]
    return tuple(found)


def begin(uow: UnitOfWork, env: Env, start: FirstStart) -> None:
    """Make the first account, and keep what this PC is to remember.

    Raises:
        DeskError: as `accounts.add`, "session.counter_form".
    """
    accounts.add(
        uow,
        env,
        session.nobody(uow, env),
        login=start.login,
        name=start.name,
        role=start.role,
        password=start.password,
    )
    counter = counter_label(start.counter)
    keep_preferences(uow, Preferences(start.language, start.text_percent, counter=counter))
    if start.folder:
        put_device_setting(uow, WatchedFolder(folder=start.folder))
