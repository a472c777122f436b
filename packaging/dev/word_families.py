"""The table of word families: stems that belong together though their endings do not show it.

    word_families.py update   write resources/words/*.txt anew, after the packs' texts changed
    word_families.py check    say what differs; exit code 1 when something does

For every word of the content packs simplemma's dictionary gives the base form and all its forms;
where the light stemmer (desk/domain/stems.py) makes different stems of them, they are one line.
simplemma itself is not needed while the program runs: its Latvian words take 27 MB and 0.1 s, the
Russian ones 140 MB and 1.4 s, this table 1 MB and some milliseconds.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from simplemma.strategies.dictionaries import DefaultDictionaryFactory

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from desk.domain.stems import stem  # noqa: E402 - the root is on the path by now
from desk.domain.text import fold  # noqa: E402

FOLDER = ROOT / "resources" / "words"
LANGUAGES = ("lv", "en", "ru")
WORD = re.compile(r"[^\W\d_]+")
SHORTEST = 4
"""Shorter stems are shared by too many words."""
LONGEST = 8
"""Irregular verbs have dozens of forms; nobody types more than the nearest."""


def texts_in(node: object, language: str) -> Iterator[str]:
    """Every string under a key that names the language, at any depth."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == language and isinstance(value, str):
                yield value
            else:
                yield from texts_in(value, language)
    elif isinstance(node, list):
        for item in node:
            yield from texts_in(item, language)


def pack_words(language: str) -> set[str]:
    """The words of the packs in small letters, diacritics kept."""
    found: set[str] = set()
    for path in (ROOT / "resources" / "packs").rglob("*.toml"):
        for text in texts_in(tomllib.loads(path.read_text("utf-8")), language):
            found.update(word.lower() for word in WORD.findall(text))
    return found


def families(language: str) -> str:
    """The table of a language as text: one family a line."""
    base_of = DefaultDictionaryFactory().get_dictionary(language)
    used = pack_words(language)
    bases = {base_of.get(word, word) for word in used}
    forms = defaultdict(set)
    for form, base in base_of.items():
        if base in bases:
            forms[base].add(form)
    lines = {line(base, forms[base] | {base}, language) for base in bases}
    return "".join(f"{text}\n" for text in sorted(lines - {""}))


def line(base: str, forms: set[str], language: str) -> str:
    """The stems of a word's forms, the commonest first; "" when they are all the same."""
    count: defaultdict[str, int] = defaultdict(int)
    for form in forms:
        made = stem(fold(form), language) if WORD.fullmatch(form) else ""
        if len(made) >= SHORTEST and made[:2] == fold(base)[:2]:
            count[made] += 1
    stems = sorted(count, key=lambda one: (-count[one], one))[:LONGEST]
    return " ".join(stems) if len(stems) > 1 else ""


def main(command: str) -> int:
    wrong = 0
    for language in LANGUAGES:
        path, text = FOLDER / f"{language}.txt", families(language)
        if command == "update":
            path.write_text(text, "utf-8")
        elif not path.is_file() or path.read_text("utf-8") != text:
            wrong = 1
            print(f"{path.name} is not what the packs ask for: word_families.py update")
        print(f"{language}: {text.count(chr(10))} families")
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
