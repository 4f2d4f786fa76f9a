import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching import Matcher
from tests.matching.samples import entry

ENTRIES = [
    entry(
        "python/module-not-found",
        "ModuleNotFoundError: No module named 'requests'",
        regex=r"No module named '(?P<module>[\w.]+)'",
    ),
    entry("python/key-error", "KeyError: 'name'", regex=r"KeyError: "),
    entry("docker/port-allocated", "Bind for 0.0.0.0:8080 failed: port is already allocated"),
    entry("docker/no-space", "no space left on device", aliases=["ENOSPC"]),
    entry("kafka/leader/k2", "org.apache.kafka.common.errors.LeaderNotAvailableException: no leader for partition"),
    entry("kafka/leader/k3", "org.apache.kafka.common.errors.LeaderNotAvailableException: no leader for the partition"),
    entry("git/unrelated", "fatal: refusing to merge unrelated histories"),
    entry("node/eresolve", "npm ERR! ERESOLVE unable to resolve dependency tree"),
]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(ENTRIES)


def best(matcher: Matcher, text: str) -> str | None:
    matches = matcher.match(text).matches
    return matches[0].entry_id if matches else None


@pytest.mark.parametrize(
    ("paste", "expected"),
    (
        ("ModuleNotFoundError: No module named 'yaml'", "python/module-not-found"),
        ("hi all\n```\n$ git pull\nfatal: refusing to merge unrelated histories\n```\nhelp", "git/unrelated"),
        ("Error while fetching metadata {topic=LEADER_NOT_AVAILABLE}", "kafka/leader/k2"),
        ("write /var/lib/docker/x: no space left on device", "docker/no-space"),
        ("npm error ERESOLVE could not resolve", "node/eresolve"),
    ),
)
def test_the_entry_is_found_in_other_words_around_it(matcher: Matcher, paste: str, expected: str) -> None:
    assert best(matcher, paste) == expected


def test_the_match_says_which_pasted_line_it_is_about(matcher: Matcher) -> None:
    match = matcher.match("web_1 | starting\nweb_1 | Bind for 0.0.0.0:80 failed: port is already allocated").matches[0]

    assert match.line == "web_1 | Bind for 0.0.0.0:80 failed: port is already allocated"


def test_named_groups_catch_what_was_pasted(matcher: Matcher) -> None:
    assert matcher.match("ModuleNotFoundError: No module named 'yaml'").matches[0].captures == {"module": "yaml"}


def test_what_a_shell_would_act_on_is_not_caught() -> None:
    matcher = Matcher([entry("python/m", "No module named 'x'", regex=r"No module named '(?P<module>[^']+)'")])

    assert matcher.match("No module named '$(rm -rf ~)'").matches[0].captures == {}


def test_twins_do_not_eat_each_other_s_margin(matcher: Matcher) -> None:
    result = matcher.match("kafka.common.errors.LeaderNotAvailableException: no leader for the partition")

    first, second = result.matches[:2]
    assert {first.entry_id, second.entry_id} == {"kafka/leader/k2", "kafka/leader/k3"}
    assert result.margin > 1


def test_confidences_are_probabilities_in_falling_order(matcher: Matcher) -> None:
    confidences = [match.confidence for match in matcher.match("KeyError: 'id' and no space left on device").matches]

    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)


@pytest.mark.parametrize("text", ("", "   \n\t", "\x00\x07", "?!…", "👍"))
def test_a_text_without_a_word_matches_nothing(matcher: Matcher, text: str) -> None:
    result = matcher.match(text)

    assert (result.matches, result.confidence) == ((), 0.0)


def test_an_error_that_no_entry_knows_has_a_key_to_group_it_by(matcher: Matcher) -> None:
    first = matcher.match("FooError: cannot frobnicate /tmp/a after 3 tries")
    second = matcher.match("FooError: cannot frobnicate /srv/b after 9 tries")

    assert (first.names_failure, first.gap_key) == (True, second.gap_key)


def test_a_pattern_that_re2_cannot_run_does_not_keep_the_entry_from_matching() -> None:
    matcher = Matcher([entry("python/look", "LookError: ahead of time", regex=r"(?<=Look)Error")])

    assert best(matcher, "LookError: ahead of time") == "python/look"


def test_a_wide_pattern_does_not_join_words_from_far_apart() -> None:
    matcher = Matcher(
        [
            entry("a/wide", "frobnicator exploded with smoke", regex="frobnicator.*exploded"),
            entry("b/other", "widget is late", regex="widget.*late"),
        ]
    )

    far = "the frobnicator is fine\n" + "\n".join(f"line {word}" for word in "abcdefgh") + "\nthe balloon exploded"
    near = "the frobnicator exploded"

    assert matcher.match(far).matches[0].evidence["pattern"] < matcher.match(near).matches[0].evidence["pattern"]


@given(st.text(st.characters(), max_size=300))
def test_any_text_gets_an_answer_or_silence(text: str) -> None:
    result = Matcher(ENTRIES[:3]).match(text)

    assert 0 <= result.confidence <= 1


def test_further_errors_on_other_lines_are_named_once_each() -> None:
    matcher = Matcher(
        [
            *ENTRIES,
            entry("git/ownership", "fatal: detected dubious ownership in repository", regex="dubious ownership"),
            entry("git/histories", "fatal: refusing to merge unrelated histories", regex="unrelated histories"),
        ]
    )
    paste = """ModuleNotFoundError: No module named 'yaml'
fatal: detected dubious ownership in repository at '/srv/app'
fatal: detected dubious ownership in repository at '/srv/web'
ModuleNotFoundError: No module named 'toml'
"""

    result = matcher.match(paste)

    named = [result.matches[0].entry_id, *(other.entry_id for other in result.others)]
    assert sorted(named) == ["git/ownership", "python/module-not-found"]


def test_a_paste_with_one_error_names_no_other(matcher: Matcher) -> None:
    assert matcher.match("ModuleNotFoundError: No module named 'yaml'").others == ()


NEW = entry("rust/borrow", "error[E0499]: cannot borrow `x` as mutable more than once", regex=r"E0499")
PASTE = "error[E0499]: cannot borrow `cache` as mutable more than once at a time"


def test_an_entry_put_while_running_is_found_and_one_removed_is_not() -> None:
    matcher = Matcher(ENTRIES)

    before = best(matcher, PASTE)
    matcher.put(NEW)
    with_it = best(matcher, PASTE)
    matcher.remove(NEW.id)

    assert before == best(matcher, PASTE) != with_it == "rust/borrow"
    assert NEW.id not in matcher.catalog


def test_a_changed_entry_is_matched_as_it_now_is() -> None:
    matcher = Matcher([*ENTRIES, NEW])

    matcher.put(entry("rust/borrow", "error[E0502]: immutable borrow later used here", regex=r"E0502"))

    assert best(matcher, "error[E0502]: cannot borrow `v`; immutable borrow later used here") == "rust/borrow"
    assert [match.entry_id for match in matcher.match(PASTE).matches].count("rust/borrow") <= 1
    assert len(matcher.catalog) == len(ENTRIES) + 1


def test_a_pattern_put_while_running_fires() -> None:
    matcher = Matcher(ENTRIES)
    matcher.put(NEW)

    assert matcher.match(PASTE).matches[0].evidence["pattern"] > 0


def test_many_entries_put_one_by_one_are_all_found() -> None:
    matcher = Matcher(ENTRIES)
    for number in range(100):
        matcher.put(entry(f"made/up{number}", f"Quux{number}Error: it happened", regex=rf"Quux{number}Error"))

    found = [best(matcher, f"Quux{number}Error: it happened") for number in range(100)]

    assert found == [f"made/up{number}" for number in range(100)]


def test_putting_and_removing_leaves_matching_as_if_it_had_never_been() -> None:
    matcher, untouched = Matcher(ENTRIES), Matcher(ENTRIES)
    matcher.put(NEW)
    matcher.remove(NEW.id)
    text = "ModuleNotFoundError: No module named 'yaml'"

    assert matcher.match(text) == untouched.match(text)
