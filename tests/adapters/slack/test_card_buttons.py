from dataclasses import replace
from typing import Any

import pytest

from adapters.base.actions import Action
from adapters.slack.actions import from_action
from adapters.slack.render import Rendered, render_card, render_more
from bot.cards.card import Card
from bot.feedback import Tally
from tests.adapters.cards import ANSWER, answered, real_card
from tests.adapters.slack.limits import buttons_of, problems_of, problems_of_view, spans, visible
from tests.cards.samples import make_card
from tests.entries.samples import make_entry

MODULE = "python/module-not-found"


def in_channel(card: Card) -> list[dict[str, Any]]:
    return render_card(card).blocks


def actions_of(blocks: list[dict[str, Any]]) -> list[Action]:
    return [from_action(button).action for button in buttons_of(blocks)]


def links_of(blocks: list[dict[str, Any]]) -> list[str]:
    return [span["url"] for block in blocks for span in spans(block) if span["type"] == "link"]


# Which fix reactions count for


def test_a_card_says_which_fix_thumbs_count_for() -> None:
    card = answered()
    said = replace(card, reaction_fix_id=card.fixes[1].fix_id)
    assert "👍 and 👎 under this message count for fix 2." in visible(in_channel(said))


def test_a_fix_that_thumbs_count_for_is_named_where_it_has_no_number() -> None:
    entry = make_entry()
    failed = entry.workarounds[1].fix_id
    card = replace(make_card(entry, tallies={failed: Tally(down=9)}), answer_id=ANSWER, reaction_fix_id=failed)
    assert "👍 and 👎 under this message count for “Use another port”." in visible(in_channel(card))


@pytest.mark.parametrize("fix_id", (None, "gone"))
def test_a_card_without_such_a_fix_does_not_speak_of_thumbs(fix_id: str | None) -> None:
    assert "under this message" not in visible(in_channel(answered(reaction_fix_id=fix_id)))


def test_a_message_that_nobody_else_sees_does_not_speak_of_thumbs() -> None:
    card = answered()
    private = render_card(replace(card, reaction_fix_id=card.fixes[0].fix_id), private=True)
    assert "under this message" not in visible(private.blocks)


# Buttons of the card


def test_a_card_in_a_channel_can_be_refused_and_dismissed() -> None:
    assert actions_of(in_channel(answered()))[-3:] == [Action.MORE, Action.WRONG, Action.DISMISS]


def test_a_private_card_can_be_posted_and_not_dismissed() -> None:
    blocks = render_card(answered(), private=True).blocks
    assert actions_of(blocks)[-3:] == [Action.PUBLISH, Action.MORE, Action.WRONG]


def test_a_card_that_answers_nobody_takes_no_votes() -> None:
    blocks = render_card(make_card(), private=True).blocks
    assert actions_of(blocks) == [Action.MORE]
    assert from_action(buttons_of(blocks)[0]).entry_id == "node/port-in-use"


def test_each_button_has_an_id_of_its_own() -> None:
    ids = [button["action_id"] for button in buttons_of(in_channel(real_card(MODULE)))]
    assert len(ids) == len(set(ids)) > 6


# The window with everything


def test_the_window_shows_what_the_message_folds() -> None:
    card = real_card(MODULE, votes={3: Tally(down=9)})
    window = visible(render_more(card)["blocks"])
    for fix in card.all_fixes:
        assert fix.command in window
    for end in card.dead_ends:
        assert end.reason.value.replace("`", "").split(",")[0][-20:] in window.replace("\n", "")
    assert ("Did not help here" in window, "Versions and systems" in window) == (True, True)


def test_fixes_can_be_voted_on_in_the_window() -> None:
    card = real_card(MODULE)
    votes = [from_action(button).fix_id for button in buttons_of(render_more(card)["blocks"])]
    assert {fix.fix_id for fix in card.all_fixes} <= set(votes)


def test_the_window_links_to_where_a_fix_comes_from() -> None:
    fix = {"action": "Do it", "sources": ["https://www.docs.example/a/b/", "javascript:alert(1)", "man 2 bind"]}
    blocks = render_more(answered(make_entry(workarounds=[fix])))["blocks"]
    assert links_of(blocks) == ["https://www.docs.example/a/b/"]
    assert "docs.example/a/b\n, \njavascript:alert(1)\n, \nman 2 bind" in visible(blocks)


def test_the_window_names_the_entry_and_its_code() -> None:
    window = visible(render_more(answered(error_code="EADDRINUSE-98"))["blocks"])
    assert "EADDRINUSE-98 · node/port-in-use" in window


# Long cards


def test_a_long_card_is_shortened_and_its_window_is_not() -> None:
    fixes = [{"action": f"Fix {number} " + "word " * 100, "how": "run it\n" * 40} for number in range(9)]
    card = answered(make_entry(workarounds=fixes, root_cause="Because of this. " * 60))
    message, window = render_card(card), render_more(card)
    assert (problems_of(message), problems_of_view(window)) == ([], [])
    assert "…" in visible(message.blocks)
    assert "run it\n" * 39 + "run it" in visible(window["blocks"])


# The words for notifications and screen readers


def test_the_fallback_says_title_cause_and_fixes() -> None:
    lines = render_card(answered()).text.splitlines()
    assert lines[:4] == [
        "Error: listen EADDRINUSE: address already in use :::3000",
        "Root cause: Another process listens on the port.",
        "What to try:",
        "1. Stop the other process — estimated 90%",
    ]


def test_the_fallback_is_escaped_and_fits_when_it_is_long() -> None:
    card = answered(make_entry(root_cause="<!channel> & 数 " * 900))
    text = render_card(card).text
    assert problems_of(Rendered(text, in_channel(card))) == []
    assert ("&lt;!channel&gt; &amp; 数" in text, text.endswith("…")) == (True, True)
