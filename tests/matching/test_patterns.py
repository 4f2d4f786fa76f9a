import math
from collections.abc import Iterable

import pytest

from bot.matching import Matcher
from bot.matching.patterns import PatternHit, Patterns
from tests.matching.samples import entry


def mass(tokens: Iterable[str]) -> float:
    return 4.0 * len(set(tokens))


def hit(pattern: str, paste: str) -> PatternHit | None:
    matcher = Matcher([entry("git/x", "fatal: bad object HEAD, connection refused", regex=pattern)])
    return Patterns(matcher.entries).search(matcher.read(paste), [0], mass).get(0)


LINES = "starting\nfatal: bad object HEAD\ngiving up now"


@pytest.mark.parametrize(
    "pattern",
    (
        "bad object",
        "BAD.OBJECT",
        "^fatal: bad",
        "HEAD$",
        r"\Afatal",
        r"HEAD\z",
        r"object (?:HEAD|tree)(?:;|\z)",
        "HEAD.*giving",
        "[^a]bad",
    ),
)
def test_a_pattern_that_matches_a_unit_is_found(pattern: str) -> None:
    assert hit(pattern, LINES)


@pytest.mark.parametrize(
    "pattern",
    ("good object", "^bad", "object$", r"\Abad", r"object\z", r"(?<=x)bad", "(", "b?" * 2_000),
)
def test_a_pattern_that_matches_none_is_not(pattern: str) -> None:
    assert hit(pattern, LINES) is None


def test_a_match_reaches_over_three_lines_and_no_further() -> None:
    lines = "fatal one\nfatal two\nfatal three\nfatal four"

    assert hit("one.*three", lines)
    assert hit("one.*four", lines) is None


def test_a_match_is_worth_the_rarity_of_its_words() -> None:
    few, many = hit("bad object", LINES), hit("fatal: bad object HEAD", LINES)

    assert few
    assert many
    assert (few.rarity, many.rarity) == (0.5, 1.0)


def test_a_pattern_that_matches_nothing_at_all_is_worth_nothing() -> None:
    found = hit("x*", LINES)

    assert found
    assert found.rarity == 0


def test_of_several_units_the_one_with_the_rarest_match_is_taken() -> None:
    found = hit("fatal(?:: bad object)?", "fatal\nwell then\nnot much\nfatal: bad object HEAD")

    assert found
    assert found.unit.text == "fatal: bad object HEAD"


def test_a_pattern_matches_a_reading_of_a_line() -> None:
    found = hit("connection refused", "dial tcp 10.0.0.1:5432: ECONNREFUSED")

    assert found
    assert found.unit.line == "dial tcp 10.0.0.1:5432: ECONNREFUSED"


def test_named_groups_that_caught_something_are_kept() -> None:
    found = hit(r"bad (?P<what>\w+) (?P<name>HEAD)?(?P<none>x)?", LINES)

    assert found
    assert found.captures == {"what": "object", "name": "HEAD"}


@pytest.mark.parametrize(
    ("pattern", "fired"),
    (("boom", 2), ("boom in b", 1), (r"\Aboom", 1), (r"b\z", 1), ("boom in a", 0), ("nothing", 0), ("(", 0), (None, 0)),
)
def test_a_pattern_is_foreign_where_other_families_say_the_same(pattern: str | None, fired: int) -> None:
    patterns = Patterns(
        [
            entry("a/one/linux", "a boom in a", regex=pattern),
            entry("a/one/windows", "boom in a"),
            entry("b/two", "boom in b"),
            entry("c/three", "a boom in c"),
        ]
    )

    assert patterns.foreign_rate(0) == math.log1p(fired)


def test_the_foreign_rate_of_many_entries_is_estimated_from_a_sample() -> None:
    patterns = Patterns([entry(f"a/n{number}", f"boom in {number}", regex="boom") for number in range(3_000)])

    assert patterns.foreign_rate(1) == pytest.approx(math.log1p(3_000))
