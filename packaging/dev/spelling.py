"""Spell-checks the Latvian and Russian texts: the catalogues and the content packs.

Uses Debian's hunspell with its Latvian and Russian dictionaries; words of our own (names,
abbreviations, terms of the field) stand in resources/i18n/words-lv.txt and words-ru.txt.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
DICTIONARIES = {"lv": "lv_LV", "ru": "ru_RU"}
NOT_WORDS = re.compile(r"\{\w+\}|https?://\S+|\S+@\S+|\b[\w.-]+\.(?:lv|eu)\S*|[@&]")


def catalogue_texts(language: str) -> Iterator[str]:
    with (ROOT / "resources" / "i18n" / f"{language}.po").open("rb") as file:
        for message in read_po(file):
            if message.id:
                yield from message.string if isinstance(message.string, tuple) else [message.string]


def pack_texts(language: str) -> Iterator[str]:
    for path in sorted((ROOT / "resources" / "packs").rglob("*.toml")):
        yield from texts_in(tomllib.loads(path.read_text("utf-8")), language)


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


def misspelt(language: str, texts: list[str]) -> list[str]:
    own = set((ROOT / "resources" / "i18n" / f"words-{language}.txt").read_text("utf-8").split())
    text = NOT_WORDS.sub(" ", "\n".join(texts))
    result = subprocess.run(
        ["hunspell", "-d", DICTIONARIES[language], "-i", "utf-8", "-l"],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return sorted(set(result.stdout.split()) - own)


def main() -> int:
    wrong = 0
    for language in DICTIONARIES:
        texts = [*catalogue_texts(language), *pack_texts(language)]
        words = misspelt(language, texts)
        wrong += len(words)
        for word in words:
            print(f"{language}: {word}")
        print(f"spelling {language}: {len(texts)} texts, {len(words)} unknown words")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
