import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.extract import MAX_LINES, extract
from bot.matching.lines import Kind

PYTHON_CHAIN = """Traceback (most recent call last):
  File "a.py", line 1, in <module>
    connect()
ConnectionRefusedError: [Errno 111] Connection refused

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "b.py", line 2, in <module>
    run()
RuntimeError: could not start the job
"""

JAVA_CHAIN = """org.example.BatchException: job failed
\tat org.example.Batch.run(Batch.java:10)
Caused by: java.sql.SQLException: no connection
\tat org.example.Db.open(Db.java:5)
\t... 3 more
Caused by: java.net.UnknownHostException: db.internal
\tat java.net.Inet.lookup(Inet.java:1)
"""


@pytest.mark.parametrize(
    ("paste", "main_line"),
    (
        (PYTHON_CHAIN, "ConnectionRefusedError: [Errno 111] Connection refused"),
        (JAVA_CHAIN, "Caused by: java.net.UnknownHostException: db.internal"),
        (
            "main.c:3:5: error: 'x' undeclared\nmain.c:9:1: error: expected ';'\nmake: *** Error 1",
            "main.c:3:5: error: 'x' undeclared",
        ),
        ("help please\n```\nstep 1\nfatal: bad object HEAD\n```", "fatal: bad object HEAD"),
        ("the process exited with code 1", "the process exited with code 1"),
        ("good morning", "good morning"),
        ("", ""),
    ),
)
def test_the_main_line_names_the_cause(paste: str, main_line: str) -> None:
    assert extract(paste).main_line == main_line


def test_before_any_error_nothing_is_a_direct_cause() -> None:
    paste = "During handling of the above exception, another exception occurred:\nKeyError: 'id'"

    assert extract(paste).main_line == "KeyError: 'id'"


def test_repeats_count_once_however_often_they_come() -> None:
    paste = "\n".join([f"10:00:{n:02} retry {n}: connection reset by peer" for n in range(30)] + ["FATAL: disk full"])

    assert [line.text for line in extract(paste).lines] == ["retry 0: connection reset by peer", "FATAL: disk full"]


def test_an_error_weighs_more_than_the_frames_around_it() -> None:
    weights = extract('Traceback:\n  File "/srv/helper.py", line 3, in go\nValueError: bad colour').weights

    assert (weights["colour"], weights["helper"]) == (1.0, 0.12)


def test_escaped_line_ends_of_json_logs_are_real_line_ends() -> None:
    paste = r'{"msg":"boom\nTraceback (most recent call last):\n  File \"x.py\", line 1\nKeyError: \"id\""}'

    assert any(line.text.startswith("KeyError") for line in extract(paste).lines)


def test_a_windows_path_is_not_taken_for_escapes() -> None:
    assert "C:\\new\\table" in extract("cannot open C:\\new\\table").text


def test_a_wrapped_line_is_joined_with_its_rest() -> None:
    failure = extract(
        "│ Error: Invalid for_each argument\n│ depends on values that cannot be\n│ determined until apply"
    )

    assert any("cannot be determined until apply" in unit.text for unit in failure.units)


def test_words_outside_a_code_block_are_the_person_s() -> None:
    failure = extract("the build on my laptop stopped working today\n```\nld: library not found for -lssl\n```")

    assert [line.kind for line in failure.lines] == [Kind.PROSE, Kind.ERROR]


def test_of_a_long_log_only_so_many_lines_are_looked_at() -> None:
    words = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa")
    lines = [f"{a} {b} {c} {d}" for a in words for b in words for c in words for d in words[:2]]

    assert len(extract("\n".join([*lines[:1000], "FATAL: here", *lines[1000:]])).lines) <= MAX_LINES


def test_a_failure_in_the_middle_of_a_long_log_is_among_them() -> None:
    lines = [f"{a}{b}{c} is fine" for a in "abcdefghij" for b in "klmnopqrst" for c in "uvwxyz"]

    failure = extract("\n".join([*lines[:300], "FATAL: here it is", *lines[300:]]))

    assert failure.main_line == "FATAL: here it is"


@given(st.text(st.characters(), max_size=400))
def test_any_text_will_do(text: str) -> None:
    failure = extract(text)

    assert all(0 < weight <= 1 for weight in failure.weights.values())


def test_a_line_with_code_in_it_is_kept_as_it_was_pasted() -> None:
    failure = extract("it says `fatal: bad object HEAD` since `git gc`")

    assert {line.raw for line in failure.lines} == {"it says `fatal: bad object HEAD` since `git gc`"}
    assert "fatal: bad object HEAD" in [line.text for line in failure.lines]


def test_a_failure_in_the_middle_of_very_many_lines_is_read() -> None:
    quiet = [f"{a}{b}{c} is fine" for a in "abcdefghijklmno" for b in "pqrstuvwxyzabcde" for c in "fghijklmnopq"]

    failure = extract("\n".join([*quiet, "FATAL: here it is", *quiet]))

    assert failure.main_line == "FATAL: here it is"


def test_the_first_and_last_lines_of_a_long_log_are_read_whatever_they_say() -> None:
    lines = [f"line number {number} says {word}" for number in range(500) for word in ("one", "two", "three", "four")]

    read = extract("\n".join(["the very first", *lines, "the very last"])).text

    assert (read.splitlines()[0], read.splitlines()[-1]) == ("the very first", "the very last")


@pytest.mark.parametrize(
    "line",
    ("a." * 2_000, "a" * 4_000, " " * 3_990 + "ab", "x\ry" + "a" * 100_000, "a-b:" * 1_000, "/a" * 2_000, "1." * 2_000),
)
def test_a_line_made_to_be_slow_is_read(line: str) -> None:
    assert extract("\n".join(f"{line}{number}" for number in range(250))).lines
