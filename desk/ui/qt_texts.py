"""Qt's own few texts (the menu of a text field, the print dialog) in the window's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

_translator = QTranslator()
_speaks = "en"


def use_qt_texts(language: str) -> None:
    """Let Qt speak a language; English is what it speaks by itself.

    A translator that is in use is given other texts: Qt then tells every widget once, not twice.
    """
    global _speaks
    app = QCoreApplication.instance()
    if app is None or language == _speaks:
        return
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if language == "en":
        app.removeTranslator(_translator)
    elif _translator.load(f"qtbase_{language}", folder) and _speaks == "en":
        app.installTranslator(_translator)
    _speaks = language
