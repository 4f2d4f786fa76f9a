from dataclasses import replace

import pytest
from discord.ui import LayoutView

from adapters.base.actions import Action, ParsedAction
from adapters.discord.actions import from_custom_id
from adapters.discord.render import ACCENT, render_card, render_dead_ends, render_more
from bot.cards.card import OtherError
from bot.feedback import Tally
from tests.adapters.cards import ANSWER, answered
from tests.adapters.discord.limits import CONTAINER, buttons_of, components_of, texts_of, visible
from tests.cards.samples import make_card
from tests.entries.samples import make_entry


def clicks_of(view: LayoutView) -> list[ParsedAction]:
    return [from_custom_id(button["custom_id"], ()) for button in buttons_of(view)]


def test_a_card_is_one_frame_in_the_bots_colour() -> None:
    components = components_of(render_card(answered()))
    assert [(part["type"], part["accent_color"]) for part in components] == [(CONTAINER, ACCENT)]


def test_a_card_says_the_error_its_cause_and_the_fixes_in_order() -> None:
    view = render_card(answered())
    shown = visible(view)
    assert texts_of(view)[0] == "### Error: listen EADDRINUSE: address already in use :::3000"
    parts = ("Root cause: Another process listens", "1. Stop the other process", "2. Use another port")
    places = [shown.index(text) for text in (*parts, "What not to try")]
    assert places == sorted(places)


def test_a_fix_says_how_often_it_worked() -> None:
    entry = make_entry()
    card = make_card(entry, tallies={entry.workarounds[0].fix_id: Tally(7, 2)})
    shown = "\n".join(texts_of(render_card(replace(card, answer_id=ANSWER))))
    assert ("-# worked for 7 of 9" in shown, "-# estimated 80%" in shown) == (True, True)


def test_the_buttons_of_a_fix_show_its_votes() -> None:
    entry = make_entry()
    card = make_card(entry, tallies={entry.workarounds[0].fix_id: Tally(7, 2)})
    labels = [button["label"] for button in buttons_of(render_card(replace(card, answer_id=ANSWER)))]
    assert labels[:3] == ["👍 Worked · 7", "👎 Did not · 2", "👍 Worked"]


def test_the_buttons_of_a_fix_carry_its_answer_and_its_id() -> None:
    card = answered()
    first, second = (fix.fix_id for fix in card.fixes)
    assert [(vote.action, vote.answer_id, vote.fix_id) for vote in clicks_of(render_card(card))[:4]] == [
        (Action.WORKED, ANSWER, first),
        (Action.FAILED, ANSWER, first),
        (Action.WORKED, ANSWER, second),
        (Action.FAILED, ANSWER, second),
    ]


def test_a_command_stands_in_a_code_block_as_it_is() -> None:
    fix = {"action": "Do it", "how": "echo '@everyone' && echo `x` *y* <@1>"}
    shown = "\n".join(texts_of(render_card(answered(make_entry(workarounds=[fix])))))
    assert "```\necho '@everyone' && echo `x` *y* <@1>\n```" in shown


def test_code_in_running_text_is_set_as_code_and_nothing_else_is_markup() -> None:
    fix = {"action": "Run `pip *check*` or <@123> *now*", "how": ""}
    shown = "\n".join(texts_of(render_card(answered(make_entry(workarounds=[fix])))))
    assert "**1.** **Run** `pip *check*` **or \\<@\u200b123> \\*now\\***" in shown


def test_when_a_fix_applies_and_what_it_costs_is_said() -> None:
    fix = {"action": "Do it", "condition": "On Linux", "tradeoff": "Slow"}
    assert "When: On Linux\nTrade-off: Slow" in visible(render_card(answered(make_entry(workarounds=[fix]))))


def test_of_many_fixes_two_are_shown_in_full_and_the_next_in_a_line_each() -> None:
    fixes = [
        {"action": f"Fix {number}", "how": f"run {number}", "success_rate": 1 - number / 10} for number in range(6)
    ]
    shown = visible(render_card(answered(make_entry(workarounds=fixes))))
    assert [f"run {number}" in shown for number in range(6)] == [True, True, False, False, False, False]
    assert [f"Fix {number}" in shown for number in range(6)] == [True, True, True, True, True, False]


def test_fixes_that_keep_failing_are_set_apart() -> None:
    entry = make_entry()
    card = make_card(entry, tallies={entry.workarounds[1].fix_id: Tally(down=9)})
    shown = visible(render_card(replace(card, answer_id=ANSWER)))
    assert "Did not help here\n✗ Use another port · worked for 0 of 9" in shown


def test_one_dead_end_is_told_in_full() -> None:
    view = render_card(answered())
    assert "- Run it again\n  The other process still has the port." in visible(view)
    assert Action.DEAD_ENDS not in [click.action for click in clicks_of(view)]


def test_several_dead_ends_are_named_and_their_reasons_are_a_click_away() -> None:
    dead_ends = [{"action": f"Try {number}", "why_fails": f"Reason {number}", "fail_rate": 0.9} for number in range(3)]
    card = answered(make_entry(dead_ends=dead_ends))
    view, reasons = render_card(card), visible(render_dead_ends(card))
    assert ("- Try 2" in visible(view), "Reason 2" in visible(view)) == (True, False)
    assert ParsedAction(Action.DEAD_ENDS, answer_id=ANSWER) in clicks_of(view)
    assert "- Try 2\n  Reason 2 · fails in 90% of cases" in reasons


def test_a_dead_end_without_a_name_shows_its_reason() -> None:
    dead_ends = [{"why_fails": "Root has no other ports."}, {"action": "Wait", "why_fails": "It stays."}]
    assert "- Root has no other ports." in visible(render_card(answered(make_entry(dead_ends=dead_ends))))


def test_what_people_believe_is_said_beside_a_dead_end() -> None:
    dead_ends = [
        {"action": "Wait", "why_fails": "It stays.", "common_misconception": "Time heals", "condition": "Always"}
    ]
    shown = visible(render_dead_ends(answered(make_entry(dead_ends=dead_ends))))
    assert "It stays.\n  When: Always\n  Common belief: Time heals" in shown


def test_a_card_says_why_it_matched_and_how_sure_it_is() -> None:
    view = render_card(answered(confidence=0.93, matched_line="x `y` @here"))
    assert "-# Why this matched: `x ˋyˋ @here` · 93% sure that this is the error" in "\n".join(texts_of(view))


def test_a_card_leads_to_the_documentation() -> None:
    card = answered(doc_url="https://nodejs.org/api/errors.html", doc_section="Common [system] errors")
    expected = "-# 📖 [Common \\[system\\] errors](<https://nodejs.org/api/errors.html>)"
    assert expected in "\n".join(texts_of(render_card(card)))


@pytest.mark.parametrize("url", (None, "javascript:alert(1)", "file:///etc/passwd"))
def test_no_link_leads_anywhere_but_to_the_web(url: str | None) -> None:
    assert "📖" not in visible(render_card(answered(doc_url=url)))


def test_remarks_are_small_print() -> None:
    texts = texts_of(render_card(answered(make_entry(verification_tier="ai_generated"))))
    assert [text[:3] for text in texts if "nobody has reviewed" in text] == ["-# "]


def test_a_card_says_which_fix_a_thumb_counts_for() -> None:
    card = answered()
    card = replace(card, reaction_fix_id=card.fixes[1].fix_id)
    said = "👍 and 👎 under this message count for fix 2."
    assert [said in visible(render_card(card, private=private)) for private in (False, True)] == [True, False]


def test_only_what_everybody_sees_can_be_dismissed_and_only_what_one_sees_can_be_posted() -> None:
    public, private = (clicks_of(render_card(answered(), private=private))[4:] for private in (False, True))
    assert [click.action for click in public] == [Action.MORE, Action.WRONG, Action.DISMISS]
    assert [click.action for click in private] == [Action.PUBLISH, Action.MORE, Action.WRONG]


def test_more_says_the_entry_its_versions_and_the_sources_of_its_fixes() -> None:
    fix = {"action": "Do it", "how": "", "sources": ["https://www.docs.example/guide/", "man 2 bind"]}
    view = render_more(answered(make_entry(workarounds=[fix]), error_code="E7", environment=("Node.js 18",)))
    shown = "\n".join(texts_of(view))
    assert "-# E7 · node/port-in-use" in shown
    assert "Source: [docs.example/guide](<https://www.docs.example/guide/>), man 2 bind" in shown
    assert "**Versions and systems**\n- Node.js 18" in shown


def test_votes_can_be_cast_on_every_fix_behind_more() -> None:
    entry = make_entry()
    card = make_card(entry, tallies={entry.workarounds[1].fix_id: Tally(down=9)})
    voted = {click.fix_id for click in clicks_of(render_more(replace(card, answer_id=ANSWER))) if click.fix_id}
    assert voted == {fix.fix_id for fix in entry.workarounds}


def test_more_names_the_fixes_that_it_has_no_room_for() -> None:
    fixes = [{"action": f"Fix {number}", "how": f"run {number}"} for number in range(8)]
    shown = visible(render_more(answered(make_entry(workarounds=fixes))))
    assert [f"run {number}" in shown for number in range(8)] == [True] * 6 + [False] * 2
    assert all(f"Fix {number}" in shown for number in range(8))


def test_related_errors_are_named_and_can_be_shown_from_more() -> None:
    other = make_entry(id="node/other", signature="Error: other")
    graph = {"frequently_confused_with": [{"error_id": "node/other", "distinction": "there the port is free"}]}
    card = replace(make_card(make_entry(transition_graph=graph), neighbours=(other,)), answer_id=ANSWER)
    more = render_more(card)
    assert "Not to be confused with: Error: other" in visible(render_card(card))
    assert "Not to be confused with: Error: other\nthere the port is free" in visible(more)
    assert ParsedAction(Action.SHOW, entry_id="node/other") in clicks_of(more)


def test_a_further_error_of_the_paste_can_be_shown() -> None:
    view = render_card(answered(others=(OtherError("node/other", "Error: other", "Error: other here"),)))
    assert "Also in this paste: Error: other" in visible(view)
    assert ParsedAction(Action.SHOW, entry_id="node/other") in clicks_of(view)


def test_two_buttons_for_one_entry_have_an_id_each() -> None:
    other = OtherError("node/other", "Error: other", "Error: other here")
    ids = [button["custom_id"] for button in buttons_of(render_card(answered(others=(other, other))))]
    assert len(ids) == len(set(ids))


def test_a_card_in_chinese_is_in_chinese() -> None:
    shown = visible(render_card(make_card(locale="zh")))
    assert ("根本原因：" in shown, "更多" in shown) == (True, True)
