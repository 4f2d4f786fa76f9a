import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.base.text import clean
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
