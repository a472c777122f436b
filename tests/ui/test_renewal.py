"""Content that came is used without a new start: pressed for, or by whoever signs in next."""

from __future__ import annotations

import os
from typing import Any

import msgspec
from colleague import work_as, write
from driver import Driver
from fitting import misfits
from hq_messages import news
from PySide6.QtWidgets import QLabel

from desk.domain.roles import Role
from desk.services.content import codec
from desk.services.content.schema import Pack
from desk.ui.widgets.dialog import Dialog

NAME = "Rīgas pārdēvētā nodaļa"


def renamed(driver: Driver) -> Pack:
    """The pack in force under the next version, in which the branch has another name."""
    context = driver.window.context
    assert context is not None
    pack = context.env.pack
    branches = tuple(
        msgspec.structs.replace(one, name=NAME) if one.id == context.actor.site else one
        for one in pack.branches
    )
    info = msgspec.structs.replace(pack.info, version=pack.info.version + 1)
    return msgspec.structs.replace(pack, info=info, branches=branches)


def install(driver: Driver, pack: Pack) -> None:
    """It came from headquarters and was applied."""
    context = driver.window.context
    assert context is not None
    body, info = codec.encode(pack), pack.info
    at, by = context.env.clock(), context.actor.account_id

    def keep(uow: Any) -> None:
        uow.content.install(
            info.id, info.institution, info.version, codec.sha256(body), body, at, by
        )

    write(driver, keep)


def is_named_anew(driver: Driver) -> bool:
    """Whether the screens show what the new content says."""
    shell = driver.window.shell
    return shell is not None and any(NAME in one.text() for one in shell.findChildren(QLabel))


def test_new_content_is_told_and_used_when_pressed(driver: Driver) -> None:
    driver.window.use_language("en")
    work_as(driver, "marta")
    install(driver, renamed(driver))
    line = news(driver)
    driver.until(line.isVisible)
    assert "next sign-in" in line.text.text()
    assert not line.look.isVisible()
    assert not is_named_anew(driver)
    line.use.click()
    driver.until(lambda: is_named_anew(driver))
    context = driver.window.context
    assert context is not None
    assert context.env is driver.window.app.env
    assert context.actor.role is Role.CLERK
    assert "in force now" in driver.window.messages.text()
    driver.settle()
    assert not news(driver).isVisible()


def test_never_in_the_middle_of_a_form_or_a_visit(driver: Driver) -> None:
    driver.window.use_language("en")
    install(driver, renamed(driver))
    assert driver.fresh().serving is not None
    assert not news(driver).isVisible(), "nothing is told while somebody is served"
    driver.window.renewal.now()
    driver.until(lambda: "with the client first" in driver.window.messages.text())
    work_as(driver, "marta")
    driver.until(news(driver).isVisible)
    dialog = Dialog("A form")
    assert driver.window.context is not None
    driver.window.context.open(dialog)
    driver.window.tell("Something else", "ok")
    driver.window.renewal.now()
    driver.until(lambda: "with the client first" in driver.window.messages.text())
    assert driver.window.overlay.top() is dialog
    assert not is_named_anew(driver)


def test_whoever_signs_in_next_works_with_it(driver: Driver) -> None:
    work_as(driver, "marta")
    install(driver, renamed(driver))
    assert driver.window.app.env.pack.info.version < renamed(driver).info.version
    wanted = renamed(driver).info.version
    driver.window.workplace.leave()
    driver.until(lambda: driver.window.app.env.pack.info.version == wanted)


def test_every_word_has_its_room(driver: Driver) -> None:
    for language in ("en", "lv"):
        driver.window.use_language(language)
        work_as(driver, "marta")
        if language == "en":
            install(driver, renamed(driver))
        for scale, size in ((100, (1366, 768)), (150, (1024, 700))):
            driver.window.use_scale(scale)
            driver.window.resize(*size)
            driver.until(lambda: driver.window.context is not None)
            driver.until(news(driver).isVisible)
            assert misfits(news(driver)) == []
            if folder := os.environ.get("SHOTS"):
                driver.window.grab().save(f"{folder}/content-{language}-{scale}.png")
