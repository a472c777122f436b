"""Qt's own few texts (the menu of a text field, the print dialog) in the window's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

_translator = QTranslator()


def use_qt_texts(language: str) -> None:
    """Let Qt speak a language; English is what it speaks by itself."""
    app = QCoreApplication.instance()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if app is None:
        return
    app.removeTranslator(_translator)
    if language != "en" and _translator.load(f"qtbase_{language}", folder):
        app.installTranslator(_translator)
