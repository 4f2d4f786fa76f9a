import re

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from adapters.base.text import clean
from adapters.slack.render import Rendered, render_card, render_dead_ends, render_home, render_more, render_told
from bot.cards.card import Card
from bot.desk import EntryLine, Home, Told
from bot.feedback import Tally
from bot.localization import LOCALES
from tests.adapters.cards import catalog, nasty_cards, nasty_texts, real_card
from tests.adapters.slack.limits import problems_of, problems_of_view

# Without shrinking: these cards are large, and which rule one breaks says enough.
nasty = settings(
    max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("entry_id", [entry.id for entry in catalog()])
def test_each_bundled_entry_keeps_slacks_limits(entry_id: str, locale: str) -> None:
    voted = {0: Tally(12, 3), 1: Tally(down=6)}
    for card in (real_card(entry_id, locale=locale, votes=voted), real_card(entry_id, locale=locale, answered=False)):
        for private in (False, True):
            assert problems_of(render_card(card, private=private)) == []
        assert problems_of_view(render_more(card)) == []
        assert problems_of_view(render_dead_ends(card)) == []


@nasty
@given(nasty_cards, st.booleans())
def test_no_card_breaks_slacks_limits(card: Card, private: bool) -> None:  # noqa: FBT001 - one of two cases
    assert problems_of(render_card(card, private=private)) == []
    assert problems_of_view(render_more(card)) == []
    if any(end.action or end.reason for end in card.dead_ends):
        assert problems_of_view(render_dead_ends(card)) == []


_lines = st.builds(EntryLine, st.sampled_from(["node/eaddrinuse", "a/" + "b" * 198]), nasty_texts, nasty_texts)


@nasty
@given(
    st.builds(
        Told,
        locale=st.sampled_from(LOCALES),
        text=nasty_texts.filter(clean),
        card=st.none() | nasty_cards,
        answer_id=st.none(),
        entries=st.lists(_lines, max_size=40).map(tuple),
        warning=nasty_texts,
    )
)
def test_nothing_that_is_told_breaks_slacks_limits(told: Told) -> None:
    assert problems_of(render_told(told)) == []


@nasty
@given(
    st.builds(
        Home,
        locale=st.sampled_from(LOCALES),
        chosen=st.sampled_from([None, "zh", "gone"]),
        languages=st.just((("en", "English"), ("zh", "中文"))),
        top=st.lists(st.tuples(_lines, st.integers(1, 10**9)), max_size=40).map(tuple),
        help=nasty_texts,
    )
)
def test_no_home_breaks_slacks_limits(home: Home) -> None:
    assert problems_of_view(render_home(home)) == []


# The checker itself: what slack_sdk lets through


def section(text: str = "x", **more: object) -> dict[str, object]:
    return {"type": "section", "text": {"type": "plain_text", "text": text}, **more}


def buttons(*ids: str) -> dict[str, object]:
    text = {"type": "plain_text", "text": "x"}
    return {
        "type": "actions",
        "elements": [{"type": "button", "action_id": i, "text": text, "value": "v"} for i in ids],
    }


def small_print(text: str) -> dict[str, object]:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}


@pytest.mark.parametrize(
    ("blocks", "problem"),
    (
        ([section()] * 51, "51 blocks"),
        ([], "0 blocks"),
        ([section("x" * 2900)] * 5, "blocks of 1"),
        ([section(" ")], "a section with the text ' '"),
        ([section("x" * 3001)], "a section with the text"),
        ([section(colour="red")], r"a section with \['colour'\]"),
        ([{"type": "banner", "text": "x"}], "a banner in a message"),
        ([buttons("more:1", "more:1")], "an action_id twice"),
        ([{"type": "rich_text", "elements": []}], "a rich_text of 0 elements"),
        ([small_print("<!channel>")], "a reference in"),
        ([small_print("<https://a.example|b> *bold*")], "markup in"),
        ([small_print("a & b")], "markup in"),
        ([section("\ud800")], "half a character"),
    ),
)
def test_what_slack_would_refuse_is_noticed(blocks: list[dict[str, object]], problem: str) -> None:
    assert any(re.match(problem, found) for found in problems_of(Rendered("x", blocks)))


@pytest.mark.parametrize("text", (" ", "数" * 1334, "<!here>", "a & b", "\ud800"))
def test_a_fallback_that_slack_would_refuse_or_misread_is_noticed(text: str) -> None:
    assert problems_of(Rendered(text, [section()])) != []
