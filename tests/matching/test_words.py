import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.entries.patterns import MAX_PATTERN_LENGTH
from bot.matching.words import PackedWords, Words, pattern_wordings, tools_of, words_of
from tests.matching.samples import entry

TOKENS = st.lists(st.text("abc", min_size=1, max_size=2), max_size=4).map(tuple)
WORDS = st.builds(Words, st.lists(TOKENS, max_size=3).map(tuple), TOKENS, TOKENS, TOKENS)


@given(st.lists(WORDS, max_size=5))
def test_packed_words_come_back_as_they_were(several: list[Words]) -> None:
    packed = PackedWords()
    for words in several:
        packed.append(words)

    assert [packed[position] for position in range(len(several))] == several


def test_words_packed_after_others_were_read_come_back_too() -> None:
    first, second = words_of(entry("git/one", "alpha beta")), words_of(entry("git/two", "gamma delta"))
    packed = PackedWords()
    packed.append(first)
    before = packed[0]
    packed.append(second)

    assert (before, packed[0], packed[1]) == (first, first, second)


def test_the_words_of_an_entry_are_kept_by_where_they_stand() -> None:
    words = words_of(
        entry(
            "git/merge-refused",
            "refusing to merge",
            signature_zh="拒绝",
            aliases=["unrelated histories"],
            regex="merge|abort",
            error_code="E128",
            tags=["vcs"],
            root_cause="Two roots",
            workarounds=[{"action": "Allow it", "condition": "when meant"}],
            dead_ends=[{"action": "Wait", "why_fails": "Nothing changes"}],
        )
    )

    assert words.wordings == (
        ("refusing", "to", "merge"),
        ("拒绝",),
        ("unrelated", "history"),
        ("merge",),
        ("abort",),
    )
    assert words.name == ("git", "merge", "refused", "git", "e128", "128", "vcs")
    assert words.cause == ("two", "root")
    assert words.remedy == ("allow", "it", "when", "meant", "wait", "nothing", "change")
    assert words.all >= {"拒绝", "merge", "vcs", "root", "nothing"}


@pytest.mark.parametrize(
    ("pattern", "said"),
    (
        ("DATA RACE|map (read|writes)", ["DATA RACE", "map read", "writes"]),
        (r"E\d{4}: \bno (?P<what>[a-z]+)", ["E : no"]),
        (r"a\.b\(c\)", ["a b c"]),
        ("ends in \\", ["ends in \\"]),
        ("", [""]),
    ),
)
def test_a_pattern_says_its_alternatives_in_plain_words(pattern: str, said: list[str]) -> None:
    assert [" ".join(one.split()) for one in pattern_wordings(pattern)] == said


def test_of_a_pattern_that_is_too_long_to_run_only_so_much_is_read() -> None:
    assert len("".join(pattern_wordings("[" * 500_000))) == MAX_PATTERN_LENGTH


def test_domain_tags_and_versions_name_the_tools() -> None:
    tools = tools_of(entry("js/x", "boom boom", tags=["webpack"], versions=[{"version": "node >=18"}]))

    assert tools == {"js", "webpack", "node"}


def test_an_entry_whose_signature_has_no_word_is_known_by_its_alias() -> None:
    assert words_of(entry("git/odd", "???", aliases=["odd thing"])).wordings == (("odd", "thing"),)
