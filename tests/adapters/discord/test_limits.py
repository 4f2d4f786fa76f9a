import re
from dataclasses import replace
from typing import Any

import pytest
from discord.ui import ActionRow, Button, Container, LayoutView, TextDisplay
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from adapters.base.actions import Action
from adapters.base.text import clean
from adapters.discord.buttons import Buttons
from adapters.discord.render import render_card, render_dead_ends, render_more, render_text, render_told
from bot.cards.card import Card
from bot.desk import EntryLine, Told
from bot.feedback import Tally
from bot.localization import LOCALES
from tests.adapters.cards import answered, catalog, nasty_cards, nasty_texts, real_card
from tests.adapters.discord.limits import problems_of, spec_problems, with_spec

# Without shrinking: these cards are large, and which rule one breaks says enough.
nasty = settings(
    max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
VOTED = {0: Tally(12, 3), 1: Tally(down=6)}
ENTRY_IDS = [entry.id for entry in catalog()]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("entry_id", ENTRY_IDS)
def test_each_bundled_entry_keeps_discords_limits(entry_id: str, locale: str) -> None:
    for card in (real_card(entry_id, locale=locale, votes=VOTED), real_card(entry_id, locale=locale, answered=False)):
        for private in (False, True):
            assert problems_of(render_card(card, private=private)) == []
        assert problems_of(render_more(card)) == []
        assert problems_of(render_dead_ends(card)) == []


@with_spec
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("entry_id", ENTRY_IDS)
def test_each_bundled_entry_is_what_discord_describes(entry_id: str, locale: str) -> None:
    card = real_card(entry_id, locale=locale, votes=VOTED)
    assert spec_problems(render_card(card)) == []
    assert spec_problems(render_more(card)) == []


@nasty
@given(nasty_cards, st.booleans())
def test_no_card_breaks_discords_limits(card: Card, private: bool) -> None:  # noqa: FBT001 - one of two cases
    assert problems_of(render_card(card, private=private)) == []
    assert problems_of(render_more(card)) == []
    if any(end.action or end.reason for end in card.dead_ends):
        assert problems_of(render_dead_ends(card)) == []


@settings(deadline=None)
@given(st.text(alphabet="`\n a", max_size=30), st.text(alphabet="`\n ab<@1*_[]()|:/h", max_size=60))
def test_no_words_of_a_fix_break_out_of_their_place(command: str, action: str) -> None:
    card = answered()
    fix = replace(card.fixes[0], command=command, action=replace(card.fixes[0].action, value=action))
    assert problems_of(render_card(replace(card, fixes=(fix,)))) == []


@with_spec
@settings(nasty, max_examples=10)
@given(nasty_cards)
def test_no_card_is_other_than_discord_describes(card: Card) -> None:
    assert spec_problems(render_card(card)) == []


_lines = st.builds(EntryLine, st.sampled_from(["node/eaddrinuse", "a/" + "b" * 198]), nasty_texts, nasty_texts)
_said = nasty_texts.filter(clean)


@nasty
@given(
    st.builds(
        Told,
        locale=st.sampled_from(LOCALES),
        text=_said,
        card=st.none() | nasty_cards,
        answer_id=st.none(),
        entries=st.lists(_lines, max_size=40).map(tuple),
        warning=nasty_texts,
    )
)
def test_nothing_that_is_told_breaks_discords_limits(told: Told) -> None:
    assert problems_of(render_told(told)) == []


@settings(deadline=None)
@given(_said, nasty_texts)
def test_no_words_break_discords_limits(text: str, warning: str) -> None:
    assert problems_of(render_text(text, warning)) == []


# The checker itself: what discord.py lets through


def message(*parts: Any) -> LayoutView:  # noqa: ANN401 - any component
    view = LayoutView(timeout=None)
    for part in parts:
        view.add_item(part)
    return view


def text(content: str) -> LayoutView:
    return message(TextDisplay(content))


def more() -> Any:  # noqa: ANN401 - a button to put anywhere
    return Buttons().button(Action.MORE, "More", answer_id="A1")


@pytest.mark.parametrize(
    ("view", "problem"),
    (
        (message(), "0 components"),
        (text("x" * 4001), "texts of 4001 characters"),
        (text("x" * 4001), "discord.py counts 4001"),
        (message(Container(ActionRow(more(), more()))), "a custom_id twice"),
        (message(ActionRow(more())), "a component of type 1 in one of type None"),
        (message(Container(ActionRow(Button(label="x", custom_id="other")))), "a button with the custom_id 'other'"),
        (message(Container(ActionRow(Button(label=" ", custom_id="errfix:more:A1:")))), "a button called ' '"),
        (message(Container(TextDisplay("x"), accent_colour=1)), ""),
        (text("\ud800"), "half a character"),
        (text(" \n"), "the text .* says nothing"),
        (text("-# "), "the text .* says nothing"),
        (text("hello @everyone"), "'@everyone' means"),
        (text("<@123>"), "'<' means"),
        (text("`code` <#123>"), "'<' means"),
        (text("[text](https://evil.example)"), r"'\[' means"),
        (text("a ||spoiler||"), r"'\|' means"),
        (text("```\nls\n``` ```"), "'`' means"),
        (text("# heading"), "a heading"),
        (text("-# small\n> quote"), "'>' means"),
        (text("steam://run"), "'://' means"),
        (text("it is :tada: now"), "':tada:' means"),
        (text("**bold** *"), "unbalanced"),
        (LayoutView(), "the buttons stop working"),
    ),
)
def test_what_discord_would_refuse_or_misread_is_noticed(view: LayoutView, problem: str) -> None:
    found = problems_of(view)
    assert any(re.match(problem, said, re.DOTALL) for said in found) if problem else found == []


@pytest.mark.parametrize(
    "content",
    (
        "**bold** `<@1> ||x||` \\* <https://a.example/_*x> [a \\[b\\]](<https://a.example/?x=[y]>)",
        "```\n# heading\n<@1> :tada: ``\n```\n-# small",
        "- a\n  - b: c::d",
    ),
)
def test_what_is_markup_of_ours_or_means_nothing_is_no_problem(content: str) -> None:
    assert problems_of(text(content)) == []


@with_spec
def test_what_discord_does_not_describe_is_noticed() -> None:
    assert spec_problems(message(ActionRow(Button(label="x" * 81, custom_id="y"))))[0].startswith("$.components[0]: ")
