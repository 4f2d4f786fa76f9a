from datetime import date
from typing import Any

import pytest

from bot.entries import Entry, Fix, Link, Loaded, VerificationTier
from bot.errors import NotFoundError
from tests.entries.samples import make_entry

SMALLEST = {
    "id": "node/x",
    "signature": "some error",
    "domain": "node",
    "root_cause": "because",
    "workarounds": [{"action": "do it"}],
}


def test_the_smallest_entry_has_a_default_for_everything_else() -> None:
    entry = Entry.model_validate(SMALLEST)

    assert entry.verification_tier is VerificationTier.COMMUNITY
    assert (entry.confidence, entry.resolvable, entry.locale) == (0.8, "true", "en")
    assert entry.workarounds == (Fix(action="do it", success_rate=0.5),)
    assert (entry.dead_ends, entry.versions, entry.examples) == ((), (), ())


def test_null_stands_for_not_given() -> None:
    nothing = dict.fromkeys(Entry.model_fields.keys() - SMALLEST.keys())
    fix = {"action": "do it"} | dict.fromkeys(("id", "how", "condition", "tradeoff", "success_rate", "sources"))

    assert Entry.model_validate({**SMALLEST, **nothing, "workarounds": [fix]}) == Entry.model_validate(SMALLEST)


@pytest.mark.parametrize(
    ("change", "field"),
    (
        ({"id": None}, "id"),
        ({"id": "no-slash"}, "id"),
        ({"id": "../../etc/passwd"}, "id"),
        ({"id": "node/../x"}, "id"),
        ({"id": "Node/X"}, "id"),
        ({"id": "node/" + "x" * 200}, "id"),
        ({"signature": ""}, "signature"),
        ({"signature": 5}, "signature"),
        ({"signature": "half \ud800"}, "signature"),
        ({"domain": "No de"}, "domain"),
        ({"root_cause": ""}, "root_cause"),
        ({"workarounds": []}, "workarounds"),
        ({"workarounds": "do it"}, "workarounds"),
        ({"workarounds": [{"action": ""}]}, "workarounds.0.action"),
        ({"workarounds": [{"action": "x", "success_rate": 1.5}]}, "workarounds.0.success_rate"),
        ({"workarounds": [{"action": "x", "success_rate": float("nan")}]}, "workarounds.0.success_rate"),
        ({"workarounds": [{"action": "x", "success_rate": "high"}]}, "workarounds.0.success_rate"),
        ({"workarounds": [{"action": "x", "id": "Not An Id"}]}, "workarounds.0.id"),
        ({"dead_ends": [{"action": "x"}]}, "dead_ends.0.why_fails"),
        ({"dead_ends": [{"why_fails": "x", "fail_rate": -0.1}]}, "dead_ends.0.fail_rate"),
        ({"confidence": float("inf")}, "confidence"),
        ({"confidence": 10**400}, "confidence"),
        ({"evidence_count": -1}, "evidence_count"),
        ({"official_doc_url": "javascript:alert(1)"}, "official_doc_url"),
        ({"official_doc_url": "https://x.org/a b"}, "official_doc_url"),
        ({"verification_tier": "certified"}, "verification_tier"),
        ({"resolvable": "maybe"}, "resolvable"),
        ({"first_seen": "2024-13-01"}, "first_seen"),
        ({"locale": "zh-CN"}, "locale"),
        ({"tags": "a, b"}, "tags"),
        ({"transition_graph": {"leads_to": [{"probability": 1}]}}, "transition_graph.leads_to.0.error_id"),
    ),
)
def test_a_wrong_value_is_refused_with_its_field(change: dict[str, Any], field: str) -> None:
    loaded = Loaded()

    assert not loaded.add("x.json", {**SMALLEST, **change})
    assert [problem.field for problem in loaded.problems] == [field]


def test_fixes_without_a_rate_have_the_entrys() -> None:
    fixes = [{"action": "a"}, {"action": "b", "success_rate": None}, {"action": "c", "success_rate": 0.1}]

    rates = [fix.success_rate for fix in make_entry(fix_success_rate=0.7, workarounds=fixes).workarounds]

    assert rates == [0.7, 0.7, 0.1]


@pytest.mark.parametrize(("value", "expected"), ((True, "true"), (False, "false"), ("partial", "partial")))
def test_resolvable_is_a_word_or_a_boolean(value: object, expected: str) -> None:
    assert make_entry(resolvable=value).resolvable == expected


@pytest.mark.parametrize(
    ("note", "expected"),
    (
        ("needs sudo", "needs sudo"),
        (["needs sudo", "and snap"], "needs sudo; and snap"),
        ({"note": "needs sudo", "since": 22}, "note: needs sudo; since: 22"),
    ),
)
def test_notes_on_a_system_become_one_line(note: object, expected: str) -> None:
    assert make_entry(os_specific={"linux": note}).os_specific == {"linux": expected}


def test_a_link_may_be_an_id_alone() -> None:
    graph = make_entry(transition_graph={"leads_to": ["node/other"], "preceded_by": [{"error_id": "node/a"}]})

    assert graph.transition_graph.leads_to == (Link(error_id="node/other"),)
    assert graph.transition_graph.preceded_by == (Link(error_id="node/a"),)


def test_empty_address_pattern_and_code_are_none() -> None:
    entry = make_entry(official_doc_url="", regex="", error_code="")

    assert (entry.official_doc_url, entry.regex, entry.error_code) == (None, None, None)


def test_dates_are_read() -> None:
    assert make_entry(first_seen="2024-03-10").first_seen == date(2024, 3, 10)


def test_a_fix_keeps_its_id_when_order_rate_case_or_punctuation_change() -> None:
    first = Fix(action="Stop the other process.", success_rate=0.9)
    second = Fix(action="stop the  other process", success_rate=0.1, how="kill 1")

    assert first.fix_id == second.fix_id
    assert len(first.fix_id) == 10


def test_a_fix_has_another_id_when_its_words_change_and_a_fixed_one_when_given() -> None:
    assert Fix(action="Stop it").fix_id != Fix(action="Stop that").fix_id
    assert Fix(id="stop", action="Stop it").fix_id == Fix(id="stop", action="Stop that").fix_id == "stop"


def test_a_fix_is_found_by_its_id() -> None:
    entry = make_entry()
    second = entry.workarounds[1]

    assert entry.fix(second.fix_id) is second
    with pytest.raises(NotFoundError, match="node/port-in-use has no fix unknown"):
        entry.fix("unknown")


@pytest.mark.parametrize(
    ("entry_id", "key"), (("node/x", "node/x"), ("node/x/linux", "node/x"), ("node/x/linux/old", "node/x"))
)
def test_twins_share_the_first_two_parts_of_their_id(entry_id: str, key: str) -> None:
    assert make_entry(id=entry_id).twin_key == key
