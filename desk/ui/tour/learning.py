"""What stays of reports: a picture of the damage, the lesson that everybody reads, the figures."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from desk.ui.attachments.dialog import FilesDialog
from desk.ui.attachments.forms import AddDialog
from desk.ui.incidents.view import IncidentsScreen
from desk.ui.statistics.page import StatisticsPage
from desk.ui.tour.guide import CTRL, SHIFT, Key, TourGuide
from desk.ui.tour.papers import previewed


def attached(guide: TourGuide, screen: IncidentsScreen) -> None:
    """A picture of a cracked pane goes to the report that is open."""
    file = guide.out / "stikls.png"
    _cracked_pane().save(str(file))
    screen.pane.buttons["files"].click()
    dialog = guide.dialog(FilesDialog)
    dialog.add(file)
    form = guide.dialog(AddDialog)
    form.about.setText("Ieplaisājis lodziņa stikls")
    form.shows.choose("open")
    guide.shot("attels-pievienot")
    guide.press(Key.Key_Return, CTRL)
    guide.until(lambda: dialog.files)
    guide.settle()
    guide.shot("atteli-un-skenejumi")
    guide.press(Key.Key_Escape)
    guide.until(lambda: guide.window.overlay.top() is None)


def walk(guide: TourGuide) -> None:
    """The lesson of the closed review, then the month in figures, as charts, tables and paper."""
    screen = guide.show("incidents", IncidentsScreen)
    guide.press(Key.Key_F11, SHIFT)
    guide.until(lambda: screen.lessons is not None and screen.lessons.lessons)
    guide.shot("macibas")
    guide.press(Key.Key_Escape)
    page = guide.page("statistics", StatisticsPage)
    guide.until(lambda: page.found is not None and page.found.figures is not None)
    guide.settle()
    guide.shot("statistika")
    page.turn()
    guide.settle()
    guide.shot("statistika-tabulas")
    page.turn()
    page.sheet.click()
    previewed(guide, "menesa-lapa")


def _cracked_pane() -> QImage:
    image = QImage(960, 640, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.lightGray)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.GlobalColor.darkGray)
    for x, y in ((0, 90), (960, 40), (120, 640), (840, 600), (500, 0), (960, 360), (0, 420)):
        painter.drawLine(470, 300, x, y)
    painter.end()
    return image
