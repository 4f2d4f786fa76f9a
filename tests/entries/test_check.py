import json
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.entries import Loaded, Problem, load_entries
from bot.entries.check import check
from bot.entries.lint.pattern_rules import noise
from tests.entries.samples import REFERENCE, entry_data, load_text

TODAY = date(2026, 3, 10)
FIX = {"action": "Stop it"}


def check_data(*entries: dict[str, Any]) -> list[Problem]:
    loaded = Loaded()
    for number, data in enumerate(entries, 1):
        assert loaded.add(f"{number}.json", data)
    return check(loaded, TODAY)


def levels(problems: Collection[Problem]) -> set[str]:
    return {problem.level for problem in problems}


def test_a_good_entry_has_no_problems() -> None:
    assert check_data(entry_data()) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    (
        pytest.param(
            {"regex": r"EADDRINUSE(?!x)"}, "regex: look-arounds cannot run in linear time", id="RE2 cannot run it"
        ),
        pytest.param({"examples": ["fine"]}, "examples.0: the pattern does not match it", id="missed example"),
        pytest.param(
            {"counterexamples": ["x", "EADDRINUSE at :1"]},
            "counterexamples.1: the pattern matches it at “EADDRINUSE at :1”",
            id="matched counterexample",
        ),
        pytest.param(
            {"workarounds": [FIX, {"action": "x"}, {"action": "stop it!"}]},
            "workarounds.2.action: the same action as workarounds.0, so they would share their votes",
            id="one action twice",
        ),
        pytest.param(
            {"workarounds": [{"action": "x", "id": "a"}, {"action": "y", "id": "a"}]},
            "workarounds.1.id: the same id as workarounds.0",
            id="one id twice",
        ),
    ),
)
def test_errors(change: dict[str, Any], expected: str) -> None:
    (problem,) = check_data(entry_data(**change))

    assert problem.level == "error"
    assert str(problem).startswith(f"1.json: {expected}")


@pytest.mark.parametrize(
    ("change", "expected"),
    (
        pytest.param({"catgory": "x"}, "catgory: unknown, and ignored; did you mean category?", id="unknown"),
        pytest.param({"xyzzy": 1}, "xyzzy: unknown, and ignored", id="unknown, like nothing"),
        pytest.param(
            {"workarounds": [FIX, {"action": "x", "succes_rate": 1}]},
            "workarounds.1.succes_rate: unknown, and ignored; did you mean success_rate?",
            id="unknown in a fix",
        ),
        pytest.param(
            {"dead_ends": [{"action": "x", "why_fails": "y", "reason": 1}]},
            "dead_ends.0.reason: unknown, and ignored",
            id="unknown in a dead end",
        ),
        pytest.param(
            {"versions": [{"version": "1", "stat": "x"}]},
            "versions.0.stat: unknown, and ignored; did you mean status?",
            id="unknown in a version",
        ),
        pytest.param(
            {"transition_graph": {"lead_to": []}},
            "transition_graph.lead_to: unknown, and ignored; did you mean leads_to?",
            id="unknown in the graph",
        ),
        pytest.param(
            {"transition_graph": {"leads_to": [{"error_id": "a/b", "chance": 1}]}},
            "transition_graph.leads_to.0.chance: unknown, and ignored",
            id="unknown in a link",
        ),
        pytest.param({"official_doc_url": ...}, "official_doc_url: there is no address of documentation", id="no docs"),
        pytest.param({"regex": ...}, "regex: there is no pattern", id="no pattern"),
        pytest.param(
            {"regex": "EADDRINUSE.*127"}, "regex: does not match the entry's own signature", id="misses signature"
        ),
        pytest.param(
            {"regex": "EADDRINUSE|do not be late"},
            "regex: fires on ordinary text: “the class starts at nine, do not be late”",
            id="fires on noise",
        ),
        pytest.param(
            {"dead_ends": [{"why_fails": "y"}]},
            "dead_ends.0.action: empty; the card shows why it fails, but not what",
            id="dead end without action",
        ),
        pytest.param(
            {"workarounds": [FIX, {"action": "x", "how": "x"}]}, "workarounds.1.how: says the same", id="how = action"
        ),
        pytest.param({"workarounds": [FIX]}, "workarounds: only one fix", id="one fix"),
        pytest.param({"dead_ends": []}, "dead_ends: there is none", id="no dead end"),
        pytest.param({"examples": []}, "examples: there is none", id="no example"),
        pytest.param(
            {"workarounds": [FIX, {"action": "kill {pid}"}]},
            "workarounds.1.action: {pid} stays as it is: the pattern has no such group",
            id="placeholder without group",
        ),
        pytest.param(
            {"workarounds": [FIX, {"action": "x", "action_zh": "停止 {prt}"}]},
            "workarounds.1.action_zh: {prt} stays as it is: the pattern has no such group; did you mean port?",
            id="placeholder mistyped in a translation",
        ),
        pytest.param({"first_seen": "2026-03-12"}, "first_seen: 2026-03-12 is in the future", id="future"),
        pytest.param(
            {"first_seen": "2025-02-01", "last_confirmed": "2025-01-31"},
            "last_confirmed: 2025-01-31 is before first_seen, 2025-02-01",
            id="confirmed before seen",
        ),
        pytest.param(
            {"first_seen": "2025-02-01", "last_updated": "2025-01-31"},
            "last_updated: 2025-01-31 is before first_seen, 2025-02-01",
            id="updated before seen",
        ),
        pytest.param({"confidence": 0.4}, "confidence: below 0.5", id="low confidence"),
        pytest.param({"category": "Config Error"}, "category: write it in lower case", id="category in words"),
        pytest.param({"subcategory": "a-b"}, "subcategory: write it in lower case", id="subcategory with a dash"),
        pytest.param({"root_cause_type": "Generic"}, "root_cause_type: write it in", id="type with a capital"),
        pytest.param(
            {"root_cause_zh": entry_data()["root_cause"]},
            "root_cause_zh: repeats the original, so it is no translation",
            id="translation repeats",
        ),
        pytest.param(
            {"root_cause_zh": "Somebody has it"},
            "root_cause_zh: has no letter of the script of zh",
            id="translation in another script",
        ),
        pytest.param({"root_cause_zh": " "}, "root_cause_zh: holds no text", id="translation empty"),
        pytest.param({"root_cause_zh": 5}, "root_cause_zh: holds no text", id="translation is a number"),
        pytest.param({"root_cause_zh": "端\ud800"}, "root_cause_zh: holds half a character", id="half a character"),
        pytest.param(
            {"root_cause_en": "It is used"},
            "root_cause_en: the entry itself is in en, so this is never shown",
            id="translation into its own language",
        ),
        pytest.param(
            {"root_cause_cn": "端口被占用"}, "root_cause_cn: cn is not the code of a language", id="no language"
        ),
        pytest.param({"locale": "xx"}, "locale: xx is not the code of a language", id="entry in no language"),
        pytest.param(
            {"workarounds_zh": ["停止它"]},
            "workarounds_zh: has 1 items for 2 workarounds; they are paired by position",
            id="list of another length",
        ),
        pytest.param(
            {"workarounds_zh": "停止它"}, "workarounds_zh: should be a list, with a translation for each", id="no list"
        ),
        pytest.param(
            {"workarounds_zh": ["停止它", "Use another port"]},
            "workarounds_zh.1: repeats the original",
            id="list item repeats",
        ),
        pytest.param(
            {"workarounds_zh": ["停止它", {"action": "换一个端口", "how": "xx"}]},
            "workarounds_zh.1.how: has no letter of the script of zh",
            id="text of a list item in another script",
        ),
        pytest.param(
            {"workarounds_zh": ["停止它", {"acton": "换一个端口"}]},
            "workarounds_zh.1.acton: is no text of this item; did you mean action?",
            id="unknown text of a list item",
        ),
        pytest.param({"dead_ends_zh": ["It has it"]}, "dead_ends_zh.0: has no letter", id="dead end in another script"),
    ),
)
def test_warnings(change: dict[str, Any], expected: str) -> None:
    (problem,) = check_data(entry_data(**change))

    assert problem.level == "warning"
    assert str(problem).startswith(f"1.json: {expected}")


def test_a_pattern_that_matches_the_empty_text_is_not_also_held_against_the_noise() -> None:
    (problem,) = check_data(entry_data(regex="(EADDRINUSE)?", counterexamples=[]))

    assert problem.reason == "matches the empty text, so it fires on every message"


def test_of_many_lines_of_noise_three_are_shown() -> None:
    (problem,) = check_data(entry_data(regex="EADDRINUSE|oom", counterexamples=[]))

    assert problem.reason.count("“") == 3
    assert problem.reason.endswith(" more")


def test_links_are_looked_up_among_all_that_is_checked() -> None:
    first = entry_data(id="node/one", transition_graph={"leads_to": ["node/two", "node/tow"]})
    second = entry_data(id="node/two")

    (problem,) = check_data(first, second)

    assert str(problem) == "1.json: transition_graph.leads_to.1: there is no entry node/tow; did you mean node/two?"


def test_an_entry_alone_may_link_anywhere() -> None:
    assert check_data(entry_data(transition_graph={"leads_to": ["node/two"]})) == []


def test_placeholders_are_nobodys_business_where_the_pattern_names_no_group() -> None:
    assert check_data(entry_data(regex="EADDRINUSE", workarounds=[FIX, {"action": "f'{pid}'"}])) == []


def test_today_may_be_tomorrow_already() -> None:
    assert check_data(entry_data(first_seen="2026-03-11", last_confirmed="2026-03-11")) == []


def test_a_list_may_leave_translations_to_the_items_themselves() -> None:
    fixes = [{"action": "Stop it", "action_zh": "停止它"}, {"action": "Move it", "action_zh": "移动它"}]

    assert check_data(entry_data(workarounds=fixes)) == []


def test_errors_come_before_warnings_and_the_loaders_among_them(tmp_path: Path) -> None:
    lines = [entry_data(id="node/a", examples=[]), entry_data(id="node/b", examples=["fine"]), {"id": "node/c"}]
    loaded = load_text(tmp_path, "x.jsonl", "\n".join(map(json.dumps, lines)))

    problems = check(loaded, TODAY)

    assert [problem.level for problem in problems] == ["error"] * 5 + ["warning"]
    assert problems[0].file == f"{tmp_path}/x.jsonl:3"
    assert problems[4].field == "examples.0"


def test_the_noise_speaks_several_languages() -> None:
    assert len(noise()) >= 60
    assert len(set(noise())) == len(noise())
    assert any("会议" in line for line in noise())
    assert any("Besprechung" in line for line in noise())


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference document is not here")
def test_the_reference_document_has_no_errors_and_its_flaws_are_warnings() -> None:
    problems = check(load_entries([REFERENCE]), TODAY)

    assert levels(problems) == {"warning"}
    assert [problem.field for problem in problems] == [
        "dead_ends.0.action",
        "dead_ends.1.action",
        "workarounds.0.how",
        "workarounds.1.how",
        "workarounds_zh.0",
        "workarounds_zh.1",
        "examples",
    ]
