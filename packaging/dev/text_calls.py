"""Finds calls whose texts could not reach translation.

What stands inside `_()`, `ngettext()` or `marked()` is literal, outside of f-strings, and known to
the extraction.  Only `_()` may be given a variable, and only where its texts are marked: in the
same file or in one that it imports from.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from pathlib import Path

TEXTS_OF = {"_": 1, "marked": 1, "ngettext": 2}
"""How many texts each function is given."""


def wrong_calls(root: Path, known: Collection[object]) -> list[str]:
    """All of them in desk/ below `root`, as "file:line: what is wrong".

    Args:
        known: the ids of the messages that the extraction found.
    """
    return [
        f"{file.relative_to(root)}:{line}: {reason}"
        for file in sorted((root / "desk").rglob("*.py"))
        if file.name != "i18n.py"  # defines the three functions
        for line, reason in wrong_in(file.read_text(encoding="utf-8"), known, root)
    ]


def wrong_in(source: str, known: Collection[object], root: Path) -> Iterator[tuple[int, str]]:
    """Line and fault of each wrong call, and of each table that marks only some of its texts."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    formatted = {id(n) for text in nodes if isinstance(text, ast.JoinedStr) for n in ast.walk(text)}
    for node in nodes:
        if isinstance(node, ast.Call) and _name(node) in TEXTS_OF:
            given = node.args[: TEXTS_OF[_name(node)]]
            literal = [part.value for part in given if isinstance(part, ast.Constant)]
            if len(literal) < len(given):
                if _name(node) != "_" or any(map(_has_text, given)):
                    yield node.lineno, "not one literal text"
                elif not _marks(source, tree, root):
                    yield node.lineno, "a variable whose texts are marked nowhere"
            elif id(node) in formatted:
                yield node.lineno, f"inside an f-string: {literal[0]!r}"
            elif (tuple(literal) if len(literal) > 1 else literal[0]) not in known:
                yield node.lineno, f"missed by the extraction: {literal[0]!r}"
        elif isinstance(node, ast.Dict) and any(map(_is_marked, node.values)):
            bare = [value for value in node.values if _has_text(value) and not _is_marked(value)]
            yield from ((value.lineno, "not marked, unlike its neighbours") for value in bare)


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _is_marked(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and _name(value) == "marked"


def _has_text(expression: ast.expr) -> bool:
    """Whether a literal text, other than the empty one, stands in an expression."""
    parts = (part for part in ast.walk(expression) if isinstance(part, ast.Constant))
    return any(isinstance(part.value, str) and part.value for part in parts)


def _marks(source: str, tree: ast.Module, root: Path) -> bool:
    """Whether a file marks texts itself or imports from one that does."""
    imports = (node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    files = (root / f"{module.replace('.', '/')}.py" for module in imports if module)
    sources = [source, *(file.read_text(encoding="utf-8") for file in files if file.is_file())]
    return any("marked(" in text.replace("def marked(", "") for text in sources)
