import json
from pathlib import Path

import pytest

from bot.entries import Entry
from bot.errors import InputError
from bot.matching import Matcher, MatchResult
from bot.matching.evaluation import Case, evaluate, percentile, read_cases, summarize


def matcher() -> Matcher:
    texts = {"a/one": "alpha beta gamma", "b/two": "delta epsilon zeta", "c/three": "eta theta iota"}
    return Matcher(
        Entry.model_validate(
            {"id": key, "signature": text, "domain": key[0], "root_cause": "x", "workarounds": [{"action": "y"}]}
        )
        for key, text in texts.items()
    )


def always_answer(result: MatchResult) -> str:
    return "answer" if result.matches else "silent"


def test_recall_precision_and_false_answers_are_counted() -> None:
    cases = [
        Case("1", "alpha beta gamma", ("a/one",), "line"),
        Case("2", "delta epsilon zeta", ("c/three",), "line"),
        Case("3", "unheard of", ("a/one",), "prose"),
        Case("4", "eta theta iota", (), "chatter"),
        Case("5", "hello there", (), "chatter"),
    ]

    summary = summarize(list(evaluate(matcher(), cases, always_answer)), 0.5)

    assert (summary.cases, summary.positives, summary.recall_at_1) == (5, 3, round(1 / 3, 4))
    assert (summary.answered, summary.answered_correct) == (3, 1)
    assert (summary.answer_precision, summary.answer_coverage) == (round(1 / 3, 4), round(1 / 3, 4))
    assert summary.false_answers == {"chatter": 1}
    assert (summary.offered, summary.offered_correct, summary.load_seconds) == (0, 0, 0.5)


def test_kinds_without_a_false_answer_are_named_too() -> None:
    summary = summarize(list(evaluate(matcher(), [Case("1", "hello", (), "code")], always_answer)), 0)

    assert summary.false_answers == {"code": 0}


def test_no_case_at_all_gives_zeros() -> None:
    summary = summarize([], 0)

    assert (summary.recall_at_1, summary.answer_precision, summary.latency_ms) == (0, 0, {"p50": 0, "p95": 0, "p99": 0})


def test_percentiles_are_by_nearest_rank() -> None:
    values = [float(value) for value in range(1, 101)]

    assert [percentile(values, percent) for percent in (50, 95, 99)] == [50, 95, 99]


def test_the_cases_of_a_file_are_read_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text(json.dumps({"id": 7, "text": "boom", "expect": ["a/one"], "kind": "line"}) + "\n\n", "utf-8")

    assert list(read_cases(file)) == [Case("7", "boom", ("a/one",), "line")]


@pytest.mark.parametrize(
    "line",
    ("{", "[]", '"x"', '{"id": 1}', '{"id": 1, "text": "x", "expect": "a/one"}', '{"id":1,"text":"x","expect":null}'),
)
def test_a_line_that_is_no_case_is_named(line: str, tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text('{"id": 1, "text": "x", "expect": []}\n' + line, "utf-8")

    with pytest.raises(InputError, match=r"cases\.jsonl:2: not a case"):
        list(read_cases(file))


def test_a_missing_or_binary_file_is_one_clear_sentence(tmp_path: Path) -> None:
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe")

    for file, reason in ((tmp_path / "none", "No such file or directory"), (binary, "not UTF-8 (byte 0)")):
        with pytest.raises(InputError) as caught:
            list(read_cases(file))
        assert str(caught.value) == f"cannot read {file}: {reason}"
