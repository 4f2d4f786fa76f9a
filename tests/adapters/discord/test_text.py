import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.base.text import clean
from adapters.discord.text import bold_words, code, code_block, escape, line, link, prose


def letters(markdown: str) -> str:
    """Markdown without the marks of ours that show nothing."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", markdown).replace("\u200b", "")


@pytest.mark.parametrize(
    ("text", "sent"),
    (
        ("*bold* _it_ ~~no~~ ||dark||", r"\*bold\* \_it\_ \~\~no\~\~ \|\|dark\|\|"),
        ("<@123> <#4> <:x:5> <t:0> </cmd:6>", r"\<@" + "\u200b" + r"123> \<#4> \<\:x:5> \<t:0> \</cmd:6>"),
        ("@everyone @Here @!12345 a@b.example", "@\u200beveryone @\u200bHere @\u200b!12345 a@b.example"),
        ("[text](https://evil.example)", r"\[text\](https\://evil.example)"),
        ("# head\n  > quote\n- item\n12. item\n-# small", "\\# head\n  \\> quote\n\\- item\n12\\. item\n\\-# small"),
        ("a # b > c - d 1. e", "a # b > c - d 1. e"),
        ("```code```", r"\`\`\`code\`\`\`"),
        (r"C:\Users\*", r"C:\\Users\\\*"),
        (":tada: std::map :::3000 12:30:45", r"\:tada: std::map :::3000 12\:30:45"),
        ("discord://-/guilds", r"discord\://-/guilds"),
    ),
)
def test_nothing_that_somebody_wrote_is_markup(text: str, sent: str) -> None:
    assert escape(text) == sent


@given(st.text())
def test_all_letters_are_shown(text: str) -> None:
    assert letters(escape(text)) == text.replace("\u200b", "")


def test_code_and_addresses_in_a_text_stay_what_they_are() -> None:
    text = "Run `a_b *c*` and see https://docs.example/a_b(c)?d=*e*, or (http://x.example/_y_)."
    assert prose(text, 500) == (
        "Run `a_b *c*` and see <https://docs.example/a_b(c)?d=*e>\\*, or (<http://x.example/_y_>)."
    )


@pytest.mark.parametrize(
    ("text", "sent"),
    (
        ("见 https://docs.example/a。然后", "见 <https://docs.example/a>。然后"),
        ("https://docs.example/" + "x" * 400, "https\\://docs.example/" + "x" * 400),
        ("https://", "https\\://"),
        ("HTTPS://[broken", "HTTPS\\://\\[broken"),
        ("see https://docs.example/cut…", "see https\\://docs.example/cut…"),
    ),
)
def test_only_a_whole_web_address_is_a_link(text: str, sent: str) -> None:
    assert prose(text, 1000) == sent


def test_bold_does_not_end_at_stars_in_code_or_addresses() -> None:
    text = "Set `a ** b` in https://x.example/** now *"
    assert prose(text, 500, bold=True) == "**Set** `a ** b` **in** <https://x.example/>**\\*\\* now \\***"


def test_blanks_at_the_ends_stay_outside_of_bold() -> None:
    assert (bold_words(" a b\nc "), bold_words("x"), bold_words("  ")) == (" **a b\nc** ", "**x**", "  ")


def test_one_line_is_cut_where_there_is_no_room() -> None:
    assert line("one\ntwo three", 9) == "one two…"


@given(st.text(alphabet="*_`<[ab \n:/@1", max_size=80) | st.text(), st.integers(8, 60), st.booleans())
def test_the_markdown_of_a_text_keeps_its_limit(text: str, limit: int, bold: bool) -> None:  # noqa: FBT001 - a case
    shown = prose(text, limit, bold=bold)
    assert len(shown) <= limit
    assert bool(shown) == bool(clean(text))


@pytest.mark.parametrize(
    ("text", "shown"),
    (
        ("Error: *bold* <@1>", "`Error: *bold* <@1>`"),
        ("a `b` ```c```", "`a ˋbˋ ˋˋˋcˋˋˋ`"),
        ("two\nlines", "`two lines`"),
    ),
)
def test_code_in_small_print_cannot_be_left(text: str, shown: str) -> None:
    assert code(text, 100) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    (
        ("ls *.py", "```\nls *.py\n```"),
        ("echo `date` ``x``", "```\necho `date` ``x``\n```"),
        ("a```\n<@1>\n```b````", "```\na`\u200b``\n<@1>\n`\u200b``b`\u200b`\u200b``\n```"),
    ),
)
def test_a_fence_within_code_is_no_fence(text: str, shown: str) -> None:
    assert code_block(text) == shown


@pytest.mark.parametrize(
    ("url", "label", "shown"),
    (
        (
            "https://a.example/?x=(1)&y=<2>",
            "b](c) @everyone",
            "[b\\](c) @\u200beveryone](<https://a.example/?x=(1)&y=%3C2%3E>)",
        ),
        ("https://a.example", "https://evil.example/x", "[evil.example/x](<https://a.example>)"),
        ("javascript:alert(1)", "a", "a"),
        ("https://a.example/" + "x" * 300, "a", "a"),
        ("https://a.example", " ", ""),
    ),
)
def test_a_link_leads_to_the_web_and_its_label_cannot_end_it(url: str, label: str, shown: str) -> None:
    assert link(url, label) == shown
