"""The validator names every fault of a pack by file, path and reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desk.domain.errors import DeskError
from desk.resources import packs_dir
from desk.services.content.bundled import bundled_pack
from desk.services.content.load import load_pack
from desk.services.content.validate import validate
from tests.unit.content.pack_folder import FILES, write_pack

BROKEN = [
    ("pack_toml", "format = 1", "format = 9", "format", "this program reads 1"),
    ("pack_toml", "version = 1", "version = 0", "version", "1 or more"),
    ("pack_toml", 'id = "mini"', 'id = "mīni"', "id", "plain ASCII"),
    ("pack_toml", "", "extra = 1\n", "extra", "unknown field"),
    ("documents_toml", 'id = "order"', 'id = "ordēr"', "documents[1] ordēr", "not plain ASCII"),
    (
        "documents_toml",
        'superseded_by = "order"',
        'superseded_by = "x"',
        "old-order",
        "document 'x'",
    ),
    (
        "documents_toml",
        'id = "order"\n',
        'id = "order"\nsuperseded_by = "old-order"\n',
        "order",
        "back to itself",
    ),
    ("documents_toml", 'title.ru = "Название"\n', "", "documents[1] order.title.ru", "is missing"),
    (
        "documents_toml",
        'title.ru = "Название"',
        'title.ru = " "',
        "title.ru",
        "translation is missing",
    ),
    ("documents_toml", 'title.lv = "Nosaukums"', 'title.lv = "Nоsaukums"', "title.lv", "Cyrillic"),
    ("branches_toml", 'id = "sub"', 'id = "one"', "branches[2] one", "is already in"),
    ("branches_toml", 'parent = "one"', 'parent = "none"', "branches[2] sub", "branch 'none'"),
    ("branches_toml", "weekday_only = 5", "weekday_only = 8", "sub", "1 (Monday) to 7"),
    (
        "branches_toml",
        "weekday_only = 5",
        'weekday_only = "F"',
        "sub.weekday_only",
        "Expected `int",
    ),
    (
        "hours_toml",
        '["13:00", "17:30"]',
        '["11:00", "17:30"]',
        "hours[1] first",
        "overlap at 11:00",
    ),
    ("hours_toml", '["13:00", "17:30"]', '["17:30", "13:00"]', "hours[1] first", "reversed"),
    (
        "hours_toml",
        '["13:00", "17:30"]',
        '["13:00", "25:30"]',
        "hours[1] first.week[1].intervals[2]",
        "time",
    ),
    ("hours_toml", "weekdays = [1, 2]", "weekdays = [1, 1]", "first", "weekday 1 is given 2 times"),
    ("hours_toml", "weekdays = [1, 2]", "weekdays = [0]", "first", "weekday 0"),
    (
        "hours_toml",
        "valid_from = 2020-01-01",
        "valid_from = 2019-01-01",
        "second",
        "one already has hours",
    ),
    ("hours_toml", '["one", "phone-line"]', '["two"]', "hours[2] second", "branch 'two'"),
    (
        "hours_toml",
        "day = 2026-06-01",
        "day = 2026-12-30",
        "exceptions[2]",
        "already has an exception",
    ),
    ("calendar_toml", "2026-01-02", "2026-01-03", "moved_days[1]", "not a weekday"),
    ("calendar_toml", "2026-01-17", "2026-01-18", "moved_days[1]", "not a Saturday"),
    ("calendar_toml", '"working_days"', '"weeks"', "answer", "unknown unit"),
    ("calendar_toml", "amount = 10", "amount = 0", "answer", "1 or more"),
    (
        "rules_one_toml",
        'document = "order"',
        'document = "none"',
        "rules[1] IP-01",
        "document 'none'",
    ),
    ("rules_one_toml", 'topic = "in_person"', 'topic = "x"', "rules[1] IP-01", "topic 'x'"),
    ("rules_one_toml", '["greeting"]', '["hello"]', "rules[1] IP-01", "phase 'hello'"),
    ("rules_one_toml", 'superseded_by = "IP-01"', 'superseded_by = "X-1"', "IP-02", "rule 'X-1'"),
    (
        "rules_one_toml",
        "order = 10\n",
        'order = 10\nsuperseded_by = "IP-02"\n',
        "IP-01",
        "back to itself",
    ),
    ("rules_one_toml", "order = 10\n", 'order = 10\nalso = ["IP-02"]\n', "IP-01", "a rule itself"),
    (
        "rules_one_toml",
        'kind = "duty"',
        'kind = "wish"',
        "rules[1] IP-01.kind",
        "Invalid enum value",
    ),
    (
        "rules_one_toml",
        'id = "IP-02"',
        'id = "IP-01"',
        "rules[2] IP-01",
        "is already in rules/one.toml",
    ),
    ("services_toml", "minutes = 10", "minutes = 0", "passport", "minutes must be"),
    ("services_toml", "quick = 1", "quick = 10", "passport", "quick must be"),
    ("services_toml", '["in_person"]', '["pigeon"]', "passport", "channel 'pigeon'"),
    ("directory_toml", '"phone-line"', '"night-line"', "line", "hours 'night-line'"),
    ("directory_toml", 'kind = "phone"', 'kind = "drum"', "line", "kind 'drum'"),
    (
        "scripts_toml",
        'say.uk = "Добрий день!"',
        'say.uk = ""',
        "steps[1].say.uk",
        "phrase is missing",
    ),
    ("scripts_toml", 'document = "order"', 'document = "x"', "greeting", "document 'x'"),
    ("ladders_toml", '"warned"', '"continued"', "ladders[1] mini", "cannot follow observed"),
    ("ladders_toml", '"warned"', '"police"', "ladders[1] mini", "no step's state"),
    ("ladders_toml", 'kind = "duty"', 'numbers = ["911"]', "mini", "unknown number '911'"),
    ("moments_toml", 'id = "filming"', 'id = "film"', "moments[1] film", "kind of incident 'film'"),
    ("moments_toml", 'document = "order"', 'document = "x"', "filming", "document 'x'"),
    ("moments_toml", 'contact = "line"', 'contact = "x"', "filming", "contact 'x'"),
    ("moments_toml", 'aggressive = "staff"', 'aggressive = "x"', "filming", "choice 'x'"),
    ("ladders_toml", 'state = "warned"', 'state = "asleep"', "mini", "ladder state 'asleep'"),
    (
        "ladders_toml",
        'document = "order"\n',
        'document = "order"\ntell = "king"\n',
        "mini",
        "recipient 'king'",
    ),
    ("policy_toml", '"live_queue"', '"chaos"', "walk_ins", "walk-in policy 'chaos'"),
    ("policy_toml", "call_limit = 3", "call_limit = 0", "call_order.call_limit", "must be 1 to 10"),
    ("policy_toml", "capacity = 4", "capacity = -1", "capacity", "must be 1 to 200"),
    ("policy_toml", "call_limit = 3\n", "", "call_order.call_limit", "is missing"),
    ("policy_toml", 'error = "supervisor"', 'error = "king"', "tell.error", "recipient 'king'"),
]


def test_the_sound_pack_has_no_problems(tmp_path: Path) -> None:
    assert validate(write_pack(tmp_path)) == []


@pytest.mark.parametrize(("file", "old", "new", "path", "reason"), BROKEN)
def test_each_fault_is_named(
    tmp_path: Path, file: str, old: str, new: str, path: str, reason: str
) -> None:
    problems = validate(write_pack(tmp_path, **{file: (old, new)}))
    named = [
        problem
        for problem in problems
        if problem.file.replace("/", "_").replace(".", "_") == file
        and path in problem.path
        and reason in problem.reason
    ]
    assert named, problems


def test_bad_syntax_is_named_with_its_line(tmp_path: Path) -> None:
    folder = write_pack(tmp_path, services_toml=("minutes = 10", "minutes = = 10"))
    (problem,) = [item for item in validate(folder) if item.file == "services.toml"]
    assert problem.path == "line 4"
    assert problem.reason.startswith("is not TOML")


def test_one_bad_item_does_not_hide_others(tmp_path: Path) -> None:
    folder = write_pack(tmp_path)
    rule = '[[rules]]\nid = "IP-0{n}"\nkind = "{kind}"\n{rest}\n'
    bad = rule.format(n=3, kind="wish", rest='topic = 5\ncolour = "red"') + rule.format(
        n=4, kind="duty", rest='topic = "x"\ndocument = "none"\ntext.lv = "Jā"'
    )
    (folder / "rules" / "two.toml").write_text(bad, "utf-8")
    found = {(problem.path, problem.reason) for problem in validate(folder)}
    assert ("rules[1] IP-03.colour", "unknown field") in found
    assert ("rules[1] IP-03.document", "is missing") in found
    assert ("rules[1] IP-03.text", "is missing") in found
    assert any(path == "rules[1] IP-03.kind" for path, _ in found)
    assert any(path == "rules[1] IP-03.topic" for path, _ in found)
    assert ("rules[2] IP-04.text.en", "is missing") in found
    assert ("rules[2] IP-04.text.ru", "is missing") in found


def test_aliases_must_tell_services_apart(tmp_path: Path) -> None:
    second = FILES["services.toml"].replace('"passport"', '"eid"').replace("quick = 1", "quick = 2")
    problems = validate(write_pack(tmp_path, services_toml=("", "\n" + second)))
    assert {problem.reason for problem in problems} == {
        "alias 'pase' also means passport",
        "alias 'pases pieteiksana' also means passport",
    }


def test_a_missing_pack_and_a_strange_file_are_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.toml").write_text("a = 1", "utf-8")
    found = [(problem.file, problem.reason) for problem in validate(tmp_path / "empty")]
    assert found == [
        ("notes.toml", "is not a file of a content pack"),
        ("pack.toml", "is missing"),
    ]


def test_a_missing_included_pack_is_named(tmp_path: Path) -> None:
    include = '[[include]]\npack = "gone"\nbinding = "binding"\nwithout = ["X-1"]\n'
    found = {(p.file, p.reason) for p in validate(write_pack(tmp_path, pack_toml=("", include)))}
    assert found == {("gone/pack.toml", "is missing"), ("pack.toml", "gone has no X-1")}


def test_an_include_cannot_leave_the_folder_of_packs(tmp_path: Path) -> None:
    include = '[[include]]\npack = "../secret"\nbinding = "binding"\n'
    (problem,) = validate(write_pack(tmp_path, pack_toml=("", include)))
    assert problem.path == "include[1].pack"


def test_loading_a_broken_pack_is_refused_with_the_first_problem(tmp_path: Path) -> None:
    folder = write_pack(tmp_path, services_toml=("minutes = 10", 'minutes = "ten"'))
    with pytest.raises(DeskError) as caught:
        load_pack(folder)
    assert caught.value.code == "content.invalid"
    assert caught.value.params["file"] == "services.toml"
    assert caught.value.params["path"] == "services[1] passport.minutes"
    assert caught.value.params["count"] == 1


@pytest.mark.parametrize("pack", ["handbook", "pmlp", "atd"])
def test_the_shipped_packs_are_sound(pack: str) -> None:
    assert validate(packs_dir() / pack) == []


def test_a_pack_sent_alone_takes_the_shipped_handbook(tmp_path: Path) -> None:
    """Headquarters sends one folder; whatever it is called, it is checked and loaded as it is."""
    folder = tmp_path / "new-pack"
    shutil.copytree(packs_dir() / "pmlp", folder)
    assert validate(folder) == []
    assert load_pack(folder) == bundled_pack("pmlp")


def test_an_included_pack_must_be_the_one_it_is_named(tmp_path: Path) -> None:
    include = '[[include]]\npack = "other"\nbinding = "binding"\n'
    folder = write_pack(tmp_path, pack_toml=("", include))
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "pack.toml").write_text(FILES["pack.toml"], "utf-8")
    (problem,) = validate(folder)
    assert (problem.path, problem.reason) == ("include", "other says that it is mini")
