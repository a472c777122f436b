"""A tiny content pack on disk that a test can break in one place."""

from __future__ import annotations

from pathlib import Path

_TEXT = 'text.lv = "Sveiciniet"\ntext.en = "Greet"\ntext.ru = "Приветствуйте"\n'
_NAME = 'name.lv = "Pase"\nname.en = "Passport"\nname.ru = "Паспорт"\n'
_TITLE = 'title.lv = "Nosaukums"\ntitle.en = "Title"\ntitle.ru = "Название"\n'
_SHORT = 'short.lv = "Nos."\nshort.en = "T."\nshort.ru = "Наз."\n'

FILES = {
    "pack.toml": f"""format = 1
id = "mini"
version = 1
valid_from = 2026-11-01
institution = "mini"
{_TITLE}institution_name.lv = "Iestāde"
institution_name.en = "Institution"
institution_name.ru = "Учреждение"
""",
    "documents.toml": f"""[[documents]]
id = "order"
{_TITLE}{_SHORT}
[[documents]]
id = "old-order"
superseded_by = "order"
{_TITLE}{_SHORT}""",
    "branches.toml": """[[branches]]
id = "one"
name = "Pirmā nodaļa"
short = "Pirmā"

[[branches]]
id = "sub"
name = "Filiāle"
short = "Filiāle"
parent = "one"
weekday_only = 5
""",
    "hours.toml": """[[hours]]
id = "first"
applies_to = ["one"]
valid_from = 2019-01-01
document = "order"
week = [{ weekdays = [1, 2], intervals = [["08:30", "12:00"], ["13:00", "17:30"]] }]

[[hours]]
id = "second"
applies_to = ["one", "phone-line"]
valid_from = 2020-01-01
document = "order"
confirmed = true
week = [{ weekdays = [5], intervals = [["09:00", "15:00"]] }]

[[exceptions]]
branches = ["one"]
day = 2026-12-30
intervals = [["09:00", "12:00"]]
reason.lv = "Pirms svētkiem"
reason.en = "Before the holiday"
reason.ru = "Перед праздником"

[[exceptions]]
branches = ["one"]
day = 2026-06-01
intervals = []
reason.lv = "Slēgts"
reason.en = "Closed"
reason.ru = "Закрыто"
""",
    "calendar.toml": f"""[[moved_days]]
off = 2026-01-02
worked = 2026-01-17

[[terms]]
id = "answer"
valid_from = 2026-03-01
amount = 10
unit = "working_days"
source = "order"
{_TITLE}""",
    "rules/one.toml": f"""[[rules]]
id = "IP-01"
kind = "duty"
topic = "in_person"
document = "order"
phases = ["greeting"]
order = 10
{_TEXT}
[[rules]]
id = "IP-02"
kind = "right"
topic = "in_person"
document = "old-order"
superseded_by = "IP-01"
{_TEXT}""",
    "services.toml": f"""[[services]]
id = "passport"
group = "documents"
minutes = 10
bookable = true
quick = 1
channels = ["in_person"]
aliases = ["Pases pieteikšana"]
{_NAME}""",
    "directory.toml": f"""[[contacts]]
id = "line"
kind = "phone"
value = "+37167209400"
document = "order"
hours = "phone-line"
{_NAME}""",
    "scripts.toml": f"""[[scripts]]
id = "greeting"
phase = "greeting"
{_TITLE}
[[scripts.steps]]
document = "order"
{_TEXT}say.lv = "Labdien!"
say.ru = "Здравствуйте!"
say.en = "Hello!"
say.uk = "Добрий день!"
""",
    "ladders.toml": f"""[[ladders]]
id = "mini"
document = "order"

[[ladders.triggers]]
id = "insulting"
{_TEXT}
[[ladders.steps]]
id = "warn"
state = "warned"
kind = "duty"
document = "order"
{_TEXT}""",
    "moments.toml": f"""[[moments]]
id = "filming"
document = "order"
contact = "line"
aggressive = "staff"

[[moments.what]]
id = "staff"
{_TEXT}""",
    "policy.toml": """walk_ins = "live_queue"
capacity = 4
slot_minutes = 15
cancel_guard_percent = 10
phone_prompt_minutes = 5
payment_methods = []
priority_reasons = []
assistance = []
ticks = []
error_types = []
park_reasons = []
call_reasons = []
emergency = []
retention = []

[call_order]
due_before_minutes = 2
walk_in_threshold_minutes = 30
walk_in_after_bookings = 2
call_limit = 3
hold_minutes = 15
arrival_margin_minutes = 5
alert_wait_minutes = 30

[tell]
error = "supervisor"

[[recipients]]
id = "supervisor"
text.lv = "Vadītājs"
text.en = "Manager"
text.ru = "Руководитель"
""",
}
"""A sound pack; every file can be changed before it is written."""


def write_pack(root: Path, **changes: tuple[str, str]) -> Path:
    """Write the pack into `root/mini`, with one replacement per named file.

    Args:
        changes: old and new text by file name with `_` for `.` and `/`, e.g. `pack_toml`;
            an empty old text appends the new one.
    """
    folder = root / "mini"
    (folder / "rules").mkdir(parents=True)
    for name, text in FILES.items():
        old, new = changes.pop(name.replace(".", "_").replace("/", "_"), ("", ""))
        assert old in text, f"{old!r} is not in {name}"
        (folder / name).write_text(text.replace(old, new, 1) if old else text + new, "utf-8")
    assert not changes, f"no such files: {changes}"
    return folder
