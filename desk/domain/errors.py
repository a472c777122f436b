"""The one error type of the program."""

from __future__ import annotations


class DeskError(Exception):
    """A refusal or failure that a person can understand and act on.

    Domain and services raise it; the window, the command line and reports turn `code` into a
    sentence of the user's language (`desk.error_texts`).  Anything else that is raised is a bug.

    Args:
        code: stable dotted name, e.g. ``"visit.not_serving"``; every code has a text.
        params: values for the sentence's placeholders; never personal data.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({shown})"
