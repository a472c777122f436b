import pytest
from driver import CTRL, Driver, Key
from PySide6.QtWidgets import QApplication
from test_incident_review import *  # noqa
from test_incident_review import _reviewer, _A, _S
for _n in list(globals()):
    if _n.startswith("test_"): del globals()[_n]

@pytest.mark.parametrize("size,scale", [((1366,768),1.0),((1024,700),1.5)])
def test_zz(driver: Driver, size, scale):
    def shot(name):
        for _ in range(6): QApplication.processEvents()
        driver.window.grab().save(f"/tmp/shots-r/{name}-{size[0]}-{int(scale*100)}.png")
    driver.window.resize(*size)
    driver.window.use_scale(scale); driver.until(lambda: driver.window.context is not None)
    QApplication.processEvents()
    at = _reviewer(driver, "error")
    shot("new")
    at.screen.pane.buttons["more"].click(); shot("more"); driver.press(Key.Key_Escape)
    at.screen.actions_.do(_A.REVIEW, at.screen.detail)
    driver.until(lambda: at.state is _S.UNDER_REVIEW)
    shot("review")
    for a in (_A.LEVEL,_A.DETAIL,_A.CONTACT,_A.FINDINGS,_A.TASK,_A.BREACH,_A.EVIDENCE,_A.CARE,_A.MERGE,_A.CLOSE,_A.CONCERNS,_A.TOLD):
        try: at.screen.actions_.do(a, at.screen.detail)
        except Exception as e: print(a, e); continue
        for _ in range(6): QApplication.processEvents()
        shot(a.value); driver.press(Key.Key_Escape); QApplication.processEvents()
    at = Reviewer(driver, "aggression")
    at.screen.actions_.do(_A.DETAIL, at.screen.detail); shot("detail-agg"); driver.press(Key.Key_Escape)
    driver.press(Key.Key_F11)
    driver.until(lambda: driver.window.overlay.top() is not None); shot("f11")
