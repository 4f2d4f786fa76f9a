import pytest

from adapters.base.text import clean, clip, clip_lines, is_web_url, marked, one_line, short_url, with_commands


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


def test_a_command_in_a_help_text_becomes_code() -> None:
    text = (
        "After /errfix write an error: /errfix Permission denied\n/errfix show a/b: shows it\nIt is off; /errfix works."
    )
    assert with_commands(text).split("\n") == [
        "After /errfix write an error: `/errfix Permission denied`",
        "`/errfix show a/b`: shows it",
        "It is off; /errfix works.",
    ]


def test_a_warning_has_a_sign_and_none_has_none() -> None:
    assert (marked(" A secret. "), marked(" ")) == ("⚠️ A secret.", "")
