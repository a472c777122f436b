"""Everything that can be done, as the palette offers it: with its key, where it has one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from desk.domain.roles import RIGHTS, Right
from desk.domain.stems import stem
from desk.domain.text import fold, words
from desk.i18n import LANGUAGES, _, language, marked
from desk.services.content.families import stems_asked
from desk.services.find import MOST, Asked
from desk.ui.branch.pages import pages_of
from desk.ui.context import Context
from desk.ui.footer import SCALES, Footer
from desk.ui.keys import KEYS, KeyEntry
from desk.ui.palette.finds import COMMANDS, Find
from desk.ui.widgets.keycap import cap_text
from desk.ui.widgets.row_model import Row

_LANGUAGE_TEXTS = {"lv": marked("Latvian"), "en": marked("English"), "ru": marked("Russian")}
_NEEDS = {"aggression": Right.REPORT_INCIDENT, "error": Right.REPORT_INCIDENT}
_USUAL = (
    "call_next",
    "take_in",
    "walk_in",
    "book",
    "import_day",
    "print_day",
    "aggression",
    "lock",
)
"""Offered before anything is typed, until others have been used more often."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do.

    Args:
        id: stable name; text: in the language in force; where: the part of the program.
        key: the key in force, "" for none.
        title: the words of the text; also: those and more by which it is found; all folded.
    """

    id: str
    text: str
    where: str
    do: Callable[[], None]
    key: str = ""
    title: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    def find(self, score: int) -> Find:
        """The command as a find."""
        row = Row(f"command:{self.id}", self.text, self.where, right=cap_text(self.key))
        return Find(COMMANDS, score, row, self.do)


def commands(context: Context, screens: Sequence[str], footer: Footer) -> tuple[Command, ...]:
    """What this person can do, in the language in force.

    Args:
        screens: names of the screens that they see.
    """
    return (
        *_keys(context, screens),
        *_pages(context, screens),
        *_languages(footer),
        *_scales(footer),
    )


def usual(known: Sequence[Command], used: Counter[str]) -> list[Find]:
    """What is used most, for a palette in which nothing is typed."""
    order = {name: place for place, name in enumerate(_USUAL)}
    offered = [one for one in known if one.id in order or used[one.id]]
    offered.sort(key=lambda one: (-used[one.id], order.get(one.id, MOST)))
    return [one.find(0) for one in offered[:MOST]]


def fitting(known: Sequence[Command], asked: Asked) -> list[Find]:
    """The commands whose words begin with what was typed, or whose key it is."""
    scored = [(one, _score(one, asked)) for one in known]
    return [one.find(score) for one, score in scored if score]


def _score(command: Command, asked: Asked) -> int:
    if command.key and fold(command.key) == asked.plain:
        return 96
    if asked.words == command.title:
        return 92
    if _all_in(asked.words, command.title):
        return 68 if command.title[0].startswith(asked.words[0]) else 60
    return 52 if _all_in(asked.words, command.also) else 0


def _all_in(asked_words: Sequence[str], known: Sequence[str]) -> bool:
    return bool(asked_words) and all(_in(word, known) for word in asked_words)


def _in(asked_word: str, known: Sequence[str]) -> bool:
    """Whether a word begins one of the known words or is another form of one."""
    meant = stems_asked(asked_word, language())
    return any(one.startswith(asked_word) or stem(one, language()) in meant for one in known)


def _made(
    name: str, text: str, where: str, do: Callable[[], None], key: str = "", also: str = ""
) -> Command:
    title = tuple(words(text))
    return Command(name, text, where, do, key, title, (*title, *words(where), *words(also)))


def _keys(context: Context, screens: Sequence[str]) -> Iterator[Command]:
    rights = RIGHTS[context.actor.role]
    for entry in KEYS:
        needed = _NEEDS.get(entry.id)
        if _is_seen(entry, screens) and (needed is None or needed in rights):
            do, key = partial(context.ask, entry.id), context.key(entry.id)
            yield _made(entry.id, _(entry.text), _(entry.group), do, key, entry.text)


def _is_seen(entry: KeyEntry, screens: Sequence[str]) -> bool:
    if entry.id.startswith("screen_"):
        return entry.id.removeprefix("screen_") in screens
    return entry.id != "search" and (not entry.screen or entry.screen in screens)


def _pages(context: Context, screens: Sequence[str]) -> Iterator[Command]:
    if "branch" in screens:
        for page in pages_of(context.actor.role):
            do = partial(context.go, "branch", page.name)
            yield _made(f"page_{page.name}", page.title(), _("Branch"), do, also=page.text)


def _languages(footer: Footer) -> Iterator[Command]:
    for name in LANGUAGES:
        text = _("Language: {name}").format(name=_(_LANGUAGE_TEXTS[name]))
        do = partial(footer.language_chosen.emit, name)
        yield _made(f"language_{name}", text, _("Window"), do, also=f"{name} language")


def _scales(footer: Footer) -> Iterator[Command]:
    for percent in SCALES:
        text = _("Text size {percent} %").format(percent=percent)
        do = partial(footer.scale_chosen.emit, percent)
        yield _made(f"scale_{percent}", text, _("Window"), do, also="text size")
