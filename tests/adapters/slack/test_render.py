from dataclasses import replace
from typing import Any

import pytest

from adapters.base.actions import Action
from adapters.slack.actions import from_action
from adapters.slack.render import render_card, render_dead_ends, render_more
from bot.cards.card import Card, OtherError
from bot.feedback import Tally
from tests.adapters.cards import ANSWER, answered
from tests.adapters.slack.limits import buttons_of, spans, visible
from tests.cards.samples import make_card
from tests.entries.samples import make_entry


def in_channel(card: Card) -> list[dict[str, Any]]:
    return render_card(card).blocks


def test_a_card_says_the_error_its_cause_and_the_fixes_in_order() -> None:
    blocks = in_channel(answered())
    shown = visible(blocks)
    assert blocks[0]["text"]["text"] == "Error: listen EADDRINUSE: address already in use :::3000"
    places = [
        shown.index(text) for text in ("Root cause: ", "Another process listens", "1. ", "2. ", "What not to try")
    ]
    assert places == sorted(places)


def test_a_fix_says_how_often_it_worked() -> None:
    entry = make_entry()
    card = make_card(entry, tallies={entry.workarounds[0].fix_id: Tally(7, 2)})
    shown = visible(in_channel(replace(card, answer_id=ANSWER)))
    assert ("worked for 7 of 9" in shown, "estimated 80%" in shown) == (True, True)


def test_the_buttons_of_a_fix_show_its_votes_and_name_it_to_screen_readers() -> None:
    entry = make_entry()
    card = make_card(entry, tallies={entry.workarounds[0].fix_id: Tally(7, 2)})
    worked, failed, fresh, *_ = buttons_of(in_channel(replace(card, answer_id=ANSWER)))
    assert [button["text"]["text"] for button in (worked, failed, fresh)] == [
        "👍 Worked · 7",
        "👎 Did not · 2",
        "👍 Worked",
    ]
    assert worked["accessibility_label"] == "Worked: Stop the other process"


def test_the_buttons_of_a_fix_carry_its_answer_and_its_id() -> None:
    card = answered()
    votes = [from_action(button) for button in buttons_of(in_channel(card))[:4]]
    first, second = (fix.fix_id for fix in card.fixes)
    assert [(vote.action, vote.answer_id, vote.fix_id) for vote in votes] == [
        (Action.WORKED, ANSWER, first),
        (Action.FAILED, ANSWER, first),
        (Action.WORKED, ANSWER, second),
        (Action.FAILED, ANSWER, second),
    ]


def test_a_command_stands_in_a_code_block_as_it_is() -> None:
    fix = {"action": "Do it", "how": "echo '<!channel>' && echo ```x``` *y*"}
    blocks = in_channel(answered(make_entry(workarounds=[fix])))
    code = [part for block in blocks for part in block.get("elements", []) if part["type"] == "rich_text_preformatted"]
    assert [span["text"] for part in code for span in part["elements"]] == ["echo '<!channel>' && echo ```x``` *y*"]


def test_code_in_running_text_is_set_as_code_and_nothing_else_is_markup() -> None:
    fix = {"action": "Run `pip *check*` or <@U123> *now*", "how": ""}
    blocks = in_channel(answered(make_entry(workarounds=[fix])))
    styled = {span["text"]: span.get("style", {}) for block in blocks for span in spans(block)}
    assert styled["pip *check*"] == {"bold": True, "code": True}
    assert styled[" or <@U123> *now*"] == {"bold": True}


def test_when_a_fix_applies_and_what_it_costs_is_said() -> None:
    fix = {"action": "Do it", "condition": "On Linux", "tradeoff": "Slow"}
    shown = visible(in_channel(answered(make_entry(workarounds=[fix]))))
    assert ("When: \nOn Linux" in shown, "Trade-off: \nSlow" in shown) == (True, True)


def test_of_many_fixes_two_are_shown_in_full_and_the_next_in_a_line_each() -> None:
    fixes = [
        {"action": f"Fix {number}", "how": f"run {number}", "success_rate": 1 - number / 10} for number in range(6)
    ]
    shown = visible(in_channel(answered(make_entry(workarounds=fixes))))
    assert [f"run {number}" in shown for number in range(6)] == [True, True, False, False, False, False]
    assert [f"Fix {number}" in shown for number in range(6)] == [True, True, True, True, True, False]


def test_a_third_fix_is_not_folded_alone() -> None:
    fixes = [{"action": f"Fix {number}", "how": f"run {number}"} for number in range(3)]
    shown = visible(in_channel(answered(make_entry(workarounds=fixes))))
    assert [f"run {number}" in shown for number in range(3)] == [True, True, True]


def test_fixes_that_keep_failing_are_set_apart() -> None:
    entry = make_entry()
    card = make_card(entry, tallies={entry.workarounds[1].fix_id: Tally(down=9)})
    shown = visible(in_channel(replace(card, answer_id=ANSWER)))
    assert "Did not help here\n✗ \nUse another port\n · \nworked for 0 of 9" in shown


def test_one_dead_end_is_told_in_full() -> None:
    blocks = in_channel(answered())
    assert "Run it again\n\n\nThe other process still has the port." in visible(blocks)
    assert Action.DEAD_ENDS not in [from_action(button).action for button in buttons_of(blocks)]


def test_several_dead_ends_are_named_and_their_reasons_are_a_click_away() -> None:
    dead_ends = [{"action": f"Try {number}", "why_fails": f"Reason {number}", "fail_rate": 0.9} for number in range(3)]
    card = answered(make_entry(dead_ends=dead_ends))
    blocks, window = in_channel(card), visible(render_dead_ends(card)["blocks"])
    assert ("Try 2" in visible(blocks), "Reason 2" in visible(blocks)) == (True, False)
    assert Action.DEAD_ENDS in [from_action(button).action for button in buttons_of(blocks)]
    assert ("Reason 2" in window, "fails in 90% of cases" in window) == (True, True)


def test_a_dead_end_without_a_name_shows_its_reason() -> None:
    dead_ends = [{"why_fails": "Root has no other ports."}, {"action": "Wait", "why_fails": "It stays."}]
    assert "Root has no other ports." in visible(in_channel(answered(make_entry(dead_ends=dead_ends))))


def test_what_people_believe_is_said_beside_a_dead_end() -> None:
    dead_ends = [
        {"action": "Wait", "why_fails": "It stays.", "common_misconception": "Time heals", "condition": "Always"}
    ]
    window = visible(render_dead_ends(answered(make_entry(dead_ends=dead_ends)))["blocks"])
    assert ("Common belief: \nTime heals" in window, "When: \nAlways" in window) == (True, True)


def test_a_card_says_why_it_matched_and_how_sure_it_is() -> None:
    blocks = in_channel(answered(confidence=0.93, matched_line="x `y` <!here> & z"))
    small_print = [element["text"] for block in blocks if block["type"] == "context" for element in block["elements"]]
    assert "Why this matched: `x ˋyˋ &lt;!here&gt; &amp; z` · 93% sure that this is the error" in small_print


def test_a_card_leads_to_the_documentation() -> None:
    card = answered(doc_url="https://nodejs.org/api/errors.html", doc_section="Common <system> errors")
    assert "📖 <https://nodejs.org/api/errors.html|Common &lt;system&gt; errors>" in visible(in_channel(card))


@pytest.mark.parametrize("url", (None, "javascript:alert(1)", "file:///etc/passwd"))
def test_no_link_leads_anywhere_but_to_the_web(url: str | None) -> None:
    assert "📖" not in visible(in_channel(answered(doc_url=url)))


def test_remarks_are_small_print() -> None:
    entry = make_entry(verification_tier="ai_generated")
    notes = [block for block in in_channel(answered(entry)) if "nobody has reviewed" in visible([block])]
    assert [block["type"] for block in notes] == ["context"]


def test_related_errors_are_named_and_can_be_shown_from_the_window() -> None:
    other = make_entry(id="node/other", signature="Error: other")
    graph = {"frequently_confused_with": [{"error_id": "node/other", "distinction": "there the port is free"}]}
    card = replace(make_card(make_entry(transition_graph=graph), neighbours=(other,)), answer_id=ANSWER)
    window = render_more(card)["blocks"]
    assert "Not to be confused with: Error: other" in visible(in_channel(card))
    assert "there the port is free" in visible(window)
    shows = [from_action(button) for button in buttons_of(window) if from_action(button).action is Action.SHOW]
    assert [click.entry_id for click in shows] == ["node/other"]


@pytest.mark.parametrize(
    ("relation", "words"), (("leads_to", "Can lead to: Error: other"), ("preceded_by", "Often follows: Error: other"))
)
def test_a_relation_is_told_in_words(relation: str, words: str) -> None:
    other = make_entry(id="node/other", signature="Error: other")
    card = make_card(make_entry(transition_graph={relation: ["node/other"]}), neighbours=(other,))
    assert words in visible(in_channel(card))


def test_a_further_error_of_the_paste_can_be_shown() -> None:
    card = answered(others=(OtherError("node/other", "Error: other", "Error: other here"),))
    blocks = in_channel(card)
    assert "Also in this paste: Error: other" in visible(blocks)
    assert "node/other" in [from_action(button).entry_id for button in buttons_of(blocks)]
