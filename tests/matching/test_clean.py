import pytest

from bot.matching.clean import MAX_CHARACTERS, clean


@pytest.mark.parametrize(
    ("pasted", "seen"),
    (
        ("\x1b[31mError:\x1b[0m no", "Error: no"),
        ("\x1b]8;;https://example.org\x07link\x1b]8;;\x07", "link"),
        ("10%\r50%\r100%\ndone\r\nnext", "100%\ndone\nnext"),
        ("a\x00b\x07c", "abc"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("half \ud83d pair", "half ? pair"),
        ("e\u0301", "\u00e9"),
        ("non\xa0breaking", "non breaking"),
        ("", ""),
    ),
)
def test_a_text_becomes_what_a_screen_would_show(pasted: str, seen: str) -> None:
    assert clean(pasted) == seen


def test_marks_that_no_script_stacks_so_high_are_dropped() -> None:
    # Sorting them, which normalising does, would take hours.
    assert clean("b" + "\u0301\u0323" * 400_000 + "oom") == "boom"


def test_marks_as_people_write_them_stay() -> None:
    assert clean("Tie\u0302\u0301ng Vie\u0323\u0302t \u0915\u094d\u0937") == "Ti\u1ebfng Vi\u1ec7t \u0915\u094d\u0937"


def test_a_text_of_usual_size_keeps_every_line() -> None:
    text = "line\n" * 1000

    assert clean(text) == text


def test_of_a_huge_log_the_head_the_tail_and_the_failures_between_are_kept() -> None:
    noise = "2026-01-01 INFO all is well\n" * 200_000
    log = "first line\n" + noise + "FATAL: the disk is gone\n" + noise + "last line"

    kept = clean(log)

    assert len(kept) <= MAX_CHARACTERS + 2
    assert (kept[:10], "FATAL: the disk is gone" in kept, kept[-9:]) == ("first line", True, "last line")
