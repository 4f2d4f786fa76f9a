from dataclasses import replace
from datetime import UTC, datetime

import pytest
from markupsafe import Markup

from adapters.web.events import PLACE
from adapters.web.render import (
    AnswerView,
    PostView,
    Timeline,
    card_to_json,
    rates_to_json,
    render_answer,
    render_login,
    render_page,
    render_post,
    render_whisper,
    short_url,
    with_code,
)
from adapters.web.viewer import Viewer
from bot.cards.card import Card, OtherError
from bot.desk import EntryLine
from bot.events import File, Person
from bot.feedback import Tally
from bot.service import Standing
from bot.store import Post
from tests.cards.samples import make_card
from tests.entries.samples import make_entry

EVIL = "<script>alert(1)</script>"
VIEWER = Viewer(Person("ann", "en"), "Ann", "auto", "en")
NOTHING_SAID = Standing({}, wrong=False)


def make_post(text: str = "boom", *files: File, name: str = "Ann") -> Post:
    return Post(PLACE, "post-0001", "ann", name, text, files, datetime(2026, 3, 1, 12, 30, tzinfo=UTC))


def make_answer(card: Card | None, standing: Standing = NOTHING_SAID, *, mine: bool = True) -> AnswerView:
    return AnswerView("answer-1", card, standing, mine)


def page(*posts: PostView, viewer: Viewer = VIEWER, has_earlier: bool = False) -> str:
    return render_page(Timeline(posts, has_earlier, "r-7"), viewer, examples=["Error: x"], can_log_out=False)


def test_a_pasted_script_is_text() -> None:
    post = make_post(f"look:\n{EVIL}", File(f"{EVIL}.log", EVIL), name=EVIL)
    html = render_post(PostView(post, mine=True, answer=None), VIEWER)
    assert "<script" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 4


def test_a_script_in_an_entry_is_text() -> None:
    entry = make_entry(
        signature=f"Error {EVIL}",
        root_cause=EVIL,
        error_code=EVIL,
        workarounds=[{"action": EVIL, "how": EVIL, "condition": EVIL, "tradeoff": EVIL, "sources": [EVIL]}],
        dead_ends=[{"action": EVIL, "why_fails": EVIL}],
    )
    card = replace(make_card(entry), others=(OtherError("a/b", EVIL, EVIL),), matched_line=EVIL)
    assert "<script" not in render_answer(make_answer(card))


def test_a_source_that_is_no_web_address_is_no_link() -> None:
    entry = make_entry(workarounds=[{"action": "Do it", "sources": ["javascript:alert(1)", "https://example.org/a"]}])
    html = render_answer(make_answer(make_card(entry)))
    assert 'href="javascript' not in html
    assert 'href="https://example.org/a"' in html


def test_pages_carry_no_inline_script_style_or_handler() -> None:
    html = page(PostView(make_post(), mine=True, answer=make_answer(make_card())))
    assert "style=" not in html
    assert " onclick" not in html
    assert html.count("<script") == 1
    assert '<script type="module" src="/static/app.js"></script>' in html


def test_a_card_shows_cause_fixes_rates_and_dead_ends() -> None:
    html = render_answer(make_answer(make_card(captures={"port": "8080"})))
    for expected in (
        "Error: listen EADDRINUSE",
        "Another process listens on the port.",
        "Stop the other process",
        "lsof -ti :8080 | xargs kill",
        "estimated 90%",
        "Use another port",
        "What not to try",
        "Run it again",
        "The other process still has the port.",
        "Why this matched",
        "node/port-in-use",
    ):
        assert expected in html


def test_a_dead_end_shows_when_it_fails_and_the_belief_behind_it() -> None:
    dead_end = {"why_fails": "No.", "condition": "On Windows", "common_misconception": "That <b>ports</b> are shared"}
    html = render_answer(make_answer(make_card(make_entry(dead_ends=[dead_end]))))
    assert "<b>When</b> <span>On Windows</span>" in html
    assert "<b>Common belief</b> <span>That &lt;b&gt;ports&lt;/b&gt; are shared</span>" in html


def test_the_reader_s_own_votes_are_pressed() -> None:
    entry = make_entry()
    first = entry.workarounds[0].fix_id
    html = render_answer(make_answer(make_card(entry), Standing({first: -1}, wrong=True)))
    pressed = [line for line in html.replace("\n", " ").split("<button") if 'aria-pressed="true"' in line]
    keys = [line.split('data-key="')[1].split('"')[0] for line in pressed]
    assert keys == [f"down-{first}", "thumb-down", "wrong"]


def test_a_fix_that_keeps_failing_stands_apart() -> None:
    entry = make_entry()
    failing = entry.workarounds[1].fix_id
    html = render_answer(make_answer(make_card(entry, tallies={failing: Tally(0, 9)})))
    assert html.index("Stop the other process") < html.index("Did not help here") < html.index("Use another port")


def test_only_the_asker_can_dismiss() -> None:
    card = make_card()
    assert 'data-action="dismiss"' in render_answer(make_answer(card, mine=True))
    assert 'data-action="dismiss"' not in render_answer(make_answer(card, mine=False))


def test_many_fixes_and_dead_ends_are_folded() -> None:
    entry = make_entry(
        workarounds=[{"action": f"Fix {number}"} for number in range(6)],
        dead_ends=[{"action": f"End {number}", "why_fails": "No."} for number in range(5)],
    )
    html = render_answer(make_answer(make_card(entry)))
    assert "2 more fixes" in html
    assert "3 more dead ends" in html
    assert '<details data-key="more-fixes">' in html


def test_a_fix_that_the_reader_voted_on_is_not_folded_away() -> None:
    entry = make_entry(workarounds=[{"action": f"Fix {number}"} for number in range(6)])
    standing = Standing({entry.workarounds[5].fix_id: -1}, wrong=False)
    assert '<details data-key="more-fixes" open>' in render_answer(make_answer(make_card(entry), standing))


def test_a_card_is_in_its_own_language_and_marks_what_is_not() -> None:
    html = render_answer(make_answer(make_card(locale="zh")))
    assert 'lang="zh"' in html
    assert "另一个进程正在监听该端口。" in html
    assert '<span lang="en">Stop the other process</span>' in html


def test_an_offer_can_be_opened_and_shows_no_card() -> None:
    html = render_post(PostView(make_post(), mine=False, answer=make_answer(None)), VIEWER)
    assert 'data-action="open"' in html
    assert 'class="card"' not in html


def test_only_one_s_own_posts_can_be_edited_and_deleted() -> None:
    own = render_post(PostView(make_post(), mine=True, answer=None), VIEWER)
    other = render_post(PostView(make_post(), mine=False, answer=None), VIEWER)
    assert [action in own for action in ('data-action="edit"', 'data-action="delete"')] == [True, True]
    assert [action in other for action in ('data-action="edit"', 'data-action="delete"')] == [False, False]


def test_a_person_s_id_is_never_shown() -> None:
    viewer = replace(VIEWER, person=Person("very-secret-id"))
    post = replace(make_post(), author_id="very-secret-id")
    assert "very-secret-id" not in page(PostView(post, mine=True, answer=make_answer(make_card())), viewer=viewer)


def test_a_long_paste_is_folded_until_it_is_asked_for() -> None:
    post = make_post("\n".join(f"error: line {number}" for number in range(200)))
    folded = render_post(PostView(post, mine=True, answer=None), VIEWER)
    full = render_post(PostView(post, mine=True, answer=None, full=True), VIEWER)
    assert "187 more lines" in folded
    assert "line 100" not in folded
    assert "line 100" in full
    assert "more lines" not in full


def test_an_empty_channel_says_what_to_do() -> None:
    html = page()
    assert '<section class="welcome" id="welcome" aria-labelledby="welcome-title">' in html
    assert "<code>Error: x</code>" in html


def test_a_channel_with_posts_hides_the_welcome() -> None:
    assert 'aria-labelledby="welcome-title" hidden>' in page(PostView(make_post(), mine=True, answer=None))


def test_the_page_knows_the_last_event_it_holds() -> None:
    assert 'data-last-event="r-7"' in page()


def test_earlier_messages_are_offered_where_there_are_some() -> None:
    assert 'data-action="earlier"' in page(has_earlier=True)
    assert 'data-action="earlier"' not in page()


def test_a_script_in_a_list_of_entries_is_text() -> None:
    html = render_whisper("en", entries=[EntryLine(EVIL, EVIL, EVIL)])
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 3


def test_an_entry_that_answers_nobody_has_nothing_to_vote_on() -> None:
    answered, shown = make_answer(make_card()), AnswerView(None, make_card(), NOTHING_SAID, mine=True)
    votes = [html.count('data-action="vote"') for html in (render_answer(answered), render_answer(shown))]
    assert votes[0] > 0
    assert votes[1] == 0


@pytest.mark.parametrize(("locale", "expected"), (("en", "Only you see this"), ("zh", 'class="whisper"')))
def test_a_whisper_says_that_nobody_else_sees_it(locale: str, expected: str) -> None:
    html = render_whisper(locale, EVIL)
    assert expected in html
    assert "<script" not in html


def test_the_login_page_says_what_went_wrong() -> None:
    assert "Wrong." in render_login("en", error="Wrong.")
    assert 'role="alert"' not in render_login("en")


@pytest.mark.parametrize(
    ("text", "expected"),
    (
        ("run `a < b` now", "run <code>a &lt; b</code> now"),
        ("``not`` this", "``not`` this"),
        ("a ` alone", "a ` alone"),
        ("`one` and `two`", "<code>one</code> and <code>two</code>"),
    ),
)
def test_code_between_backticks_is_shown_as_code(text: str, expected: str) -> None:
    assert with_code(text) == Markup(expected)  # noqa: S704 - an expected value


@pytest.mark.parametrize(
    ("url", "expected"),
    (
        ("https://www.sqlite.org/wal.html", "sqlite.org/wal.html"),
        ("https://docs.python.org/", "docs.python.org"),
        (f"https://example.org/{'x' * 99}", f"example.org/{'x' * 36}…"),
    ),
)
def test_a_link_says_where_it_leads(url: str, expected: str) -> None:
    assert short_url(url) == expected


def test_a_card_for_programs_has_plain_texts_and_no_answer() -> None:
    said = card_to_json(make_card(captures={"port": "8080"}))
    assert said["entry_id"] == "node/port-in-use"
    assert said["title"] == "Error: listen EADDRINUSE: address already in use :::3000"
    assert said["fixes"][0]["command"] == "lsof -ti :8080 | xargs kill"
    assert said["fixes"][0]["rate"] == {"mean": 0.9, "up": 0, "down": 0}
    assert "answer_id" not in said


def test_rates_for_programs_name_fix_and_votes() -> None:
    entry = make_entry()
    first = entry.workarounds[0].fix_id
    card = make_card(entry, tallies={first: Tally(3, 0)})
    assert rates_to_json(card.fixes)[0] == {
        "fix_id": first,
        "label": card.fixes[0].rate_label,
        "mean": card.fixes[0].rate.mean,
        "up": 3,
        "down": 0,
    }
