"""Sentences to say, with the place and the person who says them.

A pack writes such places in brackets, in each language, so that a sentence stays readable where
nobody is signed in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from desk.domain.roles import Actor
from desk.services.content.schema import PackInfo
from desk.services.env import Env

_BLANK = re.compile(r"\[([^\[\]]+)\]")
_BRANCH = ("nodaļa", "branch", "отделение", "відділення")
_PERSON = ("vārds, uzvārds", "name, surname", "имя, фамилия", "ім’я, прізвище")


def spoken(env: Env, actor: Actor, sentence: str) -> str:
    """A sentence to say with this branch, person and institution named in it (PH-02, PH-04)."""
    return filled(sentence, blanks(env.pack.info, env.branch(actor.site).name, actor.name))


def blanks(info: PackInfo, branch: str, person: str) -> dict[str, str]:
    """What the program knows to fill in, by the words in the brackets.

    Args:
        branch: its Latvian name, in every language; person: who is signed in.
    """
    institution = info.institution_name or info.title
    return {
        "iestāde": institution.lv,
        "institution": institution.en,
        "учреждение": institution.ru,
        **dict.fromkeys(_BRANCH, branch),
        **dict.fromkeys(_PERSON, person),
    }


def filled(sentence: str, known: Mapping[str, str]) -> str:
    """A sentence with its blanks filled; what only the speaker knows keeps its brackets."""
    return _BLANK.sub(lambda found: known.get(found[1].lower()) or found[0], sentence)
