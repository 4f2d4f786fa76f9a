import json

import pytest

from bot.cards.build import MAX_TITLE, build_card, shorten
from bot.cards.card import Card, FixLine, OtherError, RelatedLine, Relation
from bot.entries import Catalog, Entry, Text
from bot.feedback import Tally
from tests.cards.samples import TODAY, make_card
from tests.entries.samples import REFERENCE, make_entry

needs_reference = pytest.mark.skipif(not REFERENCE.exists(), reason="the reference document is not part of the project")


def fix_line(card: Card, action: str) -> FixLine:
    return next(fix for fix in card.all_fixes if fix.action.value == action)


def with_fix(**fix: object) -> Entry:
    return make_entry(workarounds=[{"action": "Stop it", **fix}])


def with_dead_end(**dead_end: object) -> Entry:
    return make_entry(dead_ends=[{"why_fails": "It stays.", **dead_end}])


def reference() -> Entry:
    return Entry.model_validate(json.loads(REFERENCE.read_text(encoding="utf-8")))


# -- title


def test_the_title_is_the_signature() -> None:
    assert make_card().title == Text("Error: listen EADDRINUSE: address already in use :::3000", "en", "en")


def test_a_long_title_ends_at_a_word() -> None:
    title = make_card(make_entry(signature="word " * 40)).title.value
    assert title == " ".join(["word"] * 29) + "…"


@pytest.mark.parametrize("text", ("字" * 200, "x" * 200, "a,b;c:d " * 30))
def test_a_shortened_text_is_no_longer_than_its_limit(text: str) -> None:
    short = shorten(text, MAX_TITLE)
    assert (len(short) <= MAX_TITLE, short[-1]) == (True, "…")


def test_a_shortened_text_is_one_line() -> None:
    assert shorten("one\n  two", 20) == "one two"


# -- fixes


def test_captured_values_fill_the_placeholders_of_a_fix() -> None:
    entry = with_fix(
        action="Free port {port}", how="kill {port}", condition="If {port} is yours", tradeoff="Stops {port}"
    )
    fix = make_card(entry, captures={"port": "8080"}).fixes[0]
    filled = (fix.action.value, fix.command, fix.condition.value, fix.tradeoff.value)
    assert filled == ("Free port 8080", "kill 8080", "If 8080 is yours", "Stops 8080")


def test_a_captured_value_that_a_shell_would_act_on_fills_nothing() -> None:
    entry = with_fix(how="kill {port}")
    assert make_card(entry, captures={"port": "$(reboot)"}).fixes[0].command == "kill {port}"


def test_translations_are_filled_too() -> None:
    entry = with_fix(action_zh="释放端口 {port}")
    assert make_card(entry, locale="zh", captures={"port": "8080"}).fixes[0].action == Text("释放端口 8080", "zh", "zh")


@pytest.mark.parametrize(
    ("action", "how", "command"),
    (
        ("Stop it", "kill 1", "kill 1"),
        ("Stop it", "", ""),
        ("Run `kill 1`.", "Run `kill 1`.", ""),
        ("Run `kill 1` as root", "kill   1", ""),
        ("Look at the tools", "ls", "ls"),
        ("Run `kill {port}`", "kill {port}", ""),
    ),
)
def test_a_command_that_the_action_holds_is_not_repeated(action: str, how: str, command: str) -> None:
    entry = with_fix(action=action, how=how)
    assert make_card(entry, captures={"port": "80"}).fixes[0].command == command


def test_a_command_that_repeats_the_untranslated_action_is_no_command() -> None:
    entry = with_fix(action="Stop it", action_zh="停止它", how="Stop it")
    assert make_card(entry, locale="zh").fixes[0].command == ""


def test_a_fix_without_votes_shows_the_estimate() -> None:
    assert fix_line(make_card(), "Stop the other process").rate_label == "estimated 90%"


def test_a_fix_with_votes_tells_how_many_it_worked_for() -> None:
    entry = make_entry()
    card = make_card(entry, tallies={entry.workarounds[0].fix_id: Tally(up=7, down=2)})
    assert fix_line(card, "Stop the other process").rate_label == "worked for 7 of 9"


def test_rates_are_told_in_the_readers_language() -> None:
    entry = make_entry()
    card = make_card(entry, locale="zh", tallies={entry.workarounds[0].fix_id: Tally(up=7, down=2)})
    assert [fix.rate_label for fix in card.fixes] == ["9 人试过，7 人有效", "预计成功率 80%"]


def test_votes_change_the_order_of_the_fixes() -> None:
    entry = make_entry()
    first, second = entry.workarounds
    card = make_card(entry, tallies={first.fix_id: Tally(up=1, down=2)})
    assert [fix.fix_id for fix in card.fixes] == [second.fix_id, first.fix_id]


def test_a_fix_that_keeps_failing_is_told_apart() -> None:
    entry = make_entry()
    first, second = entry.workarounds
    card = make_card(entry, tallies={first.fix_id: Tally(down=9)})
    assert ([fix.fix_id for fix in card.fixes], [fix.fix_id for fix in card.failed_here]) == (
        [second.fix_id],
        [first.fix_id],
    )


# -- dead ends


@pytest.mark.parametrize(
    ("rate", "label"), ((None, ""), (0, ""), (0.5, "fails in 50% of cases"), (1, "always fails"), (1.0, "always fails"))
)
def test_a_dead_end_tells_how_often_it_fails(rate: float | None, label: str) -> None:
    assert make_card(with_dead_end(fail_rate=rate)).dead_ends[0].fail_label == label


def test_a_dead_end_without_action_has_its_reason_alone() -> None:
    dead_end = make_card(with_dead_end(action="")).dead_ends[0]
    assert (bool(dead_end.action), dead_end.reason.value) == (False, "It stays.")


def test_a_dead_end_tells_why_people_believe_in_it() -> None:
    entry = with_dead_end(common_misconception="Restarting frees port {port}")
    assert make_card(entry, captures={"port": "80"}).dead_ends[0].misconception.value == "Restarting frees port 80"


# -- neighbours


def test_neighbours_are_named_by_their_signature_confusions_first() -> None:
    other = make_entry(id="node/other", signature="Error: other", signature_zh="错误：其他")
    next_one = make_entry(id="node/next", signature="Error: next")
    entry = make_entry(
        transition_graph={
            "leads_to": [{"error_id": "node/next", "probability": 0.4, "condition": "after a restart"}, "node/gone"],
            "preceded_by": ["node/next", "node/port-in-use"],
            "frequently_confused_with": [{"error_id": "node/other", "distinction": "there the port is free"}],
        }
    )
    assert make_card(entry, neighbours=(other, next_one)).related == (
        RelatedLine(Relation.CONFUSED_WITH, "node/other", "Error: other", "there the port is free"),
        RelatedLine(Relation.PRECEDED_BY, "node/next", "Error: next", ""),
    )


def test_a_neighbour_that_follows_is_told_with_its_condition_and_probability() -> None:
    entry = make_entry(
        transition_graph={"leads_to": [{"error_id": "node/next", "probability": 0.4, "condition": "after a restart"}]}
    )
    card = make_card(entry, neighbours=(make_entry(id="node/next", signature="Error: next"),))
    assert card.related[0].note == "after a restart; in 40% of cases"


def test_other_errors_of_the_paste_are_named_unknown_ones_left_out() -> None:
    other = make_entry(id="node/other", signature="Error: other", signature_zh="错误：其他")
    lines = (("node/other", "Error: other!"), ("node/gone", "x"), ("node/port-in-use", "y"))
    card = make_card(locale="zh", neighbours=(other,), others=lines)
    assert card.others == (OtherError("node/other", "错误：其他", "Error: other!"),)


def test_what_was_found_in_the_paste_is_on_the_card() -> None:
    entry = make_entry(error_code="EADDRINUSE", official_doc_section="Common system errors")
    card = build_card(
        entry,
        locale="en",
        tallies={},
        catalog=Catalog([entry]),
        today=TODAY,
        confidence=0.9,
        matched_line="EADDRINUSE",
        answer_id="a1",
    )
    assert (card.confidence, card.matched_line, card.answer_id, card.error_code, card.doc_url, card.doc_section) == (
        0.9,
        "EADDRINUSE",
        "a1",
        "EADDRINUSE",
        "https://nodejs.org/api/errors.html",
        "Common system errors",
    )


def test_a_note_says_where_a_translation_is_missing_in_what_the_card_shows() -> None:
    remark = "部分内容尚无译文，以英语显示。"
    translated = make_entry(
        dead_ends=[], workarounds=[{"action": "Stop it", "action_zh": "停止它"}], verification_tier="human_reviewed"
    )
    assert (make_card(locale="zh").notes, make_card(translated, locale="zh").notes) == ((remark,), ())


# -- the reference document


@needs_reference
def test_the_reference_documents_card_is_complete_in_english() -> None:
    card = make_card(reference())
    assert (
        [fix.rate_label for fix in card.fixes],
        [fix.command for fix in card.fixes],
        [end.fail_label for end in card.dead_ends],
        card.environment,
    ) == (
        ["estimated 95%", "estimated 80%"],
        ["", ""],
        ["fails in 50% of cases", "always fails"],
        ("bitsandbytes 0.43.0", "transformers 4.44.0", "torch 2.3.0"),
    )


@needs_reference
def test_the_reference_documents_card_marks_what_is_not_translated_into_chinese() -> None:
    card = make_card(reference(), locale="zh")
    assert (
        card.title.is_translated,
        card.root_cause.is_translated,
        [fix.action.is_translated for fix in card.fixes],
        card.notes,
    ) == (
        True,
        True,
        [False, False],
        (
            "内容为自动生成，尚未经人工审核。",
            "最近一次确认是在 2024年6月1日，新版本的表现可能有所不同。",
            "部分内容尚无译文，以英语显示。",
        ),
    )
