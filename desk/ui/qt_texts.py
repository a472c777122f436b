"""Qt's own few texts (the menu of a text field, the print dialog) in the window's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

_translator = QTranslator()
_speaks = "en"


def use_qt_texts(language: str) -> None:
    """Let Qt speak a language; English is what it speaks by itself.

    Qt would tell every widget of it, which takes as long as all of ours need to say their texts
    anew; none listens, as what Qt says itself is made when it is shown.
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
    for told in (app, *QApplication.topLevelWidgets()):
        QCoreApplication.removePostedEvents(told, QEvent.Type.LanguageChange.value)
