import pytest

from bot.entries.patterns import MAX_PATTERN_LENGTH, compile_pattern
from bot.errors import InputError


def test_patterns_ignore_case_and_cross_line_ends() -> None:
    pattern = compile_pattern("bnb_4bit.*incompatible")

    assert pattern.search("BNB_4bit_compute_dtype=float16\n  is Incompatible.")


def test_named_groups_are_captured() -> None:
    found = compile_pattern(r"EADDRINUSE.*:(?P<port>\d+)").search("listen EADDRINUSE: :::3000")

    assert found is not None
    assert found.groupdict() == {"port": "3000"}


@pytest.mark.parametrize(
    ("pattern", "reason"),
    (
        (r"error(?!s)", "look-arounds cannot run in linear time"),
        (r"(?<=x)error", "look-arounds cannot run in linear time"),
        (r"(a)\1", "back-references cannot run in linear time"),
        (r"(?P<q>['\"])x(?P=q)", "back-references cannot run in linear time"),
        (r"(?>error)", "possessive and atomic groups are not needed"),
        (r"error++", "possessive and atomic groups are not needed"),
        (r"(unclosed", r"RE2 cannot read it: missing \)"),
        ("x{2000}", "RE2 cannot read it"),
        ("half \ud800", "RE2 cannot read it"),
        ("x" * (MAX_PATTERN_LENGTH + 1), "2001 characters, 2000 at most"),
    ),
)
def test_what_re2_cannot_run_is_refused_with_the_reason(pattern: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        compile_pattern(pattern)


def test_a_pattern_made_to_explode_ends_at_once() -> None:
    assert compile_pattern(r"(a+)+$").search("a" * 200_000 + "b") is None
