import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.base.text import clean, clip, clip_lines, is_web_url, one_line, short_url
from adapters.slack.text import code, escape, escape_within, link, unescape


@pytest.mark.parametrize(
    ("text", "sent"),
    (
        (
            "<!channel> <@U123> <https://evil.example|here>",
            "&lt;!channel&gt; &lt;@U123&gt; &lt;https://evil.example|here&gt;",
        ),
        ("a && b", "a &amp;&amp; b"),
        ("&lt;b&gt; is no tag", "&amp;lt;b&amp;gt; is no tag"),
    ),
)
def test_control_characters_are_escaped(text: str, sent: str) -> None:
    assert escape(text) == sent


@given(st.text())
def test_unescaping_gives_back_what_was_escaped(text: str) -> None:
    assert unescape(escape(text)) == text


def test_only_slacks_own_entities_are_unescaped() -> None:
    assert unescape("&amp;lt; &quot; &#39; &lt;") == "&lt; &quot; &#39; <"


def test_what_no_message_can_show_is_left_out() -> None:
    assert clean(" \x1b[31mred\x00\u202e\ud800 \r\nnext\ttab\n") == "[31mred \nnext\ttab"


def test_one_line_has_no_breaks_and_no_runs_of_blanks() -> None:
    assert one_line(" a\n\n  b\tc ") == "a b c"


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    (
        ("short", 5, "short"),
        ("longer text", 7, "longer…"),
        ("数据库连接被拒绝", 5, "数据库连…"),
        ("ok 👍🏽👍🏽", 5, "ok…"),
        ("👩‍💻👩‍💻", 5, "👩‍💻…"),
        ("cafe\u0301s", 5, "caf…"),
    ),
)
def test_a_text_is_cut_between_whole_characters(text: str, limit: int, shown: str) -> None:
    assert clip(text, limit) == shown


def test_a_command_is_cut_after_a_line() -> None:
    assert clip_lines("one\ntwo\nthree\nfour", 2, 100) == "one\ntwo\n…"


def test_a_command_with_one_long_line_is_cut_within_it() -> None:
    assert clip_lines("x" * 50, 3, 10) == "x" * 9 + "…"


@given(st.text(), st.integers(min_value=3, max_value=60))
def test_a_fallback_never_ends_within_an_entity_or_a_character(text: str, limit: int) -> None:
    shown = escape_within(clean(text), limit)
    assert len(shown.encode()) <= limit
    assert clean(text).startswith(unescape(shown).removesuffix("…").rstrip())


def test_a_fallback_counts_the_bytes_of_what_is_sent() -> None:
    assert (escape_within("&" * 10, 13), escape_within("数" * 10, 13)) == ("&amp;&amp;…", "数数数…")


@pytest.mark.parametrize(
    ("text", "shown"),
    (
        ("Error: *bold* _x_ ~y~", "`Error: *bold* _x_ ~y~`"),
        ("a `b` ```c```", "`a ˋbˋ ˋˋˋcˋˋˋ`"),
        ("two\nlines <!here>", "`two lines &lt;!here&gt;`"),
    ),
)
def test_code_in_small_print_cannot_be_left(text: str, shown: str) -> None:
    assert code(text, 100) == shown


def test_a_links_label_and_address_cannot_end_it() -> None:
    assert link("https://a.example/?x=1&y=<|>", "b|c> <!here>") == (
        "<https://a.example/?x=1&amp;y=%3C%7C%3E|b¦c&gt; &lt;!here&gt;>"
    )


@pytest.mark.parametrize(
    ("url", "is_link"),
    (
        ("https://docs.example/a?b=c#d", True),
        ("http://docs.example", True),
        ("javascript:alert(1)", False),
        ("ftp://docs.example/a", False),
        ("https://", False),
        ("https:///path", False),
        ("https://[broken", False),
        ("https://a.example/with blank", False),
        ("https://a.example/\x00", False),
        ("https://a.example/" + "x" * 3000, False),
        ("see the manual", False),
    ),
)
def test_a_link_leads_to_the_web_alone(url: str, is_link: bool) -> None:  # noqa: FBT001 - a table of cases
    assert is_web_url(url) is is_link


@pytest.mark.parametrize(
    ("url", "shown"),
    (
        ("https://www.docs.example/guide/", "docs.example/guide"),
        ("https://docs.example/" + "a" * 60, "docs.example/" + "a" * 34 + "…"),
        ("man 2 bind", "man 2 bind"),
    ),
)
def test_an_address_is_shown_short(url: str, shown: str) -> None:
    assert short_url(url) == shown
