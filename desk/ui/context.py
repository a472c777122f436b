"""What a screen may use: the session's person and place, work off the thread, messages, dialogs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError
from desk.domain.roles import Actor
from desk.error_texts import error_text
from desk.services.content.schema import Pack
from desk.services.env import Env
from desk.ui.bus import ChangeBus
from desk.ui.keys import KeyTable
from desk.ui.runner import Runner
from desk.ui.widgets.button import Button
from desk.ui.widgets.dialog import Dialog, Overlay
from desk.ui.widgets.fields import SearchField

C = TypeVar("C", Button, SearchField)


class Context(QObject):
    """One signed-in session, as screens see it.

    Signals:
        told(str, str): a sentence for the message line, and its tone ("ok", "warn", "danger").
        wanted(str, str): another screen, and what it should look for there.
        asked(str): an action of the key table, asked for by a button.
    """

    told = Signal(str, str)
    wanted = Signal(str, str)
    asked = Signal(str)

    def __init__(
        self,
        runner: Runner,
        bus: ChangeBus,
        overlay: Overlay,
        env: Env,
        actor: Actor,
        keys: KeyTable,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.runner, self.bus, self.overlay = runner, bus, overlay
        self.env, self.actor, self.keys = env, actor, keys
        self.ground: QWidget | None = None  # where the session's screens stand

    @property
    def pack(self) -> Pack:
        """The content pack in force."""
        return self.env.pack

    def write(
        self,
        use_case: Callable[..., Any],
        *arguments: Any,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[DeskError], None] | None = None,
        **options: Any,
    ) -> None:
        """Run `use_case(uow, env, actor, *arguments, **options)` and commit it.

        A refusal is said in the message line unless `failed` takes it.
        """
        env, actor = self.env, self.actor
        self.runner.write(
            lambda uow: use_case(uow, env, actor, *arguments, **options), done, failed
        )

    def read(
        self,
        query: Callable[..., Any],
        *arguments: Any,
        done: Callable[[Any], None],
        failed: Callable[[DeskError], None] | None = None,
        kind: str = "",
        **options: Any,
    ) -> None:
        """Run `query(reader, env, actor, *arguments, **options)`; `kind` as in Runner.read."""
        env, actor = self.env, self.actor
        self.runner.read(
            lambda reader: query(reader, env, actor, *arguments, **options),
            done,
            failed,
            kind=kind,
        )

    def say(self, text: str, tone: str = "ok") -> None:
        """Tell the clerk something in one line."""
        self.told.emit(text, tone)

    def fail(self, error: DeskError) -> None:
        """Tell the clerk why something was refused."""
        self.told.emit(error_text(error), "danger")

    def open(self, dialog: Dialog) -> None:
        """Lay a dialog over the window."""
        self.overlay.open(dialog)

    def go(self, screen: str, search: str = "") -> None:
        """Show another screen: "today", "schedule", "duties", "incidents"."""
        self.wanted.emit(screen, search)

    def ask(self, action: str) -> None:
        """Do what a key of the key table does."""
        self.asked.emit(action)

    def key(self, action: str) -> str:
        """The key in force for an action, for a button's cap."""
        return self.keys.key(action)

    def keyed(self, control: C, action: str) -> C:
        """A control whose cap shows the key of an action, whichever key that comes to be."""
        control.setProperty("key_of", action)
        control.set_key(self.key(action))
        return control

    def use_keys(self, keys: KeyTable, root: QWidget) -> None:
        """Other keys are in force: show them on the caps of all controls in `root`."""
        self.keys = keys
        controls: list[Button | SearchField] = [*root.findChildren(Button)]
        controls += root.findChildren(SearchField)
        for control in controls:
            if action := control.property("key_of"):
                control.set_key(keys.key(action))
