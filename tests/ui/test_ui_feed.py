"""The board's feed: the queue shows at once, a flood of other changes is read now and then."""

from __future__ import annotations

from driver import Driver

from desk.domain.topics import Topic


def _readings(driver: Driver, *told: Topic) -> int:
    """How often the board is read when these changes come in without a pause."""
    seen: list[object] = []
    driver.feed._again.stop()
    driver.until(lambda: not driver.feed._pause.isActive())
    driver.settle()  # a reading of the sign-in that is still on its way is none of these
    driver.feed.changed.connect(seen.append)
    for topic in told:
        driver.window.bus.changed.emit(frozenset({topic}))
        before = len(seen)
        if topic is Topic.QUEUE:
            driver.until(lambda before=before: len(seen) > before)
    driver.until(lambda: not driver.feed._pause.isActive())
    driver.fresh()
    driver.feed.changed.disconnect(seen.append)
    return len(seen) - 1


def test_a_flood_of_changes_is_read_at_its_beginning_and_its_end(driver: Driver) -> None:
    assert _readings(driver, *[Topic.APPOINTMENTS] * 20) == 2


def test_one_change_is_read_once(driver: Driver) -> None:
    assert _readings(driver, Topic.APPOINTMENTS) == 1


def test_the_queue_waits_for_nothing(driver: Driver) -> None:
    assert _readings(driver, Topic.APPOINTMENTS, Topic.QUEUE, Topic.QUEUE) >= 2


def test_what_the_board_does_not_show_is_not_read_for(driver: Driver) -> None:
    assert _readings(driver, Topic.PERSONAL) == 0
